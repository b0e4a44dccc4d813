"""Turns what was typed into values, agency and plans, so that all faults are reported at once.

The first half reads the value of one option; the parser names these readers beside the options.
The second half reads the agency and the plans. Importing this module loads nothing heavy.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from staffing_sim.agency import Agency
    from staffing_sim.engine import Clock
    from staffing_sim.plan import Plan
    from staffing_sim.plan.hiring import Hires

Plans = tuple["Plan", ...]
Read = TypeVar("Read")

MOST_YEARS = 30


class Faults:
    """The faults found so far, while reading goes on.

    Examples
    --------
    >>> faults = Faults()
    >>> faults.reading(lambda: whole_number("--seed", "7"))
    7
    >>> faults.reading(lambda: whole_number("--seed", "x"))
    >>> faults.reading(lambda: whole_number("--replications", "0", at_least=1))
    >>> faults.raise_any()
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: --seed: must be a whole number; got 'x'.
    --replications: must be at least 1; got 0.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def reading(self, read: Callable[[], Read]) -> Read:
        """Return what is read; after a fault, a None that nothing may use before `raise_any`."""
        try:
            return read()
        except InputError as error:
            self.add(error)
            return cast("Read", None)

    def add(self, error: InputError) -> None:
        """Keep the faults of an error, each once."""
        self.found.extend(fault for fault in error.faults if fault not in self.found)

    def raise_any(self) -> None:
        """Raise every fault that was found, if any."""
        if self.found:
            raise InputError(self.found)


# --- the value of one option ---------------------------------------------------------------------


