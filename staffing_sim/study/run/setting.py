"""What a study was asked to do: agency, plans, horizon, seed, and how precise its answer is to be.

All faults of the arguments are reported at once.

When a comparison is to be precise, replications are added in batches of one size until every
difference is known to within what matters, or there are as many as were allowed. Nothing but
numbers of the study decides, so that it stops at the same replication on every machine; a time
limit could not promise that.

To look again and again at intervals invites stopping when they happen to be too narrow. Three
things are set against it: a least number of replications; an upper limit of the standard deviation
in place of the deviation seen (Kupper & Hafner, 1989, The American Statistician 43); and widths
that depend on the spread alone, never on the size or the sign of a difference, which stopping
therefore leaves unbiased.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Annotated, Any, TypeGuard

from pydantic import Field
from scipy.special import chdtri

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.engine import run as run_engine
from staffing_sim.engine.clock_choice import choose_clock
from staffing_sim.engine.policy import name_of
from staffing_sim.errors import Fault, InputError, nearest, wrong
from staffing_sim.measures import MEASURES, relevant_difference
from staffing_sim.plan import Plan, check_plan
from staffing_sim.records import Run
from staffing_sim.study.figures import HEADLINES
from staffing_sim.study.run.outcome import Outcome, outcome_of
from staffing_sim.timeline import MONTHS_PER_YEAR
from staffing_sim.values import Number, PositiveCount, Share, Value
from staffing_sim.world import World, draw_world

Own = Callable[..., Any]
"""A user's own SimPy process or hook."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the runs of a study share; small enough to send to a worker.

    Attributes
    ----------
    agency, plans, months, seed, clock
        As `staffing_sim.study.compare` was given them, checked.
    processes, hooks
        A user's own functions, handed to the engine.
    """

    agency: Agency
    plans: tuple[Plan, ...]
    months: int
    seed: int
    clock: Clock = "auto"
    processes: tuple[Own, ...] = ()
    hooks: Mapping[str, Own] | None = None

    def world(self, replication: int) -> World:
        """Draw the world of a replication."""
        return draw_world(self.agency, months=self.months, seed=(self.seed, replication))

    def run(self, plan: int, world: World) -> Run:
        """Run the plan of this number in a world and keep every record."""
        records = run_engine(
            self.agency,
            world,
            self.plans[plan],
            clock=self.clock,
            processes=self.processes,
            hooks=self.hooks,
        )
        return Run(records)

    def outcome(self, plan: int, world: World, *, replication: int) -> Outcome:
        """Run the plan of this number in a world and keep what a study needs."""
        return outcome_of(self.run(plan, world), replication=replication)

    def null(self) -> Setting:
        """Return the same in the world in which caseloads change nothing."""
        return replace(self, agency=self.agency.null())

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names of the user's own processes and hooks."""
        own = [*self.processes, *(self.hooks or {}).values()]
        return tuple(name_of(function) for function in own)

    @property
    def compiled(self) -> bool:
        """Whether every run takes the compiled clock, which lets other threads work."""
        own = self.processes or self.hooks or any(callable(plan.assignment) for plan in self.plans)
        if own:
            return False
        chosen = choose_clock(self.clock, own=False, agency=self.agency, months=self.months)
        return chosen == "compiled"


def setting_of(
    agency: Agency,
    plans: tuple[Plan, ...],
    *,
    years: float,
    null: bool,
    processes: Own | Iterable[Own],
    hooks: Mapping[str, Own] | None,
    clock: Clock,
    whole: Mapping[str, int],
) -> Setting:
    """Return what runs share, after telling every fault of the arguments at once."""
    setting = Setting(
        agency=agency,
        plans=plans,
        months=checked_months(agency, plans, years=years, **whole),
        seed=whole["seed"],
        clock=clock,
        processes=own_functions(processes),
        hooks=hooks,
    )
    return setting.null() if null else setting


def checked_months(agency: Agency, plans: Sequence[Plan], *, years: float, **whole: int) -> int:
    """Return the horizon in months after telling every fault of the arguments at once.

    The arguments that must be whole numbers (``replications``, ``seed``, ``n_jobs``) go by name.

    Raises
    ------
    InputError
        With every fault.
    """
    _check_kinds(agency, plans, **whole)
    faults = _plan_faults(plans)
    for plan in plans:
        try:
            check_plan(plan, agency)
        except InputError as error:
            faults += [fault.under(f"plans.{plan.name}") for fault in error.faults]
    months = round(years * MONTHS_PER_YEAR)
    if months < 1 or abs(months - years * MONTHS_PER_YEAR) > 1e-6:
        problem = f"must be a whole number of months, at least one; got {years:g} years"
        faults.append(Fault("years", problem, "Give 1.5 for 18 months."))
    faults += [
        Fault(key, f"{problem}; got {whole[key]}", remedy)
        for key, (sound, problem, remedy) in _BOUNDS.items()
        if key in whole and not sound(whole[key])
    ]
    if faults:
        raise InputError(faults)
    return months


def _plan_faults(plans: Sequence[Plan]) -> list[Fault]:
    """Return what is wrong with a list of plans as a list."""
    names = [plan.name for plan in plans]
    if not names:
        return [Fault("plans", "is empty", "Give at least one plan.")]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    remedy = "Give every plan its own name."
    return [Fault(f"plans.{name}", "appears more than once", remedy) for name in twice]


