"""Published figures: how they are read, and what they are worth."""

from __future__ import annotations

from pathlib import Path

import pytest

import staffing_sim as ss
from staffing_sim.calibration import WORTHS, Figure, read_figures

PUBLISHED = Path(__file__).parents[2] / "examples" / "calibration" / "published"
COUNTIES = ("la-county-2013", "la-county-2022")


@pytest.mark.parametrize("county", COUNTIES)
def test_a_county_keeps_at_least_ten_figures_for_tests(county: str) -> None:
    figures = read_figures(PUBLISHED / f"{county}.toml")
    assert figures.preset == county
    assert len(figures.test) >= 10
    assert sum(not figure.seen for figure in figures.test) >= 5
    assert all(figure.source and figure.why for _, figure in figures.by_worth())


@pytest.mark.parametrize("county", COUNTIES)
def test_no_figure_is_both_fitted_and_a_test(county: str) -> None:
    figures = read_figures(PUBLISHED / f"{county}.toml")
    ruling = {figure.name for figure in figures.ruling}
    assert ruling.isdisjoint(figure.name for figure in figures.test)


def test_every_class_of_figures_is_explained() -> None:
    given = {worth for worth, _ in read_figures(PUBLISHED / "la-county-2013.toml").by_worth()}
    assert given == set(WORTHS)


def test_a_result_is_as_far_off_as_error_discrepancy_and_chance_say() -> None:
    figure = Figure(name="x", label="X", value=10, error=2, discrepancy=4)
    assert figure.distance(22.0, variance=16.0) == 2.0


def test_a_wrong_file_is_told_all_at_once_by_file_and_key(tmp_path: Path) -> None:
    path = tmp_path / "figures.toml"
    path.write_text(
        'preset = "x"\n[fitted.a]\nlabel = "A"\nvalue = 1\nerror = -1\n'
        '[fitted.b]\nlabel = "B"\nvalue = "many"\nerror = 1\n[tests.c]\nvalue = 1\n'
    )
    with pytest.raises(ss.InputError) as caught:
        read_figures(path)
    told = str(caught.value)
    assert told.count(str(path)) == 3
    for key in ("fitted.a.error", "fitted.b.value", "tests"):
        assert key in told
