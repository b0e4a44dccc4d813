"""Exhibits on caps: when one is met and how surely, and the two queues that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.monthly import by_month
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import capital, listed, quoted, role_name
from staffing_sim.study.caps import cap_of
from staffing_sim.study.words import chance_text, interval_text, rows_of
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["cap_exhibit", "queues_exhibit"]

Row = dict[str, Any]
Cells = dict[tuple[str, int], str]

_QUEUES_SAID: Final = (
    "Children who wait for a worker as the last month ends, and children whose worker holds more "
    "than the cap"
)
_QUEUES_READING: Final = (
    "A strict cap moves children from full desks into the queue of those who have no worker. A "
    "number for one queue hides the other."
)


def cap_exhibit(study: Study) -> Exhibit | None:
    """Return the chance that the mean caseload is at most the cap; none where there is no cap."""
    role = study.agency.workforce.hiring_role
    cap = cap_of(study, role)
    if cap is None:
        return None
    chances = {(row["plan"], row["month"]): chance_text(row) for row in rows_of(study.cap_met())}
    alt = (
        f"Lines over {study.horizon} months, one for each plan: share of the replications in which "
        f"the mean caseload of {role_name(study)} is at most {cap:g}, with its interval."
    )
    caption = (
        f"Share of replications in which the mean caseload is at most {cap:g}, with the 95 % "
        "interval of that chance"
    )
    return Exhibit(
        question="When, and with what chance, is the cap met?",
        found=(_at_the_end(study, chances, cap),),
        panels=(
            Panel(
                figure=figure_of(study.plot("cap", role=role), alt=alt),
                table=by_month(study, chances, caption=caption),
            ),
        ),
        reading=f"{cap:g} is the lowest cap in children that the agency or a plan sets for this "
        "role. The mean of the whole role is held against it; single workers may hold more.",
    )


def _at_the_end(study: Study, chances: Cells, cap: float) -> str:
    last = study.horizon - 1
    when = Timeline(study.agency.start).month_label(last)
    told = listed([f"{chances[plan, last]} under {quoted(plan)}" for plan in study.names])
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
    alt = (
        "Two charts side by side on one scale, a line for each plan: children waiting for a "
        "worker, and children whose worker is over the cap, by month."
    )
    waiting = _queue(study, found, "waiting", "waiting for a worker")
    over = _queue(study, found, "over", "whose worker is over the cap")
    return Exhibit(
        question="Who waits, and whose worker is over the cap?",
        found=(f"{_QUEUES_SAID}: {told}.",),
        panels=(
            Panel(figure=figure_of(study.plot("two_queues"), alt=alt), table=waiting),
            Panel(table=over),
        ),
        reading=_QUEUES_READING,
    )


def _queue(study: Study, found: dict[tuple[Any, Any], Row], name: str, words: str) -> Table:
    cells = {place: _mean(row, name) for place, row in found.items()}
    caption = f"{capital(role_name(study))}: children {words} (95 % intervals)"
    return by_month(study, cells, caption=caption)


def _mean(row: Row, name: str) -> str:
    mean, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if mean == low == high == 0.0:
        return "0"  # in every replication
    return interval_text(mean, low, high, "children")


def _has_cap(study: Study, role: str) -> bool:
    capped = [cap.role for plan in study.plans for cap in plan.caps]
    limited = [clause.role for plan in study.plans for clause in plan.clauses]
    return study.agency.role(role).cap is not None or role in {*capped, *limited}
