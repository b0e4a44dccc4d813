"""Which clock drives a run where the user leaves it open: it changes the speed, never a result.

The compiled clock is some 30 times as fast, once the rules have been compiled; the code is kept on
disk. Until then ``"auto"`` weighs the wait for the compiler against what all the runs asked for
would take under SimPy, so that a small agency's first study is not spent waiting. Where nobody says
how many runs will come, SimPy goes on until it has taken as long as compiling would have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from staffing_sim.agency import Agency
from staffing_sim.errors import RunError

Clock = Literal["auto", "simpy", "compiled"]

# Measured one after another on one machine (2 cores of x86_64, Python 3.11); only their proportions
# matter here, and those hold on a slower or busier one. Three presets, from 600 to 52,000 cases and
# from one month to 36, take between 0.8 and 1.3 times what these rates say.
SECONDS_TO_COMPILE = 10.0
SECONDS_PER_OPEN_CHILD = 25e-6  # to prepare a run, and to read off what it leaves
SECONDS_PER_OPEN_CHILD_MONTH = 6e-6  # visits and the sums of each month
SECONDS_PER_FAMILY = 55e-6  # a referral, and all events of the cases that come of it


@dataclass
class Runs:
    """How many runs are still to come, and what SimPy has taken in place of compiled code.

    Both go by the estimate: on a busy machine compiling takes longer too.
    """

    to_come: int = 1
    seconds: float = 0.0


runs_ahead = Runs()


def choose_clock(
    clock: Clock, *, own: bool, agency: Agency, months: int
) -> Literal["simpy", "compiled"]:
    """Return the clock that drives a run.

    Parameters
    ----------
    clock
        What the user asks for.
    own
        Whether the run holds functions of the user's own, which only SimPy can call.
    agency, months
        What is run, and how far.

    Raises
    ------
    RunError
        If the compiled clock is asked for and cannot drive this run.
    """
    from staffing_sim.engine.compiled_clock import available

    if clock == "compiled" and own:
        why = "cannot run a policy, hook or process of your own"
        raise RunError(f"the compiled clock {why}. Use clock='simpy' or 'auto'.")
    if clock == "simpy" or own:
        return "simpy"
    if clock == "compiled":
        if not available():
            why = "needs numba, which cannot be imported here"
            raise RunError(f"the compiled clock {why}. Use clock='simpy' or 'auto'.")
        return "compiled"
    return "compiled" if worth_compiling(agency, months=months) and available() else "simpy"


def worth_compiling(agency: Agency, *, months: int) -> bool:
    """Is there compiled code by now, or would the runs asked for take longer than compiling?"""
    from staffing_sim.engine.compiled_clock import is_compiled

    seconds = runs_ahead.seconds + runs_ahead.to_come * simpy_seconds(agency, months=months)
    return seconds >= SECONDS_TO_COMPILE or is_compiled()


def simpy_seconds(agency: Agency, *, months: int) -> float:
    """Return roughly how long one run takes under the SimPy clock.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> round(simpy_seconds(ss.load_agency("small-office"), months=36), 1)
    0.4
    >>> round(simpy_seconds(ss.load_agency("la-county-2013"), months=36))
    23
    """
    children = sum(stock.children for stock in agency.opening)
    families = months * agency.demand.families_per_month
    each = SECONDS_PER_OPEN_CHILD + months * SECONDS_PER_OPEN_CHILD_MONTH
    return children * each + families * SECONDS_PER_FAMILY


@contextmanager
def expecting(runs: int) -> Iterator[None]:
    """Say how many runs are about to come, for ``"auto"`` to weigh all of them."""
    before = runs_ahead.to_come
    runs_ahead.to_come = max(1, runs)
    try:
        yield
    finally:
        runs_ahead.to_come = before


def count_simpy_run(agency: Agency, *, months: int) -> None:
    """Count a run that SimPy takes although compiled code could drive it."""
    runs_ahead.seconds += simpy_seconds(agency, months=months)
    runs_ahead.to_come = max(1, runs_ahead.to_come - 1)
