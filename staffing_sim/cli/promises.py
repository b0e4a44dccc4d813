"""``staffing-sim promises``: hires that plans promise, beside staff delivered net of leavers."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.choosing import compared_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import Request, read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.dealing import posts_of
from staffing_sim.errors import InterruptedStudy

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["run"]

Row = dict[Any, Any]

READING = (
    "Promised: hires of the plan's schedules so far. Filled: people on the payroll, academy "
    "included, more than on day 0, so net of leavers; on duty: past the academy. A gross hire is a "
    "person promised, not growth. Intervals (95 %) are of means over replications."
)
HEADINGS = ("plan and month end", "promised", "filled", "95 % interval", "on duty", "short")
CASELOAD = ("caseload", "limit")


def run(options: argparse.Namespace) -> None:
    """Compare plans, print what each promises and delivers, and write tables and charts.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    request = read_request(options, choose=compared_plans)
    roles = _roles(request, options.role)

    from staffing_sim.study import compare  # heavy, so only once the arguments are right

    study = compare(request.agency, request.plans, **request.comparison_settings)
    print(promises_text(study, roles))
    if request.out is not None:
        write_promises(study, roles, request.out)
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted, store=request.store)


def _roles(request: Request, asked: str | None) -> tuple[str, ...]:
    """Return the role asked for, else every role that a plan promises hires in."""
    if asked is not None:
        return (request.agency.role(asked).name,)
    agency = request.agency
    promised = {post.role for plan in request.plans for post in posts_of(agency, plan.hires)}
    roles = (role.name for number, role in enumerate(agency.roles) if number in promised)
    return tuple(roles) or (agency.workforce.hiring_role,)


def promises_text(study: Study, roles: tuple[str, ...]) -> str:
    """Return promised and delivered staff as text, a table for each role."""
    title = f"{study.agency.title}: {study.replications} replications, seed {study.seed}"
    parts = [fitted(title)]
    for role in roles:
        table = study.promises(role)
        shown = text_table((*HEADINGS, *CASELOAD), list(_rows(table)), right=True)
        parts.append(f"{study.agency.role(role).label}\n\n{shown}")
    return "\n\n".join([*parts, fitted(READING)])


def _rows(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Yield each plan's name, then its month ends."""
    for plan, rows in table.groupby("plan", observed=True, sort=False):
        yield (str(plan),)
        yield from (_row(found) for found in _shown(rows))


def _shown(rows: pd.DataFrame) -> list[Row]:
    """Return a plan's quarter ends, or half years of a long study, and its last month end."""
    last = int(rows["month"].max())
    step = 3 if last < 24 else 6
    ends = rows["month"].mod(step).eq(step - 1) | rows["month"].eq(last)
    found: list[Row] = rows[ends].to_dict("records")
    return found


def _row(row: Row) -> tuple[str, ...]:
    """Return a month end's line; a dash where nothing is known."""
    span = "-"
    if not math.isnan(row["filled_low"]):
        span = f"{_people(row['filled_low'])} to {_people(row['filled_high'])}"
    return (
        f"  {row['date']:%B %Y}",
        *(_people(row[name]) for name in ("promised", "filled")),
        span,
        *(_people(row[name]) for name in ("on_duty", "short")),
        *("-" if math.isnan(row[name]) else f"{row[name]:,.1f}" for name in CASELOAD),
    )


def _people(count: float) -> str:
    return f"{round(count):,}"


def write_promises(study: Study, roles: tuple[str, ...], directory: Path) -> None:
    """Write every month end, and a chart for each plan and role that has a promise."""
    import pandas as pd

    from staffing_sim.study.files import chart_files, table_file

    tables = {role: study.promises(role) for role in roles}
    every = pd.concat(tables.values(), ignore_index=True)
    every.attrs = dict(next(iter(tables.values())).attrs)
    with results_in(directory) as staging:
        table_file(every, staging / "promises.csv")
        for role, table in tables.items():
            promising = set(table.loc[table["promised"] > 0.0, "plan"].astype(str))
            for number, plan in enumerate(study.names):
                if plan in promising:
                    chart = study.plot("promises", role=role, plan=plan)
                    chart_files(chart, staging / f"promises-{number}-{role}")
