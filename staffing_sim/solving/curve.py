"""The curve from effort to the chance that a target is met, as a frame."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.frames.identity import origin
from staffing_sim.intervals import percentile, wilson
from staffing_sim.solving.confirmation import Confirmation
from staffing_sim.solving.needs import Needs
from staffing_sim.solving.search import Search, Searched
from staffing_sim.solving.trials import Trials

__all__ = ["curve_of", "produced_by"]

Floats = NDArray[np.float64]


def curve_of(search: Search, found: Searched, fresh: Confirmation | None) -> pd.DataFrame:
    """Return all that was tried, by phase and effort, with what produced it in ``attrs``.

    Parameters
    ----------
    search, found
        What was searched, and what was found.
    fresh
        What fresh worlds said; None where there was nothing to confirm.
    """
    rows = [_counted(search, place, "pilot", of) for place, of in sorted(found.pilots.items())]
    rows += [_counted(search, place, "search", of) for place, of in found.given_up.items()]
    if found.needs is not None:
        rows += _steps(search, found.needs, found.place)
    if fresh is not None:
        rows += [_counted(search, place, "confirmation", values) for place, values in fresh.values]
    frame = pd.DataFrame(rows)
    frame.attrs.update(produced_by(search.trials, label=search.dial.label, worlds=search.worlds))
    return frame


def _steps(search: Search, needs: Needs, found: int | None) -> Iterator[dict[str, Any]]:
    """Give a row for each setting at which another world's need is met, and one just too little.

    Where none will do, one for the most that was tried.
    """
    places = {needs.floor, *needs.places}
    places |= {needs.top} if found is None else {found, max(found - 1, needs.floor)}
    unknown = dict.fromkeys(("mean", "p10", "p90"), float("nan"))
    for place in sorted(place for place in places if place <= needs.top):
        yield _row(search, place, "search", needs.met(place), len(needs.places)) | unknown


def _counted(search: Search, place: int, phase: str, values: Floats) -> dict[str, Any]:
    met = int(np.sum(search.trials.target.margin(values) >= 0))
    numbers = {"mean": float(np.mean(values))}
    numbers |= {"p10": percentile(values, 0.1), "p90": percentile(values, 0.9)}
    return _row(search, place, phase, met, len(values)) | numbers


def _row(search: Search, place: int, phase: str, met: int, runs: int) -> dict[str, Any]:
    low, high = wilson(met, runs)
    return {
        "setting": search.dial.settings[place],
        "phase": phase,
        "met": met,
        "runs": runs,
        "probability": met / runs,
        "low": float(low),
        "high": float(high),
    }


def produced_by(trials: Trials, *, label: str, worlds: int) -> dict[Hashable, Any]:
    """Return what a reader must know to run it again, for the ``attrs`` of a frame."""
    setting = trials.setting
    produced = origin(
        setting.agency,
        setting.plans,
        seed=setting.seed,
        months=setting.months,
        replications=worlds,
        target=trials.target.given(),
    )
    return produced | {"label": label, "target": trials.target.phrase(setting.agency)}
