"""One function for each chart of a study: the table it draws, and its options.

A function's keyword arguments are the options that ``Study.plot`` takes for that chart.
"""

# ruff: noqa: D102  # what a table holds is told where it is made, in `study`

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.agency import Agency
from staffing_sim.charts import caps as cap_charts
from staffing_sim.charts import differences, exits, offices, over_time, positions, visits
from staffing_sim.charts.axes import words
from staffing_sim.errors import InputError, wrong
from staffing_sim.measures import MEASURES, find_measure
from staffing_sim.permanence import latest_known
from staffing_sim.permanence.landmarks import PERMANENCE, RESTRICTED_TO
from staffing_sim.timeline import Timeline

Table = pd.DataFrame


class StudyTables(Protocol):
    """What a study tells its exhibits; `staffing_sim.Study` does."""

    @property
    def agency(self) -> Agency: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def horizon(self) -> int: ...

    def attrition(self) -> Table: ...
    def break_even(self, *, role: str | None = None) -> Table: ...
    def cap_met(self, target: float | None = None, *, role: str | None = None) -> Table: ...
    def caps(self, role: str | None = None) -> tuple[float, ...]: ...
    def caseloads(self) -> Table: ...
    def costs(self) -> Table: ...
    def differences(self, baseline: str | None = None) -> Table: ...
    def equity(self) -> Table: ...
    def followed(self) -> Table: ...
    def headlines(self, table: Table) -> Table: ...
    def hiring_calendar(self) -> Table: ...
    def incidence(self) -> Table: ...
    def indicators(self) -> Table: ...
    def months(self) -> Table: ...
    def office_loads(self, *, last: int = 12) -> Table: ...
    def promises(self, role: str | None = None) -> Table: ...
    def role_of(self, measure: str) -> str: ...
    def summary(self) -> Table: ...
    def two_queues(self, role: str | None = None) -> Table: ...
    def waterfall(
        self, *, month: int | None = None, role: str | None = None, by: str | Sequence[str] = ()
    ) -> Table: ...


