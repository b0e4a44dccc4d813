"""Agencies that come with the library, and files of your own.

``presets`` lists them, ``init`` starts files from one, ``check`` reports every fault in such files,
``ledger`` shows where each number comes from.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from staffing_sim.cli.options import Commands, add, agency_option, directory, one_of
from staffing_sim.cli.printing import text_table, written_whole
from staffing_sim.cli.request import read_agency
from staffing_sim.errors import Fault, Faults, InputError

if TYPE_CHECKING:
    from staffing_sim.agency import Agency
    from staffing_sim.ledger import LedgerRow
    from staffing_sim.plan import Plan

AGENCY_FILE: Final = "agency.toml"
PLAN_FILE: Final = "plan.toml"

PLAN: Final = """\
name = "Our plan"

[[hires]]
per_month = 2
months = 12
start = 3  # months count from 0: this is the fourth
kind = "net"  # on top of leavers, who are replaced; "gross": leavers of the role are not, meanwhile
"""
"""A plan that fits any agency, because its hires join the role that the agency hires into."""


def list_presets(_options: argparse.Namespace) -> None:
    """Print each preset with its title and its plans."""
    from staffing_sim.presets import load_agency, load_plans, preset_names

    rows = [
        (name, load_agency(name).title, "; ".join(plan.name for plan in load_plans(name)))
        for name in preset_names()
    ]
    print(text_table(("preset", "agency", "plans"), rows))


# --- init ----------------------------------------------------------------------------------------


def start_files(options: argparse.Namespace) -> None:
    """Write an agency and a plan to a directory, or the agency alone to a .toml file.

    Raises
    ------
    InputError
        If there is no such agency, or such a file exists already or cannot be written.
    """
    agency = read_agency(options)
    if Path(options.place).suffix == ".toml":
        _start_file(options, agency)
    else:
        _start_directory(options, agency)


def _start_file(options: argparse.Namespace, agency: Agency) -> None:
    file = Path(options.place).expanduser()
    options.faults.reading(lambda: _must_be_new(file))
    options.faults.raise_any()

    from staffing_sim.presets import load_plans, save_agency

    save_agency(agency, file, plans=load_plans(options.agency))
    print(f"written to {file}: edit it, then\n  staffing-sim check {options.place}")


def _start_directory(options: argparse.Namespace, agency: Agency) -> None:
    faults = options.faults
    folder = faults.reading(lambda: directory("init", options.place))
    if folder is not None:
        faults.reading(lambda: _must_be_new(folder / AGENCY_FILE, folder / PLAN_FILE))
    faults.raise_any()

    from staffing_sim.presets import load_plans, save_agency

    with written_whole(folder) as staging:
        save_agency(agency, staging / AGENCY_FILE, plans=load_plans(options.agency))
        (staging / PLAN_FILE).write_text(PLAN, "utf-8")
    # As it was typed, so that the lines can be copied.
    ours, plan = (f"{options.place.rstrip('/')}/{name}" for name in (AGENCY_FILE, PLAN_FILE))
    print(
        f"written to {folder}: {AGENCY_FILE}, {PLAN_FILE}\n"
        f"edit them, then\n"
        f"  staffing-sim check {ours} {plan} --agency {ours}\n"
        f"  staffing-sim compare {ours} --plan {plan}"
    )


def _must_be_new(*files: Path) -> None:
    """Refuse to replace a file of the user's own."""
    problem, remedy = "exists already", "Choose another name; existing files are never overwritten."
    there = [file for file in files if file.exists()]
    if there:
        raise InputError(
            Fault(where_file=str(file), key="", problem=problem, remedy=remedy) for file in there
        )


# --- check ---------------------------------------------------------------------------------------


def check_files(options: argparse.Namespace) -> None:
    """Read every file; print what each holds, then raise the faults of all of them."""
    agency = None if options.agency is None else read_agency(options)
    for file in options.files:
        verdict = options.faults.reading(partial(check_file, file, agency))
        if verdict:
            print(f"{file}: {verdict}")
    options.faults.raise_any()


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
    from staffing_sim.presets import holds_agency, load_agency, load_plans

    if not holds_agency(file):
        return _checked_plans(file, agency)
    return describe(load_agency(file), load_plans(file))


def _checked_plans(file: str, agency: Agency | None) -> str:
    """Return which plans a file holds, after checking them against the agency if it is known."""
    from staffing_sim.plan import check_plan
    from staffing_sim.presets import load_plans

    plans = load_plans(file)
    holds = "; ".join(f"a plan, {plan.name}" for plan in plans)
    if agency is None:
        return f"{holds}; to see whether it fits an agency, add --agency NAME_OR_FILE"
    faults = Faults()
    for plan in plans:
        faults.reading(partial(check_plan, plan, agency))
    try:
        faults.raise_any()
    except InputError as error:
        raise error.in_file(file) from None
    return f"{holds}, that fits {agency.title}"


def describe(agency: Agency, plans: tuple[Plan, ...]) -> str:
    """Return an agency in lines: what there is of everything, what it rests on, how work begins."""
    from staffing_sim.ledger import by_grade

    children = sum(stock.children for stock in agency.opening)
    positions = sum(role.positions for role in agency.roles)
    told = (
        f"an agency, {agency.title}: {_count(len(agency.offices), 'office')}, "
        f"{_count(positions, 'filled position')} in {_count(len(agency.roles), 'role')}, "
        f"{_count(children, 'open child case')} in {_count(len(agency.stages), 'stage')}, "
        f"{_count(len(plans), 'plan')}\n"
        f"  agency and plans rest on {by_grade(agency.ledger.counts(agency, plans))}\n"
        f"  open child cases per filled position on day 0: {_opening_caseloads(agency)}"
    )
    return "\n  ".join([told, *stability_lines(agency)])


