"""Where the time of a compiled run goes, by kind of event: the loop once more, with a stopwatch."""

from __future__ import annotations

import ctypes
import functools
from typing import Any

import numba
import numpy as np

from staffing_sim.engine import compiled_loop
from staffing_sim.engine.codes import EVENT_NAMES, HORIZON, NO_FAULT, REFERRAL
from staffing_sim.engine.rules.day_zero import begin
from staffing_sim.engine.rules.events import happen, next_event
from staffing_sim.engine.tables import Tables

THREAD_CPU_TIME = 3
READINGS = 100_000
SET_UP = "day_zero"
NEXT_EVENT = "finding the next event"

clock_gettime = ctypes.CDLL(None).clock_gettime
clock_gettime.argtypes = [ctypes.c_int, ctypes.c_void_p]
clock_gettime.restype = ctypes.c_int


@numba.njit
def now(instant: Any) -> float:
    clock_gettime(THREAD_CPU_TIME, instant.ctypes)
    return instant[0] + 1e-9 * instant[1]


@numba.njit
def stopwatch(instant: Any) -> float:
    """Return the seconds that reading the time takes."""
    start = now(instant)
    for _ in range(READINGS):
        now(instant)
    return (now(instant) - start) / READINGS


def _drive(tables: Tables, seconds: Any, counts: Any, instant: Any) -> None:
    """Let everything happen as the loop does; time each event and the search for it."""
    t = compiled_loop.pointer_to(tables)
    start = now(instant)
    begin(t)
    seconds[0] += now(instant) - start
    while t.now[0].fault == NO_FAULT:
        start = now(instant)
        time, kind, subject = next_event(t)
        found = now(instant)
        seconds[HORIZON] += found - start
        if kind == HORIZON:
            return
        happen(t, kind, subject, time)
        seconds[kind] += now(instant) - found
        counts[kind] += 1


@functools.cache
def compiled_drive() -> Any:
    return numba.njit(_drive)


def event_costs(tables: Tables) -> dict[str, tuple[float, int]]:
    """Return CPU seconds and number of events by kind, day 0 and the search among them.

    Reading the stopwatch takes about as long as a short event, and is taken off.
    """
    seconds, counts = np.zeros(REFERRAL + 1), np.zeros(REFERRAL + 1, dtype=np.int64)
    instant = np.zeros(2, dtype=np.int64)
    compiled_drive()(tables, seconds, counts, instant)
    counts[0], counts[HORIZON] = 1, counts.sum()
    seconds = np.maximum(0.0, seconds - counts * stopwatch(instant))
    names = {0: SET_UP, **EVENT_NAMES, HORIZON: NEXT_EVENT}
    return {
        names[kind]: (float(seconds[kind]), int(counts[kind]))
        for kind in np.argsort(-seconds).tolist()
        if counts[kind] > 0
    }