def by_month(name: str, *, at_month_end: bool) -> Callable[..., Axes]:
    """Return what draws a measure that adds up a column of the month table, a line per plan."""

    def draw(
        study: StudyTables,
        *,
        title: str | None = None,
        unit: str | None = None,
        role: str | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        measure = MEASURES[name]
        return over_time.column(
            study.months(),
            name,
            title=f"{measure.label}, by month" if title is None else title,
            unit=measure.unit_in(study.agency.costs.currency) if unit is None else unit,
            at_month_end=at_month_end,
            role=role,
            ax=ax,
        )

    return draw


def unseen_children(study: StudyTables, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw children not seen by month, a line per plan."""
    return visits.unseen(study.months(), role=role, ax=ax)


def unseen_by_reason(study: StudyTables, *, ax: Axes | None = None) -> Axes:
    """Draw why children were not seen."""
    return visits.unseen_by_reason(study.months(), ax=ax)


def unseen_running(study: StudyTables, *, ax: Axes | None = None) -> Axes:
    """Draw for how many months running children were not seen."""
    return visits.unseen_running(study.months(), ax=ax)


def staff(
    study: StudyTables,
    *,
    plan: str | None = None,
    role: str | None = None,
    top: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one plan's staff, or a panel per plan on one scale."""
    frame = study.months()
    if plan is not None or ax is not None or len(study.names) == 1:
        return positions.staff(frame, plan=plan, role=role, top=top, ax=ax)
    return positions.staff_of_plans(frame, role=role, top=top)


def waterfall(
    study: StudyTables,
    *,
    plan: str | None = None,
    role: str | None = None,
    month: int | None = None,
    unit: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the waterfall of one month end and role, of one plan or a panel per plan."""
    chosen = study.agency.role_or_hiring(role).name
    at = study.horizon - 1 if month is None else month
    frame = study.waterfall(month=at, role=chosen)
    when = Timeline(study.agency.start).month_label(at)
    counted = f"positions, {words(chosen)}, end of {when}" if unit is None else unit
    if plan is not None or ax is not None or len(study.names) == 1:
        return positions.waterfall(frame, plan=plan, unit=counted, ax=ax)
    return positions.waterfall_of_plans(frame, unit=counted)


def break_even(study: StudyTables, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw attrition beside the rate that would undo all hiring."""
    return positions.break_even(study.break_even(role=role), ax=ax)


def promises(
    study: StudyTables, *, plan: str | None = None, role: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw hires promised, and delivered net of leavers, of one plan."""
    return positions.promises(study.promises(role), plan=plan, ax=ax)


def mean_caseload(
    study: StudyTables,
    *,
    role: str | None = None,
    caps: Sequence[float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean caseload of a role beside the caps that are set, or those given."""
    chosen = study.agency.role_or_hiring(role).name
    levels = study.caps(chosen) if caps is None else caps
    return cap_charts.mean_caseload(study.months(), role=chosen, caps=levels, ax=ax)


def cap(
    study: StudyTables,
    *,
    target: float | None = None,
    role: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the chance that the mean caseload of a role is at most a target."""
    return cap_charts.cap_met(study.cap_met(target, role=role), ax=ax)


def caseload_spread(
    study: StudyTables, *, role: str | None = None, cap: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the share of workers who carry more than any number; the lowest cap is marked."""
    chosen = study.agency.role_or_hiring(role).name
    level = min(study.caps(chosen), default=None) if cap is None else cap
    return cap_charts.caseloads(study.caseloads(), role=chosen, cap=level, ax=ax)


def shared_caseload(study: StudyTables, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the caseload a worker carries, and the one a child shares."""
    chosen = study.agency.role_or_hiring(role).name
    return cap_charts.shared_caseload(study.caseloads(), role=chosen, ax=ax)


def two_queues(
    study: StudyTables, *, role: str | None = None, of: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw one of the two queues of a cap, or both side by side on one scale."""
    frame = study.two_queues(role)
    if of is None and ax is None:
        return cap_charts.two_queues(frame)
    return cap_charts.queue(frame, of=of or "waiting", ax=ax)


def office_loads(
    study: StudyTables,
    *,
    last: int = 12,
    plan: str | None = None,
    period: str | None = None,
    scale: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one map of load, or one before and one after each plan, on one scale."""
    frame = study.office_loads(last=last)
    if plan is None and period is None and ax is None:
        return offices.load_maps(frame, scale=scale)
    return offices.office_loads(frame, plan=plan, period=period or "after", scale=scale, ax=ax)


def permanence_of_entries(study: StudyTables, *, ax: Axes | None = None) -> Axes:
    """Draw the share of children with a permanent home by months since entering care."""
    frame = study.incidence()
    if frame["incidence"].isna().all():
        raise _too_short("permanence", "has nobody who left care within the horizon")
    return exits.permanence(frame, ax=ax)


def time_to_permanence(
    study: StudyTables, *, exit_to: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how children leave who could be followed for 24 months; one exit's curves, or all."""
    frame = study.followed()
    if frame.empty:
        problem = f"follows nobody for {RESTRICTED_TO} months"
        raise _too_short("time_to_permanence", problem, "Give years = 3 or more.")
    if exit_to is not None or ax is not None:
        return exits.exit_curve(frame, exit_to=exit_to or PERMANENCE, ax=ax)
    children = frame.loc[frame["statistic"] == "restricted_mean", "children"].iloc[0]
    span = Timeline(study.agency.start).span_label(study.horizon - RESTRICTED_TO)
    title = (
        f"How much sooner is permanence?\n{children:,.0f} children a run who entered care "
        f"{span}, each followed for {RESTRICTED_TO} months"
    )
    causes = study.agency.permanence_causes
    return exits.time_to_permanence(frame, study.differences(), exits=causes, title=title)


def indicators(study: StudyTables, *, ax: Axes | None = None) -> Axes:
    """Draw published indicators in the last period that the study follows to its end."""
    latest = latest_known(study.indicators())
    if latest.empty:
        raise _too_short("indicators", "has no period that the study follows to its end")
    return exits.indicators(latest, ax=ax)


def differences_by_measure(
    study: StudyTables,
    *,
    baseline: str | None = None,
    measure: str | None = None,
    role: str | None = None,
    title: str | None = None,
    better: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one measure's differences from a baseline, or a panel per headline measure."""
    _check_several(study, "differences")
    frame = study.differences(baseline)
    if measure is None and ax is None:
        return differences.forests(frame, study.headlines(frame))
    shown = find_measure(measure or "unseen_children")
    chosen = study.role_of(shown.name) if role is None else role
    return differences.forest(
        frame,
        measure=shown.name,
        role=chosen,
        title=shown.label_for(chosen) if title is None else title,
        better=shown.better if better is None else better,
        ax=ax,
    )


def cost_and_unseen(
    study: StudyTables, *, baseline: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw what each plan costs more, against how child-months unseen change."""
    _check_several(study, "cost_and_unseen")
    return differences.cost_and_unseen(study.differences(baseline), months=study.horizon, ax=ax)


def _check_several(study: StudyTables, name: str) -> None:
    """Refuse a chart that compares plans where there is but one."""
    if len(study.names) < 2:
        raise wrong(name, "needs two plans or more", "Compare with another.")


def _too_short(name: str, problem: str, remedy: str = "Give more years.") -> InputError:
    return wrong(name, problem, remedy)
