"""Tables by month: a few month ends, as many as a reader can take in, a column for each plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from staffing_sim.briefing.parts import Table
from staffing_sim.intervals import percentile
from staffing_sim.intervals.means import Floats
from staffing_sim.study.words import amount
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["by_month", "month_ends", "spread_text"]

MOST: Final = 6
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60)


def month_ends(horizon: int, *, most: int = MOST) -> tuple[int, ...]:
    """Return at most so many months, evenly apart, the last of them the study's last.

    Examples
    --------
    >>> month_ends(36), month_ends(7), month_ends(36, most=3)
    ((5, 11, 17, 23, 29, 35), (0, 2, 4, 6), (11, 23, 35))
    """
    step = next(step for step in _STEPS if horizon / step <= most or step == _STEPS[-1])
    return tuple(range((horizon - 1) % step, horizon, step))


def by_month(study: Study, cells: Mapping[tuple[str, int], str], *, caption: str) -> Table:
    """Return what is known of each plan, by plan and month, at a few month ends."""
    timeline = Timeline(study.agency.start)
    return Table(
        caption=caption,
        headings=("month end", *study.names),
        rows=tuple(
            (timeline.month_label(month), *(cells[plan, month] for plan in study.names))
            for month in month_ends(study.horizon)
        ),
    )


def spread_text(values: Floats, unit: str) -> str:
    """Return a mean of replications, and in brackets their 10th to 90th percentile.

    Examples
    --------
    >>> import numpy as np
    >>> spread_text(np.arange(11.0), "children per worker")
    '5.00 (1.00 to 9.00)'
    """
    mean = float(values.mean())
    low, high = (amount(percentile(values, share), unit, like=mean) for share in (0.1, 0.9))
    return f"{amount(mean, unit)} ({low} to {high})"
