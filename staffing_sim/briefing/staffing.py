"""Exhibits on staff: does hiring outrun turnover, is a cap met, and the two queues of a cap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import capital, listed, quoted
from staffing_sim.briefing.dates import month_ends, names_of
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.intervals import wilson
from staffing_sim.study.words import interval_text, rows_of

if TYPE_CHECKING:
    import numpy as np

    from staffing_sim.study import Study

__all__ = ["cap_exhibit", "queues_exhibit", "turnover_exhibit"]

Row = dict[str, Any]

_QUEUES_SAID: Final = (
    "Children who wait for a worker as the last month ends, and children whose worker holds more "
    "than the cap"
)


def turnover_exhibit(study: Study) -> Exhibit:
    """Return attrition beside the rate that would undo all hiring, and promise beside delivery."""
    role = role_name(study)
    rates = rows_of(study.break_even())
    alt = (
        f"Marks with intervals: attrition of {role} beside its break-even rate, a pair for each of "
        f"{listed([quoted(name) for name in study.names])}."
    )
    return Exhibit(
        question="Does the plan outrun turnover?",
        found=(_outrun(rates),),
        panels=(
            Panel(
                figure=figure_of(study.plot("break_even"), alt=alt), table=_rate_table(rates, role)
            ),
            Panel(
                figure=figure_of(
                    study.plot("staff", role=study.agency.workforce.hiring_role),
                    alt=(
                        f"Lines over {study.horizon} months, a panel for each plan: positions of "
                        f"{role} authorised, filled, in training, and productive, with bands."
                    ),
                ),
                table=_promise_table(study, role, "filled", "people on the payroll"),
            ),
            Panel(table=_promise_table(study, role, "on_duty", "people on duty")),
        ),
        reading=(
            "Break-even is the rate of leaving that would just undo everybody who begins their "
            "duty. On the payroll counts the academy; on duty does not. Hires promised as gross "
            "are people, not growth."
        ),
    )


def _outrun(rates: list[Row]) -> str:
    """Return under which plans more people come than go, and where that is open."""
    found: dict[str, list[str]] = {}
    for row in rates:
        found.setdefault(_balance(row), []).append(quoted(row["plan"]))
    text = "; ".join(f"{words} under {listed(plans)}" for words, plans in found.items())
    return f"{capital(text)}."


def _balance(row: Row) -> str:
    """Return whether more come than go, as far as the intervals of the two rates tell."""
    if row["break_even_low"] > row["attrition_high"]:
        return "more people come to duty than leave it"
    if row["break_even_high"] < row["attrition_low"]:
        return "more people leave duty than come to it"
    return "the intervals of attrition and of its break-even overlap"


def _rate_table(rates: list[Row], role: str) -> Table:
    return Table(
        caption=f"Rates of {role} a year, over the years that people were on duty",
        headings=("plan", "attrition", "break-even"),
        rows=tuple(
            (str(row["plan"]), _rate(row, "attrition"), _rate(row, "break_even")) for row in rates
        ),
    )


def _rate(row: Row, name: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], "share")


def _promise_table(study: Study, role: str, name: str, what: str) -> Table:
    """Return people delivered of those promised, a column for each plan."""
    cells = {
        (row["plan"], row["month"]): _mean(row, name, "people") + _of_promised(row)
        for row in rows_of(study.promises())
    }
    return _by_month(
        study,
        cells,
        f"{capital(role)}: {what}, more than on day 0, of hires promised by then (95 % intervals)",
    )


def _of_promised(row: Row) -> str:
    return f" of {row['promised']:,.0f}" if row["promised"] else ""


def _by_month(study: Study, cells: dict[tuple[str, int], str], caption: str) -> Table:
    """Return what is known of each plan at a few month ends."""
    months = month_ends(study.horizon)
    return Table(
        caption=caption,
        headings=("month end", *study.names),
        rows=tuple(
            (name, *(cells[plan, month] for plan in study.names))
            for month, name in zip(months, names_of(study, months), strict=True)
        ),
    )


def cap_exhibit(study: Study) -> Exhibit | None:
    """Return the chance that the mean caseload is at most the cap; none where there is no cap."""
    from staffing_sim.study.pictures import cap_of

    role = study.agency.workforce.hiring_role
    cap = cap_of(study, role)
    if cap is None:
        return None
    months = month_ends(study.horizon)
    cells = _cap_cells(study, role=role, cap=cap)
    last = listed([f"{cells[plan, months[-1]]} under {quoted(plan)}" for plan in study.names])
    table = _by_month(
        study,
        cells,
        f"Share of replications in which the mean caseload is at most {cap:g}, with the 95 % "
        "interval of that chance",
    )
    told = (
        f"Chance that, as {names_of(study, months)[-1]} ends, the mean caseload of "
        f"{role_name(study)} is at most {cap:g} children: {last}."
    )
    alt = (
        f"Lines over {study.horizon} months, one for each plan: share of the replications in which "
        f"the mean caseload of {role_name(study)} is at most {cap:g}, with its interval."
    )
    return Exhibit(
        question="When, and with what chance, is the cap met?",
        found=(told,),
        panels=(Panel(figure=figure_of(study.plot("cap", role=role), alt=alt), table=table),),
        reading=(
            f"{cap:g} is the lowest cap in children that the agency or a plan sets for this role. "
            "It is the mean of the whole role that is held against it here; single workers may "
            "hold more."
        ),
    )


def _cap_cells(study: Study, *, role: str, cap: float) -> dict[tuple[str, int], str]:
    """Return the chance of each plan at each month end, with its interval."""
    frame = study.months()
    rows = frame[frame["role"] == role]
    keys = ["plan", "month", "replication"]
    sums = rows.groupby(keys, observed=True)[["children_carried", "carrying"]].sum()
    met = (sums["children_carried"] / sums["carrying"] <= cap).unstack("replication")
    return {place: _chance(row.to_numpy()) for place, row in met.iterrows()}  # type: ignore[misc]


def _chance(met: np.ndarray[Any, Any]) -> str:
    low, high = wilson(met.sum(), len(met))
    return f"{100 * met.mean():.0f} % ({100 * float(low):.0f} to {100 * float(high):.0f} %)"


def queues_exhibit(study: Study) -> Exhibit | None:
    """Return both queues of a cap; none where no cap or clause is in force for the role."""
    role = study.agency.workforce.hiring_role
    if not _has_cap(study, role):
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
    queues = {"waiting": "waiting for a worker", "over": "whose worker is over the cap"}
    waiting, over = (
        _by_month(
            study,
            {place: _mean(row, name, "children") for place, row in found.items()},
            f"{capital(role_name(study))}: children {words} (95 % intervals)",
        )
        for name, words in queues.items()
    )
    return Exhibit(
        question="Who waits, and whose worker is over the cap?",
        found=(f"{_QUEUES_SAID}: {told}.",),
        panels=(
            Panel(figure=figure_of(study.plot("two_queues"), alt=alt), table=waiting),
            Panel(table=over),
        ),
        reading=(
            "A strict cap moves children from full desks into the queue of those who have no "
            "worker. A number for one queue hides the other."
        ),
    )


def _has_cap(study: Study, role: str) -> bool:
    capped = [cap.role for plan in study.plans for cap in plan.caps]
    limited = [clause.role for plan in study.plans for clause in plan.clauses]
    return study.agency.role(role).cap is not None or role in {*capped, *limited}


def _mean(row: Row, name: str, unit: str) -> str:
    if row[name] == row[f"{name}_low"] == row[f"{name}_high"] == 0.0:
        return "0"  # in every replication
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)


def role_name(study: Study) -> str:
    """Return what the role that hires join is called in a sentence."""
    return study.agency.workforce.hiring_role.replace("_", " ")
