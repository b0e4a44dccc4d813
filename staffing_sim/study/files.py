"""A study as files: tables, charts, and the file it can be rerun from; the same bytes each time."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from staffing_sim.errors import Fault, InputError
from staffing_sim.frames.cells import write_csv
from staffing_sim.study.rerun_file import rerun_file
from staffing_sim.study.tables import Findings
from staffing_sim.study.tables.caps import cap_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CHARTS = (
    "unseen_children",
    "unseen_by_reason",
    "unseen_running",
    "staff",
    "break_even",
    "waterfall",
    "office_loads",
    "mean_caseload",
    "cap",
    "two_queues",
    "caseloads",
    "shared_caseload",
    "permanence",
    "time_to_permanence",
    "differences",
    "cost_and_unseen",
)

TABLES: Final[dict[str, Callable[[Findings], pd.DataFrame]]] = {
    "summary": lambda study: study.summary(),
    "differences": lambda study: study.differences(),
    "waterfall": lambda study: study.waterfall(by=("month", "role")),
    "attrition": lambda study: study.attrition(),
    "hiring-calendar": lambda study: study.hiring_calendar(),
    "costs": lambda study: study.costs(),
    "equity": lambda study: study.equity(),
    "promises": lambda study: study.promises(),
    "two-queues": lambda study: study.two_queues(),
    "office-loads": lambda study: study.office_loads(),
    "followed": lambda study: study.followed(),
    "break-even": lambda study: study.break_even(),
    "cap-met": lambda study: study.cap_met(),
}
"""The tables that are written, by the name of their file."""


def save(study: Findings, directory: Path) -> tuple[Path, ...]:
    """Write a study into a directory, which is made if need be; return the paths written.

    Raises
    ------
    InputError
        If there can be no such directory, or it may not be written to.
    """
    make_directory(directory)
    paths = [
        *(table_file(made(study), directory / f"{name}.csv") for name, made in _made(study)),
        _months(study.months(), directory),
        rerun_file(study, directory / "study.json"),
    ]
    return (*paths, *_charts(study, directory))


def _made(study: Findings) -> Iterator[tuple[str, Callable[[Findings], pd.DataFrame]]]:
    """Yield the tables this study has something to say in."""
    for name, made in TABLES.items():
        if name != "cap-met" or _has_cap(study):
            yield name, made


def _has_cap(study: Findings) -> bool:
    return cap_of(study, study.agency.workforce.hiring_role) is not None


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


def chart_files(ax: Axes, stem: Path) -> tuple[Path, ...]:
    """Write the figure that a chart stands in as PNG, SVG and PDF, and close it."""
    import matplotlib.pyplot as plt

    from staffing_sim.charts.files import save_figure
    from staffing_sim.charts.style import own_figure

    figure = own_figure(ax)
    try:
        return save_figure(figure, stem)
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


def _charts(study: Findings, directory: Path) -> list[Path]:
    """Draw every chart this study has something to say in."""
    from staffing_sim.study.pictures import draw

    without = set()
    if not _has_cap(study):
        without.add("cap")
    if len(study.plans) < 2:
        without |= {"differences", "cost_and_unseen"}
    if study.incidence()["incidence"].isna().all():
        without.add("permanence")
    if study.followed().empty:
        without.add("time_to_permanence")
    drawn = [name for name in _CHARTS if name not in without]
    return [path for name in drawn for path in chart_files(draw(study, name), directory / name)]
