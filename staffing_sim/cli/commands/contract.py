"""``promises``: promised hires beside staff delivered. ``clause``: what a wording would trigger."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.options import (
    Commands,
    add,
    comparison_options,
    group_of,
    months_of_year,
    number,
    whole_number,
)
from staffing_sim.cli.printing import (
    cell,
    fitted,
    publish,
    report_interruption,
    text_table,
    what_was_run,
)
from staffing_sim.cli.request import Request, compared_plans, read_agency, read_request
from staffing_sim.errors import Faults

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.agency import Agency
    from staffing_sim.plan.caseloads import Clause
    from staffing_sim.study import Study
    from staffing_sim.study.clause import Examination

Row = dict[Any, Any]

PROMISES = (
    "Promised: hires in the plan's schedules so far. Filled: people on the payroll, including the "
    "academy, above day 0, so net of leavers; on duty: past the academy. A gross hire promises a "
    "person, not growth. Intervals (95 %) are for means over replications."
)
ACTUALS = (
    "Delivered: people on the payroll, more than on day 0, as reported. Model: the range that four "
    "runs in five keep to; ! marks a figure outside it, as one in five is by chance."
)
_PLAN_WIDTH = 22  # columns for a plan's name
HEADINGS = ("plan and month end", "promised", "filled", "95 % interval", "on duty", "short")
CASELOAD = ("caseload", "limit")

WORDING = (
    *("limit", "role", "unit", "held_by", "measured", "consecutive", "exempt_months", "start"),
    *("offices", "remedy", "overtime_hours"),
)
"""The fields of a clause that can be typed."""


def show_promises(options: argparse.Namespace) -> None:
    """Compare plans, print what each promises and delivers, and write tables and charts."""
    request = read_request(options, choose=compared_plans)
    roles = promised_roles(request, options.role)
    actuals = _actuals(options, request)
    study = request.compare()
    text = promises_text(study, roles)
    if actuals is None:
        publish(text, options.out, partial(write_promises, study, roles))
    else:
        from staffing_sim.study.actuals import beside_actuals

        reported = [role for role in roles if role in set(actuals["role"])]
        beside = {role: beside_actuals(study, actuals, role=role) for role in reported}
        text = "\n\n".join([text, *(actuals_text(beside[role], study) for role in reported)])
        publish(text, options.out, partial(write_promises, study, roles, beside=beside))
    report_interruption(study, store=request.store)


def _actuals(options: argparse.Namespace, request: Request) -> pd.DataFrame | None:
    """Return what was delivered, where a file of it is given."""
    if options.actuals is None:
        return None
    from staffing_sim.study.actuals import read_actuals

    return read_actuals(options.actuals, request.agency)


def actuals_text(table: pd.DataFrame, study: Study) -> str:
    """Return what was promised, delivered and expected of a role, as text."""
    from staffing_sim.study.actuals import FIGURES

    figures = [name for name in FIGURES if name in table]
    rows: list[tuple[str, ...]] = []
    for plan, months in table.groupby("plan", observed=True, sort=False):
        rows.append((str(plan),))
        rows += [_actual_row(row, figures) for row in months.to_dict("records")]
    headings = ["plan and month end", "promised", "delivered", "short"]
    for name in figures:
        headings += [name.replace("_", " "), "model"]
    shown = text_table(headings, rows, right=True, first=_PLAN_WIDTH)
    label = study.agency.role(str(table["role"].iloc[0])).label
    return f"{label}, as delivered\n\n{shown}\n\n{fitted(ACTUALS)}"


def _actual_row(row: Row, figures: list[str]) -> tuple[str, ...]:
    cells = [cell(row[name]) for name in ("promised", "delivered", "short")]
    for name in figures:
        form = ",.1f" if name == "caseload" else ",.0f"
        span = " to ".join(cell(row[f"{name}_{end}"], form) for end in ("p10", "p90"))
        outside = row[name] < row[f"{name}_p10"] or row[name] > row[f"{name}_p90"]
        cells += [f"{cell(row[name], form)}{' !' if outside else ''}", span]
    return (f"  {row['date']:%B %Y}", *cells)


def promised_roles(request: Request, asked: str | None) -> tuple[str, ...]:
    """Return the role asked for, else every role in which a plan promises hires."""
    from staffing_sim.plan.dealing import posts_of

    if asked is not None:
        return (request.agency.role(asked).name,)
    agency = request.agency
    promised = {post.role for plan in request.plans for post in posts_of(agency, plan.hires)}
    roles = (role.name for number, role in enumerate(agency.roles) if number in promised)
    return tuple(roles) or (agency.workforce.hiring_role,)


def promises_text(study: Study, roles: tuple[str, ...]) -> str:
    """Return promised and delivered staff as text, a table for each role."""
    parts = [what_was_run(study)]
    for role in roles:
        rows = list(_promise_rows(study.promises(role)))
        shown = text_table((*HEADINGS, *CASELOAD), rows, right=True)
        parts.append(f"{study.agency.role(role).label}\n\n{shown}")
    return "\n\n".join([*parts, fitted(PROMISES)])


def _promise_rows(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Yield each plan's name, then its month ends."""
    for plan, rows in table.groupby("plan", observed=True, sort=False):
        yield (str(plan),)
        yield from (_promise_row(row) for row in _shown(rows))


def _shown(rows: pd.DataFrame) -> list[Row]:
    """Return a plan's quarter ends, or half years of a long study, and its last month end."""
    last = int(rows["month"].max())
    step = 3 if last < 24 else 6
    ends = rows["month"].mod(step).eq(step - 1) | rows["month"].eq(last)
    found: list[Row] = rows[ends].to_dict("records")
    return found


