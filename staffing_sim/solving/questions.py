"""Solving for a target: the least monthly hires, or the least of any lever, that meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from staffing_sim import __version__
from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import Fault, InputError
from staffing_sim.frames import fingerprint
from staffing_sim.intervals import percentile, wilson
from staffing_sim.levers import Hires, Kind
from staffing_sim.plan import Plan
from staffing_sim.solving.dials import Dial, hires_dial, lever_dial, most_hires, start_dial
from staffing_sim.solving.limits import Limits, limits_of
from staffing_sim.solving.search import Search, enough
from staffing_sim.solving.solution import Solution
from staffing_sim.solving.targets import Target, check_target, target_role
from staffing_sim.solving.trials import Trials
from staffing_sim.study.arguments import checked_months
from staffing_sim.study.fan_out import Setting
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["latest_start", "solve", "solve_hires"]

REPLICATIONS: Final = 40
MOST_CONFIRMATIONS: Final = 5
AS_IS: Final = Plan("As is")


def solve_hires(  # noqa: PLR0913 (each argument is a question of its own)
    agency: Agency,
    target: Target,
    *,
    kind: Kind,
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
    """Find the fewest hires a month with which a target holds with the probability asked for.

    Parameters
    ----------
    agency, target
        What is asked.
    kind
        ``"net"`` (positions on top of replaced leavers) or ``"gross"`` (people who start, leavers
        not otherwise replaced); there is no default.
    months, start
        How many months of hires, from which month on; until the target's month where not given.
    role
        The role they join; the target's where it names one, else the agency's hiring role.
    base
        The plan to which they are added; the agency as it is where not given.
    most
        The highest monthly rate to look at; where not given, one beyond which academy seats leave
        nothing to gain.
    replications
        Worlds for the search, and as many fresh ones to confirm it.
    seed, clock, n_jobs
        As in `compare`.

    Returns
    -------
    Solution
        The rate with its interval and the curve; or, where no rate will do, the earliest month by
        which the highest rate does and what stands in its way.

    Raises
    ------
    InputError
        With every fault of the target, the hires and the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> target = ss.Target("caseload", at_most=20, by_month=12)
    >>> found = ss.solve_hires(office, target, kind="net", most=4, replications=3, clock="simpy")
    >>> found.reachable
    True
    """
    check_target(target, agency)
    joined = role or target_role(target, agency) or agency.workforce.hiring_role
    lasting = target.by_month - start if months is None else months
    if lasting < 1:
        problem = f"must be before the target's month {target.by_month}; got {start}"
        raise InputError([Fault(key="start", problem=problem)])

    def dial(length: int) -> Dial:
        def hires(rate: int) -> Hires:
            return Hires.monthly(rate, months=length, start=start, role=joined, kind=kind)

        highest = most_hires(agency, base, role=agency.role(joined).name) if most is None else most
        label = f"{kind} hires a month for {length} months"
        return hires_dial(hires, base=base, label=label, low=int(kind == "gross"), high=highest)

    trials = _trials(
        agency, target, (dial(lasting).plan(1.0),), seed=seed, clock=clock, n_jobs=n_jobs
    )
    search = _search(trials, dial(lasting), replications)

    def greatest_effort(length: int) -> Plan:
        longer = dial(length if months is None else months)
        return longer.plan(longer.settings[-1])

    return _solution(
        search,
        lambda worlds: limits_of(trials, greatest_effort, worlds=worlds),
    )


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
    >>> target = ss.Target("caseload", at_most=21, by_month=12)
    >>> eight = ss.Hires.once(8, kind="net")
    >>> found = latest_start(office, target, eight, replications=3, clock="simpy")
    >>> found.setting is None or 0 <= found.setting < 12
    True
    """
    check_target(target, agency)
    dial = start_dial(hires, base=base, by_month=target.by_month)
    return _turned(agency, target, dial, **running)


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
    """Find the least of a lever with which a target holds with the probability asked for.

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
    >>> target = ss.Target("unseen_children", at_most=40, by_month=3)
    >>> asked = {"lever": "overtime", "low": 0, "high": 20, "step": 10}
    >>> found = solve(office, target, **asked, replications=2, clock="simpy")
    >>> found.label
    'hours of overtime a month'
    """
    check_target(target, agency)
    settings = _settings(low, high, step)
    dial = lever_dial(lever, base=base, settings=settings, terms=terms or {})
    return _turned(agency, target, dial, **running)


def _settings(low: float, high: float, step: float) -> tuple[float, ...]:
    """Return numbers from one to another, both included.

    Examples
    --------
    >>> _settings(1.0, 0.75, 0.1)
    (1.0, 0.9, 0.8, 0.75)
    """
    if not step > 0:
        raise InputError([Fault(key="step", problem=f"must be more than 0; got {step:g}")])
    whole = int(abs(high - low) / step + 1e-9)
    sign = 1.0 if high >= low else -1.0
    numbers = [round(low + sign * step * turn, 10) for turn in range(whole + 1)]
    return tuple(dict.fromkeys([*numbers, float(high)]))


def _turned(
    agency: Agency,
    target: Target,
    dial: Dial,
    *,
    replications: int = REPLICATIONS,
    seed: int = 0,
    clock: Clock = "auto",
    n_jobs: int = 1,
) -> Solution:
    """Search a dial that has no physical limit of its own to look into."""
    first = dial.plan(dial.settings[-1])
    trials = _trials(agency, target, (first,), seed=seed, clock=clock, n_jobs=n_jobs)
    return _solution(_search(trials, dial, replications), lambda _: None)


