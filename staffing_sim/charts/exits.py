"""Exits from care: how soon children have a permanent home, re-entry, published indicators."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any, Final

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from staffing_sim.charts.axes import (
    BAND,
    Span,
    banded_line,
    footer,
    headline,
    label_ends,
    percent,
    side_legend,
    sideways,
    words,
)
from staffing_sim.charts.over_time import draw_plans, finish
from staffing_sim.charts.style import LABEL_POINTS, canvas, looks, own_figure, plans_of, styled
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.permanence.landmarks import PERMANENCE, RESTRICTED_TO

_FOLLOWED: Final = "; none extends beyond the months for which every replication follows children"
_FOLLOWED_NOTE: Final = (
    "Lines and marks: mean of the replications; bands and bars: 95 % intervals of it, of "
    "differences paired on the same worlds; hollow: within chance"
)
_ALL: Final = "Any permanent home"
_CURVES_ABREAST: Final = 3
_MARKS_ABREAST: Final = 4
_CELLS: Final = _CURVES_ABREAST * _MARKS_ABREAST  # columns that both divide
_INDICATORS_NOTE: Final = (
    "Marks: mean of the replications; bars: its 95 % interval; dashes: federal rule or national "
    "performance of that time, which is risk-standardised"
)
_APART: Final = 0.17  # of a row, between two plans


def permanence(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of children with a permanent home by months since entering care, by plan.

    Every line ends where some replication follows no child any longer: beyond, a mean would be one
    of fewer and fewer replications.

    Parameters
    ----------
    frame
        ``Study.incidence()``.
    ax
        As in `unseen`.
    """
    tables = _known_throughout(frame[frame["permanent"]])
    known = (int(table.index[-1]) for table in tables.values() if len(table))
    last = max([1, *known])  # an axis needs a width
    with styled():
        ax, own = canvas(ax)
        ends = draw_plans(ax, tables)
        finish(
            ax,
            title="Children with a permanent home, by time since entering care",
            unit="share of children who entered care",
        )
        ax.set_xlabel("months since entering care")
        ax.set_xlim(0, last)
        ax.set_xticks(range(0, last + 1, 6 if last > 12 else 3))
        ax.yaxis.set_major_formatter(percent)
        label_ends(ax, ends, at=last)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND + _FOLLOWED)
    return ax


