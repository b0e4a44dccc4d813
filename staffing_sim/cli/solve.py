"""``staffing-sim solve``: the fewest hires a month that meet a target, and the curve."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from staffing_sim.agency import Agency
from staffing_sim.cli.output import output_directory, results_in
from staffing_sim.cli.requests import CLOCKS, MOST_REPLICATIONS
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.cli.words import Faults, jobs, number, one_of, whole_number
from staffing_sim.errors import Fault, InputError
from staffing_sim.plan import Plan, check_plan
from staffing_sim.presets import load_agency, load_plan

if TYPE_CHECKING:
    from staffing_sim.solving import Limits, Solution, Target

__all__ = ["run"]

MOST_MONTHS = 360
MOST_SEATS = 100_000
ROWS_BEFORE = 3
_WORLDS = {"pilot": "first look", "search": "same", "confirmation": "fresh"}


def run(options: argparse.Namespace) -> None:
    """Find the fewest hires a month, print the answer and its curve, and write them."""
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    target = _target(faults, options)
    asked = _asked(faults, options, agency)
    out = options.out and faults.reading(lambda: output_directory(options.out))
    faults.reading(lambda: _fits(target, agency))
    faults.tell()

    from staffing_sim.solving import Target, solve_hires  # heavy: only once all is right

    solution = solve_hires(agency, Target(**target), **asked)
    print(solution_text(solution))
    if out:
        with results_in(out) as staging:
            solution.save(staging)


def solution_text(solution: Solution) -> str:
    """Return the sentence, and as text the curve, or by when it can be met if no rate will do."""
    parts = [fitted(solution.sentence()), _curve_table(solution)]
    if solution.limits is not None:
        parts.append(_month_table(solution.target, solution.limits))
    return "\n\n".join(parts)


def _curve_table(solution: Solution) -> str:
    found = ("met in", "probability", "95 % interval", solution.target.label)
    rows = [
        (
            f"{row['setting']:g}",
            _WORLDS[row["phase"]],
            f"{row['met']} of {row['runs']}",
            f"{row['probability']:.2f}",
            f"{row['low']:.2f} to {row['high']:.2f}",
            "-" if math.isnan(row["mean"]) else f"{row['mean']:.4g}",
        )
        for row in solution.curve.to_dict("records")
    ]
    return text_table(("hires a month", "worlds", *found), rows, right=True)


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
            "-" if math.isnan(row["setting"]) else f"{row['setting']:g}",
        )
        for row in frame[near].to_dict("records")
    ]
    title = f"By when, with {limits.effort}; the last column is the fewest tried that would do."
    return f"{fitted(title)}\n\n{text_table(headings, rows, right=True)}"


def _target(faults: Faults, options: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of the target, noting the faults of each; none after a fault."""
    before = len(faults.found)
    named = faults.reading(lambda: _named_number(options))
    by_month = faults.reading(
        lambda: whole_number("--by-month", options.by_month, at_least=1, at_most=MOST_MONTHS)
    )
    probability = faults.reading(lambda: number("--probability", options.probability, at_most=1))
    if len(faults.found) > before:
        return {}
    found = {**named, "by_month": by_month, "probability": probability}
    if options.through_month is not None:
        found["through_month"] = faults.reading(
            lambda: whole_number("--through-month", options.through_month, at_least=by_month)
        )
    return found | ({"office": options.office} if options.office else {})


def _named_number(options: argparse.Namespace) -> dict[str, Any]:
    """Return the measure, the role and the limit that were typed."""
    given = {
        option: text
        for option in ("--cap", "--at-most", "--at-least")
        if (text := getattr(options, option[2:].replace("-", "_"))) is not None
    }
    if len(given) != 1:
        problem = "must be given once" if given else "is missing"
        remedy = "Give --cap ROLE=CHILDREN, --at-most MEASURE=NUMBER or --at-least MEASURE=NUMBER."
        raise InputError([Fault(key="--cap", problem=problem, remedy=remedy)])
    ((option, text),) = given.items()
    name, _, limit = text.rpartition("=")
    value = _limit(option, text, limit)
    if not name:
        raise InputError([Fault(key=option, problem=f"must be NAME=NUMBER; got '{text}'")])
    if option == "--cap":
        return {"measure": "caseload", "role": name, "at_most": value}
    side = "at_most" if option == "--at-most" else "at_least"
    measure, _, role = name.partition("@")
    return {"measure": measure, side: value} | ({"role": role} if role else {})


def _limit(option: str, text: str, limit: str) -> float:
    try:
        value = float(limit)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        remedy = "Write continuing_services=21, say."
        raise InputError(
            [Fault(key=option, problem=f"must be NAME=NUMBER; got '{text}'", remedy=remedy)]
        )
    return value


def _asked(faults: Faults, options: argparse.Namespace, agency: Agency | None) -> dict[str, Any]:
    """Return how to search, noting the faults of each option."""

    def whole(option: str, at_least: int, at_most: int | None = None) -> int:
        text = getattr(options, option[2:])
        return faults.reading(
            lambda: whole_number(option, text, at_least=at_least, at_most=at_most)
        )

    found = {
        "kind": faults.reading(lambda: one_of("--kind", options.kind, ("net", "gross"))),
        "start": whole("--start", 0),
        "replications": whole("--replications", 2, MOST_REPLICATIONS),
        "seed": whole("--seed", 0),
        "clock": faults.reading(lambda: one_of("--clock", options.clock, CLOCKS)),
        "n_jobs": faults.reading(lambda: jobs("--jobs", options.jobs)),
        "months": None if options.months is None else whole("--months", 1, MOST_MONTHS),
        "most": None if options.most is None else whole("--most", 1, 100_000),
    }
    seats = None if options.seats is None else whole("--seats", 1, MOST_SEATS)
    return found | {"base": faults.reading(lambda: _base(options.plan, agency, seats=seats))}


def _base(path: str | None, agency: Agency | None, *, seats: int | None) -> Plan:
    """Return the plan that hires are added to, perhaps with other academy seats."""
    plan = Plan("As is") if path is None else _plan_file(path, agency)
    return plan if seats is None else plan.replace(academy_seats=seats)


def _plan_file(path: str, agency: Agency | None) -> Plan:
    plan = load_plan(path)
    try:
        if agency is not None:
            check_plan(plan, agency)
    except InputError as error:
        raise error.in_file(path) from None
    return plan


def _fits(target: dict[str, Any], agency: Agency | None) -> None:
    """Hold the target against the agency, so that its faults are told with all others."""
    if agency is None or not target:
        return
    from staffing_sim.solving import Target
    from staffing_sim.solving.targets import check_target

    check_target(Target(**target), agency)
