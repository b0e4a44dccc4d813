"""Exhibits on staff: does hiring outrun turnover, is a cap met, and the two queues of a cap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from staffing_sim.briefing.answer import capital, listed, quoted
from staffing_sim.briefing.dates import month_ends, names_of
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.intervals import wilson
from staffing_sim.study.words import amount, interval_text, rows_of

if TYPE_CHECKING:
    import numpy as np

    from staffing_sim.study import Study

__all__ = ["cap_exhibit", "queues_exhibit", "turnover_exhibit"]

Row = dict[str, Any]


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
                table=_promise_table(study, role),
            ),
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
    return "attrition and its break-even cannot be told apart"


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


def _promise_table(study: Study, role: str) -> Table:
    months = month_ends(study.horizon)
    frame = study.promises()
    chosen = rows_of(frame[frame["month"].isin(months)])
    dates = dict(zip(months, names_of(study, months), strict=True))
    return Table(
        caption=f"Promised and delivered, {role}, more than on day 0, as the month ends",
        headings=("plan", "month end", "hires promised", "on the payroll", "on duty"),
        rows=tuple(
            (
                str(row["plan"]),
                dates[row["month"]],
                f"{row['promised']:,.0f}",
                _mean(row, "filled", "people"),
                _mean(row, "on_duty", "people"),
            )
            for row in chosen
        ),
        words=2,
    )


def cap_exhibit(study: Study) -> Exhibit | None:
    """Return the chance that the mean caseload is at most the cap; none where there is no cap."""
    from staffing_sim.study.pictures import cap_of

    role = study.agency.workforce.hiring_role
    cap = cap_of(study, role)
    if cap is None:
        return None
    months = month_ends(study.horizon)
    table = _cap_table(study, role=role, cap=cap)
    last = listed([f"{row[-1]} under {quoted(row[0])}" for row in table.rows])
    told = (
        f"As {names_of(study, months)[-1]} ends, the mean caseload of {role_name(study)} is at "
        f"most {cap:g} children in {last} of the replications."
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


def _cap_table(study: Study, *, role: str, cap: float) -> Table:
    months = month_ends(study.horizon)
    frame = study.months()
    rows = frame[frame["role"] == role]
    keys = ["plan", "month", "replication"]
    sums = rows.groupby(keys, observed=True)[["children_carried", "carrying"]].sum()
    met = (sums["children_carried"] / sums["carrying"] <= cap).unstack("replication")
    chances = {place: _chance(row.to_numpy()) for place, row in met.iterrows()}
    return Table(
        caption=f"Share of replications in which the mean caseload is at most {cap:g}, with the "
        "95 % interval of that chance, as the month ends",
        headings=("plan", *names_of(study, months)),
        rows=tuple((plan, *(chances[plan, month] for month in months)) for plan in study.names),
    )


def _chance(met: np.ndarray[Any, Any]) -> str:
    low, high = wilson(met.sum(), len(met))
    return f"{100 * met.mean():.0f} % ({100 * float(low):.0f} to {100 * float(high):.0f} %)"


def queues_exhibit(study: Study) -> Exhibit | None:
    """Return both queues of a cap; none where no cap or clause is in force for the role."""
    role = study.agency.workforce.hiring_role
    if not _has_cap(study, role):
        return None
    frame = study.two_queues()
    months = month_ends(study.horizon)
    names = names_of(study, months)
    rows = rows_of(frame[frame["month"].isin(months)])
    last = [row for row in rows if row["month"] == months[-1]]
    numbers = listed([_both(row) for row in last])
    told = (
        f"As {names[-1]} ends, children who wait for a worker, and children whose worker holds more "
        f"than the cap, number {numbers}."
    )
    alt = (
        "Two charts side by side on one scale, a line for each plan: children waiting for a "
        "worker, and children whose worker is over the cap, by month."
    )
    return Exhibit(
        question="Who waits, and whose worker is over the cap?",
        found=(told,),
        panels=(
            Panel(
                figure=figure_of(study.plot("two_queues"), alt=alt),
                table=_queue_table(rows, dict(zip(months, names, strict=True)), role_name(study)),
            ),
        ),
        reading=(
            "A strict cap moves children from full desks into the queue of those who have no "
            "worker. A number for one queue hides the other."
        ),
    )


def _both(row: Row) -> str:
    waiting, over = (amount(row[name], "children") for name in ("waiting", "over"))
    return f"{waiting} and {over} under {quoted(row['plan'])}"


def _queue_table(rows: list[Row], dates: dict[int, str], role: str) -> Table:
    return Table(
        caption=f"The two queues of {role}: children, means with 95 % intervals, as the month ends",
        headings=("plan", "month end", "waiting for a worker", "worker over the cap"),
        rows=tuple(
            (
                str(row["plan"]),
                dates[row["month"]],
                _mean(row, "waiting", "children"),
                _mean(row, "over", "children"),
            )
            for row in rows
        ),
        words=2,
    )


def _has_cap(study: Study, role: str) -> bool:
    capped = [cap.role for plan in study.plans for cap in plan.caps]
    limited = [clause.role for plan in study.plans for clause in plan.clauses]
    return study.agency.role(role).cap is not None or role in {*capped, *limited}


def _mean(row: Row, name: str, unit: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)


def role_name(study: Study) -> str:
    """Return what the role that hires join is called in a sentence."""
    return study.agency.workforce.hiring_role.replace("_", " ")
