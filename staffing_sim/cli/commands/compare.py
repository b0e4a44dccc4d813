"""``compare`` plans, ``rerun`` a study, ``simulate`` one plan once."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.options import (
    MOST_MONEY,
    MOST_REPLICATIONS,
    ONE_RUN,
    Commands,
    add,
    agency_option,
    comparison_options,
    named_number,
    number,
    plan_options,
    share,
    whole_number,
)
from staffing_sim.cli.printing import fitted, publish, report_interruption, results_in, text_table
from staffing_sim.cli.request import Plans, compared_plans, named_plan, read_request
from staffing_sim.errors import InputError, wrong

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.agency import Agency
    from staffing_sim.records import Run
    from staffing_sim.study import Study
    from staffing_sim.study.answer import Budget

READ_FIRST = ("unseen_children.png", "differences.png")
"""The charts that answer most questions at a glance, of all that a comparison writes."""

NULL_MODEL = (
    "In the null model unmet casework slows no case and high caseloads drive nobody out; the "
    "worlds are the same. What remains of a difference there does not rest on these assumptions."
)

MONTH_COLUMNS = {
    "academy": "in academy",
    "carrying": "carrying cases",
    "hires": "hired",
    "leavers": "left",
    "open_children": "open children",
    "unassigned_children": "no worker yet",
    "eligible": "due a visit",
    "unseen": "not seen",
    "aged_out": "aged out",
}
"""Columns of the month table that `simulate` prints, and their headings."""


def compare_plans(options: argparse.Namespace) -> None:
    """Compare plans, print the tables and write the files."""
    check_results(options)
    request = read_request(
        options, choose=partial(against, options.baseline), check=partial(check_cap, options.cap)
    )

    from staffing_sim.study import Precision  # heavy, so only once the input is right

    most = options.until_precise
    study = request.compare(until=None if most is None else Precision(most=most))
    show_study(study, options, beside_null=options.beside_null)


def check_cap(cap: tuple[str, float] | None, agency: Agency | None) -> None:
    """Refuse a cap on a role that the agency does not have."""
    if cap is None or agency is None:
        return
    try:
        agency.role(cap[0])
    except InputError as error:
        raise error.in_file(f"--cap {cap[0]}={cap[1]:g}") from None


def against(baseline: str | None, own: Plans, typed: Plans) -> Plans:
    """Return the plans to compare as `compared_plans` does, the one named as baseline first.

    Raises
    ------
    InputError
        If no plan of the agency or of those typed has that name.
    """
    plans = compared_plans(own, typed)
    if baseline is None:
        return plans
    try:
        first = named_plan(baseline, (*own, *typed))
    except InputError as error:
        raise error.in_file(f"--baseline {baseline}") from None
    return (first, *(plan for plan in plans if plan.name != baseline))


def rerun_study(options: argparse.Namespace) -> None:
    """Run a study again from its file, print the tables and write the files."""
    check_results(options)
    options.faults.raise_any()

    from staffing_sim.study import rerun

    show_study(rerun(options.study, **_running(options)), options)


def check_results(options: argparse.Namespace) -> None:
    """Refuse every table and chart where there is no place to write them."""
    if options.everything and options.out is None:
        options.faults.add(wrong("--all", "has no directory to write to", "Give --out DIR too."))


def _running(options: argparse.Namespace) -> dict[str, Any]:
    """Return how to run; none of it changes a number."""
    return {"clock": options.clock, "n_jobs": options.n_jobs, "store": options.store}


def show_study(study: Study, options: argparse.Namespace, *, beside_null: bool = False) -> None:
    """Print a study's tables and write its files.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    asked = {name: getattr(options, name, None) for name in ("cap", "budget")}
    print(comparison_text(study, **asked))
    beside = None
    if beside_null and not study.interrupted:
        beside = study.beside_null(**_running(options))
        print(f"\n{beside_null_text(study, beside)}")
    if options.out is not None:
        write_study(study, options.out, everything=options.everything, beside_null=beside)
    if options.excel is not None:
        print(fitted(f"\nwritten to {study.to_excel(options.excel)}"))
    report_interruption(study, store=options.store)


def comparison_text(study: Study, **asked: Any) -> str:
    """Return what was run, the answer to what is asked, all tables, and what they cannot show."""
    from staffing_sim.study.text import comparison

    return "\n\n".join(
        fitted(part)
        if isinstance(part, str)
        else text_table(part.headings, part.rows, first=part.first)
        for part in comparison(study, **asked)
    )


def write_study(
    study: Study, directory: Path, *, everything: bool, beside_null: pd.DataFrame | None = None
) -> None:
    """Write the files of a study, all or none."""
    from staffing_sim.study.files import table_file

    with results_in(directory) as staging:
        study.save(staging, everything=everything)
        if beside_null is not None:
            table_file(beside_null, staging / "beside_null.csv")
        first = [name for name in READ_FIRST if (staging / name).exists()]
    if first:
        print(f"start with {' and '.join(first)}")


