"""``staffing-sim compare``: plans side by side, with intervals and verdicts in plain words."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_sim.cli.output import written_whole
from staffing_sim.cli.requests import compared_plans, read_request
from staffing_sim.cli.tables import fitted
from staffing_sim.errors import InterruptedStudy

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["run", "show_study"]


def run(options: argparse.Namespace) -> None:
    """Compare plans, print its tables and write its files.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    request = read_request(options, choose=compared_plans)

    # Heavy, so only once the arguments are right.
    from staffing_sim.study import compare

    study = compare(
        request.agency,
        request.plans,
        years=request.years,
        replications=request.replications,
        seed=request.seed,
        clock=request.clock,
        null=request.null,
        n_jobs=request.jobs,
        store=request.store,
    )
    show_study(study, out=request.out, store=request.store)


def show_study(study: Study, *, out: Path | None, store: Path | None) -> None:
    """Print a study's tables and write its files.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    from staffing_sim.cli.comparison import comparison_text

    print(comparison_text(study))
    if out is not None:
        write_study(study, out)
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted, store=store)


def write_study(study: Study, directory: Path) -> None:
    """Write every file of the study, all or none."""
    with written_whole(directory) as staging:
        names = sorted(path.name for path in study.save(staging))
    print(fitted(f"\nwritten to {directory}: {', '.join(names)}"))
