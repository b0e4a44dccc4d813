"""Goal seek: the fewest monthly hires, or the least of any lever, that meet a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import wrong
from staffing_sim.intervals import percentile, wilson
from staffing_sim.plan import Hires, Kind, Plan
from staffing_sim.solving.grids import Grid, hires_grid, lever_grid, most_hires, start_grid
from staffing_sim.solving.infeasible import Limits, limits_of, nearest_sentence, refusal_sentences
from staffing_sim.solving.search import Confirmation, Search, Searched, confirmed
from staffing_sim.solving.targets import Target, check_target, target_role
from staffing_sim.solving.trials import Thresholds, Trials
from staffing_sim.study.files import chart_files, make_directory, table_file
from staffing_sim.study.run.setting import Setting, checked_months
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

REPLICATIONS: Final = 40
AS_IS: Final = Plan("As is")


@dataclass(frozen=True, eq=False, kw_only=True)
class Solution:
    """The least effort that meets a target, and the curve from effort to chance.

    Attributes
    ----------
    agency, target
        What was asked.
    label
        What a setting counts.
    setting
        The least effort that met the target, confirmed in fresh worlds; None if none did.
    plan
        The plan with that setting; None if there is none.
    curve
        One row per setting and phase (``pilot``, ``search``, ``confirmation``): setting, phase,
        met, runs, probability, low, high (95 % Wilson interval), mean, p10 and p90 of the target's
        number. In the search, `met` counts the worlds whose threshold is at most the setting, and
        the numbers are undefined: not every world was run there.
    range
        The settings between which the least that meets the target lies, with 95 %; a None where
        the settings, or the worlds, do not go far enough.
    confirmed
        Whether fresh worlds met the target at `setting` in enough runs.
    reversals
        In how many fresh worlds less effort met the target and the search's answer did not.
    limits
        Where no rate of hires meets the target: by when one does, what binds, what would help.
    """

    agency: Agency
    target: Target
    label: str
    setting: float | None
    plan: Plan | None
    curve: pd.DataFrame
    range: tuple[float | None, float | None]
    confirmed: bool
    reversals: int = 0
    limits: Limits | None = None

    @property
    def reachable(self) -> bool:
        """Whether any setting met the target."""
        return self.setting is not None

    def sentence(self) -> str:
        """Return the answer as a reader says it."""
        wanted = self.target.phrase(self.agency)
        chance = f"with probability {self.target.probability:g}"
        asked = f"{wanted[0].upper()}{wanted[1:]}, {chance}"
        parts = self._answer() if self.reachable else self._refusal()
        return " ".join([f"{asked}:", *parts, *self._not_monotone()])

    def _answer(self) -> list[str]:
        row = self._row(self.setting, "confirmation")
        seen = f"met in {row['met']:g} of {row['runs']:g} fresh worlds"
        ends = f"95 % interval {row['low']:.2f} to {row['high']:.2f}"
        parts = [f"{self.setting:g} {self.label}, {seen} ({ends})."]
        if not self.confirmed:
            parts.append("That is below the probability required: the answer is not confirmed.")
        least, most = self.range
        if least is not None and most is not None and least != most:
            parts.append(f"With so few runs, the lowest may be any from {least:g} to {most:g}.")
        return parts

    def _refusal(self) -> list[str]:
        part = nearest_sentence(self.curve, label=self.label)
        if self.limits is None:
            return [part]
        return [part, *refusal_sentences(self.agency, self.target, self.limits)]

    def _not_monotone(self) -> list[str]:
        if not self.reversals:
            return []
        worlds = self._row(self.setting, "confirmation")["runs"]
        where = f"in {self.reversals} of {worlds} fresh worlds"
        return [f"More was not always better: {where} less met the target and the answer did not."]

    def _row(self, setting: float | None, phase: str) -> pd.Series:
        rows = self.curve[self.curve["phase"] == phase]
        return rows[rows["setting"] == setting].iloc[-1]

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw the curve from effort to the chance that the target is met."""
        from staffing_sim.charts import target_curve

        return target_curve(
            self.curve, probability=self.target.probability, setting=self.setting, ax=ax
        )

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write curve, sentence and chart, and months if none is enough; return the paths."""
        home = Path(directory)
        make_directory(home)
        table = table_file(self.curve, home / "curve.csv")
        answer = home / "answer.txt"
        answer.write_text(f"{self.sentence()}\n", encoding="utf-8")
        paths = [table, answer, *chart_files(self.plot(), home / "curve")]
        if self.limits is not None:
            paths.append(table_file(self.limits.by_month, home / "by-month.csv"))
        return tuple(paths)

    def __repr__(self) -> str:
        return f"<Solution. {self.sentence()}>"

    def _repr_html_(self) -> str:
        """Return the sentence and the curve for a notebook."""
        table = self.curve.to_html(index=False, float_format="{:.3g}".format)
        return f"<p>{escape(self.sentence())}</p>{table}"


def solve_hires(  # noqa: PLR0913 (each argument is a question of its own)
    agency: Agency,
    target: Target,
    *,
    kind: Kind = "net",
    months: int | None = None,
    start: int = 0,
    role: str | None = None,
    base: Plan = AS_IS,
    most: int | None = None,
    replications: int = REPLICATIONS,
    seed: int = 0,
    clock: Clock = "auto",
    n_jobs: int = 1,
) -> Solution:
    """Find the fewest hires a month with which a target holds with the required probability.

    Parameters
    ----------
    agency, target
        What is asked.
    kind
        ``"net"`` (positions on top of replaced leavers) or ``"gross"`` (people who start, leavers
        not otherwise replaced); the answer says which.
    months, start
        How many months of hires, from which month on; until the target's month where not given.
    role
        The role they join; the target's where it names one, else the agency's hiring role.
    base
        The plan to which they are added; the agency as it is where not given.
    most
        The highest monthly rate to look at; where not given, one beyond which academy seats rule
        out any gain.
    replications
        Worlds for the search, and as many fresh ones to confirm it.
    seed, clock, n_jobs
        As in `compare`.

    Returns
    -------
    Solution
        The rate with its interval and the curve; or, where no rate is enough, the earliest month by
        which the highest rate is, what limits it, and the academy seats it would take.

    Raises
    ------
    InputError
        With every fault of the target, the hires and the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> target = ss.solving.Target("caseload", at_most=20, by_month=12)
    >>> found = ss.solving.solve_hires(
    ...     office, target, kind="net", most=4, replications=3, clock="simpy"
    ... )
    >>> found.reachable
    True
    """
    check_target(target, agency)
    joined = agency.role_or_hiring(role or target_role(target, agency))
    lasting = target.by_month - start if months is None else months
    if lasting < 1:
        raise wrong("start", f"must be before the target's month {target.by_month}; got {start}")

    def grid(length: int) -> Grid:
        def hires(rate: int) -> Hires:
            return Hires.monthly(rate, months=length, start=start, role=joined.name, kind=kind)

        highest = most_hires(agency, base, role=joined.name) if most is None else most
        label = f"{kind} hires a month for {length} months in {joined.label.lower()}"
        return hires_grid(hires, base=base, label=label, low=int(kind == "gross"), high=highest)

    trials = _trials(
        agency, target, (grid(lasting).plan(1.0),), seed=seed, clock=clock, n_jobs=n_jobs
    )
    search = _search(trials, grid(lasting), replications)
    kept_up = grid if months is None else lambda _: grid(lasting)
    return _solution(search, lambda: limits_of(trials, kept_up))


def latest_start(
    agency: Agency, target: Target, hires: Hires, *, base: Plan = AS_IS, **running: Any
) -> Solution:
    """Find the latest month in which a schedule of hires may start and the target still holds.

    Parameters
    ----------
    agency, target
        What is asked.
    hires
        The schedule; its own start is left aside.
    base
        The plan to which it is added.
    **running
        ``replications``, ``seed``, ``clock``, ``n_jobs``, as in `solve_hires`.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> target = ss.solving.Target("caseload", at_most=21, by_month=12)
    >>> eight = ss.Hires.once(8, kind="net")
    >>> found = latest_start(office, target, eight, replications=3, clock="simpy")
    >>> found.setting is None or 0 <= found.setting < 12
    True
    """
    check_target(target, agency)
    grid = start_grid(hires, base=base, by_month=target.by_month)
    return _turned(agency, target, grid, **running)


def solve(
    agency: Agency,
    target: Target,
    *,
    lever: str | Callable[[float], Plan],
    low: float,
    high: float,
    step: float = 1.0,
    terms: dict[str, Any] | None = None,
    base: Plan = AS_IS,
    **running: Any,
) -> Solution:
    """Find the least of a lever with which a target holds with the required probability.

    Parameters
    ----------
    agency, target
        What is asked.
    lever
        ``"retention"`` (factor on leaving), ``"clerks"``, ``"aides"`` (posts), ``"overtime"``
        (hours a month); or a function from a number to a plan.
    low, high
        The least effort and the most; `low` may be the larger number (a retention factor of 1 is
        no effort).
    step
        How far apart the settings are.
    terms
        Other fields of a lever known by name, such as ``{"role": "adoption"}``.
    base
        The plan to which a lever known by name is added.
    **running
        ``replications``, ``seed``, ``clock``, ``n_jobs``, as in `solve_hires`.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> target = ss.solving.Target("unseen_children", at_most=40, by_month=3)
    >>> asked = {"lever": "overtime", "low": 0, "high": 20, "step": 10}
    >>> found = solve(office, target, **asked, replications=2, clock="simpy")
    >>> found.label
    'hours of overtime a month'
    """
    check_target(target, agency)
    settings = _settings(low, high, step)
    grid = lever_grid(lever, base=base, settings=settings, terms=terms or {})
    return _turned(agency, target, grid, **running)


def _settings(low: float, high: float, step: float) -> tuple[float, ...]:
    """Return numbers from one to another, both included.

    Examples
    --------
    >>> _settings(1.0, 0.75, 0.1)
    (1.0, 0.9, 0.8, 0.75)
    """
    if not step > 0:
        raise wrong("step", f"must be more than 0; got {step:g}")
    whole = int(abs(high - low) / step + 1e-9)
    sign = 1.0 if high >= low else -1.0
    numbers = [round(low + sign * step * turn, 10) for turn in range(whole + 1)]
    return tuple(dict.fromkeys([*numbers, float(high)]))


def _turned(
    agency: Agency,
    target: Target,
    grid: Grid,
    *,
    replications: int = REPLICATIONS,
    seed: int = 0,
    clock: Clock = "auto",
    n_jobs: int = 1,
) -> Solution:
    """Search a grid that has no physical limit of its own to look into."""
    trials = _trials(agency, target, (grid.at(grid.last),), seed=seed, clock=clock, n_jobs=n_jobs)
    return _solution(_search(trials, grid, replications), lambda: None)


def _trials(
    agency: Agency, target: Target, plans: tuple[Plan, ...], *, seed: int, clock: Clock, n_jobs: int
) -> Trials:
    years = target.months / MONTHS_PER_YEAR
    months = checked_months(agency, plans, years=years, seed=seed, n_jobs=n_jobs)
    setting = Setting(agency=agency, plans=plans, months=months, seed=seed, clock=clock)
    return Trials(setting=setting, target=target, n_jobs=n_jobs)


def _search(trials: Trials, grid: Grid, replications: int) -> Search:
    if replications < 2:
        problem = f"must be at least 2; got {replications}"
        raise wrong(
            "replications", problem, "Give 40, say: they are counted to estimate a probability."
        )
    return Search(trials=trials, grid=grid, worlds=replications)


def _solution(search: Search, limits: Callable[[], Limits | None]) -> Solution:
    """Search, confirm in fresh worlds, and put both together."""
    found = search.least()
    fresh = None if found.place is None else confirmed(search, found.place)
    place = None if fresh is None else fresh.place
    return Solution(
        agency=search.trials.agency,
        target=search.trials.target,
        label=search.grid.label,
        setting=None if place is None else search.grid.settings[place],
        plan=None if place is None else search.grid.at(place),
        curve=_curve(search, found, fresh),
        range=_range(search, found),
        confirmed=fresh is not None and fresh.holds,
        reversals=0 if fresh is None else fresh.reversals,
        limits=limits() if fresh is None else None,
    )


def _range(search: Search, found: Searched) -> tuple[float | None, float | None]:
    """Return the settings between which the least that meets the target lies."""
    if found.place is None or found.thresholds is None:
        return None, None
    ends = found.thresholds.interval(search.trials.target.probability)
    low, high = (None if end is None else search.grid.settings[end] for end in ends)
    return low, high


def _curve(search: Search, found: Searched, fresh: Confirmation | None) -> pd.DataFrame:
    """Return all that was tried, by phase and effort, with what produced it in ``attrs``."""
    rows = [_counted(search, place, "pilot", of) for place, of in sorted(found.pilots.items())]
    rows += [_counted(search, place, "search", of) for place, of in found.given_up.items()]
    if found.thresholds is not None:
        rows += _steps(search, found.thresholds, found.place)
    if fresh is not None:
        rows += [_counted(search, place, "confirmation", values) for place, values in fresh.values]
    frame = pd.DataFrame(rows)
    frame.attrs.update(search.trials.signature(label=search.grid.label, worlds=search.worlds))
    return frame


def _steps(search: Search, thresholds: Thresholds, found: int | None) -> Iterator[dict[str, Any]]:
    """Give a row for each setting that is some world's threshold, and one just too little.

    Where none will do, one for the most that was tried.
    """
    places = {thresholds.floor, *thresholds.places}
    places |= {thresholds.top} if found is None else {found, max(found - 1, thresholds.floor)}
    unknown = dict.fromkeys(("mean", "p10", "p90"), float("nan"))
    for place in sorted(place for place in places if place <= thresholds.top):
        yield _row(search, place, "search", thresholds.met(place), len(thresholds.places)) | unknown


def _counted(search: Search, place: int, phase: str, values: Floats) -> dict[str, Any]:
    met = int(np.sum(search.trials.target.margin(values) >= 0))
    numbers = {"mean": float(np.mean(values))}
    numbers |= {"p10": percentile(values, 0.1), "p90": percentile(values, 0.9)}
    return _row(search, place, phase, met, len(values)) | numbers


def _row(search: Search, place: int, phase: str, met: int, runs: int) -> dict[str, Any]:
    low, high = wilson(met, runs)
    return {
        "setting": search.grid.settings[place],
        "phase": phase,
        "met": met,
        "runs": runs,
        "probability": met / runs,
        "low": float(low),
        "high": float(high),
    }
