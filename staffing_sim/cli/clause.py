"""``staffing-sim clause``: what a clause would have triggered in each plan, where, at what cost."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from staffing_sim.agency import Agency
from staffing_sim.cli.choosing import compared_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.cli.words import Faults, number, whole_number
from staffing_sim.plan import Clause, Plan, check_plan
from staffing_sim.presets import load_agency

if TYPE_CHECKING:
    from staffing_sim.study.clause import Examination

__all__ = ["run"]

WORDS = ("role", "unit", "held_by", "measured", "remedy")
MOST_CASES = 10_000
MOST_HOURS = 400


def run(options: argparse.Namespace) -> None:
    """Read the wording, run the plans, count what it triggers; print tables and write files."""
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    request = faults.reading(lambda: read_request(options, choose=compared_plans))
    wording = read_wording(faults, options)
    clause = faults.reading(lambda: checked_clause(wording, agency))
    faults.tell()

    # Heavy, so only once the arguments are right.
    from staffing_sim.study.clause import examine_plans

    found = examine_plans(
        request.agency,
        request.plans,
        clause,
        **request.comparison_settings,
    )
    print(examination_text(found))
    if request.out is not None:
        with results_in(request.out) as staging:
            found.save(staging)


def examination_text(found: Examination) -> str:
    """Return the wording, what it triggers by plan and by office, and verdicts."""
    parts = [fitted(f"{found.without.agency.title}: {found.clause.wording}")]
    tables = {"plan": found.totals(), "worker-months owed it, by office": found.offices()}
    for heading, table in tables.items():
        rows = [(str(name), *row) for name, row in zip(table.index, table.to_numpy(), strict=True)]
        parts.append(text_table((heading, *map(str, table.columns)), rows, right=True))
    return "\n\n".join([*parts, fitted("\n".join(found.verdicts()))])


def read_wording(faults: Faults, options: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of the clause as typed, without the numbers that cannot be read.

    Their faults are noted; a limit among them stands as 1, so that what is left can be checked.
    """
    typed = {name: value for name, value in vars(options).items() if value is not None}
    wording = {name: typed[name] for name in WORDS if name in typed}
    read: dict[str, Callable[[str], Any]] = {
        "limit": partial(number, "--limit", at_most=MOST_CASES),
        "overtime_hours": partial(number, "--overtime-hours", at_most=MOST_HOURS),
        "consecutive": partial(whole_number, "--consecutive", at_least=1),
        "start": partial(whole_number, "--start", at_least=0),
        "exempt": _months,
    }
    keys = {"exempt": "exempt_months"}
    for name, reader in read.items():
        if name in typed:
            wording[keys.get(name, name)] = faults.reading(partial(reader, typed[name]))
    wording |= {"offices": typed["office"]} if "office" in typed else {}
    return {"limit": 1} | {name: value for name, value in wording.items() if value is not None}


def _months(text: str) -> tuple[int, ...]:
    """Return months of the year written with commas between them."""
    months = text.split(",")
    return tuple(whole_number("--exempt", month, at_least=1, at_most=12) for month in months)


def checked_clause(wording: dict[str, Any], agency: Agency | None) -> Clause:
    """Return the clause, held against the agency if that could be read.

    Raises
    ------
    InputError
        With every fault of the wording.
    """
    if agency is None:
        return Clause(**({"role": "any"} | wording))
    said = {"role": agency.workforce.hiring_role} | wording
    faults = Faults()
    faults.reading(lambda: agency.role(said["role"]))
    if "offices" in said:
        faults.reading(lambda: agency.office(said["offices"]))
    clause = faults.reading(lambda: Clause(**said))
    faults.tell()
    check_plan(Plan("The clause", clauses=clause), agency)
    return clause
