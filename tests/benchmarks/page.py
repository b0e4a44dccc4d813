"""Writes the tables and the chart of docs/explanation/performance.md from one run's timings."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.growth import LOOP, WHOLE
from tests.benchmarks.growth_chart import draw_growth
from tests.benchmarks.measuring import ROOT

PAGE = ROOT / "docs" / "explanation" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "performance-growth.png"
PICTURE_IN_WORDS = "Times the CPU seconds against times the size, a line for each way of growing"
START = "<!-- what follows is written by python3 -m tests.benchmarks -->\n"
COMPARED = "| | CPU ms | wall ms | CPU against the first |\n|---|--:|--:|--:|"
WAYS = {"offices": "offices", "years": "years", "caseload": "cases a worker"}
PARTS = {
    "world": "the world is drawn",
    "prepare": "`run`: its tables are prepared",
    "loop": "`run`: the loop",
    "records": "`run`: the records are copied out",
    "month_table": "the month table",
    "measures": "all measures that a study keeps",
}


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Medians of one benchmark, in seconds, and what it noted."""

    cpu: float
    wall: float
    facts: dict[str, Any]


def read_timings(report: Path) -> tuple[dict[str, Timing], str]:
    """Return the timings of pytest-benchmark's JSON report by test, and what it ran on."""
    found = json.loads(report.read_text(encoding="utf-8"))
    timings = {}
    for row in found["benchmarks"]:
        facts = row["extra_info"]
        wall = facts.get("wall_seconds", row["stats"]["median"])
        timings[row["name"].removeprefix("test_")] = Timing(
            cpu=facts["cpu_seconds"], wall=wall, facts=facts
        )
    return timings, _machine(found["datetime"][:10], found["machine_info"]["load"])


def write_page(report: Path) -> None:
    """Write the page's tables afresh, below its words, and its chart."""
    timings, machine = read_timings(report)
    words, _, _ = PAGE.read_text(encoding="utf-8").partition(START)
    tables = "\n".join(line for section in SECTIONS for line in section(timings))
    PAGE.write_text(f"{words}{START}\n{machine}\n\n{tables}\n", encoding="utf-8")
    panels = {part: _growth(timings, part) for part in (WHOLE, LOOP)}
    draw_growth(panels, WAYS, PICTURE)


def _machine(day: str, load: float) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "simpy"))
    return (
        f"One run on {day}: {os.cpu_count()} cores of {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}. Load at the end: {load:.1f} (about 1 "
        "where a machine does nothing else)."
    )


def _compared(rows: Sequence[tuple[str, str]], timings: dict[str, Timing]) -> Iterator[str]:
    """Yield a table of benchmarks, each against the first; those that were skipped are left out."""
    yield COMPARED
    present = [(label, timings[name]) for label, name in rows if name in timings]
    first = present[0][1]
    for label, timing in present:
        times = "" if timing is first else f"{_digits(timing.cpu / first.cpu)} times"
        yield f"| {label} | {_ms(timing.cpu)} | {_ms(timing.wall)} | {times} |"
    yield ""


def _clocks(timings: dict[str, Timing]) -> Iterator[str]:
    facts = timings["county_run[compiled]"].facts
    yield "## Two clocks, one rulebook\n"
    yield f"Los Angeles, {facts['months']} months: {facts['events']:,} events on either clock.\n"
    for part, name in (("The loop alone", "county_loop_{}"), ("`run`", "county_run[{}]")):
        rows = [
            (f"{part}, {clock} clock", name.format(key))
            for clock, key in (("compiled", "compiled"), ("SimPy", "simpy"))
        ]
        yield from _compared(rows, timings)


def _processes(timings: dict[str, Timing]) -> Iterator[str]:
    yield "## A process for each case\n"
    rows = [
        ("A tenth of the small agency, a year: `run`", "tenth_of_the_small_agency[engine]"),
        ("The tests' oracle, on the same world", "tenth_of_the_small_agency[oracle]"),
    ]
    yield from _compared(rows, timings)
    rows = [
        ("The small agency, a year: `run`", "year_of_the_small_agency_by_the_engine"),
        ("A plain SimPy model of it", "year_of_the_small_agency_by_processes"),
    ]
    yield from _compared(rows, timings)


def _queue(timings: dict[str, Timing]) -> Iterator[str]:
    families = timings["queue_by_staffing_sim"].facts["families"]
    yield "## One queue in every tool\n"
    yield f"Ten workers, {families:,} families.\n"
    rows = [
        ("staffing_sim: world and run, every record kept", "queue_by_staffing_sim"),
        ("staffing_sim: the loop alone", "queue_by_staffing_sim_loop_alone"),
        ("SimPy: waits kept", "queue_by_simpy"),
        (f"Ciw{_version('ciw')}: its records kept", "queue_by_ciw"),
        (f"Cimba{_version('cimba')}: one mean kept", "queue_by_cimba"),
    ]
    yield from _compared(rows, timings)