def _trials(
    agency: Agency,
    target: Target,
    plans: tuple[Plan, ...],
    *,
    seed: int,
    clock: Clock,
    n_jobs: int,
) -> Trials:
    years = target.months / MONTHS_PER_YEAR
    months = checked_months(agency, plans, years=years, seed=seed, n_jobs=n_jobs)
    setting = Setting(agency=agency, plans=plans, months=months, seed=seed, clock=clock)
    return Trials(setting=setting, target=target, n_jobs=n_jobs)


def _search(trials: Trials, dial: Dial, replications: int) -> Search:
    if replications < 2:
        remedy = "Give 40, say: a chance is counted in them."
        problem = f"must be at least 2; got {replications}"
        raise InputError([Fault(key="replications", problem=problem, remedy=remedy)])
    return Search(trials=trials, dial=dial, worlds=replications)


def _solution(search: Search, limits: Callable[[range], Limits | None]) -> Solution:
    """Search, confirm in fresh worlds, and put both together."""
    found = search.least()
    fresh: list[dict[str, Any]] = []
    confirmed = False
    if found is not None:
        found, confirmed, fresh = _confirmed(search, found)
    rows = [_row(search, place, "search", values) for place, values in search.values.items()]
    curve = _curve(search, rows, fresh)
    setting = None if found is None else search.dial.settings[found]
    return Solution(
        agency=search.trials.agency,
        target=search.trials.target,
        label=search.dial.label,
        setting=setting,
        plan=None if setting is None else search.dial.plan(setting),
        curve=curve,
        range=(None, None) if found is None else _range(search),
        confirmed=confirmed,
        limits=limits(range(search.worlds)) if found is None else None,
    )


def _confirmed(search: Search, found: int) -> tuple[int, bool, list[dict[str, Any]]]:
    """Run the answer and two settings less in fresh worlds; go up while they say it is too little.

    Every setting is confirmed in worlds of its own, that decided nothing before.
    """
    rows: list[dict[str, Any]] = []
    probability, last = search.trials.target.probability, len(search.dial.settings) - 1
    for turn in range(1, MOST_CONFIRMATIONS + 1):
        places = [found] if turn > 1 or found == 0 else [max(found - 2, 0), found]
        plans = [search.dial.plan(search.dial.settings[place]) for place in places]
        worlds = range(turn * search.worlds, (turn + 1) * search.worlds)
        values = search.trials.of(plans).values(worlds)
        rows += [
            _row(search, place, "confirmation", of)
            for place, of in zip(places, values, strict=True)
        ]
        if enough(int(rows[-1]["met"]), search.worlds, probability):
            return found, True, rows
        if found == last or turn == MOST_CONFIRMATIONS:
            break
        found += 1
    return found, False, rows


def _row(search: Search, place: int, phase: str, values: Any) -> dict[str, Any]:
    met = int(np.sum(search.trials.target.margin(values) >= 0))
    low, high = wilson(met, len(values))
    return {
        "setting": search.dial.settings[place],
        "phase": phase,
        "met": met,
        "runs": len(values),
        "probability": met / len(values),
        "low": float(low),
        "high": float(high),
        "mean": float(np.mean(values)),
        "p10": percentile(values, 0.1),
        "p90": percentile(values, 0.9),
    }


def _curve(
    search: Search, searched: Iterable[dict[str, Any]], fresh: list[dict[str, Any]]
) -> pd.DataFrame:
    """Return all that was tried, in the order of effort, with what produced it in ``attrs``."""
    order = {setting: place for place, setting in enumerate(search.dial.settings)}
    rows = sorted(searched, key=lambda row: order[row["setting"]])
    chances, runs = ([row[key] for row in rows] for key in ("probability", "runs"))
    smooth = isotonic_regression(chances, weights=runs).x
    rows = [row | {"isotonic": float(chance)} for row, chance in zip(rows, smooth, strict=True)]
    rows += [row | {"isotonic": float("nan")} for row in fresh]
    setting = search.trials.setting
    frame = pd.DataFrame(rows)
    grades = setting.agency.ledger.counts(setting.agency)
    frame.attrs = {
        "agency": setting.agency.title,
        "label": search.dial.label,
        "target": search.trials.target.phrase(setting.agency),
        "seed": setting.seed,
        "replications": search.worlds,
        "months": setting.months,
        "numbers": sum(grades.values()),
        "assumptions": {str(grade): count for grade, count in grades.items()}.get("assumption", 0),
        "version": __version__,
        "fingerprint": fingerprint(
            setting.agency,
            setting.plans,
            seed=setting.seed,
            months=setting.months,
            replications=search.worlds,
            target=search.trials.target.given(),
        ),
    }
    return frame


def _range(search: Search) -> tuple[float | None, float | None]:
    """Return the least and the most of the settings that may be the least that meet the target."""
    probability = search.trials.target.probability
    ends = {
        place: wilson(search.met(place), search.worlds)
        for place, values in search.values.items()
        if len(values) == search.worlds
    }
    short = [place for place, (_, high) in ends.items() if high < probability]
    sure = [place for place, (low, _) in ends.items() if low >= probability]
    least = max(short) + 1 if short else 0
    most = min((place for place in sure if place >= least), default=None)
    settings = search.dial.settings
    return (
        settings[least] if least < len(settings) else None,
        None if most is None else settings[most],
    )
