"""Finding a plan: ``solve`` for a target, ``optimise`` a budget, ``frontier`` of plans by cost."""

from __future__ import annotations

import argparse
import math
from functools import partial
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.options import (
    MONEY,
    MOST_REPLICATIONS,
    RUNS,
    Commands,
    add,
    agency_option,
    comparison_options,
    group_of,
    named_number,
    number,
    one_of,
    plan_options,
    share,
    whole_number,
)
from staffing_sim.cli.printing import cell, fitted, publish, report_interruption, text_table
from staffing_sim.cli.request import Plans, compared_plans, read_agency, read_plan, read_request
from staffing_sim.errors import wrong
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.agency import Agency
    from staffing_sim.plan import Plan
    from staffing_sim.solving import Schedule, Solution, Target
    from staffing_sim.solving.infeasible import Limits

LIMITS = {"cap": "--cap", "at_most": "--at-most", "at_least": "--at-least"}
"""The ways to type a limit."""
ROWS_BEFORE = 3
WORLDS = {"pilot": "first look", "search": "same", "confirmation": "new"}
"""In which worlds a rate was tried, by phase of the search."""

EFFICIENT = (
    "Efficient: no other plan is at least as good on both counts and better on one; in brackets, "
    "the share of resamples of the worlds in which that is so."
)
SCHEDULED = (
    "Planned with a linear model of hours, seats and money, then simulated beside other plans in "
    "worlds that played no part in planning. Judge the schedule by the simulation."
)


# --- solve ---------------------------------------------------------------------------------------


def solve_target(options: argparse.Namespace) -> None:
    """Find the fewest hires a month, print the answer and its curve, and write them."""
    faults = options.faults
    agency = read_agency(options)
    target = faults.reading(lambda: read_target(options))
    base = faults.reading(lambda: read_base(options, agency))
    faults.reading(lambda: _check_fit(target, agency))
    faults.raise_any()

    from staffing_sim.solving import Target, solve_hires  # heavy, so only once the input is right

    names = ("kind", "start", "months", "most", "replications", "seed", "clock", "n_jobs")
    settings = {name: getattr(options, name) for name in names}
    solution = solve_hires(agency, Target(**target), base=base, **settings)
    publish(solution_text(solution), options.out, solution.save)


