"""The charts of a study by name.

    unseen_children      children not seen by month, a line per plan
    unseen_by_reason     why they were not seen
    unseen_running       for how many months running
    staff                positions authorised, filled, in training, productive; a panel per plan
    waterfall            positions from ordinanced to carrying cases; a panel per plan
    break_even           attrition beside the rate that would undo all hiring
    office_loads         demand over hours by office and role: before, and after each plan
    mean_caseload        mean caseload of a role by month, beside the caps that are set
    cap                  chance that the mean caseload of a role is at most a target, by month
    caseloads            share of workers who carry more than any number of children
    two_queues           the two queues of a cap: children waiting, children whose worker is over it
    shared_caseload      the caseload a worker carries, and the one a child shares
    time_to_permanence   exits of children followed for 24 months, restricted mean, re-entry
    permanence           share of children with a permanent home by months since entering care
    promises             hires promised, and delivered net of leavers, of one plan
    indicators           published indicators in the last period the study follows to its end
    differences          paired differences from the baseline, a panel per headline measure
    cost_and_unseen      change in cost against change in child-months unseen

Any measure that adds up a column of the month table has a chart under its own name.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, Final

from matplotlib.axes import Axes

from staffing_sim import charts
from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.measures import ALL, MEASURES, Measure
from staffing_sim.study import panels, sooner
from staffing_sim.study.tables import Findings
from staffing_sim.study.tables.caps import cap_of, caps_of
from staffing_sim.study.tables.children import latest_known

__all__ = ["CHARTS", "draw"]

Options = dict[str, Any]


def _unseen(study: Findings, options: Options) -> Axes:
    return charts.unseen(study.months(), **options)


def _by_reason(study: Findings, options: Options) -> Axes:
    return charts.unseen_by_reason(study.months(), **options)


def _running(study: Findings, options: Options) -> Axes:
    return charts.unseen_running(study.months(), **options)


def _cap(study: Findings, options: Options) -> Axes:
    target, role = options.pop("target", None), options.pop("role", None)
    return charts.cap_met(study.cap_met(target, role=role), **options)


def _mean_caseload(study: Findings, options: Options) -> Axes:
    role = study.agency.role_or_hiring(options.pop("role", None)).name
    caps = options.pop("caps", caps_of(study, role))
    return charts.mean_caseload(study.months(), role=role, caps=caps, **options)


def _caseloads(study: Findings, options: Options) -> Axes:
    role = study.agency.role_or_hiring(options.pop("role", None)).name
    cap = options.pop("cap", cap_of(study, role))
    return charts.caseloads(study.caseloads(), role=role, cap=cap, **options)


def _permanence(study: Findings, options: Options) -> Axes:
    frame = study.incidence()
    if frame["incidence"].isna().all():
        problem = "knows nobody who left care within the horizon"
        raise InputError([Fault(key="permanence", problem=problem, remedy="Give more years.")])
    return charts.permanence(frame, **options)


def _shared(study: Findings, options: Options) -> Axes:
    role = study.agency.role_or_hiring(options.pop("role", None)).name
    return charts.shared_caseload(study.caseloads(), role=role, **options)


def _cost_and_unseen(study: Findings, options: Options) -> Axes:
    panels.check_several(study, "cost_and_unseen")
    table = study.differences(options.pop("baseline", None))
    return charts.cost_and_unseen(table, months=study.horizon, **options)


def _break_even(study: Findings, options: Options) -> Axes:
    return charts.break_even(study.break_even(role=options.pop("role", None)), **options)


def _promises(study: Findings, options: Options) -> Axes:
    return charts.promises(study.promises(options.pop("role", None)), **options)


def _indicators(study: Findings, options: Options) -> Axes:
    latest = latest_known(study.indicators())
    if latest.empty:
        problem = "has no period that the study follows to its end"
        raise InputError([Fault(key="indicators", problem=problem, remedy="Give more years.")])
    return charts.indicators(latest, **options)


CHARTS: Final[dict[str, Callable[[Findings, Options], Axes]]] = {
    "unseen_children": _unseen,
    "unseen_by_reason": _by_reason,
    "unseen_running": _running,
    "staff": panels.staff,
    "break_even": _break_even,
    "waterfall": panels.waterfall,
    "office_loads": panels.office_loads,
    "mean_caseload": _mean_caseload,
    "cap": _cap,
    "two_queues": panels.two_queues,
    "caseloads": _caseloads,
    "shared_caseload": _shared,
    "time_to_permanence": sooner.time_to_permanence,
    "permanence": _permanence,
    "indicators": _indicators,
    "differences": panels.differences,
    "cost_and_unseen": _cost_and_unseen,
    "promises": _promises,
}
"""The charts with a form of their own, by name."""

_FORMS: Final[dict[str, Callable[..., Axes]]] = {
    "promises": charts.promises,
    "unseen_children": charts.unseen,
    "unseen_by_reason": charts.unseen_by_reason,
    "unseen_running": charts.unseen_running,
    "staff": charts.staff,
    "waterfall": charts.waterfall,
    "mean_caseload": charts.mean_caseload,
    "cap": charts.cap_met,
    "caseloads": charts.caseloads,
    "time_to_permanence": charts.exit_curve,
    "permanence": charts.permanence,
    "indicators": charts.indicators,
    "differences": charts.forest,
    "break_even": charts.break_even,
    "office_loads": charts.office_loads,
    "two_queues": charts.queue,
    "shared_caseload": charts.shared_caseload,
    "cost_and_unseen": charts.cost_and_unseen,
}
"""What draws them, and so which options they have."""

_MORE_OPTIONS: Final = {
    "break_even": ("role",),
    "cap": ("target", "role"),
    "cost_and_unseen": ("baseline",),
    "differences": ("baseline",),
    "office_loads": ("last",),
    "promises": ("role",),
    "two_queues": ("role",),
    "waterfall": ("role", "month"),
}
"""Options that choose what is drawn, not how."""

_COLUMNS: Final = {
    "unassigned_children": "unassigned_children",
    "unseen_three_months": "unseen_three_months",
    "turned_away": "turned_away",
    "leavers": "leavers",
    "hires": "hires",
    "aged_out": "aged_out",
    "productive_staff": "productive_staff",
    "children_in_care": "children_in_care",
    "cost_care": "cost_care",
}
"""Measures that are one column of the month table added up."""

_AT_MONTH_END: Final = (
    "unassigned_children",
    "unseen_three_months",
    "productive_staff",
    "children_in_care",
)
"""Those of them that are counted as the month ends, not over the month."""


def draw(study: Findings, name: str, **options: Any) -> Axes:
    """Draw a chart of a study.

    Raises
    ------
    InputError
        If there is no chart, option or role of that name; suggests the nearest.
    """
    _check_options(name, options)
    role = options.get("role")
    if role is not None and (name, role) != ("differences", ALL):
        study.agency.role(role)  # tells an unknown one, which would draw nothing
    if name in CHARTS:
        return CHARTS[name](study, options)
    if name not in _COLUMNS:
        remedy = nearest(name, [*CHARTS, *_COLUMNS])
        raise InputError(
            [Fault(key="plot", problem=f"has no chart called '{name}'", remedy=remedy)]
        )
    measure: Measure = MEASURES[name]
    titles: Options = {
        "title": f"{measure.label}, by month",
        "unit": measure.unit_in(study.agency.costs.currency),
        "at_month_end": name in _AT_MONTH_END,
    }
    return charts.column(study.months(), _COLUMNS[name], **(titles | options))


def _check_options(name: str, options: Options) -> None:
    """Refuse options that a chart does not have."""
    if name not in CHARTS and name not in _COLUMNS:
        return  # that there is no such chart is told first
    parameters = signature(_FORMS.get(name, charts.column)).parameters.values()
    known = [option.name for option in parameters if option.kind is option.KEYWORD_ONLY]
    known += _MORE_OPTIONS.get(name, ())
    problem = f"is no option of the chart '{name}'"
    if unknown := [option for option in options if option not in known]:
        raise InputError(
            Fault(key=f"plot.{option}", problem=problem, remedy=nearest(option, known))
            for option in unknown
        )
