"""How much sooner is permanence? One figure: exits of children followed all the way, by plan."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from staffing_sim import charts
from staffing_sim.charts.captions import footer
from staffing_sim.charts.exits import FOLLOWED_NOTE
from staffing_sim.charts.style import LABEL_POINTS
from staffing_sim.errors import Fault, InputError
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.permanence.landmarks import PERMANENCE, RESTRICTED_TO
from staffing_sim.study.tables import Findings
from staffing_sim.timeline import Timeline

__all__ = ["time_to_permanence"]

_CURVES_ABREAST: Final = 3
_MARKS_ABREAST: Final = 4
_CELLS: Final = _CURVES_ABREAST * _MARKS_ABREAST  # columns that both divide


def time_to_permanence(study: Findings, options: dict[str, Any]) -> Axes:
    """Draw exits by month since entry, the restricted mean, ageing out and re-entry.

    Children who entered early enough to be followed for 24 months; with ``exit_to`` and perhaps
    ``ax``, one exit's curves alone.

    Raises
    ------
    InputError
        If the study is too short to follow anybody for 24 months.
    """
    frame = study.followed()
    if frame.empty:
        problem = f"follows nobody for {RESTRICTED_TO} months"
        remedy = "Give years = 3 or more."
        raise InputError([Fault(key="time_to_permanence", problem=problem, remedy=remedy)])
    if options:
        return charts.exit_curve(frame, **({"exit_to": PERMANENCE} | options))
    exits = _exits_shown(study, frame)
    deep = -(-(len(exits) + 1) // _CURVES_ABREAST)  # one cell is left for the names of the plans
    tall = 2.9 * deep + 1.5 + 0.42 * len(study.names)
    with charts.styled():
        figure = plt.figure(figsize=(12.5, tall + 1.1), layout="constrained")
        heights = [2.9] * deep + [1.5 + 0.42 * len(study.names)]
        grid = figure.add_gridspec(deep + 1, _CELLS, height_ratios=heights)
        first = _draw_curves(figure, grid, frame, exits)
        _draw_marks(figure, grid, study, frame)
        figure.suptitle(_title(study, frame), x=0.01, ha="left")
        footer(figure, frame.attrs, uncertainty=FOLLOWED_NOTE)
    return first


def _exits_shown(study: Findings, frame: pd.DataFrame) -> list[str]:
    """Return the exits to permanence that somebody takes; all together first, if several."""
    taken = frame[(frame["statistic"] == "incidence") & (frame["value"] > 0.0)]
    known = [name for name in study.agency.permanence_causes if name in set(taken["exit"])]
    return known if len(known) == 1 else [PERMANENCE, *known]


def _title(study: Findings, frame: pd.DataFrame) -> str:
    children = frame.loc[frame["statistic"] == "restricted_mean", "children"].iloc[0]
    span = Timeline(study.agency.start).span_label(study.horizon - RESTRICTED_TO)
    return (
        f"How much sooner is permanence?\n{children:,.0f} children a run who entered care "
        f"{span}, each followed for {RESTRICTED_TO} months"
    )


def _draw_curves(figure: Figure, grid: GridSpec, frame: pd.DataFrame, exits: list[str]) -> Axes:
    """Draw a panel for each exit, and name the plans in the first free cell."""
    wide = _CELLS // _CURVES_ABREAST
    panels: list[Axes] = []
    for place, name in enumerate(exits):
        row, column = divmod(place, _CURVES_ABREAST)
        ax = figure.add_subplot(grid[row, column * wide : (column + 1) * wide])
        charts.exit_curve(frame, exit_to=name, ax=ax)
        if column:
            ax.set_ylabel("")
        panels.append(ax)
    row, column = divmod(len(exits), _CURVES_ABREAST)
    names = figure.add_subplot(grid[row, column * wide : (column + 1) * wide])
    names.set_axis_off()
    lines, plans = panels[0].get_legend_handles_labels()
    names.legend(lines, [fill(plan, 30) for plan in plans], loc="center", handlelength=3.4)
    return panels[0]


def _draw_marks(figure: Figure, grid: GridSpec, study: Findings, frame: pd.DataFrame) -> None:
    """Draw the restricted mean, its difference, and what must stand beside every gain."""
    mean = frame[frame["statistic"] == "restricted_mean"]
    again = frame[frame["statistic"] == "reentry"]
    panels = [(_values(mean), "Months without a home, of the first 24", "months")]
    if len(study.names) > 1:
        base = study.names[0]
        less = f"less '{fill(base, 30)}'"
        panels += [
            (_differences(mean), f"The same, {less}", "months (fewer is sooner)"),
            (_aged_out(study), f"Turned 18 without a home, {less}", "children over the horizon"),
            (
                _differences(again, times=100.0),
                f"Back in care within a year, {less}",
                f"percentage points\n({_share(again, base)} under '{fill(base, 24)}')",
            ),
        ]
    wide = _CELLS // _MARKS_ABREAST
    for place, (rows, title, unit) in enumerate(panels):
        ax = figure.add_subplot(grid[-1, place * wide : (place + 1) * wide])
        charts.plan_marks(rows, title=title, unit=unit, ax=ax)
        ax.set_title(fill(title, 30), fontsize=LABEL_POINTS)
        ax.xaxis.label.set_fontsize(9.0)
        if place == 0:
            ax.set_xlim(0.0, RESTRICTED_TO)
            ax.set_xticks(range(0, RESTRICTED_TO + 1, 6))
        else:
            ax.axvline(0.0, color="#333333", lw=1.0)
            ax.tick_params(labelleft=False)


def _values(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["plan", "value", "low", "high"]].assign(clear=True)


def _differences(rows: pd.DataFrame, *, times: float = 1.0) -> pd.DataFrame:
    """Return each plan's difference as a row of marks; the baseline's row stays empty."""
    plans = rows["plan"].cat.categories
    found = rows.set_index("plan").reindex(plans)
    ends = {"difference": "value", "family_low": "low", "family_high": "high"}
    marks = (times * found[list(ends)]).rename(columns=ends)
    marks["clear"] = found["p_adjusted"] < 1.0 - CONFIDENCE
    return marks.rename_axis("plan").reset_index().astype({"plan": rows["plan"].dtype})


def _aged_out(study: Findings) -> pd.DataFrame:
    table = study.differences()
    return _differences(table[(table["measure"] == "aged_out") & (table["role"] == "all")])


def _share(rows: pd.DataFrame, plan: str) -> str:
    return f"{100 * rows.loc[rows['plan'] == plan, 'value'].iloc[0]:.1f} %"
