"""Exhibit: how many children go unseen, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from staffing_sim.briefing.answer import across_plans
from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.monthly import by_month, spread_text
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import capital, quoted
from staffing_sim.study.figures import amount, rows_of

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["unseen_exhibit"]

_READING: Final = (
    "A child is unseen in a month in which a visit was due and none took place, for whatever "
    "reason. Not every such child was harmed, nor every seen child safe."
)


def unseen_exhibit(study: Study) -> Exhibit:
    """Return children unseen by month, and why."""
    across = f"{capital(across_plans(study, 'unseen_children'))}." if len(study.plans) > 1 else ""
    return Exhibit(
        question="How many children go unseen?",
        found=tuple(text for text in (across, _why(study)) if text),
        panels=(_by_month(study), _by_reason(study)),
        reading=_READING,
    )


def _by_month(study: Study) -> Panel:
    keys = ["plan", "month", "replication"]
    totals = study.months().groupby(keys, observed=True)["unseen"].sum().unstack("replication")
    cells = {place: spread_text(row.to_numpy(), "children") for place, row in totals.iterrows()}
    caption = (
        "Children not seen in the month: mean, and in brackets the 10th to 90th percentile of the "
        "replications"
    )
    return Panel(
        figure=chart_of(study, "unseen_children"),
        table=by_month(study, cells, caption=caption),  # type: ignore[arg-type]
    )


def _by_reason(study: Study) -> Panel:
    from staffing_sim.charts.visits import REASONS

    found = _reasons(study)
    table = Table(
        caption="Children not seen in a month by reason, means of the whole horizon",
        headings=("reason", *study.names),
        rows=tuple(
            (words, *(amount(found[plan][key], "children") for plan in study.names))
            for key, words in REASONS.items()
        ),
    )
    return Panel(figure=chart_of(study, "unseen_by_reason"), table=table)


def _reasons(study: Study) -> dict[str, dict[str, float]]:
    """Return children unseen a month by plan and reason, means over replications."""
    from staffing_sim.charts.visits import REASONS

    sums = study.months().groupby("plan", observed=True)[list(REASONS)].sum()
    runs_and_months = study.replications * study.horizon
    return {
        str(row["plan"]): {key: row[key] / runs_and_months for key in REASONS}
        for row in rows_of(sums.reset_index())
    }


def _why(study: Study) -> str:
    """Return the commonest reason under the baseline, and its part."""
    from staffing_sim.charts.visits import REASONS

    by_reason = _reasons(study)[study.names[0]]
    total = sum(by_reason.values())
    if total == 0.0:
        return f"Under {quoted(study.names[0])} nobody goes unseen."
    first = max(by_reason, key=lambda key: by_reason[key])
    share = amount(by_reason[first] / total, "share")
    return (
        f"Under {quoted(study.names[0])} the commonest reason is “{REASONS[first]}”: {share} of "
        "those not seen."
    )
