"""``staffing-sim init``: a folder to begin in, with an agency to change and a plan of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from staffing_sim.cli.output import output_directory, written_whole
from staffing_sim.cli.words import Faults
from staffing_sim.errors import Fault, InputError
from staffing_sim.presets import load_agency, load_plans, save_agency

__all__ = ["run"]

AGENCY_FILE: Final = "agency.toml"
PLAN_FILE: Final = "plan.toml"

PLAN: Final = """\
name = "Our plan"

[[hires]]
per_month = 2
months = 12
start = 3  # months count from 0: this is the fourth
kind = "net"  # on top of leavers, who are replaced; "gross": leavers of the role are not, meanwhile
"""
"""A plan that fits any agency, because its hires join the role that the agency hires into."""


def run(options: argparse.Namespace) -> None:
    """Write both files, and say what to do next.

    Raises
    ------
    InputError
        If there is no such agency, or the folder holds such files already or cannot be written.
    """
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    folder = faults.reading(lambda: _new_files(options.folder))
    faults.tell()
    with written_whole(folder) as staging:
        save_agency(agency, staging / AGENCY_FILE, plans=load_plans(options.agency))
        (staging / PLAN_FILE).write_text(PLAN, "utf-8")
    # As it was typed, so that a reader can type it on.
    ours, plan = (f"{options.folder.rstrip('/')}/{name}" for name in (AGENCY_FILE, PLAN_FILE))
    print(
        f"written to {folder}: {AGENCY_FILE}, {PLAN_FILE}\n"
        f"change them, then\n"
        f"  staffing-sim check {ours} {plan} --agency {ours}\n"
        f"  staffing-sim compare {ours} --plan {plan}"
    )


def _new_files(typed: str) -> Path:
    """Return the folder, after checking that nothing of the reader's own would be replaced."""
    folder = output_directory(typed, option="init")
    remedy = "Give another folder; a file of yours is never replaced."
    there = [folder / name for name in (AGENCY_FILE, PLAN_FILE) if (folder / name).exists()]
    if there:
        raise InputError(
            Fault(where_file=str(file), key="", problem="exists", remedy=remedy) for file in there
        )
    return folder
