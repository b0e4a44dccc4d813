"""``staffing-sim check``: agency and plan files, with what is right or every fault."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

from staffing_sim.agency import Agency
from staffing_sim.cli.words import Faults
from staffing_sim.errors import InputError
from staffing_sim.ledger import by_grade
from staffing_sim.plan import Plan, check_plan
from staffing_sim.presets import holds_agency, load_agency, load_plans
from staffing_sim.values import ALL

__all__ = ["run"]


def run(options: argparse.Namespace) -> None:
    """Read every file; print what each holds, then raise the faults of all of them."""
    faults = Faults()
    agency = None
    if options.agency is not None:
        agency = faults.reading(lambda: load_agency(options.agency))
    for file in options.files:
        verdict = faults.reading(partial(check_file, file, agency))
        if verdict:
            print(f"{file}: {verdict}")
    faults.tell()


def check_file(file: str, agency: Agency | None) -> str:
    """Return what a file holds, in words.

    Parameters
    ----------
    file
        An agency's file or a plan's.
    agency
        The agency that a plan is meant for, if known.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    if not holds_agency(file):
        return _checked_plans(file, agency)
    return describe(load_agency(file), load_plans(file))


def describe(agency: Agency, plans: tuple[Plan, ...]) -> str:
    """Return an agency in lines: what there is of everything, what it rests on, how work begins."""
    children = sum(stock.children for stock in agency.opening)
    positions = sum(role.positions for role in agency.roles)
    told = (
        f"an agency, {agency.title}: {_count(len(agency.offices), 'office')}, "
        f"{_count(positions, 'filled position')} in {_count(len(agency.roles), 'role')}, "
        f"{_count(children, 'open child case')} in {_count(len(agency.stages), 'stage')}, "
        f"{_count(len(plans), 'plan')}\n"
        f"  agency and plans rest on {by_grade(agency.ledger.counts(agency, plans))}\n"
        f"  on day 0, open child cases a filled position: {_opening_caseloads(agency)}"
    )
    return "\n  ".join([told, *stability_lines(agency)])


def stability_lines(agency: Agency) -> Iterator[str]:
    """Yield each role's stability limit in a line, then a warning for every role above its own."""
    from staffing_sim.calculator.stability import limit_text, stability
    from staffing_sim.study.figures import rows_of

    if not agency.opening:
        return
    table = stability(agency)
    whole = rows_of(table[(table["office"] == ALL) & table["limit"].notna()])
    yield "the most compressibility with which day 0 stands still: " + "; ".join(
        f"{row['role']} {limit_text(row['limit'])} (has {row['compressibility']:g})"
        for row in whole
    )
    for row in whole:
        of_role = table[(table["role"] == row["role"]) & (table["office"] != ALL)]
        drifting, offices = int((~of_role["stands"]).sum()), _count(len(of_role), "office")
        name = f"warning: {row['role']}: compressibility {row['compressibility']:g} is above"
        still = "the most at which an agency under this load can stand still"
        if not row["stands"]:
            where = f"; so it is in {drifting} of {offices}" if len(of_role) > 1 else ""
            yield f"{name} {limit_text(row['limit'])}, {still}: as is will drift{where}"
        elif drifting:
            yield f"{name} {still}, in {drifting} of {offices}: as is these will drift"


def _opening_caseloads(agency: Agency) -> str:
    """Return what each role starts with, by division: staff that does not fit its stock shows."""
    children = {stock.stage: stock.children for stock in agency.opening}
    told: list[str] = []
    for role in agency.roles:
        worked = [stage for stage in agency.stages if role.name in (stage.role, stage.second_role)]
        held = sum(children.get(stage.name, 0) for stage in worked)
        load = f"{held / role.positions:.1f}" if role.positions else "nobody"
        told.append(f"{role.name} {load} ({held:,} for {role.positions:,})")
    return "; ".join(told)


def _checked_plans(file: str, agency: Agency | None) -> str:
    """Return which plans a file holds, after holding them against the agency if it is known."""
    plans = load_plans(file)
    holds = "; ".join(f"a plan, {plan.name}" for plan in plans)
    if agency is None:
        return f"{holds}; whether it fits an agency shows with --agency NAME_OR_FILE"
    faults = Faults()
    for plan in plans:
        faults.reading(partial(check_plan, plan, agency))
    try:
        faults.tell()
    except InputError as error:
        raise error.in_file(file) from None
    return f"{holds}, that fits {agency.title}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