def _opening_caseloads(agency: Agency) -> str:
    """Return what each role starts with, division shown, so that a misfit stands out."""
    children = {stock.stage: stock.children for stock in agency.opening}
    told: list[str] = []
    for role in agency.roles:
        worked = [stage for stage in agency.stages if role.name in (stage.role, stage.second_role)]
        held = sum(children.get(stage.name, 0) for stage in worked)
        load = f"{held / role.positions:.1f}" if role.positions else "nobody"
        told.append(f"{role.name} {load} ({held:,} for {role.positions:,})")
    return "; ".join(told)


def stability_lines(agency: Agency) -> Iterator[str]:
    """Yield each role's stability limit in a line, then a warning for every role above its own."""
    from staffing_sim.need.stability import limit_text, stability
    from staffing_sim.study.figures import rows_of
    from staffing_sim.values import ALL

    if not agency.opening:
        return
    table = stability(agency)
    whole = rows_of(table[(table["office"] == ALL) & table["limit"].notna()])
    yield "highest compressibility at which day 0 is stable: " + "; ".join(
        f"{row['role']} {limit_text(row['limit'])} (has {row['compressibility']:g})"
        for row in whole
    )
    for row in whole:
        of_role = table[(table["role"] == row["role"]) & (table["office"] != ALL)]
        drifting, offices = int((~of_role["stands"]).sum()), _count(len(of_role), "office")
        name = f"warning: {row['role']}: compressibility {row['compressibility']:g} is above"
        limit = "the highest at which an agency under this load is stable"
        if not row["stands"]:
            where = f" in {drifting} of {offices}" if len(of_role) > 1 else ""
            yield f"{name} {limit_text(row['limit'])}, {limit}: as is, it will drift{where}"
        elif drifting:
            yield f"{name} {limit}, in {drifting} of {offices}: as is, these will drift"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


# --- ledger --------------------------------------------------------------------------------------


def show_ledger(options: argparse.Namespace) -> None:
    """Print an agency's ledger, or those of its numbers that were asked for, and counts of all."""
    agency = read_agency(options)
    options.faults.raise_any()

    from staffing_sim.ledger import by_grade
    from staffing_sim.presets import load_plans

    plans = load_plans(options.agency)
    rows = agency.ledger.rows(agency, plans)
    shown = [
        row for row in rows if options.grade in {None, row.grade} and holds(row, options.words)
    ]
    print(ledger_table(shown, notes=options.notes))
    print()
    print(f"{len(shown)} shown; in all, for the agency and its plans:")
    print(by_grade(agency.ledger.counts(agency, plans)))


def holds(row: LedgerRow, words: Sequence[str]) -> bool:
    """Does the number's key or its source contain every word, in capitals or not?

    Examples
    --------
    >>> from staffing_sim.ledger import LedgerRow
    >>> row = LedgerRow(key="stages.adoption.hours.court", value=2, source="Workload study")
    >>> holds(row, ["workload", "court"]), holds(row, ["strike"])
    (True, False)
    """
    text = f"{row.key} {row.source}".casefold()
    return all(word.casefold() in text for word in words)


def ledger_table(rows: Sequence[LedgerRow], *, notes: bool = False) -> str:
    """Return each number with its value, unit, range and grade; below it its source and its note.

    Parameters
    ----------
    rows
        The numbers.
    notes
        Whether notes (the arithmetic, or a warning) stand below the sources.
    """
    lines: list[tuple[str, ...]] = []
    for row in rows:
        low_to_high = "" if row.low is None else f"{row.low:g} to {row.high:g}"
        lines.append((row.key, f"{row.value:g}", row.unit, low_to_high, row.grade))
        if row.source:
            lines.append((f"    {row.source}{f' ({row.date})' if row.date else ''}",))
        if notes and row.note:
            lines.append((f"    note: {row.note}",))
    return text_table(("number, and its source", "value", "unit", "range", "grade"), lines)


# --- what is typed -------------------------------------------------------------------------------


def _init_options(command: argparse.ArgumentParser) -> None:
    text = "a directory to create, such as county; or a .toml file, for the agency alone"
    command.add_argument("place", metavar="DIR_OR_FILE", help=text)
    text = "agency to start from: a preset's name or a TOML file"
    add(command, "--from", "NAME_OR_FILE", text, dest="agency", default="small-office")


def _check_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help="an agency file or a plan file")
    add(command, "--agency", "NAME_OR_FILE", "the agency that the plan files are for")


def _ledger_options(command: argparse.ArgumentParser) -> None:
    agency_option(command)
    text = "only numbers whose key or source contains every word, such as: adoption hours"
    command.add_argument("words", metavar="WORD", nargs="*", help=text)
    grades = partial(one_of, choices=("published", "derived", "expert", "assumption"))
    text = "published, derived, expert or assumption only"
    add(command, "--grade", "GRADE", text, read=grades)
    add(command, "--notes", None, "show the arithmetic and warnings below each source")


COMMANDS: Commands = {
    "presets": (None, list_presets),
    "init": (_init_options, start_files),
    "check": (_check_options, check_files),
    "ledger": (_ledger_options, show_ledger),
}
