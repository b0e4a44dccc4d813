"""What a command is asked to run: an agency, its plans, and how; all faults are told at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from staffing_sim.errors import Fault, Faults, InputError, nearest, wrong
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from staffing_sim.agency import Agency
    from staffing_sim.engine import Clock
    from staffing_sim.plan import Plan
    from staffing_sim.plan.hiring import Hires
    from staffing_sim.plan.posts import Cut
    from staffing_sim.study import Study

Plans = tuple["Plan", ...]


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

    def compare(self, **more: Any) -> Study:
        """Compare the plans."""
        from staffing_sim.study import compare  # heavy, so only once the input is right

        return compare(self.agency, self.plans, **self.comparison_settings, **more)


CUTS: dict[str, Literal["vacancy", "layoff"]] = {"cut": "vacancy", "layoff": "layoff"}
"""How the posts go that an option cuts."""

Choose = Callable[[Plans, Plans], Plans]
"""Which plans to run, given the agency's own plans and those typed."""


def read_request(
    options: argparse.Namespace,
    *,
    choose: Choose,
    check: Callable[[Agency | None], object] | None = None,
) -> Request:
    """Return what the options of a command ask to run.

    Parameters
    ----------
    options
        What was typed.
    choose
        Which plans to run.
    check
        Raises `InputError` for an option of the command's own that does not fit the agency, which
        is None where it could not be read.

    Raises
    ------
    InputError
        With every fault of the options, of the agency file and of the plan files.
    """
    faults: Faults = options.faults
    agency = read_agency(options)
    if check is not None:
        faults.reading(partial(check, agency))
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
        faults.reading(partial(read_plan, option, text, agency=agency, own=own, last_month=last))
        for option, text in options.plans
    ]
    if agency is None or len(faults.found) > before:
        return ()
    return faults.reading(lambda: choose(own, tuple(typed)))


def read_plan(
    option: str, text: str, *, agency: Agency | None, own: Plans = (), last_month: int | None = None
) -> Plan:
    """Return the plan an option asks for, checked against the agency if that could be read."""
    from staffing_sim.plan import check_plan

    place = text if option == "--plan" else f"{option} {text}"
    try:
        plan = _typed_plan(option, text, own, last_month)
        if agency is not None:
            check_plan(plan, agency)
    except InputError as error:
        raise error.in_file(place) from None
    return plan


def _typed_plan(option: str, text: str, own: Plans, last_month: int | None) -> Plan:
    from staffing_sim.plan import Plan
    from staffing_sim.plan.hiring import Hires
    from staffing_sim.plan.posts import Cut
    from staffing_sim.presets import load_plan

    if option == "--plan":
        return load_plan(text)
    if option == "--plan-name":
        return named_plan(text, own)
    word: Any = option.removeprefix("--")
    if word in CUTS:
        cut = Cut.parse(text, by=CUTS[word])
        _check_start(cut.start, last_month)
        return Plan(name_of_cut(cut), cuts=cut)
    hires = Hires.parse(text, kind=word)
    _check_start(hires.start, last_month)
    return Plan(name_of(hires), hires=hires)


def _check_start(start: int, last_month: int | None) -> None:
    """Refuse what would only start after the run."""
    if last_month is not None and start > last_month:
        problem = f"starts in month {start}, but month {last_month} is the last of the run"
        raise wrong("", problem, "Start sooner, or raise --years.")


def name_of_cut(cut: Cut) -> str:
    """Return a plan's name from its cut, in plain words.

    Examples
    --------
    >>> from staffing_sim.plan.posts import Cut
    >>> name_of_cut(Cut.parse("10%@adoption+6", by="layoff"))
    '10 % of posts, adoption, from month 6 (laid off)'
    >>> name_of_cut(Cut.parse("40", by="vacancy"))
    '40 posts (closed as people leave)'
    """
    posts = f"{cut.count:g} posts" if cut.share is None else f"{100 * cut.share:g} % of posts"
    start = f"from month {cut.start}" if cut.start else ""
    how = "laid off" if cut.by == "layoff" else "closed as people leave"
    return f"{', '.join(part for part in (posts, cut.role, start) if part)} ({how})"


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
        raise InputError(Fault(f"plan '{name}'", problem, remedy) for name in repeated)
    return plans