def beside_null_text(study: Study, table: pd.DataFrame) -> str:
    """Return each plan's headline differences with those of the null model beside them."""
    from staffing_sim.study.figures import heading, rows_of, signed

    def line(row: dict[str, Any]) -> tuple[str, ...]:
        widest = max(abs(row["difference"]), abs(row["null_difference"]))
        sizes = [signed(row[f"{of}difference"], row["unit"], like=widest) for of in ("", "null_")]
        return heading(row, points=True), sizes[0], row["verdict"], sizes[1], row["null_verdict"]

    parts = []
    for plan in study.names[1:]:
        rows = [line(row) for row in rows_of(table[table["plan"] == plan])]
        headings = ("measure", "as described", "verdict", "null model", "verdict")
        title = f"{plan}, less {study.names[0]}, beside the null model:"
        parts.append(f"{fitted(title)}\n\n{text_table(headings, rows)}")
    return "\n\n".join([*parts, fitted(NULL_MODEL)])


def simulate_plan(options: argparse.Namespace) -> None:
    """Simulate one plan, print its months and write its records."""
    request = read_request(options, choose=one_plan)

    from staffing_sim.study import simulate

    result = simulate(
        request.agency,
        request.plans[0],
        years=request.years,
        seed=request.seed,
        clock=request.clock,
        null=request.null,
    )
    note = "One run is a single random draw, not a forecast: see 'staffing-sim compare'."
    text = f"{fitted(repr(result).strip('<>'))}\n\n{month_table(result.months)}\n\n{note}"
    publish(text, options.out, partial(write_records, result))


def one_plan(own: Plans, typed: Plans) -> Plans:
    """Return the one plan to simulate: the one typed, or the agency's first.

    Raises
    ------
    InputError
        If several plans were typed.
    """
    if len(typed) > 1:
        problem = f"runs one plan; got {len(typed)}"
        raise wrong("simulate", problem, "To compare several, see 'staffing-sim compare'.")
    return typed or own[:1]


def month_table(months: pd.DataFrame) -> str:
    """Return the agency's months as text: offices and roles added up."""
    totals = months.groupby("month", observed=True)[list(MONTH_COLUMNS)].sum()
    dates = months.groupby("month", observed=True)["date"].first()
    rows = [
        (f"{dates[month]:%Y-%m}", *(f"{value:,.0f}" for value in row))
        for month, row in zip(totals.index, totals.to_numpy(), strict=True)
    ]
    return text_table(("month", *MONTH_COLUMNS.values()), rows, right=True)


def write_records(result: Run, directory: Path) -> None:
    """Write the run's months, children, removal episodes and workers as CSV files."""
    from staffing_sim.study.files import write_csv

    for name in ("afcars", "children", "months", "workers"):
        write_csv(getattr(result, name), directory / f"{name}.csv")


# --- what is typed -------------------------------------------------------------------------------

FEWEST_JUDGED = 10  # replications before precision decides; `Precision.least`


def budget(option: str, text: str) -> Budget:
    """Read money in all, or for each year.

    Examples
    --------
    >>> budget("--budget", "150e6"), budget("--budget", "50e6/year").yearly
    (Budget(amount=150000000.0, yearly=False), True)
    """
    from staffing_sim.study.answer import Budget

    money, slash, unit = text.partition("/")
    if slash and unit != "year":
        raise wrong(option, f"cannot read '{text}'", "Write 150e6, or 50e6/year.")
    return Budget(number(option, money, at_most=MOST_MONEY), yearly=bool(slash))


def _compare_options(command: argparse.ArgumentParser) -> None:
    comparison_options(command)
    share(command, "--all", "--excel")
    add(command, "--baseline", "NAME", "plan to compare the others with (default: the first)")
    add(
        command,
        "--cap",
        "ROLE=CHILDREN",
        "caseload that the answer's cap columns are about (default: the lowest cap in force)",
        read=partial(named_number, example="continuing_services=21"),
    )
    add(
        command,
        "--budget",
        "MONEY",
        "what a plan may cost more than the first: in all, or 50e6/year for each fiscal year",
        read=budget,
    )
    add(
        command,
        "--beside-null",
        None,
        "show each difference beside the null model's (doubles the runs)",
    )
    add(
        command,
        "--until-precise",
        "N",
        "add replications until the differences are precise enough, N at most",
        read=partial(whole_number, at_least=FEWEST_JUDGED, at_most=MOST_REPLICATIONS),
    )


def _rerun_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("study", metavar="FILE", help="the study.json of an earlier study")
    share(command, "--clock", "--jobs", "--store", "--out", "--all", "--excel")


def _simulate_options(command: argparse.ArgumentParser) -> None:
    agency_option(command)
    plan_options(command, "one of them (default: the agency's first, As is)")
    share(command, *ONE_RUN)


COMMANDS: Commands = {
    "compare": (_compare_options, compare_plans),
    "rerun": (_rerun_options, rerun_study),
    "simulate": (_simulate_options, simulate_plan),
}
