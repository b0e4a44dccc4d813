"""History matching on a world whose answer is known: two numbers of three decide two figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.calibration import (
    Budget,
    Evaluations,
    Figures,
    FreeNumber,
    Matching,
    Space,
    match_history,
)

SUCCESS, HOURS = 0.7, 1.5  # the truth
NOISE_X, NOISE_Y = 0.01, 0.02
SMALL = Budget(waves=2, points=40, candidates=40, worlds=2, particles=300)


def space() -> Space:
    office = ss.load_agency("small-office").replace(ledger=())
    numbers = (
        _free("success", 0.5, 1.0, "contact.success"),
        _free("hours", 1.0, 2.0, "contact.hours_per_attempt"),
        _free("sibling", 0.2, 0.8, "contact.sibling_cost"),
    )
    return Space(office, numbers)


def _free(name: str, low: float, high: float, key: str) -> FreeNumber:
    return FreeNumber(name=name, label=name, low=low, high=high, why="a test", follows=key)


def figures(**changes: object) -> Figures:
    fitted = {
        "x": {"label": "x", "value": SUCCESS**2, "error": 0.02},
        "y": {"label": "y", "value": SUCCESS * HOURS, "error": 0.03},
    }
    return Figures(preset="small-office", fitted=fitted, **changes)


def observe(agency: ss.Agency, seed: int) -> dict[str, float]:
    """Stand in for a run: what two numbers give, and chance."""
    chance = np.random.default_rng(seed).normal(size=2)
    visits = agency.contact
    return {
        "x": visits.success**2 + NOISE_X * chance[0],
        "y": visits.hours_per_attempt * visits.success + NOISE_Y * chance[1],
        "kept": visits.sibling_cost,
    }


@pytest.fixture(scope="module")
def found() -> Matching:
    return match_history(Evaluations(space(), observe), figures(), budget=SMALL, seed=1)


def exact_share() -> float:
    """Return the share of the space that the figures do not rule out, chance known."""
    even = (np.arange(500) + 0.5) / 500
    success, hours = np.meshgrid(0.5 + 0.5 * even, 1.0 + even)
    far = np.maximum(
        abs(success**2 - SUCCESS**2) / np.hypot(0.02, NOISE_X),
        abs(success * hours - SUCCESS * HOURS) / np.hypot(0.03, NOISE_Y),
    )
    return float((far <= 3).mean())


def test_the_share_of_the_space_that_is_left_is_the_exact_one(found: Matching) -> None:
    left = found.waves["space_left"].to_numpy()
    assert left[1] == pytest.approx(exact_share(), rel=0.4)  # subset simulation, 300 points
    assert (np.diff(left) <= 0.01).all()


def test_what_is_left_surrounds_the_truth_and_only_what_the_figures_decide_is_narrower(
    found: Matching,
) -> None:
    ranges = found.ranges().set_index("number")
    assert ranges.loc["success", "p5"] < SUCCESS < ranges.loc["success", "p95"]
    assert ranges.loc["hours", "p5"] < HOURS < ranges.loc["hours", "p95"]
    assert ranges.loc["success", "left"] < 0.3
    assert ranges.loc["sibling", "left"] > 0.8  # no figure depends on it


def test_emulators_cover_fresh_runs_as_often_as_they_say(found: Matching) -> None:
    covered = found.waves["covered"].to_numpy()[1:]
    assert (covered > 0.85).all()  # 95 %; of 80 fresh results fewer than 68 has a chance of 1e-4


def test_every_set_is_within_three_deviations_by_its_own_runs(found: Matching) -> None:
    sets = found.sets
    assert len(sets) > 20
    chance = (NOISE_X**2, NOISE_Y**2)
    for figure, variance in zip(found.figures.ruling, chance, strict=True):
        far = [figure.distance(x, variance=1.5 * variance) for x in sets[figure.name]]
        assert max(far) < 3.3  # chance is estimated by the emulator, to a tenth or so


def test_the_central_set_is_near_the_figures_and_in_the_middle_of_the_sets(found: Matching) -> None:
    sets, central = found.sets, found.central()
    ruling = found.figures.ruling
    noise = [np.hypot(figure.error, figure.discrepancy) for figure in ruling]
    off = (sets[[figure.name for figure in ruling]] - [each.value for each in ruling]) / noise
    together = np.sqrt((off**2).mean(axis=1))  # without chance, which is alike for all
    assert together.rank(pct=True).iloc[central] < 0.35
    places = sets[found.space.names]
    apart = np.sqrt(((places - places.median()) ** 2).sum(axis=1))
    nearest = sets["distance"].nsmallest(len(sets) // 4).index
    assert apart[nearest].idxmin() == central
    assert (sets["distance"] <= sets["implausibility"]).all()
    assert found.waves["runs"].tolist() == [40, 40, 2 * 40]


def test_a_figure_kept_for_tests_rules_nothing_out(found: Matching) -> None:
    impossible = {"kept": {"label": "kept", "value": 99.0, "error": 0.001}}
    with_test = figures(test=impossible)
    again = match_history(Evaluations(space(), observe), with_test, budget=SMALL, seed=1)
    assert again.candidates.equals(found.candidates)


def test_figures_that_cannot_be_reconciled_are_an_error_that_says_how_far_off() -> None:
    contradiction = {"kept": {"label": "kept", "value": 99.0, "error": 0.001}}
    both = figures(identity=contradiction)
    with pytest.raises(ss.InputError, match="rule out every point; the least implausible is"):
        match_history(Evaluations(space(), observe), both, budget=SMALL, seed=1)


def test_an_interrupted_search_goes_on_from_its_file_to_the_same_sets(
    found: Matching, tmp_path: Path
) -> None:
    path = tmp_path / "runs.csv"
    calls = 0

    def interrupted(agency: ss.Agency, seed: int) -> dict[str, float]:
        nonlocal calls
        calls += 1
        if calls == 50:
            raise KeyboardInterrupt
        return observe(agency, seed)

    with pytest.raises(KeyboardInterrupt):
        match_history(Evaluations(space(), interrupted, path=path), figures(), budget=SMALL, seed=1)
    assert len(path.read_text().splitlines()) == 50  # a header and the 49 that were finished
    calls = 100
    again = match_history(
        Evaluations(space(), interrupted, path=path), figures(), budget=SMALL, seed=1
    )
    assert again.candidates.equals(found.candidates)
    assert calls == 100 + (40 + 40 + 2 * 40) - 49  # what was kept is not run again


def test_runs_of_another_search_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    first, other = (
        Budget(waves=1, points=10, candidates=5, worlds=1, particles=each) for each in (100, 120)
    )
    match_history(Evaluations(space(), observe, path=path), figures(), budget=first, seed=1)
    with pytest.raises(ss.InputError, match="holds runs of another search"):
        match_history(Evaluations(space(), observe, path=path), figures(), budget=other, seed=1)


def test_runs_of_which_something_else_was_taken_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    budget = Budget(waves=1, points=10, candidates=5, worlds=1, particles=100)
    match_history(Evaluations(space(), observe, path=path), figures(), budget=budget, seed=1)
    kept = path.read_text()

    def more(agency: ss.Agency, seed: int) -> dict[str, float]:
        return observe(agency, seed) | {"more": 1.0}

    longer = Budget(waves=1, points=10, candidates=5, worlds=2, particles=100)
    with pytest.raises(ss.InputError, match="holds runs of another search"):
        match_history(Evaluations(space(), more, path=path), figures(), budget=longer, seed=1)
    assert path.read_text() == kept
