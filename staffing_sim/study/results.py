"""The study: several plans compared on the same worlds, with its card, charts and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import InterruptedStudy
from staffing_sim.plan import Plan
from staffing_sim.study.arguments import Own, check_until, checked_months, own_functions
from staffing_sim.study.card import html_card, text_card
from staffing_sim.study.fan_out import Setting
from staffing_sim.study.findings import Findings
from staffing_sim.study.null_model import null_table
from staffing_sim.study.precision import Precision
from staffing_sim.study.progress import Progress
from staffing_sim.study.runs import Found, Running, finish, whole_replications
from staffing_sim.study.saving import save
from staffing_sim.study.stopping import goes_on, precision_table
from staffing_sim.study.store import Store
from staffing_sim.study.workbook import write_workbook
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Study", "compare"]


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

    def precision(self, until: Precision | None = None) -> pd.DataFrame:
        """Return how precise each difference that counts is, and how precise it is to be.

        Parameters
        ----------
        until
            What is wanted; that of the study, or the smallest differences that matter, where not
            given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, role, unit, half_width (of the 95 % interval for all plans
            together), assured_half_width (with an upper limit of the standard deviation, which
            must not be above wanted), wanted, reached, runs. Differences that are undefined in more
            than half of the replications are left out.
        """
        return precision_table(self, until or self.until or Precision())

    def beside_null(self, **running: Any) -> pd.DataFrame:
        """Return the headline differences beside those of the null model.

        Runs every plan again on the same worlds with compressibility and burnout at zero. What is
        left of a difference there does not rest on these two assumptions.

        Parameters
        ----------
        **running
            How to run it, as in `compare` (``clock``, ``progress`` ...).

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

    def null_study(self, **running: Any) -> Study:
        """Return the same study in the null model: no compressibility, no burnout.

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

    def plot(self, name: str = "unseen_children", **options: Any) -> Axes:
        """Return a chart of this study; see `staffing_sim.study.pictures` for the names.

        Parameters
        ----------
        name
            A chart (``"unseen_children"``, ``"staff"``, ``"cap"`` ...) or any measure with a month
            column.
        **options
            ``role``, ``ax`` and the chart's own.
        """
        from staffing_sim.study.pictures import draw

        return draw(self, name, **options)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write tables, charts and everything needed to rerun; return the paths.

        The same study gives the same bytes.
        """
        return save(self, Path(directory))

    def to_excel(self, path: str | Path) -> Path:
        """Write one Excel workbook: what was asked, the tables, their sources and definitions.

        Cells are numbers with formats, never formulas. The same study gives the same bytes.

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
    running = Running(store=kept, n_jobs=n_jobs, progress=progress)
    count = replications if until is None else max(replications, until.least)
    found: Found = {}
    while True:
        finish(chosen, count, found, running=running)
        study = _study(chosen, found, wanted=count, until=until)
        if study is None:
            raise InterruptedStudy(0, count, store=kept and kept.folder)
        if until is None or study.interrupted or not goes_on(study, until):
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
