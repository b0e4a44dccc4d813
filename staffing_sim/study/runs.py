"""Running plans: one plan once, or several plans on the same worlds again and again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.engine import run as run_engine
from staffing_sim.errors import Fault, InputError, InterruptedStudy
from staffing_sim.frames import Run
from staffing_sim.plan import Plan, check_plan
from staffing_sim.study.outcome import Outcome, run_one
from staffing_sim.study.results import Study, plan_faults
from staffing_sim.timeline import MONTHS_PER_YEAR
from staffing_sim.world import draw_world

__all__ = ["Progress", "compare", "simulate"]

Progress = Callable[[int, int], object]
"""Is told (runs done, runs in all), first with 0 done."""


def simulate(
    agency: Agency,
    plan: Plan,
    *,
    years: float = 3,
    seed: int = 0,
    clock: Clock = "auto",
    null: bool = False,
    processes: Sequence[Callable[..., Any]] = (),
    hooks: Mapping[str, Callable[..., Any]] | None = None,
) -> Run:
    """Run one plan once and keep every record.

    It is replication 0 of `compare` with the same seed. One run is one draw of chance, never a
    forecast.

    Parameters
    ----------
    agency, plan
        What to run.
    years
        The horizon; whole months.
    seed
        Decides everything that is left to chance.
    clock
        ``"auto"``, ``"simpy"`` or ``"compiled"``; changes the speed, never a number.
    null
        Run the world in which caseloads change nothing (no compressibility, no burnout).
    processes, hooks
        Your own SimPy processes and callbacks, handed to the engine.

    Raises
    ------
    InputError
        With every fault of the plan and of the arguments.
    """
    months = _checked(agency, [plan], years=years, replications=1, seed=seed)
    chosen = agency.null() if null else agency
    world = draw_world(chosen, months=months, seed=(seed, 0))
    return Run(run_engine(chosen, world, plan, clock=clock, processes=processes, hooks=hooks))


def compare(
    agency: Agency,
    plans: Plan | Iterable[Plan],
    *,
    years: float = 3,
    replications: int = 3,
    seed: int = 0,
    clock: Clock = "auto",
    null: bool = False,
    progress: Progress | bool | None = None,
) -> Study:
    """Run several plans on the same worlds; the first plan is the baseline.

    One world is drawn per replication, and every plan meets its families, children and luck. An
    interrupt (Ctrl-C) keeps the replications that every plan has finished.

    Parameters
    ----------
    agency, plans
        What to compare.
    years
        The horizon; whole months.
    replications
        How many worlds; more narrow the intervals, 20 or more are worth reporting.
    seed
        Decides everything that is left to chance.
    clock
        ``"auto"``, ``"simpy"`` or ``"compiled"``; changes the speed, never a number.
    null
        Compare in the world in which caseloads change nothing (no compressibility, no burnout).
    progress
        A function told (runs done, runs in all), True for a progress bar, False for none; where
        not given, a bar in terminals and notebooks.

    Raises
    ------
    InputError
        With every fault of the plans and of the arguments.
    InterruptedStudy
        If interrupted before the first replication was finished.
    """
    given = (plans,) if isinstance(plans, Plan | str) else tuple(plans)
    months = _checked(agency, given, years=years, replications=replications, seed=seed)
    chosen = agency.null() if null else agency
    finished: list[Outcome] = []
    with _Told(progress=progress, total=replications * len(given)) as told:
        try:
            for replication in range(replications):
                world = draw_world(chosen, months=months, seed=(seed, replication))
                batch = []
                for plan in given:
                    batch.append(run_one(chosen, plan, world, replication=replication, clock=clock))
                    told.one_more()
                finished.extend(batch)
        except KeyboardInterrupt:
            if not finished:
                raise InterruptedStudy(0, replications) from None
    return Study(
        agency=chosen,
        plans=given,
        outcomes=tuple(finished),
        horizon=months,
        seed=seed,
        wanted=replications,
    )


def _checked(
    agency: Agency, plans: Sequence[Plan], *, years: float, replications: int, seed: int
) -> int:
    """Return the horizon in months after telling every fault of the arguments at once."""
    _check_kinds(agency, plans, replications=replications, seed=seed)
    faults = plan_faults(plans)
    for plan in plans:
        try:
            check_plan(plan, agency)
        except InputError as error:
            faults += [fault.under(f"plans.{plan.name}") for fault in error.faults]
    months = round(years * MONTHS_PER_YEAR)
    if months < 1 or abs(months - years * MONTHS_PER_YEAR) > 1e-6:
        problem = f"must be a whole number of months, at least one; got {years:g} years"
        faults.append(Fault(key="years", problem=problem, remedy="Give 1.5 for 18 months."))
    if replications < 1:
        problem = f"must be at least 1; got {replications}"
        faults.append(Fault(key="replications", problem=problem, remedy="Give 20, say."))
    if seed < 0:
        remedy = "Give any whole number from 0 on."
        faults.append(Fault(key="seed", problem=f"must not be negative; got {seed}", remedy=remedy))
    if faults:
        raise InputError(faults)
    return months


def _check_kinds(agency: object, plans: Sequence[object], **whole: object) -> None:
    """Refuse names where an agency or a plan is wanted, and what is no whole number."""
    faults: list[Fault] = []
    if not isinstance(agency, Agency):
        remedy = "Load it first: load_agency('small-office')."
        faults.append(
            Fault(key="agency", problem=f"must be an Agency; got {agency!r}", remedy=remedy)
        )
    for number, plan in enumerate(plans):
        if not isinstance(plan, Plan):
            problem, remedy = f"must be a Plan; got {plan!r}", "Make one: Plan('As is')."
            faults.append(Fault(key=f"plans[{number}]", problem=problem, remedy=remedy))
    for key, value in whole.items():
        if not isinstance(value, Integral):
            faults.append(Fault(key=key, problem=f"must be a whole number; got {value!r}"))
    if faults:
        raise InputError(faults)


class _Told:
    """Tells whoever wants to know how many runs are done."""

    def __init__(self, *, progress: Progress | bool | None, total: int) -> None:
        self.total = total
        self.done = 0
        self.bar: Any = None
        self.listener = progress if callable(progress) else None
        watched = sys.stderr.isatty() or "ipykernel" in sys.modules
        if watched if progress is None else progress is True:
            from tqdm import tqdm  # plain text in notebooks too: widgets may be missing there

            self.bar = tqdm(total=total, unit="run", desc="comparing plans")

    def __enter__(self) -> _Told:
        self._tell()
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def one_more(self) -> None:
        """Tell that another run is done."""
        self.done += 1
        if self.bar is not None:
            self.bar.update(1)
        self._tell()

    def _tell(self) -> None:
        if self.listener is not None:
            self.listener(self.done, self.total)
