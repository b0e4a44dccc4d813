"""The exhibits of a study: for each its table, its chart, the name of both, and what they say.

An exhibit's name is the name that ``Study.plot`` takes and the stem of its files: the table
``office_loads.csv`` lies beside the chart ``office_loads.png``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from types import MappingProxyType
from typing import Any, Final, Literal

import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts import study_charts as of_study
from staffing_sim.charts.study_charts import StudyTables
from staffing_sim.errors import Fault, InputError, nearest, wrong
from staffing_sim.measures import ALL
from staffing_sim.permanence import latest_known
from staffing_sim.permanence.landmarks import RESTRICTED_TO

Form = Literal["table", "chart"]


def _always(_: StudyTables) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A table of a study, a chart of it, or both.

    Attributes
    ----------
    name
        What ``Study.plot`` calls it, and the stem of its files.
    table
        From a study to the table that is saved; None where there is none.
    draw
        From a study to its chart; None where there is none. Its keyword arguments are the chart's
        options.
    alt
        What the chart shows, for whoever cannot see it. In braces: ``plans``, the ``baseline`` and
        the ``others`` by name, ``months`` of the horizon, the ``role`` that hires join, ``target``.
    reading
        How to read the chart.
    answers
        Which of the two belong to the answer, and so are saved unless everything is asked for.
    speaks
        Whether a study has something to say in it; if not, it is not saved.
    """

    name: str
    table: Callable[[StudyTables], pd.DataFrame] | None = None
    draw: Callable[..., Axes] | None = None
    alt: str = ""
    reading: str = ""
    answers: tuple[Form, ...] = ()
    speaks: Callable[[StudyTables], bool] = _always


def _has_several_plans(study: StudyTables) -> bool:
    return len(study.names) > 1


def _has_several_plans_with_prices(study: StudyTables) -> bool:
    return _has_several_plans(study) and study.agency.costs.worker_year > 0.0


def _has_a_cap(study: StudyTables) -> bool:
    return bool(study.caps())


def _follows_somebody(study: StudyTables) -> bool:
    return study.horizon > RESTRICTED_TO


def _knows_exits(study: StudyTables) -> bool:
    return not study.incidence()["incidence"].isna().all()


def _knows_indicators(study: StudyTables) -> bool:
    return not latest_known(study.indicators()).empty


