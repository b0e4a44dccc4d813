"""Charts of several panels: a plan, a queue or a measure in each, under one footer."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from staffing_sim import charts
from staffing_sim.charts.bars import PAIRED
from staffing_sim.charts.captions import BAND, footer, words
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.loads import LOADS_NOTE, load_key, load_scale
from staffing_sim.charts.positions import WATERFALL_NOTE
from staffing_sim.charts.promises import MEANS
from staffing_sim.charts.style import LABEL_POINTS
from staffing_sim.errors import Fault, InputError
from staffing_sim.measures import MEASURES, find_measure
from staffing_sim.study.figures import subject
from staffing_sim.study.tables import Findings
from staffing_sim.timeline import Timeline

__all__ = ["check_several", "differences", "office_loads", "staff", "two_queues", "waterfall"]

Options = dict[str, Any]
_MAPS_ABREAST = 3
_COLUMN_INCHES = 0.98  # of a map: the longest word of a role's name beside another
_LETTERS_AN_INCH = 9.5  # of a title as large as labels
_MARKS_OF_A_PANEL = 4  # more would write over each other in half a figure's width


def staff(study: Findings, options: Options) -> Axes:
    """Draw one plan's staff, or a panel per plan on one scale."""
    frame = study.months()
    if "plan" in options or "ax" in options or len(study.names) == 1:
        return charts.staff(frame, **options)
    with charts.styled():
        figure, grid = plt.subplots(
            len(study.names),
            figsize=(8.0, 1.0 + 2.6 * len(study.names)),
            squeeze=False,
            layout="constrained",
        )
        top = 1.08 * _most_positions(frame, options.get("role"))
        for ax, plan in zip(grid.flat, study.names, strict=True):
            charts.staff(frame, plan=plan, top=top, ax=ax, **options)
        footer(figure, frame.attrs, uncertainty=BAND)
    first: Axes = grid[0, 0]
    return first


def _most_positions(frame: pd.DataFrame, role: str | None) -> float:
    """Return the most positions authorised at any month end of any run."""
    rows = frame if role is None else frame[frame["role"] == role]
    sums = rows.groupby(["plan", "replication", "month"], observed=True)["authorised"].sum()
    return float(sums.max())


def waterfall(study: Findings, options: Options) -> Axes:
    """Draw the waterfall of one month end and role, one plan's or a panel per plan."""
    role = study.agency.role_or_hiring(options.pop("role", None)).name
    month = options.pop("month", study.horizon - 1)
    frame = study.waterfall(month=month, role=role)
    when = Timeline(study.agency.start).month_label(month)
    unit = f"positions, {words(role)}, end of {when}"
    if "plan" in options or "ax" in options or len(study.names) == 1:
        return charts.waterfall(frame, unit=unit, **options)
    depth = 1.1 + 0.34 * frame["step"].nunique()
    with charts.styled():
        figure, grid = plt.subplots(
            len(study.names),
            figsize=(8.4, 0.9 + depth * len(study.names)),
            sharex=True,
            squeeze=False,
            layout="constrained",
        )
        top = 1.6 * float(frame["positions"].max())
        for ax, plan in zip(grid.flat, study.names, strict=True):
            charts.waterfall(frame, plan=plan, unit=unit, ax=ax)
            ax.set_xlim(0, top)
            ax.label_outer()
        footer(figure, frame.attrs, uncertainty=WATERFALL_NOTE)
    first: Axes = grid[0, 0]
    return first


