"""Los Angeles at rest, whatever is assumed of load: caseloads, cases, leavers and unseen children.

    python3 examples/method/county_at_rest.py

Takes about three minutes. The preset's people under way are replaced by the successors of those who
leave, so that the county as it is neither grows nor shrinks; then what is assumed of how load acts
is changed, and the file's observed durations and rates mean what they meant. Writes a table into
the page on limits: the county at rest, and by how much each variant differs from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from marked import put

import staffing_sim as ss

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "limits.md"
SEEDS = range(1, 9)
YEARS = 3
LAST_YEAR = 24  # its first month
AS_IS = ss.Plan("As is")
STARTS = range(-2, 4)  # months in which a successor's academy starts, until those of day 0 do


def table() -> Iterator[str]:
    """Run every variant and yield the table."""
    rest = at_rest(ss.load_agency("la-county-2013"))
    as_described = figures(rest)
    columns = {name: 100 * (figures(agency) / as_described - 1) for name, agency in variants(rest)}
    yield "| | at rest | " + " | ".join(f"{name}, %" for name in columns) + " |"
    yield "|---|" + "---|" * (1 + len(columns))
    for label, value in as_described.items():
        cells = [f"{column[label]:+.1f}" for column in columns.values()]
        yield f"| {label} | {value:,.1f} | " + " | ".join(cells) + " |"


def at_rest(county: ss.Agency) -> ss.Agency:
    """Return the county whose people under way are the successors of those who leave it."""
    months = as_is(county)
    count = len(SEEDS) * YEARS * 12
    by_role = _lost(months.groupby("role")) / count
    by_office = _lost(months.groupby("office")) / count
    staying = 1 - county.workforce.academy.dropout_share
    under_way = [
        {"role": role, "count": round(lost / staying), "academy_start": start}
        for start in STARTS
        for role, lost in by_role.items()
    ]
    offices = [
        office.replace(hires_under_way=max(0.01, float(by_office[office.name])))
        for office in county.offices
    ]
    return county.replace(pipeline=under_way, offices=offices).rebase()


def _lost(groups: object) -> pd.Series:
    sums: pd.DataFrame = groups[["leavers", "transfers", "transfers_in"]].sum()  # type: ignore[index]
    return sums["leavers"] + sums["transfers"] - sums["transfers_in"]


def variants(rest: ss.Agency) -> Iterator[tuple[str, ss.Agency]]:
    """Yield the county under other assumptions of what load does, its observations kept."""
    for words, share in (("no compressibility", 0), ("half the compressibility", 0.5)):
        roles = [role.replace(compressibility=share * role.compressibility) for role in rest.roles]
        yield words, rest.replace(roles=roles).rebase()
    for burnout in (0, 0.1, 0.3):
        workforce = rest.workforce.replace(burnout=burnout)
        yield f"burnout {burnout:g}", rest.replace(workforce=workforce).rebase()
    yield "null model", rest.null().rebase()


def as_is(agency: ss.Agency) -> pd.DataFrame:
    """Return the months of every seed, as is."""
    return pd.concat(ss.simulate(agency, AS_IS, years=YEARS, seed=seed).months for seed in SEEDS)


def figures(agency: ss.Agency) -> pd.Series:
    """Return caseloads by role, cases open, leavers and unseen children: all months, last year."""
    months = as_is(agency)
    found = {}
    for span, rows in (("", months), (", year 3", months[months["month"] >= LAST_YEAR])):
        count = len(SEEDS) * rows["month"].nunique()
        sums = rows.groupby("role")[["children_carried", "carrying"]].sum()
        for role, each in sums.iterrows():
            found[f"caseload, {role}{span}".replace("_", " ")] = each.iloc[0] / each.iloc[1]
        for column, label in (
            ("open_children", "children with an open case"),
            ("leavers", "leavers a month"),
            ("unseen", "unseen children a month"),
        ):
            found[f"{label}{span}"] = rows[column].sum() / count
    return pd.Series(found)


if __name__ == "__main__":
    put(PAGE, "the county at rest", table())
