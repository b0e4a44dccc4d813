"""How plans differ: the tables that show every plan, and the exhibit of their differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from staffing_sim.briefing.elements import Exhibit, Panel, Table, capital, chart_of, listed, quoted
from staffing_sim.briefing.sentences import CLEAR
from staffing_sim.measures import MEASURES
from staffing_sim.study.figures import HEADLINES
from staffing_sim.study.headlines import by_measure, changes_of, headlines_of

if TYPE_CHECKING:
    from staffing_sim.study import Study

_DIFFERENCE = ("difference", "95 % interval", "verdict")
_NULL = ("null model", "95 % interval", "verdict")


def level_table(study: Study) -> Table:
    """Return every headline measure of every plan, mean and interval."""
    found = by_measure(headlines_of(study))
    return Table(
        caption="Every plan: means over the replications, with 95 % intervals in brackets",
        headings=("measure", *study.names),
        rows=tuple(
            (label, *(each.mean_with_interval for each in of_plans))
            for label, of_plans in found.items()
        ),
    )


def difference_tables(study: Study, null_study: Study | None) -> tuple[Table, ...]:
    """Return, for each plan, how it differs from the baseline, beside the null model."""
    headlines = headlines_of(study)
    null = () if null_study is None else headlines_of(null_study)
    beside_it = ", beside the same in the null model" if null else ""
    tables = []
    for plan in study.names[1:]:
        beside = {each.measure: each.change_words for each in changes_of(null, plan)}
        rows = tuple(
            (each.change_label, *each.change_words, *beside.get(each.measure, ()))
            for each in changes_of(headlines, plan)
        )
        tables.append(
            Table(
                caption=f"{quoted(plan)} less {quoted(study.names[0])}{beside_it}",
                headings=("measure", *_DIFFERENCE, *(_NULL if null else ())),
                rows=rows,
            )
        )
    return tuple(tables)


def head_to_head(study: Study, measure: str = "unseen_children") -> Table | None:
    """Return one headline's differences of every plan from every other; none of two plans."""
    if len(study.plans) < 3:
        return None
    rows = [
        (f"{each.plan}, less {quoted(against)}", *each.change_words)
        for place, against in enumerate(study.names[1:-1], start=2)
        for each in headlines_of(study, against=against)
        if each.measure == measure and each.plan in study.names[place:]
    ]
    return Table(
        caption=f"{MEASURES[measure].label}: the plans against each other",
        headings=("plans", *_DIFFERENCE),
        rows=tuple(rows),
    )


def definitions(study: Study) -> Table:
    """Return what each headline measure counts, in full."""
    shown = [name for name in HEADLINES if (name, study.role_of(name)) in study.measured]
    return Table(
        caption="What each measure counts",
        headings=("measure", "what it counts"),
        rows=tuple((MEASURES[name].label, MEASURES[name].definition) for name in shown),
        words=2,
    )


_READING: Final = (
    "Every plan met the same families, children and luck, so any difference comes from the plans "
    "themselves. Intervals hold for all plans together within a measure. No clear difference means "
    "that the difference is within chance, not that there is none. More people resign where more "
    "are employed; for the rate at which they leave see “Does the plan outrun turnover?”."
)


def difference_exhibit(study: Study, null_study: Study | None) -> Exhibit:
    """Return how every plan differs from the baseline, beside the null model."""
    levels = Panel(table=level_table(study))
    if len(study.plans) == 1:
        return Exhibit(question="What does the plan come to?", found=(), panels=(levels,))
    first, *others = difference_tables(study, null_study)
    against = head_to_head(study)
    return Exhibit(
        question="Which plan, and how much difference does it make?",
        found=tuple(_told(study, plan) for plan in study.names[1:]),
        panels=(
            Panel(figure=chart_of(study, "differences"), table=first),
            *(Panel(table=table) for table in (*others, against) if table is not None),
            levels,
        ),
        reading=_READING,
    )


def _told(study: Study, plan: str) -> str:
    """Return in which headline measures a plan is better, in which worse, and the rest."""
    found: dict[str, list[str]] = {}
    for each in changes_of(headlines_of(study), plan):
        label = MEASURES[each.measure].label.lower().partition(",")[0]
        found.setdefault(each.judgement, []).append(label)
    order = [*CLEAR, *(verdict for verdict in found if verdict not in CLEAR)]
    parts = [f"{name}: {listed(found[name])}" for name in order if name in found]
    return f"{quoted(plan)}, against {quoted(study.names[0])}. {'. '.join(map(capital, parts))}."
