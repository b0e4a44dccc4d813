"""Running many plans on many worlds: one after another, on several cores, or on a cluster.

Where memory is shared (threads: the compiled clock works without Python's lock) a piece of work is
one plan on one world, and a world is drawn once and shared, so that a few replications keep every
core busy. Where it is not (processes, a cluster) a piece of work is a replication: the worker draws
the world itself, because a county's world is a hundred megabytes to send and half a second to draw.

No backend is named here. `joblib.parallel_config` decides, and this module asks only what it needs
to know of the one in force: whether memory is shared, and whether results come as they are done.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeVar

from staffing_sim.agency import Agency
from staffing_sim.engine import run as run_engine
from staffing_sim.engine.clock_choice import expecting
from staffing_sim.plan import Plan
from staffing_sim.study.run.outcome import Outcome
from staffing_sim.study.run.setting import Setting
from staffing_sim.study.run.store import Store
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


SECONDS_BETWEEN_LINES = 30.0
"""How often a log hears of progress."""

# --- all runs of a study, as far as they get -----------------------------------------------------

Progress = Callable[[int, int], object]
"""Is told (runs done, runs in all), first with those that a store already holds."""


class Told:
    """Tells whoever wants to know how many runs are done.

    Parameters
    ----------
    progress
        A function to tell, True for a bar, False for none; None for a bar where somebody watches,
        and a line on stderr every half minute where nobody does.
    done, total
        Runs done before this study began, and runs in all.

    Examples
    --------
    >>> def tell(done, total):
    ...     print(done, "of", total)
    >>> with Told(progress=tell, done=3, total=5) as told:
    ...     told.one_more()
    3 of 5
    4 of 5
    """

    def __init__(self, *, progress: Progress | bool | None, done: int, total: int) -> None:
        self.total = total
        self.done = done
        self.bar: Any = None
        self.listener = progress if callable(progress) else None
        watched = sys.stderr.isatty() or "ipykernel" in sys.modules
        if progress is True or (progress is None and watched):
            self.bar = _bar(done=done, total=total)
        elif progress is None:
            self.bar = _Lines(done=done, total=total)

    def __enter__(self) -> Told:
        self._tell()
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def one_more(self) -> None:
        """Tell that one more run is done."""
        self.more(1)

    def more(self, runs: int) -> None:
        """Tell that so many more runs are done."""
        self.done += runs
        if self.bar is not None:
            self.bar.update(runs)
        self._tell()

    def _tell(self) -> None:
        if self.listener is not None:
            self.listener(self.done, self.total)


class _Lines:
    """A line now and then on stderr, for logs: a run of a minute leaves one or two."""

    def __init__(self, *, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.last = time.monotonic()

    def update(self, runs: int) -> None:
        """Count finished runs, and say how many there are if it is time."""
        self.done += runs
        now = time.monotonic()
        if now - self.last >= SECONDS_BETWEEN_LINES:
            self.last = now
            sys.stderr.write(f"{self.done:,} of {self.total:,} runs done\n")
            sys.stderr.flush()

    def close(self) -> None:
        """Say nothing more: what follows speaks for itself."""


def _bar(*, done: int, total: int) -> Any:
    """Return a bar that starts at what is done, as widgets in notebooks that have them."""
    with warnings.catch_warnings():
        # Without ipywidgets a notebook gets the plain bar, which is no fault of the user's.
        warnings.filterwarnings("ignore", message="IProgress not found")
        from tqdm.auto import tqdm

        return tqdm(total=total, initial=done, unit="run", desc="comparing plans")


Found = dict[tuple[int, int], Outcome]
"""The finished runs, by replication and number of the plan."""


class Running(NamedTuple):
    """How a study is run, which changes no number."""

    store: Store | None
    n_jobs: int
    progress: Progress | bool | None


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
