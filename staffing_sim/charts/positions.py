"""Charts of staff: from positions on paper to workers who carry cases; promises, turnover, need."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from staffing_sim.charts.axes import (
    BAND,
    MEANS,
    footer,
    headline,
    label_ends,
    month_axis,
    number,
    side_legend,
    sideways,
    whiskers,
    words,
)
from staffing_sim.charts.over_time import draw_mean, draw_spread, finish, month_ends, totals
from staffing_sim.charts.style import (
    BASELINE,
    BLUE,
    GREEN,
    LABEL_POINTS,
    VERMILLION,
    canvas,
    own_figure,
    panels,
    plans_of,
    styled,
)
from staffing_sim.errors import InputError, unknown_name
from staffing_sim.need import STEPS

_STAFF: Final = {
    "authorised": ("Authorised (funded positions)", "#6b6b6b", "-"),
    "filled": ("Filled", BLUE, (0, (6, 1.6))),
    "productive_staff": ("Productive (full-time equivalents)", GREEN, (0, (6, 1.6, 1.4, 1.6))),
    "academy": ("In training", VERMILLION, (0, (1.4, 1.4))),
}
_PROMISED: Final = ("Promised", "#222222", "-")
_DELIVERED: Final[dict[str, tuple[str, str, Any]]] = {
    "filled": ("Filled, net of leavers", BLUE, (0, (6, 1.6))),
    "on_duty": ("On duty, net of leavers", GREEN, (0, (1.4, 1.4))),
}
_WATERFALL_NOTE: Final = (
    "Bars: mean of the replications, what is lost on the way hatched; whiskers: 95 % interval of "
    "the mean"
)
_LOST: Final = VERMILLION
_LEFT: Final = BLUE
_RATES: Final = {
    "attrition": ("left (attrition)", VERMILLION, "o"),
    "break_even": ("came to duty", BLUE, "D"),
}
_INTERVALS: Final = (
    "Marks: rates over all replications; bars: their 95 % intervals. Where the diamond lies right "
    "of the circle more came than left; attrition as high as the diamond, the break-even, would "
    "undo all hiring. Base: years that people were on duty, absence included"
)
_ARITHMETIC: Final = (
    "Bars: positions asked for, each step on top of those before it (hatched); steady-state "
    "arithmetic, so no interval"
)
_ADDED: Final[dict[str, Any]] = {"facecolor": "#d8e6f0", "edgecolor": BLUE, "hatch": "////"}
_ROWS: Final = (
    *(f"+ {step}" if place else step for place, step in enumerate(STEPS.values())),
    "Positions needed",
    "Existing positions on day 0",
)


def staff(
    frame: pd.DataFrame,
    *,
    plan: str | None = None,
    role: str | None = None,
    top: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw positions authorised, filled, in training and productive of one plan, by month end.

    Parameters
    ----------
    frame
        ``Study.months()``.
    plan
        The plan; the first where not given.
    top
        Where the axis ends, so that several plans can be drawn on one scale.
    role, ax
        As in `unseen`.
    """
    chosen = plans_of(frame)[0] if plan is None else plan
    rows = frame[frame["plan"] == chosen]
    rows = rows if role is None else rows[rows["role"] == role]
    filled = rows["academy"] + rows["carrying"] + rows["absent"]
    rows = rows.assign(filled=filled)
    dates = month_ends(frame)
    ends: dict[str, tuple[float, str]] = {}
    with styled():
        ax, own = canvas(ax)
        for name, (label, color, dash) in _STAFF.items():
            line = draw_spread(ax, totals(rows, name)[chosen], dates, color=color, dash=dash)
            ends[label] = (line, color)
        who = "all roles" if role is None else words(role)
        finish(ax, title=f"Positions and staff at month ends: {chosen} ({who})", unit="people")
        month_axis(ax, dates)
        ax.set_ylim(top=top)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def staff_of_plans(
    frame: pd.DataFrame, *, role: str | None = None, top: float | None = None
) -> Axes:
    """Draw the staff of every plan on one scale, a panel each; return the first one's axes.

    Parameters
    ----------
    frame, role, top
        As in `staff`; the axis ends above the most positions where `top` is not given.
    """
    plans = plans_of(frame)
    with styled():
        figure, grid = panels(len(plans), figsize=(8.0, 1.0 + 2.6 * len(plans)))
        end = 1.08 * _most_positions(frame, role) if top is None else top
        for ax, plan in zip(grid, plans, strict=True):
            staff(frame, plan=plan, role=role, top=end, ax=ax)
        footer(figure, frame.attrs, uncertainty=BAND)
    return grid[0]