def _promise_row(row: Row) -> tuple[str, ...]:
    """Return a month end's line."""
    span = "-"
    if not math.isnan(row["filled_low"]):
        span = f"{_people(row['filled_low'])} to {_people(row['filled_high'])}"
    return (
        f"  {row['date']:%B %Y}",
        *(_people(row[name]) for name in ("promised", "filled")),
        span,
        *(_people(row[name]) for name in ("on_duty", "short")),
        *(cell(row[name], ",.1f") for name in CASELOAD),
    )


def _people(count: float) -> str:
    return f"{round(count):,}"


def write_promises(
    study: Study,
    roles: tuple[str, ...],
    directory: Path,
    *,
    beside: Mapping[str, pd.DataFrame] | None = None,
) -> None:
    """Write every month end, and a chart for each plan and role that has a promise."""
    import pandas as pd

    from staffing_sim.study.files import chart_files, table_file

    tables = {role: study.promises(role) for role in roles}
    every = pd.concat(tables.values(), ignore_index=True)
    every.attrs = dict(next(iter(tables.values())).attrs)
    table_file(every, directory / "promises.csv")
    for role, table in (beside or {}).items():
        table_file(table, directory / f"actuals-{role}.csv")
    for role, table in tables.items():
        promising = set(table.loc[table["promised"] > 0.0, "plan"].astype(str))
        for place, plan in enumerate(study.names):
            if plan in promising:
                chart = study.plot("promises", role=role, plan=plan)
                chart_files(chart, directory / f"promises-{place}-{role}")


def count_clause(options: argparse.Namespace) -> None:
    """Run the plans, count what the clause would trigger, print tables and write files."""
    agency = read_agency(options)
    typed = {name: getattr(options, name) for name in WORDING}
    wording = {name: value for name, value in typed.items() if value is not None}
    clause = options.faults.reading(lambda: checked_clause(wording, agency))
    request = read_request(options, choose=compared_plans)

    from staffing_sim.study.clause import examine_plans  # heavy, so only once the input is right

    found = examine_plans(request.agency, request.plans, clause, **request.comparison_settings)
    publish(examination_text(found), options.out, found.save)


def checked_clause(wording: dict[str, Any], agency: Agency | None) -> Clause:
    """Return the clause, checked against the agency if that could be read.

    A limit that could not be read stands as 1, so that the rest of the wording is checked.

    Raises
    ------
    InputError
        With every fault of the wording.
    """
    from staffing_sim.plan import Plan, check_plan
    from staffing_sim.plan.caseloads import Clause

    said = {"limit": 1} | wording
    if agency is None:
        return Clause(**({"role": "any"} | said))
    said = {"role": agency.workforce.hiring_role} | said
    faults = Faults()
    faults.reading(lambda: agency.role(said["role"]))
    if "offices" in said:
        faults.reading(lambda: agency.office(said["offices"]))
    clause = faults.reading(lambda: Clause(**said))
    faults.raise_any()
    check_plan(Plan("The clause", clauses=clause), agency)
    return clause


def examination_text(found: Examination) -> str:
    """Return the wording, what it triggers by plan and by office, and verdicts."""
    parts = [fitted(f"{found.without.agency.title}: {found.clause.wording}")]
    tables = {"plan": found.totals(), "worker-months owed the remedy, by office": found.offices()}
    for heading, table in tables.items():
        rows = [(str(name), *row) for name, row in zip(table.index, table.to_numpy(), strict=True)]
        parts.append(text_table((heading, *map(str, table.columns)), rows, right=True))
    return "\n\n".join([*parts, fitted("\n".join(found.verdicts()))])


# --- what is typed -------------------------------------------------------------------------------

MOST_CASES = 10_000
MOST_HOURS = 400


def _promises_options(command: argparse.ArgumentParser) -> None:
    comparison_options(command)
    add(command, "--role", "ROLE", "one role only (default: every role that a plan hires for)")
    text = "what was delivered: a CSV file with month, role, payroll, on_duty, caseload"
    add(command, "--actuals", "FILE", text)


def _clause_options(command: argparse.ArgumentParser) -> None:
    """Add the wording of a clause; a plan file can say more (steps, several offices)."""
    comparison_options(command)
    wording = partial(add, group_of(command, "wording of the clause"))
    cases = partial(number, at_most=MOST_CASES)
    hours = partial(number, at_most=MOST_HOURS)
    wording("--limit", "N", "most cases a worker may hold", read=cases, required=True)
    wording("--role", "ROLE", "role whose caseloads are limited (default: the one that hires join)")
    wording("--unit", "NAME", "children or families (default children)")
    wording("--held-by", "NAME", "worker, or office for its average (default worker)")
    wording("--measured", "NAME", "month_end or daily_average (default month_end)")
    text = "months in a row above the limit that trigger it (default 1)"
    wording("--consecutive", "N", text, read=partial(whole_number, at_least=1))
    text = "months of the year that do not count, such as 7,8"
    wording("--exempt", "MONTHS", text, read=months_of_year, dest="exempt_months")
    wording("--start", "N", "first month that counts (default 0)", read=whole_number)
    wording("--office", "NAME", "one office only", dest="offices")
    wording("--remedy", "NAME", "report, overtime, stop_intake or move_cases (default report)")
    text = "extra hours a month per worker, with --remedy overtime"
    wording("--overtime-hours", "N", text, read=hours)


COMMANDS: Commands = {
    "promises": (_promises_options, show_promises),
    "clause": (_clause_options, count_clause),
}
