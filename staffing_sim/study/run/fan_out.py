"""Running many plans on many worlds: one after another, on several cores, or on a cluster.

Where memory is shared (threads: the compiled clock works without Python's lock) a piece of work is
one plan on one world, and a world is drawn once and shared, so that a few replications keep every
core busy. Where it is not (processes, a cluster) a piece of work is a replication: the worker draws
the world itself, because a county's world is a hundred megabytes to send and half a second to draw.

No backend is named here. `joblib.parallel_config` decides, and this module asks only what it needs
to know of the one in force: whether memory is shared, and whether results come as they are done.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any, Protocol, TypeVar

from staffing_sim.agency import Agency
from staffing_sim.engine import run as run_engine
from staffing_sim.engine.clock_choice import expecting
from staffing_sim.plan import Plan
from staffing_sim.world import World, draw_world

Kept_co = TypeVar("Kept_co", covariant=True)
Kept = TypeVar("Kept")

Missing = Mapping[int, Sequence[int]]
"""What is still to be run: the numbers of the plans, by replication."""


class Runs(Protocol[Kept_co]):
    """What can be run: worlds by number, plans by number, and what is kept of each run."""

    @property
    def agency(self) -> Agency:
        """The agency."""

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans, by number."""

    @property
    def compiled(self) -> bool:
        """Whether every run takes the compiled clock."""

    def world(self, replication: int) -> World:
        """Draw the world of a replication."""

    def outcome(self, plan: int, world: World, *, replication: int) -> Kept_co:
        """Run the plan of this number in a world and keep what is wanted of it."""


def outcomes_of(
    setting: Runs[Kept], missing: Missing, *, n_jobs: int
) -> Generator[Kept, None, None]:
    """Give the outcomes of all missing runs, as they are done.

    Parameters
    ----------
    setting
        What the runs share.
    missing
        What to run.
    n_jobs
        How many runs at once; -1 for as many as there are cores, or as the cluster has.
    """
    with expecting(sum(map(len, missing.values()))):
        if n_jobs == 1:
            for replication, plans in missing.items():
                yield from _in_turn(setting, replication, plans)
        elif missing:
            yield from _at_once(setting, missing, n_jobs)


def _in_turn(setting: Runs[Kept], replication: int, plans: Sequence[int]) -> Iterator[Kept]:
    """Run plans one after another in the world of a replication."""
    world = setting.world(replication)
    for plan in plans:
        yield setting.outcome(plan, world, replication=replication)


def _at_once(setting: Runs[Kept], missing: Missing, n_jobs: int) -> Iterator[Kept]:
    """Hand the runs to joblib's backend in force and give their outcomes as they come back."""
    from joblib import Parallel
    from joblib.parallel import get_active_backend

    prefer = "threads" if setting.compiled else "processes"
    backend, _ = get_active_backend(prefer=prefer)
    if setting.compiled:
        compile_once(setting)
    workers = backend.effective_n_jobs(n_jobs)
    pieces = (
        _shared_pieces(setting, missing)
        if getattr(backend, "supports_sharedmem", False)
        else separate_pieces(setting, missing, workers=workers)
    )
    settings: dict[str, Any] = {"n_jobs": n_jobs, "prefer": prefer, "batch_size": 1}
    if backend.supports_return_generator:
        with _ended(Parallel(return_as="generator_unordered", **settings)(pieces)) as results:
            for outcomes in results:
                yield from outcomes
        return
    # Such a backend answers only when all it was given is done, so it is given a little at a time.
    while portion := list(islice(pieces, 2 * workers)):
        for outcomes in Parallel(**settings)(portion):
            yield from outcomes


@contextmanager
def _ended(results: Any) -> Iterator[Any]:
    """End what still runs when results are no longer wanted: that was the user's own interrupt."""
    try:
        yield results
    finally:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".* tasks .*", module="joblib")
            results.close()


def compile_once(setting: Runs[Any]) -> None:
    """Compile the rules, or load them, before several threads or processes would do it at once."""
    from staffing_sim.engine.compiled_clock import compiled_drive

    if not compiled_drive().signatures:
        world = draw_world(setting.agency, months=1, seed=0)
        run_engine(setting.agency, world, setting.plans[0], clock="compiled")


_Piece = Any
"""A call that joblib may make anywhere; it returns a list of outcomes."""


def separate_pieces(setting: Runs[Any], missing: Missing, *, workers: int) -> Iterator[_Piece]:
    """Give a piece per replication; several where there are fewer replications than workers."""
    from joblib import delayed

    parts = -(-workers // len(missing))
    for replication, plans in missing.items():
        for part in range(min(parts, len(plans))):
            yield delayed(_in_worker)(setting, replication, plans[part::parts])


def _in_worker(setting: Runs[Kept], replication: int, plans: Sequence[int]) -> list[Kept]:
    return list(_in_turn(setting, replication, plans))


def _shared_pieces(setting: Runs[Any], missing: Missing) -> Iterator[_Piece]:
    """Give a piece per run, replication by replication, so that few worlds are alive at once."""
    from joblib import delayed

    worlds = _SharedWorlds(setting, missing)
    for replication, plans in missing.items():
        for plan in plans:
            yield delayed(_in_thread)(worlds, replication, plan)


def _in_thread(worlds: _SharedWorlds, replication: int, plan: int) -> list[Any]:
    with worlds.lent(replication) as world:
        return [worlds.setting.outcome(plan, world, replication=replication)]


class _SharedWorlds:
    """The worlds in use: each is drawn by its first run and dropped after its last.

    Runs begin replication by replication, so no more worlds are alive than runs are going on.
    """

    def __init__(self, setting: Runs[Any], missing: Missing) -> None:
        self.setting = setting
        self._guards = {replication: Lock() for replication in missing}
        self._runs_left = {replication: len(plans) for replication, plans in missing.items()}
        self._worlds: dict[int, World] = {}

    @contextmanager
    def lent(self, replication: int) -> Iterator[World]:
        """Lend the world of a replication to one of its runs."""
        with self._guards[replication]:  # others wait for this world, not for each other's
            if replication not in self._worlds:
                self._worlds[replication] = self.setting.world(replication)
        try:
            yield self._worlds[replication]
        finally:
            with self._guards[replication]:
                self._runs_left[replication] -= 1
                if self._runs_left[replication] == 0:
                    del self._worlds[replication]
