"""What an option is: what reads its value, what adds it to a command, and those that many share.

A reader turns the text into a value. A fault takes the value's place until
`staffing_sim.cli.parser.read_arguments` has collected them all. A command's own options stand with
the command. Importing this module loads nothing heavy.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from staffing_sim.errors import InputError, nearest, wrong
from staffing_sim.timeline import MONTHS_PER_YEAR

Reader = Callable[[str, str], Any]
"""Takes the option's name and what was typed."""

AddOptions = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace], None]
Commands = dict[str, tuple[AddOptions | None, Run]]
"""By name: what adds a command's options, and what it does."""

MOST_YEARS = 30
MOST_REPLICATIONS = 10_000
MOST_MONEY = 1e12
SEED = 2013


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
        raise wrong(option, f"must be NAME=NUMBER; got '{text}'", f"Write, for example, {example}.")
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
    """Read the name of a workload standard, or the file of one."""
    from staffing_sim.need import standard_names  # heavy, so only for `need`

    if text.endswith(".toml"):
        return text  # read once the agency is known
    return one_of(option, text, choices=standard_names())


# --- options that several commands share ---------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """An option that several commands take, with the part of the help it stands in."""

    metavar: str | None
    text: str
    read: Reader | None = None
    default: str | None = None
    group: str = "runs"
    dest: str | None = None


REPLICATIONS: Reader = partial(whole_number, at_least=1, at_most=MOST_REPLICATIONS)
MONEY: Reader = partial(number, at_most=MOST_MONEY)

SHARED = {
    "--years": Option("N", "years to simulate; 1.5 is 18 months", years, "3"),
    "--replications": Option("N", "runs of each plan", REPLICATIONS, "3"),
    "--seed": Option("N", "seed of the random numbers", whole_number, str(SEED)),
    "--null": Option(None, "the null model: caseloads neither slow casework nor drive staff out"),
    "--clock": Option(
        "NAME",
        "auto, simpy or compiled; affects the speed only",
        partial(one_of, choices=("auto", "simpy", "compiled")),
        "auto",
    ),
    "--jobs": Option("N", "runs in parallel; -1 uses every core", jobs, "1", dest="n_jobs"),
    "--store": Option("DIR", "keep every finished run here, and resume from it", directory),
    "--out": Option("DIR", "write the results to this directory", directory, group="results"),
    "--all": Option(
        None,
        "with --out: write every table and chart, charts as SVG too",
        group="results",
        dest="everything",
    ),
    "--excel": Option(
        "FILE", "write one workbook, such as results.xlsx", workbook, group="results"
    ),
}
ONE_RUN = ("--years", "--seed", "--null", "--clock", "--out")
RUNS = ("--replications", *ONE_RUN, "--jobs")
STORED_RUNS = (*RUNS, "--store")

PLANS = {
    "--net": ("HIRES", "new positions; leavers are replaced as usual"),
    "--gross": ("HIRES", "people who start; leavers are not otherwise replaced"),
    "--starts": ("HIRES", "people who start in new posts; leavers are replaced as usual"),
    "--vacancies": ("HIRES", "empty posts that are filled"),
    "--desk": ("HIRES", "people at desks who take cases"),
    "--cut": ("POSTS", "posts that close as people leave"),
    "--layoff": ("POSTS", "posts that go at once, with the newest people in them"),
    "--plan": ("FILE", "a plan file"),
    "--plan-name": ("NAME", "one of the agency's own plans"),
}
COMPARED = "the agency's own, or its first (As is) and those given here; each may be repeated"

HIRES = """\
HIRES is COUNT or PER_MONTHxMONTHS, optionally followed by @role and +start month:
  500                          500 at once, in the first month
  35x17                        35 a month for 17 months
  35x17@continuing_services+3  the same for one role, from month 3 (the first month is 0)
  35x17@need                   the same, each where hours are short, whichever the role
without @role, hires go as the agency's workforce says (hiring_role, hiring_by)
POSTS is COUNT or SHARE%, optionally followed by @role and +start month: 40, 10%@adoption+6"""


def add(
    command: argparse._ActionsContainer,
    option: str,
    metavar: str | None,
    text: str,
    *,
    read: Reader | None = None,
    **settings: Any,
) -> None:
    """Add one option; without a metavar it is a switch, and a default is told in its help."""
    if metavar is None:
        command.add_argument(option, action="store_true", help=text, **settings)
        return
    if settings.get("action") == "append":
        text += "; may be repeated"
    if settings.get("default"):
        text += f" (default {settings['default']})"
    if read is not None:
        settings["type"] = partial(_kept, read, option)
    command.add_argument(option, metavar=metavar, help=text, **settings)


def _kept(read: Reader, option: str, text: str) -> Any:
    """Return what is read or, for `read_arguments` to collect, what is wrong with it."""
    try:
        return read(option, text)
    except InputError as error:
        return error


def group_of(
    command: argparse.ArgumentParser, title: str, text: str | None = None
) -> argparse._ArgumentGroup:
    """Return the part of a command's help with that title."""
    groups = {group.title: group for group in command._action_groups}
    return groups.get(title) or command.add_argument_group(title, text)


def share(command: argparse.ArgumentParser, *names: str, **defaults: str) -> None:
    """Add shared options, some with other defaults."""
    for name in names:
        option = SHARED[name]
        settings = {"default": defaults.get(name.strip("-"), option.default), "dest": option.dest}
        add(
            group_of(command, option.group),
            name,
            option.metavar,
            option.text,
            read=option.read,
            **{key: value for key, value in settings.items() if value is not None},
        )


def agency_option(command: argparse.ArgumentParser) -> None:
    """Add the agency that a command is about."""
    command.add_argument("agency", metavar="NAME_OR_FILE", help="a preset's name or a TOML file")


def plan_options(
    command: argparse.ArgumentParser, text: str = COMPARED, *, names: Iterable[str] = PLANS
) -> None:
    """Collect the plans of several options, in the order in which they are typed."""
    group = group_of(command, "plans", text)
    command.epilog = HIRES
    for option in names:
        metavar, text = PLANS[option]
        read = partial(_as_typed, option)
        group.add_argument(
            option, metavar=metavar, help=text, type=read, action="append", dest="plans", default=[]
        )


def _as_typed(option: str, text: str) -> tuple[str, str]:
    """Return what `staffing_sim.cli.request` will read, once the agency is known."""
    return option, text


def comparison_options(command: argparse.ArgumentParser) -> None:
    """Add what any comparison of plans takes."""
    agency_option(command)
    plan_options(command)
    share(command, *STORED_RUNS)