def number(option: str, text: str, *, at_most: float) -> float:
    """Read a number above 0.

    Examples
    --------
    >>> number("--probability", "0.9", at_most=1)
    0.9
    >>> number("--probability", "nan", at_most=1)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: --probability: must be a number; got 'nan'.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise wrong(option, f"must be a number; got '{text}'")
    if not 0 < value <= at_most:
        raise wrong(option, f"must be more than 0 and at most {at_most:g}; got {text}")
    return value


def whole_number(option: str, text: str, *, at_least: int = 0, at_most: float = math.inf) -> int:
    """Read a whole number within bounds.

    Examples
    --------
    >>> whole_number("--replications", "20", at_least=1)
    20
    """
    try:
        value = int(text)
    except ValueError:
        raise wrong(option, f"must be a whole number; got '{text}'") from None
    if value < at_least:
        raise wrong(option, f"must be at least {at_least}; got {text}")
    if value > at_most:
        raise wrong(option, f"must be at most {at_most}; got {text}")
    return value


def years(option: str, text: str) -> float:
    """Read a number of years that comes to whole months.

    Examples
    --------
    >>> years("--years", "1.5")
    1.5
    """
    value = number(option, text, at_most=MOST_YEARS)
    months = value * MONTHS_PER_YEAR
    if round(months) >= 1 and math.isclose(months, round(months), abs_tol=1e-6):
        return value
    problem = f"must come to a whole number of months; got {months:g} months"
    raise wrong(option, problem, "Give 1.5 for 18 months.")


def jobs(option: str, text: str) -> int:
    """Read how many runs go on in parallel; -1 stands for every core.

    Examples
    --------
    >>> jobs("--jobs", "2"), jobs("--jobs", "-1")
    (2, -1)
    """
    return -1 if text == "-1" else whole_number(option, text, at_least=1)


def one_of(option: str, text: str, *, choices: Sequence[str]) -> str:
    """Read one of a few words.

    Examples
    --------
    >>> one_of("--clock", "simpi", choices=["auto", "simpy"])
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: --clock: must be auto or simpy; got 'simpi'.
    Did you mean 'simpy'?
    """
    if text in choices:
        return text
    *others, last = choices
    problem = f"must be {', '.join(others)} or {last}; got '{text}'"
    raise wrong(option, problem, nearest(text, choices))


def months_of_year(option: str, text: str) -> tuple[int, ...]:
    """Read months of the year separated by commas.

    Examples
    --------
    >>> months_of_year("--exempt", "7,8")
    (7, 8)
    """
    return tuple(whole_number(option, month, at_least=1, at_most=12) for month in text.split(","))


def named_number(option: str, text: str, *, example: str) -> tuple[str, float]:
    """Read a name and a finite number.

    Examples
    --------
    >>> named_number("--cap", "continuing_services=21", example="adoption=15")
    ('continuing_services', 21.0)
    """
    name, _, value = text.rpartition("=")
    try:
        limit = float(value)
    except ValueError:
        limit = math.nan
    if not name or not math.isfinite(limit):
        problem = f"must be NAME=NUMBER; got '{text}'"
        raise wrong(option, problem, f"Write, for example, {example}.")
    return name, limit


def price(option: str, text: str, *, at_most: float) -> tuple[str, float]:
    """Read a measure and the money that one unit of it costs.

    Examples
    --------
    >>> price("--price", "unseen_children=500", at_most=1e9)
    ('unseen_children', 500.0)
    """
    name, _ = named_number(option, text, example="unseen_children=500")
    return name, number(option, text.rpartition("=")[2], at_most=at_most)


def key_with_range(option: str, text: str) -> tuple[str, tuple[float, float] | None]:
    """Read a key of the ledger, with the range to vary it over if one is given.

    Examples
    --------
    >>> key_with_range("--assumption", "workforce.burnout=0:1")
    ('workforce.burnout', (0.0, 1.0))
    >>> key_with_range("--assumption", "contact.success")
    ('contact.success', None)
    """
    key, equals, span = text.partition("=")
    if not equals:
        return key, None
    low, _, high = span.partition(":")
    try:
        return key, (float(low), float(high))
    except ValueError:
        raise range_missing(option, key) from None


def range_missing(option: str, key: str) -> InputError:
    """Return what is wrong with a key that has no range beside others that have one."""
    remedy = "Write KEY=LOW:HIGH, for every key or for none."
    return wrong(option, f"must have a range; got '{key}'", remedy)


def directory(option: str, text: str) -> Path:
    """Read a directory, after checking that it can be written to."""
    path = Path(text).expanduser().absolute()
    if not text.strip():
        remedy = "Give a directory such as 'results'."
        raise wrong(option, "must be a directory; got nothing", remedy)
    existing = next(place for place in (path, *path.parents) if place.exists())
    if not existing.is_dir():
        problem = "is a file" if existing == path else f"is inside a file, '{existing.name}'"
        remedy = "Give a directory; it is created if it does not exist."
        raise wrong(f"{option}: {text}", problem, remedy)
    if not os.access(existing, os.W_OK | os.X_OK):
        remedy = "Choose a directory that you can write to."
        raise wrong(f"{option}: {text}", "cannot be written to", remedy)
    return path


def workbook(option: str, text: str) -> Path:
    """Read the file of an Excel workbook, after checking that it can be written."""
    from staffing_sim.study.workbook import check_workbook  # heavy, so only when asked for

    path = Path(text).expanduser().absolute()
    check_workbook(path, option=option)
    return path


def standard(option: str, text: str) -> str:
    """Read the name of a workload standard."""
    from staffing_sim.need import standard_names  # heavy, so only for `need`

    return one_of(option, text, choices=standard_names())


def wrong(key: str, problem: str, remedy: str = "") -> InputError:
    """Return an error with one fault."""
    return InputError([Fault(key=key, problem=problem, remedy=remedy)])


# --- the agency and the plans of a run -----------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Request:
    """An agency, plans, and how to run them; an option that a command lacks has its default."""

    agency: Agency
    plans: Plans
    years: float
    replications: int = 1
    seed: int = 0
    clock: Clock = "auto"
    null: bool = False
    n_jobs: int = 1
    store: Path | None = None

    @property
    def modelled_agency(self) -> Agency:
        """The agency, or its null model where that was asked for."""
        return self.agency.null() if self.null else self.agency

    @property
    def run_settings(self) -> dict[str, Any]:
        """What every analysis of many runs is told."""
        names = ("years", "replications", "seed", "clock", "n_jobs")
        return {name: getattr(self, name) for name in names}

    @property
    def comparison_settings(self) -> dict[str, Any]:
        """What `compare`, and what is built on it, is told."""
        return self.run_settings | {"null": self.null, "store": self.store}


Choose = Callable[[Plans, Plans], Plans]
"""Which plans to run, given the agency's own plans and those typed."""


