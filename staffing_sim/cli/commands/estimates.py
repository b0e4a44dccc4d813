"""Estimates without simulating: ``preview`` of staff and caseloads, ``need`` by a standard."""

from __future__ import annotations

import argparse
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_sim.cli.options import (
    Commands,
    add,
    agency_option,
    number,
    plan_options,
    share,
    standard,
)
from staffing_sim.cli.printing import cell, fitted, publish, text_table
from staffing_sim.cli.request import compared_plans, read_agency, read_request
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.agency import Agency
    from staffing_sim.need import Standard
    from staffing_sim.need.twin import Fluid

NOTE = (
    "The fluid twin leaves chance out and gives every worker the role's mean load. Where load is "
    "near 1 it is optimistic, and it does not count unseen children. To decide, use 'staffing-sim "
    "compare'."
)
AT_REST = (
    *("in equilibrium", "load", "amplification", "demand to tip", "leaving to tip"),
    "tips first through",
)
TOTALS = {
    "need": "Need",
    "positions": "Positions, with hires under way",
    "gap": "Shortfall (need minus positions)",
}


def show_preview(options: argparse.Namespace) -> None:
    """Solve each plan's fluid twin, print staff and caseloads by year, and write the months."""
    request = read_request(options, choose=compared_plans)

    from staffing_sim.need.twin import fluid  # heavy, so only once the input is right

    agency = request.modelled_agency
    twins = [fluid(agency, plan, years=request.years) for plan in request.plans]
    parts = [fitted(f"{agency.title}: staff and children per worker, at the month ends")]
    parts += [year_table(twins), *([tipping_table(twins)] if options.tipping else [])]
    publish("\n\n".join([*parts, fitted(NOTE)]), options.out, partial(write_preview, twins))


def year_table(twins: list[Fluid]) -> str:
    """Return full-time equivalents, children per worker and load of each role, by plan and year."""
    months = len(twins[0].months["month"].unique())
    ends = sorted({*range(MONTHS_PER_YEAR - 1, months, MONTHS_PER_YEAR), months - 1})
    rows: list[tuple[str, ...]] = []
    for twin in twins:
        rows.append((twin.plan.name,))
        for end in ends:
            at_end = twin.months[twin.months["month"] == end]
            cells = zip(
                at_end["productive_staff"], at_end["caseload_mean"], at_end["load"], strict=True
            )
            told = (f"{staff:,.0f} / {held:.1f} / {load:.2f}" for staff, held, load in cells)
            rows.append((f"  month {end + 1}", *told))
    headings = ("staff / children / load", *(role.label for role in twins[0].agency.roles))
    return text_table(headings, rows, right=True)


def tipping_table(twins: list[Fluid]) -> str:
    """Return how far each role of each plan is, at rest, from where turnover feeds on itself."""
    rows: list[tuple[str, ...]] = []
    for twin in twins:
        rows.append((twin.plan.name,))
        for _, row in twin.tipping_point().iterrows():
            leaving = row["extra_leaving"]
            rows.append(
                (
                    f"  {twin.agency.role(row['role']).label}",
                    *("none" if math.isnan(row[at]) else f"{row[at]:.2f}" for at in AT_REST[1:3]),
                    f"{row['extra_demand']:+.0%}",
                    "more" if math.isnan(leaving) else f"{leaving:+.0%}",
                    "turnover" if row["by_turnover"] else "demand",
                )
            )
    return text_table(AT_REST, rows, right=True)


def write_preview(twins: list[Fluid], directory: Path) -> None:
    """Write the months of all plans as a CSV file."""
    import pandas as pd

    from staffing_sim.study.files import write_csv

    frames: list[pd.DataFrame] = []
    for twin in twins:
        months = twin.months.copy()
        months.insert(0, "plan", twin.plan.name)
        frames.append(months)
    write_csv(pd.concat(frames), directory / "preview.csv")


def show_need(options: argparse.Namespace) -> None:
    """Print the waterfall from the static need to the positions it takes; write it if asked."""
    from staffing_sim.need import STEPS, need_waterfall
    from staffing_sim.study.files import write_csv

    agency = read_agency(options)
    standard = options.faults.reading(partial(_standard, options.standard, agency))
    options.faults.raise_any()
    steps = need_waterfall(
        agency, standard=standard or options.standard, hours_short=options.hours_short
    )
    parts = (
        fitted(f"{agency.title}: workers for the cases open on {agency.start}"),
        need_table(steps, STEPS | TOTALS),
        fitted(_basis(standard)),
    )
    publish("\n\n".join(parts), options.out, lambda out: write_csv(steps, out / "need.csv"))


def _standard(asked: str, agency: Agency | None) -> Standard | None:
    """Return the standard asked for, by name or from a file; none for the agency's own hours."""
    from staffing_sim.need import load_standard, standard_of
    from staffing_sim.need.standards import OWN

    if asked == OWN or agency is None:
        return None
    return load_standard(asked, agency) if asked.endswith(".toml") else standard_of(asked)


def need_table(steps: pd.DataFrame, labels: dict[str, str]) -> str:
    """Return the steps as text, a column per role; a dash where the standard covers nothing."""
    rows = [(label, *map(cell, steps[name])) for name, label in labels.items()]
    return text_table(("", *steps["label"]), rows, right=True)


def _basis(standard: Standard | None) -> str:
    """Say by which standard, and what the table leaves out."""
    if standard is None:
        by = "By the agency's own hours, with full casework on every open case."
    else:
        by = f"By {standard.title} ({standard.source}; {standard.grade}). {standard.note}".strip()
    return (
        f"{by} Leave, turnover, academy and time to fill are the agency's own, in equilibrium. "
        "The last step is a formula and leaves seasons out. Nothing is simulated here: see "
        "'staffing-sim compare'."
    )


# --- what is typed -------------------------------------------------------------------------------


def _preview_options(command: argparse.ArgumentParser) -> None:
    agency_option(command)
    plan_options(command)
    share(command, "--years", "--null", "--out")
    text = "show how far each role is from the point where turnover feeds on itself"
    add(command, "--tipping", None, text)


def _need_options(command: argparse.ArgumentParser) -> None:
    agency_option(command)
    add(
        command,
        "--standard",
        "NAME_OR_FILE",
        "state_1984, sb2030_minimum, sb2030_optimal, cwla, own for the agency's own hours, or a "
        "TOML file with cases a worker by stage",
        read=standard,
        default="sb2030_minimum",
    )
    add(
        command,
        "--hours-short",
        "SHARE",
        "share of the hours due that may go unmet because a worker's desk is full",
        read=partial(number, at_most=1),
        default="0.02",
    )
    share(command, "--out")


COMMANDS: Commands = {
    "preview": (_preview_options, show_preview),
    "need": (_need_options, show_need),
}