ALL_EXHIBITS: Final = (
    Exhibit(name="summary", table=lambda study: study.summary(), answers=("table",)),
    Exhibit(
        name="unseen_children",
        draw=of_study.unseen_children,
        alt="Lines over {months} months with bands for the spread: children not seen in each "
        "month, under {plans}.",
        reading="Children not seen in each month; the bands show the spread between replications.",
        answers=("chart",),
    ),
    Exhibit(
        name="unseen_by_reason",
        draw=of_study.unseen_by_reason,
        alt="Bars: children not seen in a month by reason, under {plans}.",
        reading="Hiring helps with the first three reasons, not with the last two.",
    ),
    Exhibit(
        name="unseen_running",
        draw=of_study.unseen_running,
        alt="Bars: children not seen for one month, for two and for three months running or more, "
        "under {plans}.",
        reading="One child unseen three months in a row is not the same as three children unseen "
        "once.",
    ),
    Exhibit(
        name="mean_caseload",
        draw=of_study.mean_caseload,
        alt="Lines over {months} months with bands for the spread, one for each plan: mean "
        "caseload of {role}; level lines: the caps.",
        reading="Compare it with any number: where a line falls below a cap, the cap is met on "
        "average. Individual workers differ; see the caseloads below.",
        answers=("chart",),
    ),
    Exhibit(
        name="cap",
        table=lambda study: study.cap_met(),
        draw=of_study.cap,
        alt="Lines over {months} months, one for each plan: share of the replications in which the "
        "mean caseload of {role} is at most {target}, with its interval.",
        reading="The share of replications in which the mean caseload is at or below the cap. "
        "Eight out of eight is not certainty, as the bars show; with fewer than eight none "
        "are drawn.",
        speaks=_has_a_cap,
    ),
    Exhibit(
        name="caseloads",
        table=lambda study: study.caseloads(),
        draw=of_study.caseload_spread,
        alt="Falling steps, one line for each of {plans}: share of workers ({role}) who carry more "
        "than any number of children at the last month end.",
        reading="Its height at the cap is the share of workers over the cap.",
    ),
    Exhibit(
        name="shared_caseload",
        draw=of_study.shared_caseload,
        alt="Marks with intervals, a pair for each of {plans}: the caseload that an average worker "
        "({role}) carries, and the larger one that an average child shares.",
        reading="Both numbers are true: one side quotes the caseload a worker carries, the other "
        "the caseload a child shares.",
    ),
    Exhibit(
        name="two_queues",
        table=lambda study: study.two_queues(),
        draw=of_study.two_queues,
        alt="Two charts side by side on one scale, a line for each plan: children waiting for a "
        "worker, and children whose worker is over the cap, by month.",
        reading="A strict cap moves children from the right-hand queue to the left-hand one, so "
        "the two are always shown together.",
    ),
    Exhibit(
        name="differences",
        table=lambda study: study.differences(),
        draw=of_study.differences_by_measure,
        alt="Marks with intervals, a panel for each headline measure: paired differences of "
        "{others} from {baseline}.",
        reading="Paired on the same worlds; a hollow mark is a difference within chance.",
        answers=("table", "chart"),
        speaks=_has_several_plans,
    ),
    Exhibit(
        name="cost_and_unseen",
        draw=of_study.cost_and_unseen,
        alt="Marks with crosses for intervals: staffing cost less the baseline's, against "
        "child-months unseen less the baseline's, for {others}.",
        reading="Down and to the left is better. A plan whose cross spans the level line may have "
        "bought nothing.",
        answers=("chart",),
        speaks=_has_several_plans_with_prices,
    ),
    Exhibit(name="costs", table=lambda study: study.costs()),
    Exhibit(
        name="staff",
        draw=of_study.staff,
        alt="Lines over {months} months, a panel for each plan: positions authorised, "
        "filled, in training, and productive, with bands.",
        reading="Four lines for all roles together: authorised, filled, at work, in training. "
        "Gross hires fill posts that empty again.",
    ),
    Exhibit(
        name="waterfall",
        table=lambda study: study.waterfall(by=("month", "role")),
        draw=of_study.waterfall,
        alt="Bars that shrink from step to step, a panel for each of {plans}: positions of {role} "
        "from those ordinanced to those that carry cases, with what each step loses.",
        reading="From positions on paper to workers carrying cases, step by step.",
    ),
    Exhibit(
        name="promises",
        table=lambda study: study.promises(),
        draw=of_study.promises,
        alt="Steps and lines over {months} months: hires of {role} that a plan promised, and those "
        "filled and on duty net of leavers.",
        reading="What a plan promised, and what it delivered net of leavers.",
    ),
    Exhibit(
        name="break_even",
        table=lambda study: study.break_even(),
        draw=of_study.break_even,
        alt="Marks with intervals: attrition of {role} beside its break-even rate, a pair for each "
        "of {plans}.",
        reading="Where the diamond lies to the right of the circle, more people came than left. "
        "The base of both rates is given below the chart.",
    ),
    Exhibit(name="attrition", table=lambda study: study.attrition()),
    Exhibit(name="hiring_calendar", table=lambda study: study.hiring_calendar()),
    Exhibit(
        name="office_loads",
        table=lambda study: study.office_loads(),
        draw=of_study.office_loads,
        alt="Maps of load, a row for each office and a column for each role, darker for more: "
        "before, and in the last months under {plans}.",
        reading="Hours demanded for each hour available: darker is worse, bold is clearly over 1. "
        "The colour is only a guide to the numbers.",
    ),
    Exhibit(name="equity", table=lambda study: study.equity()),
    Exhibit(
        name="time_to_permanence",
        table=lambda study: study.followed(),
        draw=of_study.time_to_permanence,
        alt="Lines: share of children with a permanent home, and by each way to one, by months "
        "since entering care; below, marks with intervals: months without a home, what plans "
        "change of it, ageing out and re-entry; under {plans}.",
        reading="Above, how children followed for 24 months leave care; below, the totals, and "
        "what to read beside every gain: children who turn 18 "
        "and children who come back.",
        speaks=_follows_somebody,
    ),
    Exhibit(
        name="permanence",
        draw=of_study.permanence_of_entries,
        alt="Lines with bands for the spread: share of children with a permanent home by months "
        "since entering care, under {plans}.",
        reading="Children who entered care, followed for up to 24 months; other exits compete, and "
        "children still in care count for as long as they were observed. In a short run "
        "the lines end sooner.",
        speaks=_knows_exits,
    ),
    Exhibit(
        name="indicators",
        table=lambda study: study.indicators(),
        draw=of_study.indicators,
        alt="Marks with intervals, a row for each published indicator and a mark for each of "
        "{plans}; dashes: the rule then in force.",
        reading="Published indicators in the last period that is fully followed; read re-entry "
        "beside every gain.",
        speaks=_knows_indicators,
    ),
)

