"""What is asked of a preset: flip points, a line of two, other sets, the worth of hiring."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

import pandas as pd

import staffing_sim as ss
from staffing_sim.presets.fits import has_fits
from staffing_sim.sensitivity import Flips, SetComparison, flip_line

UNION = ss.Plan("35 a month for 17 months", hires=ss.Hires.monthly(35, months=17, kind="net"))
COUNTY = ss.Plan("500 at once", hires=ss.Hires.once(500, kind="net"))
AS_IS = ss.Plan("As is")
OWN_PAIR = {"la-county-2022": ("Union: cap of 15 and 670 posts", "Budget: 123 posts")}
"""Plans of a preset's own that were argued over, where they are not the two above."""

SPEED = "roles.*.compressibility"
VISITS = "roles.*.triage.contact"
LINE_STEPS = 3
SETS, WORLDS_OF_A_SET = 24, 2
LEAST_GAIN = 0.25  # months, of the first 24 after entry

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was found.

    Attributes
    ----------
    ranking
        35 a month against 500 at once, by children unseen over two years, each disputed number.
    own
        The same for the preset's own pair of plans, if it has one.
    worth
        35 a month against nothing, by months without a permanent home over three years, by the
        compressibility at which the gain falls short of `LEAST_GAIN`.
    line
        Where `ranking` turns by the protection of visits, at several compressibilities.
    sets
        The two plans under parameter sets that no published figure rules out, where there are any.
    """

    ranking: Flips
    own: Flips | None
    worth: Flips
    line: pd.DataFrame
    sets: SetComparison | None


def answers(preset: str, **how: Any) -> Answers:
    """Run everything.

    Parameters
    ----------
    preset
        The agency's name.
    **how
        ``seed``, ``replications`` and ``n_jobs``.
    """
    agency = ss.load_agency(preset)
    how = how | {"progress": False}
    own = _own_pair(preset)
    return Answers(
        ranking=_told("ranking", lambda: _ranking(agency, (UNION, COUNTY), how)),
        own=own and _told("own plans", lambda: _ranking(agency, own, how)),
        worth=_told("worth", lambda: _worth(agency, how)),
        line=_told("line of two", lambda: _line(agency, how)),
        sets=_told("parameter sets", lambda: _sets(preset, how)),
    )


def _own_pair(preset: str) -> tuple[ss.Plan, ss.Plan] | None:
    if preset not in OWN_PAIR:
        return None
    plans = {plan.name: plan for plan in ss.load_plans(preset)}
    first, second = (plans[name] for name in OWN_PAIR[preset])
    return first, second


def _ranking(agency: ss.Agency, pair: tuple[ss.Plan, ss.Plan], how: dict[str, Any]) -> Flips:
    return ss.sensitivity.flip_points(agency, *pair, measure="unseen_children", years=2, **how)


def _worth(agency: ss.Agency, how: dict[str, Any]) -> Flips:
    return ss.sensitivity.flip_points(
        agency,
        UNION,
        AS_IS,
        measure="months_to_permanence",
        margin=LEAST_GAIN,
        assumptions=[SPEED],
        years=3,
        **how,
    )


def _line(agency: ss.Agency, how: dict[str, Any]) -> pd.DataFrame:
    two = {"moved": [VISITS], "along": [SPEED], "steps": LINE_STEPS}
    return flip_line(agency, UNION, COUNTY, **two, measure="unseen_children", years=2, **how)


def _sets(preset: str, how: dict[str, Any]) -> SetComparison | None:
    if not has_fits(preset):
        return None
    fits = ss.load_fits(preset).first(SETS)
    how = how | {"replications": WORLDS_OF_A_SET}
    return ss.sensitivity.compare_sets(
        fits, [COUNTY, UNION], measure="unseen_children", years=2, **how
    )


def _told(what: str, ask: Callable[[], Answer]) -> Answer:
    """Return an answer, telling the other stream how long it took."""
    begun = monotonic()
    answer = ask()
    print(f"{what}: {monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return answer