def _most_positions(frame: pd.DataFrame, role: str | None) -> float:
    """Return the most positions authorised at any month end of any run."""
    rows = frame if role is None else frame[frame["role"] == role]
    sums = rows.groupby(["plan", "replication", "month"], observed=True)["authorised"].sum()
    return float(sums.max())


def waterfall(
    frame: pd.DataFrame,
    *,
    plan: str | None = None,
    unit: str = "positions, at the month end",
    ax: Axes | None = None,
) -> Axes:
    """Draw the steps of one plan from the top down, each with what it loses to the next.

    Parameters
    ----------
    frame
        ``Study.waterfall()`` of one month.
    plan
        The plan; the first where not given.
    unit
        Words for what is counted.
    ax
        Where to draw; a new figure where not given.
    """
    chosen = plans_of(frame)[0] if plan is None else plan
    rows = frame[frame["plan"] == chosen]
    with styled():
        ax, own = canvas(ax, size=(8.0, 1.6 + 0.46 * len(rows)))
        places = np.arange(len(rows))
        kept = rows["positions"].to_numpy()
        gone = np.concatenate([[0.0], rows["lost"].to_numpy()[:-1]])
        ax.barh(places, kept, height=0.66, color=_colors(rows))
        ax.barh(
            places, gone, left=kept, height=0.66, facecolor="#fbe3d4", edgecolor=_LOST, hatch="////"
        )
        ends = rows[["positions_low", "positions_high"]].to_numpy()
        whiskers(ax, places, *ends.T)
        _write_losses(ax, rows)
        ax.set_yticks(places, [str(label) for label in rows["label"]])
        ax.invert_yaxis()
        ax.set_xlim(0, 1.6 * float(np.nanmax(kept)))
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        headline(ax, chosen)
        ax.set_xlabel(unit)
        ax.xaxis.set_major_formatter(number)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_WATERFALL_NOTE)
    return ax


def waterfall_of_plans(frame: pd.DataFrame, *, unit: str) -> Axes:
    """Draw the waterfall of every plan on one scale, a panel each; return the first one's axes.

    Parameters
    ----------
    frame, unit
        As in `waterfall`.
    """
    plans = plans_of(frame)
    depth = 1.1 + 0.34 * frame["step"].nunique()
    with styled():
        figure, grid = panels(len(plans), figsize=(8.4, 0.9 + depth * len(plans)), sharex=True)
        top = 1.6 * float(frame["positions"].max())
        for ax, plan in zip(grid, plans, strict=True):
            waterfall(frame, plan=plan, unit=unit, ax=ax)
            ax.set_xlim(0, top)
            ax.label_outer()
        footer(figure, frame.attrs, uncertainty=_WATERFALL_NOTE)
    return grid[0]


def _colors(rows: pd.DataFrame) -> list[str]:
    """Return grey for what the agency may have, blue for the hands on cases."""
    return [_LEFT if step in {"carrying", "productive"} else BASELINE for step in rows["step"]]


