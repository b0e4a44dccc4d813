"""Exhibits on caps: when one is met and how surely, and the two queues that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.monthly import by_month, spread_text
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import by_name, capital, listed, quoted, role_name
from staffing_sim.intervals import Floats
from staffing_sim.study.figures import chance_text, interval_text, rows_of
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["cap_exhibit", "queues_exhibit"]

Row = dict[str, Any]
Cells = dict[tuple[str, int], str]

_MOST_CAPS: Final = 3
_CAPS_READING: Final = (
    "The caps are those that the agency, a plan or a clause sets for this role; hold the mean "
    "caseload against any other number. It is the mean of the whole role: single workers may hold "
    "more."
)
_QUEUES_SAID: Final = (
    "Children who wait for a worker as the last month ends, and children whose worker holds more "
    "than the cap"
)
_QUEUES_READING: Final = (
    "A strict cap moves children from full desks into the queue of those who have no worker. A "
    "number for one queue hides the other."
)


def cap_exhibit(study: Study) -> Exhibit | None:
    """Return the mean caseload beside the caps, and the chance of each; none where there is none.

    Every cap that somebody set is shown, up to three of them, the strictest first. Whoever argues
    over another number can hold the mean caseload against it.
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
            *(_by_month(study, cap, found) for cap, found in chances.items()),
        ),
        reading=_CAPS_READING,
    )


def _chances(study: Study, cap: float) -> Cells:
    return {(row["plan"], row["month"]): chance_text(row) for row in rows_of(study.cap_met(cap))}


def _mean_loads(study: Study, role: str) -> Panel:
    cells = {
        place: spread_text(loads, "children per worker")
        for place, loads in _loads(study, role).items()
    }
    caption = (
        f"Mean caseload of {role_name(study)}, children per worker, and in brackets the 10th to "
        "90th percentile of the replications"
    )
    return Panel(
        figure=chart_of(study, "mean_caseload", role=role),
        table=by_month(study, cells, caption=caption),
    )


def _loads(study: Study, role: str) -> dict[tuple[str, int], Floats]:
    """Return the mean caseload of each replication, by plan and month."""
    rows = study.months()
    keys = ["plan", "month", "replication"]
    of_role = rows[rows["role"] == role].groupby(keys, observed=True)
    sums = of_role[["children_carried", "carrying"]].sum()
    table = (sums["children_carried"] / sums["carrying"]).unstack("replication")
    return {place: row.to_numpy() for place, row in table.iterrows()}  # type: ignore[misc]


def _by_month(study: Study, cap: float, chances: Cells) -> Panel:
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
