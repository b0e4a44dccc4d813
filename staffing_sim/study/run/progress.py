"""Runs what is missing of a study, and reports progress."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from typing import Any, NamedTuple

from staffing_sim.study.run.fan_out import outcomes_of
from staffing_sim.study.run.outcome import Outcome
from staffing_sim.study.run.setting import Setting
from staffing_sim.study.run.store import Store

Progress = Callable[[int, int], object]
"""Is told (runs done, runs in all), first with those that a store already holds."""


class Told:
    """Tells whoever wants to know how many runs are done.

    Parameters
    ----------
    progress
        A function to tell, True for a bar, False for none; None for a bar where somebody watches.
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
        if watched if progress is None else progress is True:
            self.bar = _bar(done=done, total=total)

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
