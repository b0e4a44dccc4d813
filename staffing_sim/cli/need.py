"""``staffing-sim need``: how many workers the open cases ask for, and the positions that takes."""

from __future__ import annotations

import argparse
import math
from functools import partial
from typing import TYPE_CHECKING

from staffing_sim.cli.output import output_directory, results_in
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.cli.words import Faults, number, one_of
from staffing_sim.presets import load_agency

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.calculator import Standard

__all__ = ["run"]

_ENDS = {"need": "Need", "positions": "Positions, with hires under way", "gap": "Need less those"}


def run(options: argparse.Namespace) -> None:
    """Print the waterfall from the static need to the positions it takes; write it if asked."""
    from staffing_sim.calculator import STEPS, need_waterfall, standard_names, standard_of
    from staffing_sim.calculator.standards import OWN

    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    standard = faults.reading(lambda: one_of("--standard", options.standard, standard_names()))
    short = faults.reading(partial(number, "--hours-short", options.hours_short, at_most=1))
    out = faults.reading(lambda: output_directory(options.out) if options.out else None)
    faults.tell()
    steps = need_waterfall(agency, standard=standard, hours_short=short)
    print(fitted(f"{agency.title}: workers for the cases open on {agency.start}\n"))
    print(need_table(steps, STEPS | _ENDS))
    print(fitted(f"\n{_basis(None if standard == OWN else standard_of(standard))}"))
    if out is not None:
        from staffing_sim.frames.cells import write_csv

        with results_in(out) as staging:
            write_csv(steps, staging / "need.csv")


def need_table(steps: pd.DataFrame, labels: dict[str, str]) -> str:
    """Return the steps as text, a column a role; a dash where the standard covers nothing."""
    rows = [
        (label, *("-" if math.isnan(value) else f"{value:,.0f}" for value in steps[name]))
        for name, label in labels.items()
    ]
    return text_table(("", *steps["label"]), rows, right=True)


def _basis(standard: Standard | None) -> str:
    """Say by which standard, and what the table leaves out."""
    if standard is None:
        by = "By the agency's own hours, casework in full for every open case."
    else:
        by = f"By {standard.title} ({standard.source}; {standard.grade}). {standard.note}"
    return (
        f"{by} Leave, turnover, academy and time to fill are the agency's own, at rest. The last "
        "step is a formula: seasons are not in it. Nothing here moves: see 'staffing-sim compare'."
    )