def _write_losses(ax: Axes, rows: pd.DataFrame) -> None:
    """Write beside each bar how many are left and what the step before lost, in words."""
    before = None
    for place, row in enumerate(rows.to_dict("records")):
        text = f"{row['positions']:,.0f}"
        edge = np.fmax(row["positions"], row["positions_high"])
        if before is not None:
            edge = max(edge, row["positions"] + before["lost"])
            lost = f"−{before['lost']:,.0f}" if round(before["lost"]) >= 1 else "under 1"
            text += f"  ({lost} {before['lost_to']})"
        ax.annotate(
            text,
            (edge, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=LABEL_POINTS,
        )
        before = row


def break_even(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each plan's attrition and its break-even attrition, on one base.

    Where the break-even lies to the right of attrition, more people came to duty than left it.

    Parameters
    ----------
    frame
        ``Study.break_even()``.
    ax
        Where to draw; a new figure where not given.
    """
    places = np.arange(len(frame))
    with styled():
        ax, own = canvas(ax, size=(8.0, 2.1 + 0.5 * len(frame)))
        for row, (name, (label, color, marker)) in enumerate(_RATES.items()):
            at = places + 0.22 * (row - 0.5)
            rate, low, high = (100.0 * frame[f"{name}{end}"] for end in ("", "_low", "_high"))
            ax.hlines(at, low, high, color=color, lw=2.2)
            ax.plot(rate, at, marker, color=color, ms=8, ls="none", label=label)
        ax.set_yticks(places, [fill(str(plan), 28) for plan in frame["plan"]])
        ax.set_ylim(len(frame) - 0.5, -0.5)
        ax.set_xlim(left=0.0)
        sideways(ax)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        headline(ax, f"Does hiring outrun turnover? ({words(str(frame['role'].iloc[0]))})")
        ax.set_xlabel("people a year, for each 100 on duty")
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_INTERVALS)
    return ax


def promises(frame: pd.DataFrame, *, plan: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the hires a plan promised, and what was delivered net of leavers, by month end.

    Parameters
    ----------
    frame
        ``Study.promises()``.
    plan
        The plan; the first that promises hires where not given.
    ax
        Where to draw; a new figure where not given.

    Raises
    ------
    InputError
        If the frame has no such plan.
    """
    if plan is not None and plan not in plans_of(frame):
        raise InputError([unknown_name("plan", "plan", plan, plans_of(frame))])
    promising = frame[frame["promised"] > 0.0]
    chosen = plans_of(promising if len(promising) else frame)[0] if plan is None else plan
    rows = frame[frame["plan"] == chosen]
    dates = month_ends(rows)
    with styled():
        ax, own = canvas(ax)
        label, color, dash = _PROMISED
        ax.step(dates, rows["promised"], where="mid", color=color, ls=dash)
        ends = {label: (float(rows["promised"].iloc[-1]), color)}
        for name, (label, color, dash) in _DELIVERED.items():
            ends[label] = (draw_mean(ax, dates, rows, name, color=color, dash=dash), color)
        ax.axhline(0.0, color="#999999", lw=0.8)
        headline(ax, f"Promised and delivered: {chosen} ({words(str(rows['role'].iloc[0]))})")
        ax.set_ylabel("people above day 0")
        ax.margins(x=0)
        month_axis(ax, dates)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=MEANS)
    return ax


def need(frame: pd.DataFrame, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the steps from the static need of a role to the positions that keep it met.

    Parameters
    ----------
    frame
        `staffing_sim.need_waterfall`.
    role
        The role; the one that needs the most positions where not given.
    ax
        Where to draw; a new figure where not given.

    Raises
    ------
    InputError
        If the standard asks for nobody of that role.
    """
    rows = frame.dropna(subset=["need"]).set_index("role")
    if role is not None and role not in rows.index:
        raise InputError([unknown_name("role", "role", role, list(rows.index))])
    chosen = str(rows["need"].idxmax()) if role is None else role
    steps = rows.loc[[chosen], list(STEPS)].to_numpy(dtype=np.float64)[0]
    there = float(rows["positions"].to_dict()[chosen])
    with styled():
        ax, own = canvas(ax, size=(8.6, 1.9 + 0.44 * (len(steps) + 2)))
        _draw_bars(ax, steps, there=there)
        ax.set_yticks(range(len(_ROWS)), [fill(label, 34) for label in _ROWS])
        ax.invert_yaxis()
        ax.set_xlim(0.0, 1.3 * max(steps.sum(), there))
        sideways(ax)
        headline(ax, f"Positions the open cases require ({words(chosen)})")
        ax.set_xlabel(f"positions, by the standard {words(str(frame.attrs['standard']))}")
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_ARITHMETIC)
    return ax


def _draw_bars(ax: Axes, steps: NDArray[np.float64], *, there: float) -> None:
    """Draw each step on top of those before it, then the whole, and what there is."""
    tops = np.cumsum(steps)
    needed, last = float(tops[-1]), len(steps)
    colors = [BASELINE, BLUE, VERMILLION]
    ax.barh([0, last, last + 1], [steps[0], needed, there], height=0.66, color=colors)
    ax.barh(np.arange(1, last), steps[1:], left=tops[:-1], height=0.66, **_ADDED)
    ax.axvline(needed, color=BLUE, lw=1.0, ls=(0, (2, 2)), zorder=0.5)
    texts = [f"{steps[0]:,.0f}", *(_more(step) for step in steps[1:])]
    texts += [f"{needed:,.0f}", f"{there:,.0f}  ({_gap(needed - there)})"]
    for place, (text, end) in enumerate(zip(texts, [*tops, needed, there], strict=True)):
        _write(ax, text, (end, place))


def _more(step: float) -> str:
    return f"+{step:,.0f}" if round(step) >= 1 else "under 1"


def _gap(gap: float) -> str:
    return f"{gap:,.0f} short" if gap > 0.0 else f"{-gap:,.0f} more than needed"


def _write(ax: Axes, text: str, place: tuple[float, float]) -> None:
    """Write a number beside the end of its bar."""
    ax.annotate(
        text,
        place,
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=LABEL_POINTS,
    )
