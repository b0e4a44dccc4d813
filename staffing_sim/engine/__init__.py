"""The engine runs one plan in one world, month by month; the model itself is in `rules`.

``run(agency, world, plan)`` is a deterministic function: chance is in the world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from staffing_sim.agency import Agency
from staffing_sim.engine.clock_choice import Clock, choose_clock, count_simpy_run
from staffing_sim.engine.policy import CaseView, Policy, WorkerView, check_policy
from staffing_sim.engine.records import Records
from staffing_sim.errors import RunError
from staffing_sim.plan import Plan, check_plan
from staffing_sim.world import World

if TYPE_CHECKING:
    from staffing_sim.engine.simpy_clock import Hook, UserProcess
    from staffing_sim.engine.tables import Tables

__all__ = ["CaseView", "Clock", "Policy", "WorkerView", "check_policy", "run"]


def run(
    agency: Agency,
    world: World,
    plan: Plan,
    *,
    months: int | None = None,
    clock: Clock = "auto",
    hooks: Mapping[str, Hook] | None = None,
    processes: Sequence[UserProcess] = (),
) -> Records:
    """Run a plan in a world; return everything the run leaves.

    Parameters
    ----------
    agency
        The agency the world was drawn for (fields that redraw no world may differ).
    world
        What chance decides; it is not changed.
    plan
        What the parties decide.
    months
        The horizon; the world's when not given, and never more.
    clock
        Which clock drives the rules; it never changes a number. ``"auto"`` takes the compiled
        one where numba is there and the run holds no functions of the user's own, but for runs
        that are over sooner than the rules would be compiled (`clock_choice`).
    hooks
        Functions called after each event of a kind, by its name.
    processes
        A user's own SimPy processes.

    Raises
    ------
    PlanError
        If the plan does not fit the agency.
    PolicyError
        If a user's policy, hook or process misbehaves.
    RunError
        If the run cannot go on.
    """
    from staffing_sim.engine.preparation import prepare
    from staffing_sim.engine.records import records_of

    horizon = world.months if months is None else months
    if horizon > world.months:
        raise RunError(f"the world ends after {world.months} months; asked for {horizon}")
    check_plan(plan, agency)
    policy = plan.assignment if callable(plan.assignment) else None
    if policy is not None:
        check_policy(policy)
    prepared = prepare(agency, world, plan, horizon)
    own = policy is not None or bool(hooks) or bool(processes)
    chosen = choose_clock(clock, own=own, agency=agency, months=horizon)
    if chosen == "compiled":
        _run_compiled(agency, prepared)
    else:
        if clock == "auto" and not own:
            count_simpy_run(agency, months=horizon)
        _run_simpy(agency, prepared, policy, hooks, processes)
    return records_of(agency, plan, world, prepared, chosen)


def _run_simpy(
    agency: Agency,
    prepared: Tables,
    policy: Policy | None,
    hooks: Mapping[str, Hook] | None,
    processes: Sequence[UserProcess],
) -> None:
    from staffing_sim.engine.simpy_clock import SimpyClock
    from staffing_sim.engine.tables import object_form, write_back
    from staffing_sim.engine.view import AgencyView

    objects = object_form(prepared)
    view = AgencyView(agency, objects)
    SimpyClock(objects, view, policy=policy, hooks=hooks, processes=processes).run()
    for name in prepared._fields:
        if name != "pool":
            write_back(getattr(prepared, name), getattr(objects, name))


def _run_compiled(agency: Agency, prepared: Tables) -> None:
    from staffing_sim.engine.compiled_clock import run_compiled
    from staffing_sim.engine.tables import object_form
    from staffing_sim.engine.view import AgencyView

    run_compiled(prepared)
    if prepared.now["fault"][0]:
        raise AgencyView(agency, object_form(prepared)).fault()