_BOUNDS: Mapping[str, tuple[Callable[[int], bool], str, str]] = {
    "replications": (lambda count: count >= 1, "must be at least 1", "Give 20, say."),
    "seed": (lambda seed: seed >= 0, "must not be negative", "Give any whole number from 0 on."),
    "n_jobs": (
        lambda jobs: jobs >= 1 or jobs == -1,
        "must be at least 1, or -1",
        "Give 1 for one run at a time, 2 for two, -1 for as many as there are cores.",
    ),
}
"""What a whole number must be, in a function, in words, and what to do."""


def _check_kinds(agency: object, plans: Sequence[object], **whole: object) -> None:
    """Refuse names where an agency or a plan is wanted, and what is no whole number."""
    faults: list[Fault] = []
    if not isinstance(agency, Agency):
        remedy = "Load it first: load_agency('small-office')."
        faults.append(Fault("agency", f"must be an Agency; got {agency!r}", remedy))
    for number, plan in enumerate(plans):
        if not isinstance(plan, Plan):
            problem, remedy = f"must be a Plan; got {plan!r}", "Make one: Plan('As is')."
            faults.append(Fault(f"plans[{number}]", problem, remedy))
    for key, value in whole.items():
        if isinstance(value, bool) or not isinstance(value, Integral):
            faults.append(Fault(key, f"must be a whole number; got {value!r}"))
    if faults:
        raise InputError(faults)


def check_until(until: object) -> None:
    """Refuse what is no precision."""
    if until is not None and not isinstance(until, Precision):
        remedy = "Make one: Precision(half_widths={'caseload': 1.0})."
        raise wrong("until", f"must be a Precision; got {until!r}", remedy)


def own_functions(given: Own | Iterable[Own]) -> tuple[Own, ...]:
    """Return a user's own SimPy processes, given as one function or as any collection of them.

    Examples
    --------
    >>> own_functions([print]) == own_functions(print) == (print,)
    True
    >>> own_functions(["overtime"])
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: processes[0]: must be a function; got 'overtime'. Give a ...
    """
    processes = tuple(given) if _holds_several(given) else (given,)
    remedy = "Give a function of the environment and the agency that yields events."
    faults = [
        Fault(f"processes[{row}]", f"must be a function; got {own!r}", remedy)
        for row, own in enumerate(processes)
        if not callable(own)
    ]
    if faults:
        raise InputError(faults)
    return processes


def _holds_several(given: object) -> TypeGuard[Iterable[Any]]:
    """Tell a collection from a single function, or from something wrong to be named whole."""
    return isinstance(given, Iterable) and not callable(given) and not isinstance(given, str)


def _known_measures(half_widths: dict[str, float]) -> Iterator[Fault]:
    """Half-widths are given for measures."""
    for name in half_widths:
        if name not in MEASURES:
            yield Fault(f"half_widths.{name}", "is not a measure", nearest(name, MEASURES))


def _room_for_more(least: int, most: int) -> Iterator[Fault]:
    """The most is not below the least."""
    if most < least:
        problem, remedy = f"must be at least {least} (`least`); got {most}", "Give more."
        yield Fault("most", problem, remedy)


class Precision(Value):
    """How well differences are to be known before a comparison stops.

    Every plan is held against the first, in every measure that has a half-width. It is the
    half-width of the paired 95 % interval that holds for all plans together, with the upper limit
    of the standard deviation in it. A difference that is undefined in more than half of the
    replications (the horizon is too short for it) is not waited for.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    >>> until = Precision(half_widths={"caseload": 1.5}, least=4, batch=4, most=40)
    >>> study = ss.compare(ss.load_agency("small-office"), plans, years=0.5, until=until)
    >>> study.replications % 4, bool(study.precision()["reached"].all())
    (0, True)
    """

    half_widths: dict[str, Annotated[Number, Field(gt=0)]] = Field(
        default_factory=dict,
        description="half-width to reach, by measure; where none is given, the smallest "
        "difference that matters in every headline measure that declares one",
    )
    least: Annotated[PositiveCount, Field(ge=2)] = Field(10, description="replications at least")
    most: Annotated[PositiveCount, Field(le=100_000)] = Field(
        200, description="replications at most"
    )
    batch: PositiveCount = Field(10, description="replications added at a time")
    assurance: Annotated[Share, Field(ge=0.5, lt=1)] = Field(
        0.8, description="confidence of the upper limit of the standard deviation"
    )

    rules = (_known_measures, _room_for_more)

    def next_count(self, replications: int) -> int:
        """Return how many replications there are after the next batch."""
        return min(self.most, replications + self.batch)

    def wanted(self, agency: Agency) -> dict[str, float]:
        """Return the half-width to reach in each measure, in an agency of this size.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> wanted = Precision().wanted(load_agency("la-county-2013"))
        >>> round(wanted["unseen_children"]), wanted["caseload"], wanted["late_responses_share"]
        (100, 1.0, 0.01)
        """
        if self.half_widths:
            return dict(self.half_widths)
        declared = {name: relevant_difference(name, agency) for name in HEADLINES}
        return {name: width for name, width in declared.items() if not math.isnan(width)}


def spread_limit(runs: int, assurance: float) -> float:
    """Return by how much a standard deviation from so many runs may be too small.

    With a chance of `assurance` the true one is no more than this many times the one seen.

    Examples
    --------
    >>> round(spread_limit(10, 0.8), 3), round(spread_limit(100, 0.8), 3)
    (1.293, 1.067)
    """
    freedom = runs - 1
    return math.sqrt(freedom / float(chdtri(freedom, assurance)))