def read_target(options: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of the target; none where one of them could not be read.

    Raises
    ------
    InputError
        If there is no limit, or more than one.
    """
    faulty = {fault.key for fault in options.faults.found}
    given = {
        side: getattr(options, side)
        for side, option in LIMITS.items()
        if getattr(options, side) is not None or option in faulty
    }
    if len(given) != 1:
        remedy = "Give --cap ROLE=CHILDREN, --at-most MEASURE=NUMBER or --at-least MEASURE=NUMBER."
        raise wrong("--cap", "must be the only limit" if given else "is missing", remedy)
    if None in (*given.values(), options.by_month, options.probability):
        return {}
    ((side, (name, limit)),) = given.items()
    found = {"by_month": options.by_month, "probability": options.probability}
    for optional in ("through_month", "office"):
        if getattr(options, optional) is not None:
            found[optional] = getattr(options, optional)
    if side == "cap":
        return found | {"measure": "caseload", "role": name, "at_most": limit}
    measure, _, role = name.partition("@")
    return found | {"measure": measure, side: limit} | ({"role": role} if role else {})


def read_base(options: argparse.Namespace, agency: Agency | None) -> Plan:
    """Return the plan that hires are added to, perhaps with other academy seats."""
    from staffing_sim.plan import Plan

    plan = Plan("As is")
    if options.plan is not None:
        plan = read_plan("--plan", options.plan, agency=agency)
    return plan if options.seats is None else plan.replace(academy_seats=options.seats)


def _check_fit(target: dict[str, Any], agency: Agency | None) -> None:
    """Check the target against the agency, so that its faults are reported with all others."""
    if agency is None or not target:
        return
    from staffing_sim.solving import Target
    from staffing_sim.solving.targets import check_target

    check_target(Target(**target), agency)


def solution_text(solution: Solution) -> str:
    """Return the sentence, and as text the curve, or by when it can be met if no rate will do."""
    parts = [fitted(solution.sentence()), _curve_table(solution)]
    if solution.limits is not None:
        parts.append(_month_table(solution.target, solution.limits))
    return "\n\n".join(parts)


def _curve_table(solution: Solution) -> str:
    headings = ("met in", "probability", "95 % interval", solution.target.label)
    rows = [
        (
            f"{row['setting']:g}",
            WORLDS[row["phase"]],
            f"{row['met']} of {row['runs']}",
            f"{row['probability']:.2f}",
            f"{row['low']:.2f} to {row['high']:.2f}",
            cell(row["mean"], ".4g"),
        )
        for row in solution.curve.to_dict("records")
    ]
    return text_table(("hires a month", "worlds", *headings), rows, right=True)


def _month_table(target: Target, limits: Limits) -> str:
    """Return by when the most hires do: the month asked for, and those near the earliest."""
    frame = limits.by_month
    last = limits.earliest_month or int(frame["month"].max())
    near = (frame["month"] == target.by_month) | (frame["month"] >= last - ROWS_BEFORE)
    headings = ("by month", "", "met in", "95 % interval", target.label, "a month")
    rows = [
        (
            f"{row['month']}",
            f"{row['date']:%b %Y}",
            f"{row['met']} of {row['runs']}",
            f"{row['low']:.2f} to {row['high']:.2f}",
            f"{row['mean']:.4g}",
            cell(row["setting"], "g"),
        )
        for row in frame[near].to_dict("records")
    ]
    title = (
        f"How often it is met by each month with {limits.effort}. The last column is the "
        "lowest monthly rate tried that would be enough."
    )
    return f"{fitted(title)}\n\n{text_table(headings, rows, right=True)}"


# --- frontier and optimise -----------------------------------------------------------------------


def weigh_costs(options: argparse.Namespace) -> None:
    """Compare plans, print what each costs and brings, and write table and charts."""
    request = read_request(options, choose=compared_plans)

    from staffing_sim.solving import frontier  # heavy, so only once the input is right

    found = frontier(request.agency, request.plans, **request.comparison_settings)
    publish(f"{frontier_text(found.table)}\n\n{fitted(EFFICIENT)}", options.out, found.save)
    report_interruption(found.study, store=request.store)


def frontier_text(table: pd.DataFrame) -> str:
    """Return the plans as text, the cheapest first."""
    from staffing_sim.study.figures import amount

    currency = table.attrs["currency"]
    headings = (
        *("plan", f"cost, million {currency}", "child-months unseen", "efficient"),
        *("months to permanence", "efficient"),
    )
    rows = [
        (
            str(row["plan"]),
            f"{row['cost'] / 1e6:,.2f}",
            f"{row['unseen']:,.0f}",
            _efficient(row, "unseen"),
            amount(row["months_to_permanence"], "months"),
            _efficient(row, "months_to_permanence"),
        )
        for row in table.sort_values("cost").to_dict("records")
    ]
    return text_table(headings, rows, right=True)


def _efficient(row: dict[Any, Any], outcome: str) -> str:
    """Return whether a plan is efficient, and how surely."""
    if math.isnan(row[outcome]):
        return ""
    word = "yes" if row[f"efficient_{outcome}"] else "no"
    return f"{word} ({row[f'efficient_{outcome}_share']:.2f})"


def schedule_hires(options: argparse.Namespace) -> None:
    """Plan the hires, simulate them beside simple plans, print and write."""
    options.faults.reading(lambda: _check_budget(options))
    request = read_request(options, choose=_one_plan_at_most)

    from staffing_sim.solving import optimise  # heavy, so only once the input is right

    found = optimise(
        request.agency,
        request.plans[0] if options.budget is None else options.budget,
        months=round(request.years * MONTHS_PER_YEAR),
        seats=options.seats,
        replications=request.replications,
        seed=request.seed,
        clock=request.clock,
        null=request.null,
        n_jobs=request.n_jobs,
    )
    publish(schedule_text(found), options.out, found.save)
    report_interruption(found.study)


def _check_budget(options: argparse.Namespace) -> None:
    """Refuse a budget beside a plan, and neither of the two."""
    faulty = any(fault.key == "--budget" for fault in options.faults.found)
    if not faulty and (options.budget is None) == (not options.plans):
        problem = "is missing" if options.budget is None else "cannot be combined with a plan"
        remedy = "Give an amount of money, or a plan that costs as much, such as --net 35x17."
        raise wrong("--budget", problem, remedy)


def _one_plan_at_most(_own: Plans, typed: Plans) -> Plans:
    """Return the plan whose cost is the budget, if one was typed."""
    if len(typed) > 1:
        raise wrong("optimise", f"takes the cost of one plan; got {len(typed)}", "Give one only.")
    return typed


def schedule_text(found: Schedule) -> str:
    """Return the calendar of positions, what each plan costs and brings, and verdicts."""
    from staffing_sim.solving.frontiers import frontier_table

    parts = [found.planned(), _calendar(found), frontier_text(frontier_table(found.study))]
    for baseline, texts in found.findings().items():
        parts.append("\n".join((f"The schedule against {baseline}:", *(f"  {t}" for t in texts))))
    return "\n\n".join(map(fitted, [*parts, SCHEDULED, EFFICIENT]))


def _calendar(found: Schedule) -> str:
    """Return a line for each month in which positions are opened."""
    line = Timeline(found.study.agency.start)
    rows = []
    for month, group in found.table.groupby("month"):
        most_first = group.sort_values("hires", ascending=False, kind="stable")
        offices = (
            f"{office} {count}"
            for office, count in zip(most_first["office"], most_first["hires"], strict=True)
        )
        label = line.month_label(int(str(month)))
        rows.append((label, f"{group['hires'].sum():,}", ", ".join(offices)))
    return text_table(("opened in", "positions", "by office"), rows)


# --- what is typed -------------------------------------------------------------------------------

MOST_MONTHS = 360
MOST_HIRES = 100_000


def _solve_options(command: argparse.ArgumentParser) -> None:
    agency_option(command)
    goal = partial(add, group_of(command, "target", "exactly one of the first three, and a month"))
    month = partial(whole_number, at_least=1, at_most=MOST_MONTHS)
    for option, metavar, text in (
        ("--cap", "ROLE=CHILDREN", "a role's mean caseload is at most this"),
        ("--at-most", "MEASURE=NUMBER", "a measure, or MEASURE@ROLE, is at most this"),
        ("--at-least", "MEASURE=NUMBER", "a measure, or MEASURE@ROLE, is at least this"),
    ):
        read = partial(named_number, example="continuing_services=21")
        goal(option, metavar, text, read=read)
    goal("--by-month", "N", "at the end of this month", read=month, required=True)
    goal("--through-month", "N", "and at every month end up to this one", read=month)
    goal("--office", "NAME", "in this office")
    chance = partial(number, at_most=1)
    goal("--probability", "P", "with at least this probability", read=chance, default="0.9")
    hires = partial(add, group_of(command, "hires"))
    kinds = partial(one_of, choices=("net", "gross"))
    hires("--kind", "KIND", "net or gross, as in compare", read=kinds, default="net")
    hires("--months", "N", "months of hiring (default: until the target month)", read=month)
    hires("--start", "N", "first month of hiring", read=whole_number, default="0")
    rate = partial(whole_number, at_least=1, at_most=MOST_HIRES)
    hires("--most", "N", "highest monthly rate to try", read=rate)
    hires("--plan", "FILE", "plan to add the hires to")
    hires("--seats", "N", "academy seats a month, instead of the agency's", read=rate)
    add(
        group_of(command, "runs"),
        "--replications",
        "N",
        "worlds to search in, and as many new ones to confirm the answer in",
        read=partial(whole_number, at_least=2, at_most=MOST_REPLICATIONS),
        default="40",
    )
    share(command, "--seed", "--clock", "--jobs", "--out", jobs="-1")


def _optimise_options(command: argparse.ArgumentParser) -> None:
    agency_option(command)
    add(command, "--budget", "MONEY", "total cost of the new positions", read=MONEY)
    add(
        command,
        "--seats",
        "N",
        "most positions to open in a month (default: the academy's free seats)",
        read=partial(whole_number, at_least=1, at_most=MOST_HIRES),
    )
    text = "instead of --budget: one whose cost is the budget; it runs beside the schedule"
    plan_options(command, text, names=("--net", "--plan", "--plan-name"))
    share(command, *RUNS, replications="20")


COMMANDS: Commands = {
    "solve": (_solve_options, solve_target),
    "optimise": (_optimise_options, schedule_hires),
    "frontier": (comparison_options, weigh_costs),
}
