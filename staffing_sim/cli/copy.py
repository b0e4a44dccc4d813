"""``staffing-sim copy``: an agency written to a file of one's own, to change there."""

from __future__ import annotations

import argparse
from pathlib import Path

from staffing_sim.cli.words import Faults
from staffing_sim.errors import Fault, InputError
from staffing_sim.presets import load_agency, load_plans, save_agency

__all__ = ["run"]


def run(options: argparse.Namespace) -> None:
    """Write the agency, its plans and its ledger, and say what to do next.

    Raises
    ------
    InputError
        If there is no such agency, or the file exists already or cannot be written.
    """
    file = Path(options.file).expanduser()
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    faults.reading(lambda: _must_be_new(file))
    faults.tell()
    save_agency(agency, file, plans=load_plans(options.agency))
    print(f"written to {file}: change it, then staffing-sim check {file}")


def _must_be_new(file: Path) -> None:
    if file.exists():
        remedy = "Give another name; a file of yours is never replaced."
        raise InputError([Fault(where_file=str(file), key="", problem="exists", remedy=remedy)])
