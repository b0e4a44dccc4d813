"""Solving for a target: the least monthly hires, or the least of any lever, that meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import Fault, InputError
from staffing_sim.levers import Hires, Kind
from staffing_sim.plan import Plan
from staffing_sim.solving.confirmation import confirmed
from staffing_sim.solving.curve import curve_of
from staffing_sim.solving.dials import Dial, hires_dial, lever_dial, most_hires, start_dial
from staffing_sim.solving.limits import Limits, limits_of
from staffing_sim.solving.search import Search, Searched
from staffing_sim.solving.solution import Solution
from staffing_sim.solving.targets import Target, check_target, target_role
from staffing_sim.solving.trials import Trials
from staffing_sim.study.run import Setting, checked_months
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["latest_start", "solve", "solve_hires"]

REPLICATIONS: Final = 40
AS_IS: Final = Plan("As is")


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
    """Find the fewest hires a month with which a target holds with the probability asked for.

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
        which the highest rate does, what stands in its way, and the academy seats it would take.

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
    joined = agency.role_or_hiring(role or target_role(target, agency))
    lasting = target.by_month - start if months is None else months
    if lasting < 1:
        problem = f"must be before the target's month {target.by_month}; got {start}"
        raise InputError([Fault(key="start", problem=problem)])

    def dial(length: int) -> Dial:
        def hires(rate: int) -> Hires:
            return Hires.monthly(rate, months=length, start=start, role=joined.name, kind=kind)

        highest = most_hires(agency, base, role=joined.name) if most is None else most
        label = f"{kind} hires a month for {length} months"
        return hires_dial(hires, base=base, label=label, low=int(kind == "gross"), high=highest)

    trials = _trials(
        agency, target, (dial(lasting).plan(1.0),), seed=seed, clock=clock, n_jobs=n_jobs
    )
    search = _search(trials, dial(lasting), replications)
    kept_up = dial if months is None else lambda _: dial(lasting)
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
    return _solution(_search(trials, dial, replications), lambda: None)


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


def _solution(search: Search, limits: Callable[[], Limits | None]) -> Solution:
    """Search, confirm in fresh worlds, and put both together."""
    found = search.least()
    fresh = None if found.place is None else confirmed(search, found.place)
    setting = None if fresh is None else search.dial.settings[fresh.place]
    return Solution(
        agency=search.trials.agency,
        target=search.trials.target,
        label=search.dial.label,
        setting=setting,
        plan=None if setting is None else search.dial.plan(setting),
        curve=curve_of(search, found, fresh),
        range=_range(search, found),
        confirmed=fresh is not None and fresh.holds,
        reversals=0 if fresh is None else fresh.reversals,
        limits=limits() if fresh is None else None,
    )


def _range(search: Search, found: Searched) -> tuple[float | None, float | None]:
    """Return the settings between which the least that meets the target lies."""
    if found.place is None or found.needs is None:
        return None, None
    ends = found.needs.interval(search.trials.target.probability)
    low, high = (None if end is None else search.dial.settings[end] for end in ends)
    return low, high