EXHIBITS: Final[Mapping[str, Exhibit]] = MappingProxyType(
    {each.name: each for each in ALL_EXHIBITS}
)
"""Every exhibit of a study, by name."""

_MEASURES_BY_MONTH: Final[Mapping[str, Callable[..., Axes]]] = {
    name: of_study.by_month(name, at_month_end=at_month_end)
    for name, at_month_end in (
        ("unassigned_children", True),
        ("unseen_three_months", True),
        ("turned_away", False),
        ("leavers", False),
        ("hires", False),
        ("aged_out", False),
        ("productive_staff", True),
        ("children_in_care", True),
        ("cost_care", False),
    )
}
"""Measures that add up a column of the month table have a chart too, which is never saved."""

_DRAWN: Final[Mapping[str, Callable[..., Axes]]] = {
    **{each.name: each.draw for each in ALL_EXHIBITS if each.draw is not None},
    **_MEASURES_BY_MONTH,
}


def draw(study: StudyTables, name: str, **options: Any) -> Axes:
    """Draw a chart of a study.

    Parameters
    ----------
    study
        The study.
    name
        An exhibit, or a measure that adds up a column of the month table.
    **options
        The chart's own: what it shows, ``ax`` and, mostly, ``role``.

    Raises
    ------
    InputError
        If there is no chart, option or role of that name; suggests the nearest.
    """
    if name not in _DRAWN:
        raise wrong("plot", f"has no chart called '{name}'", nearest(name, list(_DRAWN)))
    _check_options(name, options)
    role = options.get("role")
    if role is not None and (name, role) != ("differences", ALL):
        study.agency.role(role)  # tells an unknown one, which would draw nothing
    return _DRAWN[name](study, **options)


def _check_options(name: str, options: Mapping[str, Any]) -> None:
    """Refuse options that a chart does not have."""
    parameters = signature(_DRAWN[name]).parameters.values()
    known = [option.name for option in parameters if option.kind is option.KEYWORD_ONLY]
    problem = f"is not an option of the chart '{name}'"
    if unknown := [option for option in options if option not in known]:
        raise InputError(
            Fault(f"plot.{option}", problem, nearest(option, known)) for option in unknown
        )


def tables_of(
    study: StudyTables, *, everything: bool = False
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the tables to be saved of a study, each under the name of its exhibit.

    Parameters
    ----------
    study
        The study.
    everything
        All tables in which it has something to say, or only those that answer the question.
    """
    for name, exhibit in EXHIBITS.items():
        asked = everything or "table" in exhibit.answers
        if asked and exhibit.table is not None and exhibit.speaks(study):
            yield name, exhibit.table(study)


def charts_of(study: StudyTables, *, everything: bool = False) -> Iterator[tuple[str, Axes]]:
    """Yield the charts to be saved of a study, each under the name of its exhibit.

    Parameters
    ----------
    study, everything
        As in `tables_of`.
    """
    for name, exhibit in EXHIBITS.items():
        asked = everything or "chart" in exhibit.answers
        if asked and exhibit.draw is not None and exhibit.speaks(study):
            yield name, exhibit.draw(study)
