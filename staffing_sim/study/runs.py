"""Running plans: one plan once, or every plan on the same worlds, as far as it gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from typing import NamedTuple

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.frames import Run
from staffing_sim.plan import Plan
from staffing_sim.study.arguments import Own, checked_months, own_functions
from staffing_sim.study.fan_out import Setting, outcomes_of
from staffing_sim.study.outcome import Outcome
from staffing_sim.study.progress import Progress, Told
from staffing_sim.study.store import Store

__all__ = ["Found", "Running", "finish", "simulate", "whole_replications"]

Found = dict[tuple[int, int], Outcome]
"""The finished runs, by replication and number of the plan."""


class Running(NamedTuple):
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


def finish(setting: Setting, replications: int, found: Found, *, running: Running) -> None:
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


def _kept(store: Store | None, wanted: Iterable[tuple[int, int]]) -> Found:
    """Return the wanted runs that a store holds."""
    if store is None:
        return {}
    looked_up = {(row, plan): store.find(plan, row) for row, plan in wanted}
    return {place: outcome for place, outcome in looked_up.items() if outcome is not None}


def whole_replications(found: Found, replications: int, plans: int) -> tuple[Outcome, ...]:
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
