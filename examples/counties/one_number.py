"""Sets every assumption of a county against its plans, and writes the page that compares them.

    cd examples/counties
    python3 one_number.py la-county-2013 --jobs 2

Takes about half an hour on two cores. Does one number that nobody has measured change more than any
plan does?
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from county import ABOUT_GROSS, COUNTIES, GROSS, TITLES, plans_of
from joblib import Parallel, delayed
from tqdm import tqdm
from variants import Assumption, End, assumptions, ends_of
from words import prose, table

import staffing_sim as ss
from staffing_sim.presets.fits import ParameterSets

DOCS = Path(__file__).parents[2] / "docs" / "explanation"
YEARS, WORLDS, SEED = 3, 2, 2013
ER, SERVICES = "emergency_response", "continuing_services"

Take = Callable[[pd.DataFrame], float]


def _of(months: pd.DataFrame, column: str, role: str | None = None) -> float:
    return float(
        months[column].sum() if role is None else months.loc[months["role"] == role, column].sum()
    )


def _third_year(months: pd.DataFrame) -> pd.DataFrame:
    return months[months["month"] >= 24]


def _at_the_end(months: pd.DataFrame) -> pd.DataFrame:
    return months[months["month"] == months["month"].max()]


FIGURES: dict[str, tuple[str, Take, str]] = {
    "unseen": (
        "Children not seen, a month of the third year",
        lambda months: _of(_third_year(months), "unseen") / 12,
        ",.0f",
    ),
    "late": (
        "First responses late, percent",
        lambda months: 100 * _of(months, "late_responses") / _of(months, "responses_due"),
        ".2f",
    ),
    "caseload": (
        "Children a worker, continuing services, at the end",
        lambda months: (
            _of(_at_the_end(months), "children_carried", SERVICES)
            / _of(_at_the_end(months), "carrying", SERVICES)
        ),
        ".1f",
    ),
    "er": (
        "Workers on duty, emergency response, at the end",
        lambda months: _of(_at_the_end(months), "carrying", ER),
        ",.0f",
    ),
    "services": (
        "Workers on duty, continuing services, at the end",
        lambda months: _of(_at_the_end(months), "carrying", SERVICES),
        ",.0f",
    ),
    "transfers": ("Transfers, all three years", lambda months: _of(months, "transfers"), ",.0f"),
    "leavers": ("Leavers, all three years", lambda months: _of(months, "leavers"), ",.0f"),
    "unassigned": (
        "Children without a worker, third year",
        lambda months: _of(_third_year(months), "unassigned_children") / 12,
        ",.0f",
    ),
    "cost": ("Staffing cost, million dollars", lambda months: _of(months, "cost") / 1e6, ",.0f"),
}
"""What is taken from the table of months: its words, how, and how it is written."""

SORTED = ("unseen", "late", "caseload")
"""The figures that get a table of assumptions."""


def main() -> None:
    """Run everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("county", choices=COUNTIES)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--first", type=int, help="only so many assumptions; prints the page")
    asked = parser.parse_args()
    fits, plans = ss.load_fits(asked.county), plans_of(asked.county)
    central = End(at="", agency=fits["set 1"])
    given = list(assumptions(asked.county, fits))[: asked.first]
    values = _run([central, *ends_of(given)], plans, jobs=asked.jobs)
    text = "\n".join(_page(values, given, plans, asked.county, fits))
    if asked.first is None:
        (DOCS / f"one-number-{asked.county}.md").write_text(text, encoding="utf-8")
    else:
        print(text)


def _run(ends: list[End], plans: tuple[ss.Plan, ...], *, jobs: int) -> np.ndarray:
    """Return the mean of each figure: shape (ends, plans, figures)."""
    tasks = [
        delayed(_figures)(end.agency, end.plan(plan), SEED + world)
        for end in ends
        for plan in plans
        for world in range(WORLDS)
    ]
    parallel = Parallel(n_jobs=jobs, return_as="generator")
    found = list(tqdm(parallel(tasks), total=len(tasks), file=sys.stderr))
    return np.array(found).reshape(len(ends), len(plans), WORLDS, len(FIGURES)).mean(axis=2)


def _figures(agency: ss.Agency, plan: ss.Plan, seed: int) -> list[float]:
    months = ss.simulate(agency, plan, years=YEARS, seed=seed).months
    return [take(months) for _, take, _ in FIGURES.values()]


# --- the page ------------------------------------------------------------------------------------


def _page(
    values: np.ndarray,
    given: list[Assumption],
    plans: tuple[ss.Plan, ...],
    county: str,
    fits: ParameterSets,
) -> Iterator[str]:
    yield "<!-- written by examples/counties/one_number.py; change that, not this -->"
    yield f"# {TITLES[county]}: one number against the plans\n"
    yield prose(
        f"What would change more: a plan, or being wrong about one number? Each number that is "
        f"free in `{county}` goes from the 5th to the 95th percentile of its {len(fits)} [sets "
        f"of numbers](matching-{county}.md), the others at the central set; numbers that the "
        "matching held go over their range in the ledger; and posts and academy seats are dealt "
        f"in other ways. Every plan is run at both ends, {WORLDS} worlds over {YEARS} years (seed "
        f"{SEED}, version {ss.__version__}). One at a time is a beginning: [the plans under every "
        f"set](under-sets-{county}.md) lets all move together."
    )
    yield from _plans(values[0], plans)
    for name in SORTED:
        yield from _table(values, given, plans, name)


def _plans(central: np.ndarray, plans: tuple[ss.Plan, ...]) -> Iterator[str]:
    yield "## The plans at the central set\n"
    rows = [
        (label, *(format(central[column, row], write) for column in range(len(plans))))
        for row, (label, _, write) in enumerate(FIGURES.values())
    ]
    yield table(("", *(plan.name for plan in plans)), rows)
    if GROSS in plans:
        yield prose(ABOUT_GROSS)


def _table(
    values: np.ndarray, given: list[Assumption], plans: tuple[ss.Plan, ...], name: str
) -> Iterator[str]:
    label, _, write = FIGURES[name]
    row = list(FIGURES).index(name)
    levels = values[1:, :, row].reshape(len(given), 2, len(plans))
    as_is = levels[:, :, 0]
    effects = levels[:, :, 1:] - as_is[:, :, None]
    described = values[0, 1:, row] - values[0, 0, row]
    plan = int(np.abs(described).argmax())
    yield f"## {label}\n"
    yield prose(
        f"Sorted by how much each moves as is. In every cell one end, then the other. At "
        f"the central set as is gives {values[0, 0, row]:{write}}, and *{plans[1 + plan].name}*, "
        f"the plan that changes most, {described[plan]:+{write}}."
    )
    swing = np.abs(as_is[:, 1] - as_is[:, 0])
    beyond = int((swing > np.abs(described[plan])).sum())
    lines = [
        (
            given[place].label,
            f"{given[place].low.at}; {given[place].high.at}",
            f"{as_is[place, 0]:{write}} to {as_is[place, 1]:{write}}",
            *(
                f"{effects[place, 0, number]:+{write}} to {effects[place, 1, number]:+{write}}"
                for number in range(len(plans) - 1)
            ),
        )
        for place in np.argsort(-swing, kind="stable")
    ]
    yield table(("", "from, to", "as is", *(plan.name for plan in plans[1:])), lines)
    yield prose(
        f"{beyond} of {len(given)} assumptions move as is by more than that plan does. An effect "
        "can be far surer than the level it starts from: compare along a row."
    )


if __name__ == "__main__":
    main()
