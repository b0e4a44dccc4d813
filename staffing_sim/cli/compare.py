"""``staffing-sim compare``: plans side by side, with intervals and verdicts in plain words."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.choosing import against
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import Request, RerunRequest, read_request
from staffing_sim.cli.tables import fitted
from staffing_sim.errors import InterruptedStudy

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["run", "show_study"]

READ_FIRST = ("unseen_children.png", "differences.png")
"""The charts that answer most questions at a glance, of all that a comparison writes."""


def run(options: argparse.Namespace) -> None:
    """Compare plans, print its tables and write its files.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    request = read_request(options, choose=partial(against, options.baseline))

    # Heavy, so only once the arguments are right.
    from staffing_sim.study import Precision, compare

    most = request.until_precise
    study = compare(
        request.agency,
        request.plans,
        until=None if most is None else Precision(most=most),
        **request.comparison_settings,
    )
    beside_null = {"clock": request.clock, "n_jobs": request.jobs, "store": request.store}
    show_study(study, request, beside_null=beside_null if options.beside_null else None)


def show_study(
    study: Study, request: Request | RerunRequest, *, beside_null: dict[str, Any] | None = None
) -> None:
    """Print a study's tables and write its files.

    Parameters
    ----------
    study
        The study.
    request
        Where its files go, and where its runs are kept.
    beside_null
        How to run the null model, where every difference is to stand beside it.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    from staffing_sim.cli.beside_null import beside_null_text
    from staffing_sim.cli.comparison import comparison_text

    print(comparison_text(study))
    beside = None
    if beside_null is not None and not study.interrupted:
        beside = study.beside_null(**beside_null)
        print(f"\n{beside_null_text(study, beside)}")
    if request.out is not None:
        write_study(study, request.out, everything=request.everything, beside_null=beside)
    if request.excel is not None:
        print(fitted(f"\nwritten to {study.to_excel(request.excel)}"))
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted, store=request.store)


def write_study(
    study: Study, directory: Path, *, everything: bool, beside_null: pd.DataFrame | None = None
) -> None:
    """Write the files of a study, all or none."""
    from staffing_sim.study.files import table_file

    with results_in(directory) as staging:
        study.save(staging, everything=everything)
        if beside_null is not None:
            table_file(beside_null, staging / "beside_null.csv")
        first = [name for name in READ_FIRST if (staging / name).exists()]
    if first:
        print(f"start with {' and '.join(first)}")