def _small_agency(timings: dict[str, Timing]) -> Iterator[str]:
    events = timings["small_agency_run"].facts["events"]
    yield "## A program in C\n"
    yield f"The small agency, five years: about {round(events, -3):,} events.\n"
    rows = [
        ("C, draws as it goes, sums kept", "small_agency_in_c"),
        ("The loop alone", "small_agency_loop_alone"),
        ("`run`: tables prepared, every record kept", "small_agency_run"),
        ("World drawn, and `run`", "small_agency_world_and_run"),
    ]
    yield from _compared(rows, timings)


def _growth_table(timings: dict[str, Timing]) -> Iterator[str]:
    yield "## Growth\n"
    yield "| grown | world, run and month table | loop alone | events |\n|---|--:|--:|--:|"
    everything = _growth(timings, WHOLE)
    loop = _growth(timings, LOOP)
    for way, label in WAYS.items():
        events = {
            timing.facts["times"]: timing.facts["events"]
            for timing in timings.values()
            if timing.facts.get("way") == way
        }
        slopes = [_slope(costs) for costs in (everything[way], loop[way], events)]
        yield f"| {label} | {' | '.join(f'{slope:.2f}' for slope in slopes)} |"
    yield f"\n![{PICTURE_IN_WORDS}](../pictures/{PICTURE.name})\n"


def _cores(timings: dict[str, Timing]) -> Iterator[str]:
    studies = [timing for timing in timings.values() if "jobs" in timing.facts]
    if not studies:
        return
    yield "## Cores\n"
    yield (
        f"{studies[0].facts['replications']} replications of two years of Los Angeles, one plan; "
        "in as many threads as jobs.\n"
    )
    yield "| jobs | wall seconds | speed-up | CPU seconds |\n|--:|--:|--:|--:|"
    for study in studies:
        faster = studies[0].wall / study.wall
        yield (
            f"| {study.facts['jobs']} | {_digits(study.wall)} | {faster:.2f} "
            f"| {_digits(study.cpu)} |"
        )
    yield ""


def _growth(timings: dict[str, Timing], part: str) -> dict[str, dict[int, float]]:
    """Return CPU seconds by way and times grown."""
    grown: dict[str, dict[int, float]] = {way: {} for way in WAYS}
    for timing in timings.values():
        if timing.facts.get("part") == part:
            grown[timing.facts["way"]][timing.facts["times"]] = timing.cpu
    return grown


def _slope(costs: dict[int, float]) -> float:
    """Return the slope of log cost on log size: 1 is in proportion."""
    return float(np.polyfit(np.log(list(costs)), np.log(list(costs.values())), 1)[0])


def _county(timings: dict[str, Timing]) -> Iterator[str]:
    whole = timings["five_years_of_the_county"]
    yield "## Five years of Los Angeles\n"
    yield "| one plan, one replication | |\n|---|--:|"
    yield f"| events | {whole.facts['events']:,} |"
    yield f"| CPU seconds, world, run and month table | {whole.cpu:.2f} |"
    memory = timings["peak_memory_of_five_years_of_the_county"].facts["megabytes"]
    yield f"| peak memory of the process, MB | {memory:,.0f} |"
    yield "\n| part | CPU seconds |\n|---|--:|"
    seconds = {part: timings[f"part_of_five_years_of_the_county[{part}]"].cpu for part in PARTS}
    for part, label in PARTS.items():
        yield f"| {label} | {seconds[part]:.2f} |"
    yield ""
    yield from _kinds(timings["kinds_of_event_in_five_years_of_the_county"])


def _kinds(timing: Timing) -> Iterator[str]:
    kinds = timing.facts["kinds"]
    total = sum(seconds for seconds, _ in kinds.values())
    yield "| within the loop | events | µs each | share |\n|---|--:|--:|--:|"
    for kind, (seconds, count) in kinds.items():
        share = seconds / total
        if share >= 0.005:
            label = kind.replace("_", " ")
            yield f"| {label} | {count:,} | {_digits(1e6 * seconds / count)} | {share:.0%} |"
    yield ""


def _waiting(timings: dict[str, Timing]) -> Iterator[str]:
    yield "## Before anything runs\n"
    yield "| a process of its own, start to end | CPU seconds | wall seconds |\n|---|--:|--:|"
    rows = {
        "first_compile": "a month of Los Angeles, nothing compiled yet",
        "cached_compile": "the same, compiled code in the cache",
        "start_up[python]": "`python -c ''`",
        "start_up[numpy]": "`import numpy`",
        "start_up[staffing_sim]": "`import staffing_sim`",
        "start_up[help]": "`staffing-sim --help`",
    }
    for name, label in rows.items():
        timing = timings[name]
        yield f"| {label} | {_digits(timing.cpu)} | {_digits(timing.wall)} |"


def _version(package: str) -> str:
    try:
        return f" {version(package)}"
    except ModuleNotFoundError:
        return ""


def _digits(number: float) -> str:
    """Return a number with two digits, or all before the point."""
    if number >= 100.0:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10.0 else f"{number:.2g}"


def _ms(seconds: float) -> str:
    return _digits(1000.0 * seconds)


SECTIONS = (_clocks, _small_agency, _processes, _queue, _growth_table, _cores, _county, _waiting)
