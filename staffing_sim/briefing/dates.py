"""A few month ends of a study, so that a table says of months what a reader can take in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["month_ends", "names_of"]

MOST: Final = 6
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60)


def month_ends(horizon: int) -> tuple[int, ...]:
    """Return at most six months, evenly apart, the last of them the study's last.

    Examples
    --------
    >>> month_ends(36), month_ends(7)
    ((5, 11, 17, 23, 29, 35), (0, 2, 4, 6))
    """
    step = next(step for step in _STEPS if horizon / step <= MOST or step == _STEPS[-1])
    return tuple(range((horizon - 1) % step, horizon, step))


def names_of(study: Study, months: tuple[int, ...]) -> tuple[str, ...]:
    """Return the months' names."""
    timeline = Timeline(study.agency.start)
    return tuple(timeline.month_label(month) for month in months)
