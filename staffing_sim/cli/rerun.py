"""``staffing-sim rerun``: a study again, from the file that an earlier one left."""

from __future__ import annotations

import argparse

from staffing_sim.cli.compare import show_study
from staffing_sim.cli.requests import read_rerun

__all__ = ["run"]


def run(options: argparse.Namespace) -> None:
    """Run a study again, print its tables and write its files.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    request = read_rerun(options)

    from staffing_sim.study import rerun  # heavy, so only once the arguments are right

    study = rerun(options.study, clock=request.clock, n_jobs=request.jobs, store=request.store)
    show_study(study, request)
