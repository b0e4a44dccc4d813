"""What was typed, read into values; every fault among the options and files told at once."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_args

from staffing_sim.agency import Agency
from staffing_sim.cli.choosing import Plans, named_plan
from staffing_sim.cli.output import output_directory
from staffing_sim.cli.words import Faults, jobs, number, one_of, whole_number
from staffing_sim.engine import Clock
from staffing_sim.errors import Fault, InputError
from staffing_sim.plan import Hires, Plan, check_plan
from staffing_sim.presets import load_agency, load_plan, load_plans
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = [
    "Request",
    "RerunRequest",
    "name_of",
    "read_request",
    "read_rerun",
]

MOST_YEARS = 30
MOST_REPLICATIONS = 10_000
FEWEST_JUDGED = 10  # replications before precision decides; `Precision.least`
CLOCKS: tuple[Clock, ...] = get_args(Clock)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a run needs, read and checked."""

    agency: Agency
    plans: Plans
    years: float
    replications: int
    seed: int
    clock: Clock
    null: bool
    out: Path | None
    jobs: int = 1
    store: Path | None = None
    excel: Path | None = None
    everything: bool = False
    until_precise: int | None = None

    @property
    def run_settings(self) -> dict[str, Any]:
        """How far, how often and how to run, as every analysis of many runs takes it."""
        return {
            "years": self.years,
            "replications": self.replications,
            "seed": self.seed,
            "clock": self.clock,
            "n_jobs": self.jobs,
        }

    @property
    def comparison_settings(self) -> dict[str, Any]:
        """The same as `compare` and what rests on it take it."""
        return self.run_settings | {"null": self.null, "store": self.store}


@dataclass(frozen=True, kw_only=True)
class RerunRequest:
    """What running a study again needs, read and checked, but for the study's own file."""

    clock: Clock
    out: Path | None
    jobs: int
    store: Path | None
    excel: Path | None
    everything: bool = False


def read_request(
    options: argparse.Namespace, *, choose: Callable[[Plans, Plans], Plans]
) -> Request:
    """Return what the options of ``compare`` or ``simulate`` ask for.

    Parameters
    ----------
    options
        The options as typed.
    choose
        Which plans to run, given the agency's own plans and those typed.

    Raises
    ------
    InputError
        With every fault of the options, of the agency file and of the plan files.
    """
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    years = faults.reading(lambda: _years(options.years))
    request = Request(
        agency=agency,
        plans=_read_plans(faults, options, agency, years=years, choose=choose),
        years=years,
        replications=faults.reading(lambda: _replications(options)),
        seed=faults.reading(lambda: whole_number("--seed", options.seed, at_least=0)),
        null=options.null,
        until_precise=faults.reading(lambda: _until_precise(options)),
        **_read_way(faults, options),
    )
    faults.tell()
    return request


def read_rerun(options: argparse.Namespace) -> RerunRequest:
    """Return what the options of ``rerun`` ask for.

    Raises
    ------
    InputError
        With every fault of the options.
    """
    faults = Faults()
    request = RerunRequest(**_read_way(faults, options))
    faults.tell()
    return request


def _read_way(faults: Faults, options: argparse.Namespace) -> dict[str, Any]:
    """Return how runs are to be made and where results go, noting the faults of each."""
    found: dict[str, Any] = {
        "clock": faults.reading(lambda: one_of("--clock", options.clock, CLOCKS)),
        "out": faults.reading(lambda: _directory("--out", options.out)),
    }
    if "jobs" in options:  # simulate runs once
        found["jobs"] = faults.reading(lambda: jobs("--jobs", options.jobs))
        found["store"] = faults.reading(lambda: _directory("--store", options.store))
    if "everything" in options:
        found["everything"] = options.everything
    if "excel" in options:
        found["excel"] = faults.reading(lambda: _workbook(options.excel))
    return found


def _workbook(typed: str | None) -> Path | None:
    if typed is None:
        return None
    from staffing_sim.study.workbook import check_workbook  # heavy, so only when asked for

    path = Path(typed).expanduser().absolute()
    check_workbook(path, option="--excel")
    return path


def _directory(option: str, typed: str | None) -> Path | None:
    return None if typed is None else output_directory(typed, option=option)


def name_of(hires: Hires) -> str:
    """Return a plan's name from its hires, in plain words.

    Examples
    --------
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


def _years(typed: str) -> float:
    years = number("--years", typed, at_most=MOST_YEARS)
    months = years * MONTHS_PER_YEAR
    if round(months) >= 1 and math.isclose(months, round(months), abs_tol=1e-6):
        return years
    problem = f"must be a whole number of months; got {months:g} months"
    raise InputError([Fault(key="--years", problem=problem, remedy="Give 1.5 for 18 months.")])


def _replications(options: argparse.Namespace) -> int:
    typed = getattr(options, "replications", "1")  # simulate has no such option
    return whole_number("--replications", typed, at_least=1, at_most=MOST_REPLICATIONS)


def _until_precise(options: argparse.Namespace) -> int | None:
    """Return how many replications are allowed where precision is to decide; else None."""
    typed = getattr(options, "until_precise", None)
    if typed is None:
        return None
    return whole_number("--until-precise", typed, at_least=FEWEST_JUDGED, at_most=MOST_REPLICATIONS)


def _read_plans(
    faults: Faults,
    options: argparse.Namespace,
    agency: Agency | None,
    *,
    years: float | None,
    choose: Callable[[Plans, Plans], Plans],
) -> Plans:
    """Return the plans to run, noting the faults of each."""
    before = len(faults.found)
    own = faults.reading(lambda: load_plans(options.agency)) if agency else ()
    typed = [
        faults.reading(partial(_read_plan, option, text, agency=agency, own=own, years=years))
        for option, text in options.plans
    ]
    if agency is None or len(faults.found) > before:
        return ()
    return faults.reading(lambda: choose(own, tuple(typed)))


def _read_plan(
    option: str, text: str, *, agency: Agency | None, own: Plans, years: float | None
) -> Plan:
    """Return the plan an option asks for, checked against the agency if that could be read."""
    readers: dict[str, Callable[[], Plan]] = {
        "--net": lambda: _hiring(Hires.parse(text, kind="net"), years),
        "--gross": lambda: _hiring(Hires.parse(text, kind="gross"), years),
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


def _hiring(hires: Hires, years: float | None) -> Plan:
    """Return the plan of typed hires; those that would start after the run do nothing, silently."""
    months = math.inf if years is None else round(years * MONTHS_PER_YEAR)
    if hires.start >= months:
        problem = f"starts in month {hires.start}, but month {months - 1} is the last of the run"
        remedy = "Start sooner, or give more --years."
        raise InputError([Fault(key="", problem=problem, remedy=remedy)])
    return Plan(name_of(hires), hires=hires)