def read_request(options: argparse.Namespace, *, choose: Choose) -> Request:
    """Return what the options of a command ask to run.

    Raises
    ------
    InputError
        With every fault of the options, of the agency file and of the plan files.
    """
    faults: Faults = options.faults
    agency = read_agency(options)
    plans = _read_plans(options, agency, choose=choose)
    faults.raise_any()
    settings: dict[str, Any] = {
        field.name: getattr(options, field.name, field.default) for field in fields(Request)
    }
    return Request(**settings | {"agency": agency, "plans": plans})


def read_agency(options: argparse.Namespace) -> Agency:
    """Return the agency that was named, noting its faults beside those of the options."""
    from staffing_sim.presets import load_agency

    faults: Faults = options.faults
    return faults.reading(lambda: load_agency(options.agency))


def _read_plans(options: argparse.Namespace, agency: Agency | None, *, choose: Choose) -> Plans:
    """Return the plans to run, noting the faults of each."""
    from staffing_sim.presets import load_plans

    faults: Faults = options.faults
    before = len(faults.found)
    own = faults.reading(lambda: load_plans(options.agency)) if agency else ()
    last = None if options.years is None else round(options.years * MONTHS_PER_YEAR) - 1
    typed = [
        faults.reading(
            partial(read_plan, option, text, agency=agency, own=own, last_month=last),
        )
        for option, text in options.plans
    ]
    if agency is None or len(faults.found) > before:
        return ()
    return faults.reading(lambda: choose(own, tuple(typed)))


def read_plan(
    option: str,
    text: str,
    *,
    agency: Agency | None,
    own: Plans = (),
    last_month: int | None = None,
) -> Plan:
    """Return the plan an option asks for, checked against the agency if that could be read."""
    from staffing_sim.plan import check_plan
    from staffing_sim.plan.hiring import Hires
    from staffing_sim.presets import load_plan

    readers: dict[str, Callable[[], Plan]] = {
        "--net": lambda: _hiring(Hires.parse(text, kind="net"), last_month),
        "--gross": lambda: _hiring(Hires.parse(text, kind="gross"), last_month),
        "--plan": lambda: load_plan(text),
        "--plan-name": lambda: named_plan(text, own),
    }
    place = text if option == "--plan" else f"{option} {text}"
    try:
        plan = readers[option]()
        if agency is not None:
            check_plan(plan, agency)
    except InputError as error:
        raise error.in_file(place) from None
    return plan


def _hiring(hires: Hires, last_month: int | None) -> Plan:
    """Return the plan of typed hires, unless they would only start after the run."""
    from staffing_sim.plan import Plan

    if last_month is not None and hires.start > last_month:
        problem = f"starts in month {hires.start}, but month {last_month} is the last of the run"
        raise wrong("", problem, "Start sooner, or raise --years.")
    return Plan(name_of(hires), hires=hires)


def name_of(hires: Hires) -> str:
    """Return a plan's name from its hires, in plain words.

    Examples
    --------
    >>> from staffing_sim.plan import Hires
    >>> name_of(Hires.parse("35x17@adoption+3", kind="net"))
    '35 a month for 17 months, adoption, from month 3 (net)'
    >>> name_of(Hires.parse("500", kind="gross"))
    '500 at once (gross)'
    """
    count = hires.total if hires.months == 1 else hires.per_month
    pace = "at once" if hires.months == 1 else f"a month for {hires.months} months"
    start = f"from month {hires.start}" if hires.start else ""
    parts = (f"{count} {pace}", hires.role, start)
    return f"{', '.join(part for part in parts if part)} ({hires.kind})"


def named_plan(name: str, plans: Sequence[Plan]) -> Plan:
    """Return the plan of that name.

    Raises
    ------
    InputError
        If there is none, with the name that is nearest.
    """
    found = {plan.name: plan for plan in plans}
    if name not in found:
        raise wrong("", "is not one of the agency's plans", nearest(name, found))
    return found[name]


def compared_plans(own: Plans, typed: Plans) -> Plans:
    """Return the plans to compare: the agency's own, or its first against those typed.

    Raises
    ------
    InputError
        If two plans have the same name, so that a table could not tell them apart.
    """
    plans = (own[0], *(typed or own[1:]))
    names = [plan.name for plan in plans]
    repeated = dict.fromkeys(name for name in names if names.count(name) > 1)
    problem, remedy = "appears more than once", "Give each plan once, under its own name."
    if repeated:
        raise InputError(
            Fault(key=f"plan '{name}'", problem=problem, remedy=remedy) for name in repeated
        )
    return plans
