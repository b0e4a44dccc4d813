"""Exhibits on staff: hiring against turnover, when a cap is met, its two queues, offices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.elements import (
    Exhibit,
    Panel,
    Table,
    by_month,
    by_name,
    capital,
    chart_of,
    listed,
    quoted,
    role_name,
    spread_text,
)
from staffing_sim.intervals import Floats
from staffing_sim.study.figures import amount, chance_text, interval_text, rows_of
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

Row = dict[str, Any]
Cells = dict[tuple[str, int], str]

_TURNOVER_READING: Final = (
    "Break-even is the rate of leaving at which as many leave as start on duty. The payroll "
    "includes the academy; duty does not. Hires promised as gross are people, not growth."
)


def turnover_exhibit(study: Study) -> Exhibit:
    """Return attrition beside the rate that would cancel all hiring, promise beside delivery."""
    return Exhibit(
        question="Does the plan outrun turnover?",
        found=(_outrun(rows_of(study.break_even())),),
        panels=(
            _rates(study),
            _staff(study),
            Panel(table=_promised(study, "on_duty", "people on duty")),
        ),
        reading=_TURNOVER_READING,
    )


def _outrun(rates: list[Row]) -> str:
    """Return under which plans more people come than go, and where that is open."""
    found: dict[str, list[str]] = {}
    for row in rates:
        found.setdefault(_balance(row), []).append(row["plan"])
    text = "; ".join(
        f"{words} under {'every plan' if len(plans) == len(rates) > 1 else by_name(plans)}"
        for words, plans in found.items()
    )
    return f"{capital(text)}."


def _balance(row: Row) -> str:
    """Return whether more come than go, as far as the intervals of the two rates tell."""
    if math.isnan(row["attrition_low"]):
        return "one replication says nothing about turnover"
    if row["break_even_low"] > row["attrition_high"]:
        return "more people start on duty than leave it"
    if row["break_even_high"] < row["attrition_low"]:
        return "more people leave duty than start on it"
    return "the intervals of attrition and of its break-even overlap"


def _rates(study: Study) -> Panel:
    role = role_name(study)
    table = Table(
        caption=f"Rates of {role} a year, over the years that people were on duty",
        headings=("plan", "attrition", "break-even"),
        rows=tuple(
            (
                str(row["plan"]),
                _interval(row, "attrition", "share"),
                _interval(row, "break_even", "share"),
            )
            for row in rows_of(study.break_even())
        ),
    )
    return Panel(figure=chart_of(study, "break_even"), table=table)


def _staff(study: Study) -> Panel:
    chart = chart_of(study, "staff", role=study.agency.workforce.hiring_role)
    table = _promised(study, "filled", "people on the payroll")
    return Panel(figure=chart, table=table)


def _promised(study: Study, name: str, what: str) -> Table:
    """Return people delivered of those promised."""
    cells = {
        (row["plan"], row["month"]): _interval(row, name, "people") + _of_promised(row)
        for row in rows_of(study.promises())
    }
    rest = "beyond those of day 0, of the hires promised by then (95 % intervals)"
    return by_month(study, cells, caption=f"{capital(role_name(study))}: {what}, {rest}")


def _of_promised(row: Row) -> str:
    return f" of {row['promised']:,.0f}" if row["promised"] else ""


def _interval(row: Row, name: str, unit: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)


_MOST_CAPS: Final = 3
_CAPS_READING: Final = (
    "The caps are those that the agency, a plan or a clause sets for this role; compare the mean "
    "caseload with any other number. It is the mean of the whole role: individual workers may hold "
    "more."
)
_QUEUES_SAID: Final = (
    "Children who wait for a worker as the last month ends, and children whose worker holds more "
    "than the cap"
)
_QUEUES_READING: Final = (
    "A strict cap moves children from overloaded workers into the queue for one. The number for "
    "one queue hides the other."
)


def cap_exhibit(study: Study) -> Exhibit | None:
    """Return the mean caseload beside the caps, and the chance of each; none where there is none.

    Every cap that somebody set is shown, up to three of them, the strictest first. The mean
    caseload can be compared with any other number.
    """
    role = study.agency.workforce.hiring_role
    caps = study.caps(role)[:_MOST_CAPS]
    if not caps:
        return None
    chances = {cap: _chances(study, cap) for cap in caps}
    return Exhibit(
        question="When, and with what chance, is the cap met?",
        found=tuple(_at_the_end(study, cap, found) for cap, found in chances.items()),
        panels=(
            _mean_loads(study, role),
            *(_chances_by_month(study, cap, found) for cap, found in chances.items()),
        ),
        reading=_CAPS_READING,
    )


def _chances(study: Study, cap: float) -> Cells:
    return {(row["plan"], row["month"]): chance_text(row) for row in rows_of(study.cap_met(cap))}


def _mean_loads(study: Study, role: str) -> Panel:
    cells = {
        place: spread_text(loads, "children per worker")
        for place, loads in _mean_loads_of(study, role).items()
    }
    caption = (
        f"Mean caseload of {role_name(study)}, children per worker, and in brackets the 10th to "
        "90th percentile of the replications"
    )
    return Panel(
        figure=chart_of(study, "mean_caseload", role=role),
        table=by_month(study, cells, caption=caption),
    )


def _mean_loads_of(study: Study, role: str) -> dict[tuple[str, int], Floats]:
    """Return the mean caseload of each replication, by plan and month."""
    rows = study.months()
    keys = ["plan", "month", "replication"]
    of_role = rows[rows["role"] == role].groupby(keys, observed=True)
    sums = of_role[["children_carried", "carrying"]].sum()
    table = (sums["children_carried"] / sums["carrying"]).unstack("replication")
    return {place: row.to_numpy() for place, row in table.iterrows()}  # type: ignore[misc]


def _chances_by_month(study: Study, cap: float, chances: Cells) -> Panel:
    """Return the chance of a cap by month, with its interval."""
    caption = (
        f"Share of replications in which the mean caseload is at most {cap:g}, with the 95 % "
        "interval of that chance"
    )
    return Panel(
        figure=chart_of(study, "cap", target=cap),
        table=by_month(study, chances, caption=caption),
    )


def _at_the_end(study: Study, cap: float, chances: Cells) -> str:
    """Return the chances of a cap at the last month end, plans of the same chance together."""
    last = study.horizon - 1
    alike: dict[str, list[str]] = {}
    for plan in study.names:
        alike.setdefault(chances[plan, last], []).append(plan)
    told = listed([f"{chance} under {by_name(plans)}" for chance, plans in alike.items()])
    when = Timeline(study.agency.start).month_label(last)
    return (
        f"Chance that, as {when} ends, the mean caseload of {role_name(study)} is at most {cap:g} "
        f"children: {told}."
    )


def queues_exhibit(study: Study) -> Exhibit | None:
    """Return both queues of a cap; none where no cap or clause is in force for the role."""
    if not _has_cap(study, study.agency.workforce.hiring_role):
        return None
    found = {(row["plan"], row["month"]): row for row in rows_of(study.two_queues())}
    last = study.horizon - 1
    told = "; ".join(
        f"{found[plan, last]['waiting']:,.0f} and {found[plan, last]['over']:,.0f} under "
        f"{quoted(plan)}"
        for plan in study.names
    )
    waiting = _queue(study, found, "waiting", "waiting for a worker")
    over = _queue(study, found, "over", "whose worker is over the cap")
    return Exhibit(
        question="Who waits, and whose worker is over the cap?",
        found=(f"{_QUEUES_SAID}: {told}.",),
        panels=(
            Panel(figure=chart_of(study, "two_queues"), table=waiting),
            Panel(table=over),
        ),
        reading=_QUEUES_READING,
    )


def _queue(study: Study, found: dict[tuple[Any, Any], Row], name: str, words: str) -> Table:
    cells = {place: _queue_length(row, name) for place, row in found.items()}
    caption = f"{capital(role_name(study))}: children {words} (95 % intervals)"
    return by_month(study, cells, caption=caption)


def _queue_length(row: Row, name: str) -> str:
    mean, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if mean == low == high == 0.0:
        return "0"  # in every replication
    return interval_text(mean, low, high, "children")


def _has_cap(study: Study, role: str) -> bool:
    capped = [cap.role for plan in study.plans for cap in plan.caps]
    limited = [clause.role for plan in study.plans for clause in plan.clauses]
    return study.agency.role(role).cap is not None or role in {*capped, *limited}


_OFFICES_READING: Final = (
    "Above 1, work is left undone or waits. With many offices, one is likely to be "
    "full by chance alone: look at the intervals."
)


def offices_exhibit(study: Study) -> Exhibit:
    """Return hours demanded for each hour available, by office, before and after."""
    frame = study.office_loads()
    rows = rows_of(frame[frame["role"] == study.agency.workforce.hiring_role])
    return Exhibit(
        question="Where are hours short?",
        found=(_fullest(study, rows),),
        panels=(
            Panel(
                figure=chart_of(study, "office_loads"),
                table=_office_loads(study, rows),
            ),
            Panel(table=_gaps(study)),
        ),
        reading=_OFFICES_READING,
    )


def _fullest(study: Study, rows: list[Row]) -> str:
    """Return the office with the most work for its hours under the baseline."""
    baseline = study.names[0]
    after = [row for row in rows if row["period"] == "after" and row["plan"] == baseline]
    worst = max(after, key=lambda row: row["load"])
    return (
        f"In the last months under {quoted(baseline)} the fullest office for {role_name(study)} is "
        f"{worst['office']}, with {amount(worst['load'], '')} hours of work per hour available."
    )


def _office_loads(study: Study, rows: list[Row]) -> Table:
    cells = {
        (row["office"], row["period"], row["plan"]): interval_text(
            row["load"], row["low"], row["high"], ""
        )
        for row in rows
    }
    baseline = study.names[0]
    return Table(
        caption=f"Hours of work for each hour that {role_name(study)} has: in the first month, and "
        "over the last twelve under each plan, with 95 % intervals",
        headings=("office", "first month", *study.names),
        rows=tuple(
            (
                str(office),
                cells[office, "before", baseline],
                *(cells[office, "after", plan] for plan in study.names),
            )
            for office in dict.fromkeys(row["office"] for row in rows)
        ),
    )


def _gaps(study: Study) -> Table:
    """Return how far the worst office lies from the median one."""
    return Table(
        caption="How far the worst office lies from the median one (95 % intervals of the gap)",
        headings=("measure", "plan", "worst office", "worst", "median", "gap"),
        rows=tuple(
            (
                f"{row['label']}, {row['unit']}",
                str(row["plan"]),
                str(row["worst_office"]),
                amount(row["worst"], row["unit"]),
                amount(row["median"], row["unit"]),
                interval_text(row["gap"], row["gap_low"], row["gap_high"], row["unit"]),
            )
            for row in sorted(rows_of(study.equity()), key=lambda row: str(row["measure"]))
        ),
        words=3,
    )
