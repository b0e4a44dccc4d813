"""Does as is stand still? Both presets over eight years, the county and its worst office.

    python3 examples/method/eight_years.py

Takes about five minutes. Writes a table into the page on limits: the mean of each year over some
worlds, in average years for referrals.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from marked import put

import staffing_sim as ss
from staffing_sim.presets.fits import with_values

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "limits.md"
COUNTIES = {"la-county-2013": "2013", "la-county-2022": "2022"}
OFFICE = "Compton"
SEEDS = range(1, 7)
YEARS = 8
ROLES = {"emergency_response": "emergency response", "continuing_services": "continuing services"}


def table() -> Iterator[str]:
    """Run both counties and yield the table."""
    columns = {}
    for preset, year in COUNTIES.items():
        months = as_is(preset)
        columns |= figures(months, f"{year}, county")
        columns |= figures(months[months["office"] == OFFICE], f"{year}, {OFFICE}")
    yield "| | " + " | ".join(f"year {year + 1}" for year in range(YEARS)) + " |"
    yield "|---|" + "---|" * YEARS
    for label, (values, write) in columns.items():
        yield f"| {label} | " + " | ".join(format(value, write) for value in values) + " |"


def as_is(preset: str) -> pd.DataFrame:
    """Return the months of every seed, in average years."""
    county = with_values(ss.load_agency(preset).replace(ledger=()), {"demand.year_spread": 0})
    plan = ss.Plan("As is")
    return pd.concat(ss.simulate(county, plan, years=YEARS, seed=seed).months for seed in SEEDS)


def figures(months: pd.DataFrame, where: str) -> dict[str, tuple[list[float], str]]:
    """Return what is shown of each year: unseen a month, caseloads, workers on duty."""
    year = months["month"] // 12
    count = 12 * len(SEEDS)
    sums = months.groupby(year)[["unseen", "carrying", "open_children"]].sum() / count
    found = {f"{where}: children unseen a month": (sums["unseen"].tolist(), ",.0f")}
    for role, words in ROLES.items():
        rows = months[months["role"] == role]
        loads = rows.groupby(rows["month"] // 12)[["children_carried", "carrying"]].sum()
        caseload = loads["children_carried"] / loads["carrying"]
        found[f"{where}: children a worker, {words}"] = (caseload.tolist(), ".1f")
    found[f"{where}: workers on duty"] = (sums["carrying"].tolist(), ",.0f")
    found[f"{where}: children open"] = (sums["open_children"].tolist(), ",.0f")
    return found


if __name__ == "__main__":
    put(PAGE, "eight years as is", table())