def _known_throughout(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the incidence of all causes together, at the months that every replication knows."""
    tables = {}
    for plan in plans_of(rows):
        runs = rows[rows["plan"] == plan].groupby(["month", "replication"])["incidence"]
        tables[plan] = runs.sum(min_count=1).unstack("replication").dropna()
    return tables


def exit_curve(frame: pd.DataFrame, *, exit_to: str, ax: Axes | None = None) -> Axes:
    """Draw the share of children who have left care by one exit, by months since entry, by plan.

    Parameters
    ----------
    frame
        ``Study.followed()``.
    exit_to
        The exit; ``"permanence"`` for all exits to a permanent home together.
    ax
        Where to draw; a new figure where not given.
    """
    rows = frame[(frame["statistic"] == "incidence") & (frame["exit"] == exit_to)]
    plans = plans_of(frame)
    look = looks(plans)
    with styled():
        ax, own = canvas(ax)
        for plan in plans:
            table = rows[rows["plan"] == plan]
            span = Span(table["value"], table["low"], table["high"])
            line = {"color": look[plan].color, "dash": look[plan].dash, "label": plan}
            banded_line(ax, table["month"], span, **line)
        headline(ax, _ALL if exit_to == PERMANENCE else words(exit_to).capitalize())
        ax.set_xlabel("months since entering care")
        ax.set_ylabel("share of the children")
        ax.set_xlim(0, float(rows["month"].max()))
        ax.set_xticks(range(0, int(rows["month"].max()) + 1, 6))
        ax.set_ylim(bottom=0.0)
        ax.yaxis.set_major_formatter(percent)
        if own:
            side_legend(ax)
            footer(own_figure(ax), frame.attrs, uncertainty=_FOLLOWED_NOTE)
    return ax


def plan_marks(frame: pd.DataFrame, *, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """Draw one number of each plan, or one difference, with its interval: a row per plan.

    Parameters
    ----------
    frame
        A row per plan: plan, value, low and high, and clear (False where chance alone could make
        the difference). Plans keep their looks although some, such as the baseline, have no row.
    title, unit
        Words for the chart.
    ax
        Where to draw; a new figure where not given.
    """
    look = looks([str(name) for name in frame["plan"].cat.categories])
    plans = [str(plan) for plan in frame["plan"]]
    with styled():
        ax, own = canvas(ax, size=(8.0, 1.9 + 0.42 * len(plans)))
        for place, row in enumerate(frame.to_dict("records")):
            mark = look[plans[place]]
            ax.hlines(place, row["low"], row["high"], color=mark.color, lw=2.4)
            face = mark.color if row["clear"] else "white"
            ax.plot(row["value"], place, mark.marker, color=mark.color, mfc=face, mew=1.8, ms=7)
        ax.set_yticks(range(len(plans)), [fill(plan, 22) for plan in plans])
        ax.set_ylim(len(plans) - 0.4, -0.6)
        headline(ax, title)
        ax.set_xlabel(unit)
        sideways(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_FOLLOWED_NOTE)
    return ax


def time_to_permanence(
    frame: pd.DataFrame, differences: pd.DataFrame, *, exits: Sequence[str], title: str
) -> Axes:
    """Draw exits by month since entry, the restricted mean, ageing out and re-entry, as one figure.

    Parameters
    ----------
    frame
        ``Study.followed()``.
    differences
        ``Study.differences()``, which know how many more turn 18 without a home.
    exits
        The exits to permanence, in their order; those that nobody takes have no panel.
    title
        Words for the figure.

    Returns
    -------
    matplotlib.axes.Axes
        Those of the first panel.
    """
    shown = _exits_shown(frame, exits)
    deep = -(-(len(shown) + 1) // _CURVES_ABREAST)  # one cell is left for the names of the plans
    last_row = 1.5 + 0.42 * len(plans_of(frame))
    with styled():
        figure = plt.figure(figsize=(12.5, 2.9 * deep + last_row + 1.1), layout="constrained")
        grid = figure.add_gridspec(deep + 1, _CELLS, height_ratios=[2.9] * deep + [last_row])
        first = _draw_curves(figure, grid, frame, shown)
        _draw_marks(figure, grid, frame, differences)
        figure.suptitle(title, x=0.01, ha="left")
        footer(figure, frame.attrs, uncertainty=_FOLLOWED_NOTE)
    return first


def _exits_shown(frame: pd.DataFrame, exits: Sequence[str]) -> list[str]:
    """Return the exits to permanence that somebody takes; all together first, if several."""
    taken = frame[(frame["statistic"] == "incidence") & (frame["value"] > 0.0)]
    known = [name for name in exits if name in set(taken["exit"])]
    return known if len(known) == 1 else [PERMANENCE, *known]


def _draw_curves(figure: Figure, grid: GridSpec, frame: pd.DataFrame, exits: list[str]) -> Axes:
    """Draw a panel for each exit, and name the plans in the first free cell."""
    wide = _CELLS // _CURVES_ABREAST
    drawn: list[Axes] = []
    for place, name in enumerate(exits):
        row, column = divmod(place, _CURVES_ABREAST)
        ax = figure.add_subplot(grid[row, column * wide : (column + 1) * wide])
        exit_curve(frame, exit_to=name, ax=ax)
        if column:
            ax.set_ylabel("")
        drawn.append(ax)
    row, column = divmod(len(exits), _CURVES_ABREAST)
    names = figure.add_subplot(grid[row, column * wide : (column + 1) * wide])
    names.set_axis_off()
    lines, plans = drawn[0].get_legend_handles_labels()
    names.legend(lines, [fill(plan, 30) for plan in plans], loc="center", handlelength=3.4)
    return drawn[0]


def _draw_marks(
    figure: Figure, grid: GridSpec, frame: pd.DataFrame, differences: pd.DataFrame
) -> None:
    """Draw the restricted mean, its difference, and what must stand beside every gain."""
    mean = frame[frame["statistic"] == "restricted_mean"]
    again = frame[frame["statistic"] == "reentry"]
    panels = [(_values(mean), "Months without a home, of the first 24", "months")]
    if len(plans_of(frame)) > 1:
        base = plans_of(frame)[0]
        turned_18 = differences[
            (differences["measure"] == "aged_out") & (differences["role"] == "all")
        ]
        less = f"less '{fill(base, 30)}'"
        panels += [
            (_differences(mean), f"The same, {less}", "months (fewer is sooner)"),
            (
                _differences(turned_18),
                f"Turned 18 without a home, {less}",
                "children over the horizon",
            ),
            (
                _differences(again, times=100.0),
                f"Back in care within a year, {less}",
                f"percentage points\n({_share(again, base)} under '{fill(base, 24)}')",
            ),
        ]
    wide = _CELLS // _MARKS_ABREAST
    for place, (rows, title, unit) in enumerate(panels):
        ax = figure.add_subplot(grid[-1, place * wide : (place + 1) * wide])
        plan_marks(rows, title=title, unit=unit, ax=ax)
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


def _share(rows: pd.DataFrame, plan: str) -> str:
    return f"{100 * rows.loc[rows['plan'] == plan, 'value'].iloc[0]:.1f} %"


def indicators(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw one row per indicator with a mark for each plan.

    Parameters
    ----------
    frame
        Rows of ``Study.indicators()``, one period of each indicator
        (`staffing_sim.permanence.latest_known`).
    ax
        Where to draw; a new figure where not given.
    """
    names = list(dict.fromkeys(frame["indicator"]))
    plans = plans_of(frame)
    look = looks(plans)
    with styled():
        ax, own = canvas(ax, size=(9.2, 1.6 + len(names) * (0.46 + 0.11 * len(plans))))
        for place, name in enumerate(names):
            rows = frame[frame["indicator"] == name]
            _draw_rule(ax, place, rows["rule"].iloc[0])
            for row in rows.to_dict("records"):
                offset = (plans.index(str(row["plan"])) - (len(plans) - 1) / 2) * _APART
                _draw_plan(ax, place + offset, row, look[str(row["plan"])])
        ax.set_yticks(range(len(names)), [_name(frame, name) for name in names], fontsize=9.0)
        ax.set_ylim(len(names) - 0.4, -0.6)
        ax.set_xlim(left=0.0)
        ax.xaxis.set_major_formatter(percent)
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        ax.set_title("Published indicators")
        _name_plans(ax, look)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_INDICATORS_NOTE)
    return ax


def _draw_rule(ax: Axes, place: float, rule: float) -> None:
    ax.vlines(rule, place - 0.42, place + 0.42, color="#333333", lw=1.4, ls=(0, (2, 1)))


def _draw_plan(ax: Axes, height: float, row: dict[Any, Any], look: Any) -> None:
    ax.hlines(height, row["low"], row["high"], color=look.color, lw=2.0)
    ax.plot(row["share"], height, look.marker, color=look.color, ms=6)


def _name(frame: pd.DataFrame, name: str) -> str:
    row = frame[frame["indicator"] == name].iloc[0]
    return fill(f"{row['label']}, {row['period']}", 44)


def _name_plans(ax: Axes, look: dict[str, Any]) -> None:
    """Name the marks beside the rows, where they hide nothing."""
    for plan, own in look.items():
        ax.plot([], [], own.marker, color=own.color, label=plan)
    side_legend(ax)
