"""A refusal in sentences: how near the most came, by when it would do, and what would help."""

from __future__ import annotations

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.solving.limits import Limits, sooner
from staffing_sim.solving.targets import Target
from staffing_sim.timeline import Timeline

__all__ = ["nearest_sentence", "refusal_sentences"]


def nearest_sentence(curve: pd.DataFrame, *, label: str) -> str:
    """Return how near the best of the settings came.

    Parameters
    ----------
    curve
        ``Solution.curve``.
    label
        What a setting counts.
    """
    counted = curve[(curve["phase"] == "search") & (curve["met"] == curve["met"].max())]
    counted = curve[curve["phase"] == "search"] if counted.empty else counted
    best = counted.iloc[-1]
    ends = f"95 % interval {best['low']:.2f} to {best['high']:.2f}"
    known = not pd.isna(best["mean"])
    mean = f"; the number was {best['mean']:.4g} on average" if known else ""
    return (
        f"cannot be met. At {best['setting']:g} {label} it was met in {best['met']:g} of "
        f"{best['runs']:g} worlds ({ends}){mean}."
    )


def refusal_sentences(agency: Agency, target: Target, limits: Limits) -> list[str]:
    """Return by when the most hires do, what binds, and what would make the month possible."""
    when = Timeline(agency.start).month_label
    tried = f"{limits.effort}, in {limits.worlds} worlds"
    first = limits.earliest_month
    if first is None:
        rows = limits.by_month
        best = rows.loc[target.margin(rows["mean"].to_numpy()).argmax()]
        by_when = (
            f"Nor is it within {limits.months} months ({tried}): it comes nearest as month "
            f"{best['month']:g} ends, with {best['mean']:.4g} on average."
        )
    else:
        by_when = f"The earliest is the end of month {first} ({when(first - 1)}; {tried})."
    return [by_when, *_binding(limits), *_way_out(target, limits)]


def _binding(limits: Limits) -> list[str]:
    """Return what binds: whatever brings the target nearer once it is taken away."""
    freed, first = limits.freed, limits.earliest_month
    if sooner(freed.seats, first):
        each = f"Academy seats bind ({limits.seats} a month)"
        return [f"{each}: with one for everyone it would be month {freed.seats}."]
    if sooner(freed.rate, first):
        return [f"The rate binds: at twice that rate it would be month {freed.rate}."]
    neither = "Neither more seats nor a higher rate would bring it forward."
    if sooner(freed.delay, first):
        filled = "with positions filled at once and no academy it would be month"
        return [neither, f"The time to fill and to train binds: {filled} {freed.delay}."]
    return [neither, "Nor would positions filled at once and no academy."]


def _way_out(target: Target, limits: Limits) -> list[str]:
    """Return what would make the month asked for possible, and the cheapest later month."""
    parts = []
    if limits.seats_needed is not None:
        parts.append(
            f"Month {target.by_month} could be met with {limits.seats_needed} seats a month "
            f"instead of {limits.seats}, at that rate."
        )
    rows = limits.by_month.dropna(subset="setting")
    if limits.earliest_month is not None and not rows.empty:
        row = rows.iloc[-1]
        parts.append(f"By month {row['month']:g} {row['setting']:g} a month are enough.")
    return parts
