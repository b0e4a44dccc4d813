"""Tables by month: a few month ends, as many as a reader can take in, a column for each plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from staffing_sim.briefing.parts import Table
from staffing_sim.intervals import Floats, percentile
from staffing_sim.study.figures import amount, month_ends
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["by_month", "spread_text"]


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
