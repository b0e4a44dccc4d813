"""Exhibit: how every plan differs from the baseline, beside the null model, and from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from staffing_sim.briefing.answer import CLEAR
from staffing_sim.briefing.elements import Exhibit, Panel, capital, listed, quoted
from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.tables import difference_tables, head_to_head, level_table
from staffing_sim.measures import MEASURES
from staffing_sim.study.headlines import changes_of, headlines_of

if TYPE_CHECKING:
    from staffing_sim.study import Study


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