def office_loads(study: Findings, options: Options) -> Axes:
    """Draw one map of load, or one before and one after each plan, on one scale."""
    frame = study.office_loads(last=options.pop("last", 12))
    if {"plan", "period", "ax"} & set(options):
        return charts.office_loads(frame, **options)
    shown = [(study.names[0], "before"), *((plan, "after") for plan in study.names)]
    deep = -(-len(shown) // _MAPS_ABREAST)
    map_inches = _COLUMN_INCHES * frame["role"].nunique()
    wide = 3.1 + _MAPS_ABREAST * map_inches  # with office names and the key
    tall = 0.9 + deep * (1.2 + 0.3 * frame["office"].nunique())
    with charts.styled():
        figure, grid = plt.subplots(
            deep,
            _MAPS_ABREAST,
            figsize=(wide, tall),
            sharey=True,
            squeeze=False,
            layout="constrained",
        )
        for ax, (plan, period) in zip(grid.flat, shown, strict=False):
            scale = load_scale(frame)
            charts.office_loads(frame, plan=plan, period=period, scale=scale, ax=ax)
            title = fill(ax.get_title(loc="left"), int(_LETTERS_AN_INCH * map_inches))
            ax.set_title(title, fontsize=LABEL_POINTS)
        for ax in grid.flat[len(shown) :]:
            ax.remove()
        load_key(figure.axes, figure.axes[0].images[0])
        figure.suptitle("Hours of work for each hour that workers have", x=0.01, ha="left")
        footer(figure, frame.attrs, uncertainty=LOADS_NOTE)
    first: Axes = grid[0, 0]
    return first


def two_queues(study: Findings, options: Options) -> Axes:
    """Draw one of the two queues of a cap, or both side by side on one scale."""
    frame = study.two_queues(options.pop("role", None))
    if {"of", "ax"} & set(options):
        return charts.queue(frame, **options)
    with charts.styled():
        figure, (left, right) = plt.subplots(
            1, 2, figsize=(11.0, 4.4), sharey=True, layout="constrained"
        )
        charts.queue(frame, of="waiting", ax=left)
        charts.queue(frame, of="over", ax=right)
        longest = float(frame[["waiting_high", "over_high", "waiting", "over"]].max().max())
        left.set_ylim(0.0, 1.05 * longest or 1.0)  # where nobody ever waits, an axis still
        right.set_ylabel("")
        side_legend(right)
        footer(figure, frame.attrs, uncertainty=MEANS)
    first: Axes = left
    return first


def differences(study: Findings, options: Options) -> Axes:
    """Draw one measure's differences, or a panel per headline measure."""
    check_several(study, "differences")
    frame = study.differences(options.pop("baseline", None))
    if "measure" in options or "ax" in options:
        measure = find_measure(options.setdefault("measure", "unseen_children"))
        role = options.setdefault("role", study.role_of(measure.name))
        titles: Options = {"title": subject(measure, role), "better": measure.better}
        return charts.forest(frame, **(titles | options))
    shown = study.headlines(frame).dropna(subset=["difference"])
    keys = list(dict.fromkeys(zip(shown["measure"], shown["role"], strict=True)))
    depth = (len(keys) + 1) // 2
    with charts.styled():
        figure, grid = plt.subplots(
            depth,
            2,
            figsize=(10.5, 0.8 + depth * (1.25 + 0.3 * (len(study.names) - 1))),
            sharey=True,
            squeeze=False,
            layout="constrained",
        )
        for ax, (name, role) in zip(grid.flat, keys, strict=False):
            measure = MEASURES[name]
            charts.forest(frame, measure=name, role=role, better=measure.better, ax=ax)
            ax.set_title(fill(subject(measure, role), 44), fontsize=LABEL_POINTS, pad=6)
            ax.xaxis.label.set_size(9.0)
            ax.xaxis.set_major_locator(MaxNLocator(nbins=_MARKS_OF_A_PANEL))
        for ax in grid.flat[len(keys) :]:
            ax.remove()
        footer(figure, frame.attrs, uncertainty=PAIRED)
    first: Axes = grid[0, 0]
    return first


def check_several(study: Findings, name: str) -> None:
    """Refuse a chart that compares plans where there is but one."""
    if len(study.names) < 2:
        problem = "needs two plans or more"
        raise InputError([Fault(key=name, problem=problem, remedy="Compare with another.")])
