"""``solve``: the fewest hires a month that meet a target, and the curve around them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.printing import cell, fitted, publish, text_table
from staffing_sim.cli.reading import read_agency, read_plan, wrong

if TYPE_CHECKING:
    from staffing_sim.agency import Agency
    from staffing_sim.plan import Plan
    from staffing_sim.solving import Solution, Target
    from staffing_sim.solving.limits import Limits

LIMITS = {"cap": "--cap", "at_most": "--at-most", "at_least": "--at-least"}
"""The ways to type a limit."""
ROWS_BEFORE = 3
WORLDS = {"pilot": "first look", "search": "same", "confirmation": "new"}
"""In which worlds a rate was tried, by phase of the search."""


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
        problem = "must be the only limit" if given else "is missing"
        remedy = "Give --cap ROLE=CHILDREN, --at-most MEASURE=NUMBER or --at-least MEASURE=NUMBER."
        raise wrong("--cap", problem, remedy)
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
