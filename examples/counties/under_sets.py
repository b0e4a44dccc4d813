"""Compares a county's plans under its parameter sets and writes the page that says what holds.

    cd examples/counties
    python3 under_sets.py la-county-2013 --jobs 2

Takes about half an hour on two cores. Writes the page and its pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

sys.path.append(str(Path(__file__).parents[1] / "calibration"))  # free_numbers

from county import ABOUT_GROSS, COUNTIES, GROSS, TITLES, plans_of
from free_numbers import FREE
from words import amount, prose, short, table

import staffing_sim as ss
from staffing_sim import charts
from staffing_sim.sensitivity import SetComparison, compare_sets

DOCS = Path(__file__).parents[2] / "docs"
MEASURES = (
    "unseen_children",
    "caseload",
    "late_responses_share",
    "months_to_permanence",
    "hand_overs_per_child",
    "leavers",
    "cost",
)
ORDERED = ("unseen_children", "late_responses_share", "months_to_permanence")
DRIVERS = 6
YEARS, WORLDS, SEED = 3, 2, 2013


def main() -> None:
    """Run every set, and write page and pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("county", choices=COUNTIES)
    parser.add_argument("--jobs", type=int, default=1, help="runs side by side")
    parser.add_argument("--sets", type=int, default=106, help="the first so many sets")
    asked = parser.parse_args()
    fits = ss.load_fits(asked.county).first(asked.sets)
    numbers = fits.numbers.rename(columns={each.name: each.label for each in FREE})
    found = compare_sets(
        fits,
        plans_of(asked.county),
        measure=MEASURES,
        years=YEARS,
        replications=WORLDS,
        seed=SEED,
        n_jobs=asked.jobs,
        progress=True,
    )
    name = f"under-sets-{asked.county}"
    _pictures(found, numbers, DOCS / "pictures" / name)
    text = "\n".join(_page(found, numbers, asked.county, name))
    (DOCS / "explanation" / f"{name}.md").write_text(text, encoding="utf-8")


def _pictures(found: SetComparison, numbers: pd.DataFrame, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plan = _first_with_hires(found)
    for name, ax in (
        ("unseen", found.plot("unseen_children")),
        ("permanence", found.plot("months_to_permanence")),
        ("drivers", charts.drivers(found.drivers(numbers, plan=plan))),
    ):
        figure = ax.get_figure()
        figure.savefig(folder / f"{name}.png", dpi=100, metadata={"Software": None})
        plt.close(figure)


def _first_with_hires(found: SetComparison) -> str:
    return next(plan.name for plan in found.experiment.setting.plans if plan.hires)


# --- the page ------------------------------------------------------------------------------------


def _page(found: SetComparison, numbers: pd.DataFrame, county: str, pictures: str) -> Iterator[str]:
    about = found.experiment.signature()
    yield "<!-- written by examples/counties/under_sets.py; change that, not this -->"
    yield f"# {TITLES[county]}: the plans under every set of numbers\n"
    yield prose(
        f"Which of a plan's effects hold whatever is true of what nobody has measured? The plans "
        f"of `{county}` are compared under {len(found.names)} of the [sets of numbers that no "
        f"published figure rules out](matching-{county}.md), {WORLDS} worlds each over {YEARS} "
        f"years (seed {SEED}, version {about['version']}). Every set is as likely as any other. "
        "Differences from as is; in each cell the median set, (the middle 80 % of the sets) and "
        "[the middle 95 %]. These are ranges of what the model may truly say, not of chance: "
        "*between sets* is the share of a single run's variance that lies between the sets."
    )
    yield from _effects(found)
    yield from _orders(found)
    yield from _drivers(found, numbers, county, pictures)
    yield f"## Pictures\n\n![Children not seen]( ../pictures/{pictures}/unseen.png)\n".replace(
        "( ", "("
    )
    yield f"![Months without a permanent home](../pictures/{pictures}/permanence.png)\n"


def _effects(found: SetComparison) -> Iterator[str]:
    effects = found.table()
    for name, rows in effects.groupby("measure", sort=False):
        first = rows.iloc[0]
        better = {"lower": "; lower is better", "higher": "; higher is better"}
        direction = better.get(
            found.experiment.quantities[list(MEASURES).index(str(name))].better or "", ""
        )
        unit = "percentage points" if first["unit"] == "share" else first["unit"]
        yield f"## {first['label']}, {unit}{direction}\n"
        cells = [
            (
                row["plan"],
                amount(row["sets_median"], row["unit"], rows),
                _span(row, "sets_low", "sets_high", rows),
                _span(row, "sets_low_95", "sets_high_95", rows),
                "" if pd.isna(row["sets_better"]) else f"{row['sets_better']:.0%}",
                f"{row['sets_share']:.0%}",
            )
            for row in rows.to_dict("records")
        ]
        header = ("less as is", "median", "80 %", "95 %", "better in", "between sets")
        yield table(header, cells)
        if name == MEASURES[0] and GROSS in found.experiment.setting.plans:
            yield prose(ABOUT_GROSS)


def _span(row: dict[str, object], low: str, high: str, like: pd.DataFrame) -> str:
    ends = (amount(float(row[end]), str(row["unit"]), like) for end in (low, high))  # type: ignore[arg-type]
    return " to ".join(ends)


def _orders(found: SetComparison) -> Iterator[str]:
    yield "## How often the order of two plans turns\n"
    yield prose(
        "For each two plans: the median over the sets of the first less the second, and in how "
        "many sets the difference has that sign. Half would be no order at all; nine in ten is "
        "what an opponent may still doubt."
    )
    tables = {name: found.orders(name) for name in ORDERED}
    first = tables[ORDERED[0]]
    labels = {each.name: each for each in found.experiment.quantities}
    rows = []
    for number, pair in enumerate(first.to_dict("records")):
        cells = [f"{pair['plan']}, less {pair['beside']}"]
        for name in ORDERED:
            row = tables[name].iloc[number]
            gap = amount(row["difference"], labels[name].unit, tables[name])
            turns = f"{row['same_sign']:.0%}" if row["difference"] else "no difference in most"
            cells.append(f"{gap}; {turns}")
        rows.append(cells)
    yield table(("", *(labels[name].label.lower() for name in ORDERED)), rows)


def _drivers(
    found: SetComparison, numbers: pd.DataFrame, county: str, pictures: str
) -> Iterator[str]:
    yield "## What makes an effect large or small\n"
    if not found.explains(numbers):
        yield prose("Too few sets were run for a regression on all free numbers.")
        return
    yield prose(
        "A least-squares regression over the sets: how the difference in children not seen a month "
        "changes when one number goes from its 5th to its 95th percentile, the others held, and "
        "the share of the variance between sets that is lost without it. What a number stands for "
        f"is said [where it was matched](matching-{county}.md#what-is-free)."
    )
    rows = []
    for plan in found.experiment.setting.plans[1:]:
        drivers = found.drivers(numbers, plan=plan.name)
        named = "; ".join(
            f"{row['number']}, {short(row['low'])} to {short(row['high'])}: "
            f"{row['effect']:+,.0f} ({row['share']:.0%})"
            for row in drivers.head(DRIVERS).to_dict("records")
        )
        rows.append((plan.name, named, f"{drivers.attrs['explained']:.0%}"))
    yield table(("plan", "driven by", "all explain"), rows)
    yield f"![What drives the effect of the first plan](../pictures/{pictures}/drivers.png)\n"


if __name__ == "__main__":
    main()
