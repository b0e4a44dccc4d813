"""A study as files: tables, charts, and the file it can be rerun from; the same bytes each time."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from staffing_sim.errors import Fault, InputError
from staffing_sim.records.cells import write_csv
from staffing_sim.study.rerun_file import rerun_file
from staffing_sim.study.tables import Findings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from staffing_sim.charts.style import Kind


def save(study: Findings, directory: Path, *, everything: bool = False) -> tuple[Path, ...]:
    """Write a study into a directory, which is made if need be; return the paths written.

    Which tables and charts there are stands in `staffing_sim.charts.registry`.

    Parameters
    ----------
    study, directory
        What to write, and where.
    everything
        Write every table and every chart that the study has something to say in, charts as PNG and
        SVG; else what answers the question, charts as PNG.

    Raises
    ------
    InputError
        If there can be no such directory, or it may not be written to.
    """
    from staffing_sim.charts.registry import charts_of, tables_of

    make_directory(directory)
    paths = [_months(study.months(), directory), rerun_file(study, directory / "study.json")]
    for name, table in tables_of(study, everything=everything):
        paths.append(table_file(table, directory / f"{name}.csv"))
    kinds: tuple[Kind, ...] = ("png", "svg") if everything else ("png",)
    for name, chart in charts_of(study, everything=everything):
        paths += chart_files(chart, directory / name, kinds)
    return tuple(paths)


def make_directory(directory: Path) -> None:
    """Make the directory, or tell why there can be none."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if os.access(directory, os.W_OK | os.X_OK):
            return
        reason = os.strerror(errno.EACCES)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
    remedy = "Choose a directory you can write to; it is made if it does not exist."
    fault = Fault(key="save", problem=f"cannot be written: {reason}", remedy=remedy)
    raise InputError([fault]).in_file(os.fspath(directory))


def table_file(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table with what produced it in its last columns."""
    origin = {key: frame.attrs[key] for key in ("seed", "version", "fingerprint")}
    return write_csv(frame.assign(**origin), path)


def chart_files(ax: Axes, stem: Path, kinds: tuple[Kind, ...] = ("png", "svg")) -> tuple[Path, ...]:
    """Write the figure that a chart stands in, and close it."""
    import matplotlib.pyplot as plt

    from staffing_sim.charts.style import own_figure, save_figure

    figure = own_figure(ax)
    try:
        return save_figure(figure, stem, kinds)
    finally:
        plt.close(figure)


def _months(frame: pd.DataFrame, directory: Path) -> Path:
    """Write the months as Parquet where pyarrow is installed, else as CSV."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return table_file(frame, directory / "months.csv")
    path = directory / "months.parquet"
    frame.to_parquet(path, engine="pyarrow", index=False)
    return path
