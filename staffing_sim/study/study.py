"""Running plans once, comparing them, rerunning a study; and the `Study` that results."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from staffing_sim import __version__
from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import InterruptedStudy
from staffing_sim.plan import Plan
from staffing_sim.records import Run
from staffing_sim.study.files import read_rerun_file, save
from staffing_sim.study.headlines import headlines_of, null_table
from staffing_sim.study.run import Own, Precision, Progress, Setting, Store
from staffing_sim.study.run.fan_out import Found, Running, finish, whole_replications
from staffing_sim.study.run.setting import check_until, setting_of
from staffing_sim.study.tables import Findings
from staffing_sim.study.text import html_card, text_card
from staffing_sim.study.workbook import write_workbook
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, kw_only=True)
class Study(Findings):
    """What several plans did, each on the same worlds; the first plan is the baseline.

    Made by `compare`. Shown in a notebook it is a card: how many runs, one table with intervals,
    verdicts in words.

    Attributes
    ----------
    agency, plans
        What was compared.
    outcomes
        One per plan and replication, replication by replication.
    horizon
        Months simulated.
    seed
        The seed of the whole study; world *r* was drawn from (seed, r).
    wanted
        Replications asked for; fewer are finished if the study was interrupted.
    own_functions
        The names of the user's own processes and hooks that were at work; no file can hold them.
    until
        The precision at which replications were to stop, if one was given.
    """

    def verdicts(self, baseline: str | None = None) -> tuple[str, ...]:
        """Return the headline differences as sentences, each with its verdict."""
        headlines = headlines_of(self, against=baseline)
        return tuple(each.verdict for each in headlines if each.change is not None)

    def null_study(self, **running: Any) -> Study:
        """Return the same plans on the same worlds with compressibility and burnout at zero.

        Parameters
        ----------
        **running
            How to run it, as in `compare` (``clock``, ``progress`` ...).
        """
        return compare(
            self.agency,
            self.plans,
            years=self.horizon / MONTHS_PER_YEAR,
            replications=self.replications,
            seed=self.seed,
            null=True,
            **running,
        )

    def beside_null(self, **running: Any) -> pd.DataFrame:
        """Return the headline differences beside those of the null model.

        What remains of a difference there does not depend on compressibility and burnout, which
        the null model sets to zero.

        Parameters
        ----------
        **running
            How to run the null model, as in `compare`.

        Returns
        -------
        pandas.DataFrame
            Columns plan, baseline, measure, role, unit, difference, low, high, verdict, and
            null_difference, null_low, null_high, null_verdict.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> plans = [ss.Plan("As is"), ss.Plan("Five", hires=ss.Hires.once(5, kind="net"))]
        >>> study = ss.compare(office, plans, years=0.5, clock="simpy", progress=False)
        >>> found = study.beside_null(clock="simpy", progress=False).set_index("measure")
        >>> bool(found.loc["caseload", "difference"] < 0)
        True
        """
        return null_table(self, self.null_study(**running))

    def plot(self, name: str = "unseen_children", **options: Any) -> Axes:
        """Return a chart of this study; see `staffing_sim.charts.registry` for the names.

        Parameters
        ----------
        name
            A chart (``"unseen_children"``, ``"staff"``, ``"cap"`` ...) or any measure with a month
            column.
        **options
            ``role``, ``ax`` and the chart's own.
        """
        from staffing_sim.charts.registry import draw

        return draw(self, name, **options)

    def save(self, directory: str | Path, *, everything: bool = False) -> tuple[Path, ...]:
        """Write what answers the question, and all that a rerun needs; return the paths.

        ``summary.csv``, ``differences.csv``, ``months.parquet`` (``.csv`` without pyarrow),
        ``study.json`` and up to four charts as PNG. The same study gives identical files.

        Parameters
        ----------
        directory
            Where to; it is created if needed.
        everything
            Write every table and chart that applies to the study, charts as PNG and
            SVG.
        """
        return save(self, Path(directory), everything=everything)

    def to_excel(self, path: str | Path) -> Path:
        """Write one Excel workbook: what was asked, the tables, their sources and definitions.

        Cells are numbers with formats, never formulas. The same study gives identical files.

        Parameters
        ----------
        path
            A file that ends in ``.xlsx``; replaced if there is one.

        Raises
        ------
        InputError
            If the library that writes it, the extra ``excel``, is not installed, or the file cannot
            be written.

        Examples
        --------
        >>> import tempfile
        >>> import staffing_sim as ss
        >>> study = ss.compare(ss.load_agency("small-office"), ss.Plan("As is"), years=0.25)
        >>> with tempfile.TemporaryDirectory() as home:
        ...     study.to_excel(f"{home}/as-is.xlsx").name
        'as-is.xlsx'
        """
        return write_workbook(self, Path(path))

    def __repr__(self) -> str:
        return text_card(self)

    def _repr_html_(self) -> str:
        """Return the card for a notebook."""
        return html_card(self)


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
    setting = setting_of(
        agency,
        (plan,),
        years=years,
        null=null,
        processes=processes,
        hooks=hooks,
        clock=clock,
        whole={"seed": seed},
    )
    return setting.run(0, setting.world(0))


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
    call resumes from there.

    Parameters
    ----------
    agency, plans
        What to compare.
    years
        The horizon; whole months.
    replications
        How many worlds; more narrow the intervals; report 20 or more. With `until`,
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
    check_until(until)
    setting = setting_of(
        agency,
        (plans,) if isinstance(plans, Plan | str) else tuple(plans),
        years=years,
        null=null,
        processes=processes,
        hooks=hooks,
        clock=clock,
        whole={"replications": replications, "seed": seed, "n_jobs": n_jobs},
    )
    kept = None if store is None else Store(store, setting)
    running = Running(store=kept, n_jobs=n_jobs, progress=progress)
    count = replications if until is None else max(replications, until.least)
    found: Found = {}
    while True:
        finish(setting, count, found, running=running)
        study = _study(setting, found, wanted=count, until=until)
        if study is None:
            raise InterruptedStudy(0, count, store=kept and kept.folder)
        if until is None or study.interrupted or not study.goes_on(until):
            return study
        count = until.next_count(count)


def _study(setting: Setting, found: Found, *, wanted: int, until: Precision | None) -> Study | None:
    """Return the study of all whole replications; None where there is none."""
    outcomes = whole_replications(found, wanted, len(setting.plans))
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


def rerun(
    path: str | Path,
    *,
    clock: Clock = "auto",
    n_jobs: int = 1,
    store: str | Path | None = None,
    progress: Progress | bool | None = None,
) -> Study:
    """Run a study again from its ``study.json``: the same agency, plans, seed and replications.

    With the same version of the library the result is the same to the last bit, whatever the clock
    and however many runs go on at once. Of a study that was stopped early, the replications that
    were finished are run.

    Parameters
    ----------
    path
        The ``study.json`` that `Study.save` or ``staffing-sim compare --out`` wrote.
    clock, n_jobs, store, progress
        How to run it, as for `compare`.

    Raises
    ------
    InputError
        If the file is not a study's, was damaged, or needs functions that no file can hold.

    Warns
    -----
    UserWarning
        If another version of the library wrote the file, so that numbers may differ.

    Examples
    --------
    >>> import tempfile
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> study = ss.compare(office, ss.Plan("As is"), years=1 / 4, replications=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = study.save(folder)
    ...     rerun(f"{folder}/study.json").fingerprint == study.fingerprint
    True
    """
    asked = read_rerun_file(Path(path))
    if asked.version != __version__:
        told = f"written by version {asked.version}; this is {__version__}: numbers may differ"
        warnings.warn(f"{os.fspath(path)}: {told}", UserWarning, stacklevel=2)
    return compare(
        asked.agency,
        asked.plans,
        years=asked.months / MONTHS_PER_YEAR,
        replications=asked.replications,
        seed=asked.seed,
        until=asked.until,
        clock=clock,
        n_jobs=n_jobs,
        store=store,
        progress=progress,
    )
