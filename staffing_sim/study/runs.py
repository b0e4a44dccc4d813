"""Running plans: one plan once, or several plans on the same worlds again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import InterruptedStudy
from staffing_sim.frames import Run
from staffing_sim.plan import Plan
from staffing_sim.study.arguments import Own, check_until, checked_months, own_functions
from staffing_sim.study.fan_out import Setting, outcomes_of
from staffing_sim.study.outcome import Outcome
from staffing_sim.study.precision import Precision, goes_on
from staffing_sim.study.progress import Progress, Told
from staffing_sim.study.results import Study
from staffing_sim.study.store import Store

__all__ = ["compare", "simulate"]

_Found = dict[tuple[int, int], Outcome]
"""The finished runs, by replication and number of the plan."""


class _Running(NamedTuple):
    """How a study is run, which changes no number."""

    store: Store | None
    n_jobs: int
    progress: Progress | bool | None


def simulate(
    agency: Agency,
    plan: Plan,
    *,
    years: float = 3,
    seed: int = 0,
    clock: Clock = "auto",
    null: bool = False,
    processes: Own | Iterable[Own] = (),
    hooks: Mapping[str, Own] | None = None,
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
        Your own SimPy processes (one, or several) and callbacks, handed to the engine.

    Raises
    ------
    InputError
        With every fault of the plan and of the arguments.
    """
    setting = Setting(
        agency=agency,
        plans=(plan,),
        months=checked_months(agency, [plan], years=years, seed=seed),
        seed=seed,
        clock=clock,
        processes=own_functions(processes),
        hooks=hooks,
    )
    chosen = setting.null() if null else setting
    return chosen.run(0, chosen.world(0))


def compare(  # noqa: PLR0913 (each argument is a question of its own)
    agency: Agency,
    plans: Plan | Iterable[Plan],
    *,
    years: float = 3,
    replications: int = 3,
    seed: int = 0,
    clock: Clock = "auto",
    null: bool = False,
    processes: Own | Iterable[Own] = (),
    hooks: Mapping[str, Own] | None = None,
    n_jobs: int = 1,
    store: str | Path | None = None,
    until: Precision | None = None,
    progress: Progress | bool | None = None,
) -> Study:
    """Run several plans on the same worlds; the first plan is the baseline.

    One world is drawn per replication, and every plan meets its families, children and luck. An
    interrupt (Ctrl-C) keeps the replications that every plan has finished; with a store, the same
    call goes on from there.

    Parameters
    ----------
    agency, plans
        What to compare.
    years
        The horizon; whole months.
    replications
        How many worlds; more narrow the intervals, 20 or more are worth reporting. With `until`,
        the fewest.
    seed
        Decides everything that is left to chance.
    clock
        ``"auto"``, ``"simpy"`` or ``"compiled"``; changes the speed, never a number.
    null
        Compare in the world in which caseloads change nothing (no compressibility, no burnout).
    processes, hooks
        Your own SimPy processes (one, or several) and callbacks, at work in every run.
    n_jobs
        How many runs go on at once: threads for the compiled clock, processes for SimPy, or what
        `joblib.parallel_config` says. -1 for as many as there are cores, or as the cluster has. It
        changes no number.
    store
        A folder in which every finished run is kept, and looked for before it is run.
    until
        Go on, a batch of replications at a time, until the differences are as precise as this
        says; what it is given decides, and what was found, so it stops at the same replication
        however and wherever it is run.
    progress
        A function told (runs done, runs in all so far), True for a progress bar, False for none;
        where not given, a bar in terminals and notebooks.

    Raises
    ------
    InputError
        With every fault of the plans and of the arguments; if the store cannot be used.
    InterruptedStudy
        If interrupted before the first replication was finished.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    >>> study = compare(ss.load_agency("small-office"), plans, years=0.5, replications=2, seed=1)
    >>> study.replications, study.names
    (2, ('As is', 'Six'))
    """
    given = (plans,) if isinstance(plans, Plan | str) else tuple(plans)
    whole = {"replications": replications, "seed": seed, "n_jobs": n_jobs}
    check_until(until)
    setting = Setting(
        agency=agency,
        plans=given,
        months=checked_months(agency, given, years=years, **whole),
        seed=seed,
        clock=clock,
        processes=own_functions(processes),
        hooks=hooks,
    )
    chosen = setting.null() if null else setting
    kept = None if store is None else Store(store, chosen)
    running = _Running(store=kept, n_jobs=n_jobs, progress=progress)
    count = replications if until is None else max(replications, until.least)
    found: _Found = {}
    while True:
        _finish(chosen, count, found, running=running)
        study = _study(chosen, found, wanted=count, until=until)
        if study is None:
            raise InterruptedStudy(0, count, store=kept and kept.folder)
        if until is None or study.interrupted or not goes_on(study, until):
            return study
        count = until.next_count(count)


def _study(
    setting: Setting, found: _Found, *, wanted: int, until: Precision | None
) -> Study | None:
    """Return the study of all whole replications; None where there is none."""
    outcomes = _whole_replications(found, wanted, len(setting.plans))
    if not outcomes:
        return None
    return Study(
        agency=setting.agency,
        plans=setting.plans,
        outcomes=outcomes,
        horizon=setting.months,
        seed=setting.seed,
        wanted=wanted,
        own_functions=setting.own_names,
        until=until,
    )


def _finish(setting: Setting, replications: int, found: _Found, *, running: _Running) -> None:
    """Find every run of so many replications that is not found yet, or until interrupted."""
    wanted = [(row, plan) for row in range(replications) for plan in range(len(setting.plans))]
    found |= _kept(running.store, [place for place in wanted if place not in found])
    missing: dict[int, list[int]] = {}
    for replication, plan in wanted:
        if (replication, plan) not in found:
            missing.setdefault(replication, []).append(plan)
    rows = {plan.name: row for row, plan in enumerate(setting.plans)}
    results = outcomes_of(setting, missing, n_jobs=running.n_jobs)
    told = Told(progress=running.progress, done=len(found), total=len(wanted))
    with suppress(KeyboardInterrupt), told, closing(results):  # what is finished can be used
        for outcome in results:
            plan = rows[outcome.plan]
            if running.store is not None:
                running.store.keep(plan, outcome)
            found[outcome.replication, plan] = outcome
            told.one_more()


def _kept(store: Store | None, wanted: Iterable[tuple[int, int]]) -> _Found:
    """Return the wanted runs that a store holds."""
    if store is None:
        return {}
    looked_up = {(row, plan): store.find(plan, row) for row, plan in wanted}
    return {place: outcome for place, outcome in looked_up.items() if outcome is not None}


def _whole_replications(found: _Found, replications: int, plans: int) -> tuple[Outcome, ...]:
    """Return the replications that every plan has finished, up to the first that one has not.

    Only so is an interrupted study the same as one that was asked for fewer replications.
    """
    outcomes: list[Outcome] = []
    for replication in range(replications):
        places = [(replication, plan) for plan in range(plans)]
        if not all(place in found for place in places):
            break
        outcomes += [found[place] for place in places]
    return tuple(outcomes)
