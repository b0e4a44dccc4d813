"""A study as text for a terminal: each plan's figures, then how each differs from the baseline."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.ledger import by_grade
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.measures import MEASURES
from staffing_sim.study.card import LIMITS
from staffing_sim.study.words import amount, subject
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["comparison_text", "judgement"]

Row = dict[str, Any]

READING = (
    "Plans met the same families, children and luck. An interval (95 %) says how well these "
    "replications know a mean; where that of a difference spans zero, there is no clear difference."
)


def comparison_text(study: Study) -> str:
    """Return what was run, both tables, and what they cannot show."""
    parts = [_facts(study), _figures(study)]
    parts += [_differences(study, plan) for plan in study.names[1:]]
    return "\n\n".join([*parts, fitted(READING), fitted(LIMITS)])


def judgement(row: Row) -> str:
    """Return what a difference comes to, in a word or three.

    Parameters
    ----------
    row
        A row of ``Study.differences()``.

    Examples
    --------
    >>> row = {"measure": "unseen_children", "difference": -800, "low": -900, "high": -700}
    >>> judgement(row), judgement(row | {"high": 20}), judgement(row | {"low": math.nan})
    ('better', 'no clear difference', 'one run tells nothing')
    """
    measure, low, high = MEASURES[row["measure"]], row["low"], row["high"]
    if math.isnan(row["difference"]):
        return "undefined"
    if math.isnan(low):
        return "one run tells nothing"
    if low == high == 0.0:
        return "exactly the same"
    if low <= 0.0 <= high:
        return "no clear difference"
    if measure.relevant is not None and max(abs(low), abs(high)) < measure.relevant:
        return "too little to matter"
    direction = "higher" if low > 0.0 else "lower"
    if measure.better is None:
        return direction
    return "better" if measure.better == direction else "worse"


def _facts(study: Study) -> str:
    timeline = Timeline(study.agency.start)
    span = f"{timeline.month_label(0)} to {timeline.month_label(study.horizon - 1)}"
    done = f"{study.replications} of {study.wanted}" if study.interrupted else study.replications
    signature = study.signature()
    lines = (
        f"{study.agency.title}, {span} ({study.horizon} months)",
        f"{len(study.plans)} plans, {done} replications, seed {study.seed}",
        f"version {signature['version']}, fingerprint {signature['fingerprint']}",
        by_grade(study.agency.ledger.counts(study.agency, study.plans)),
    )
    return fitted("\n".join(lines))


def _figures(study: Study) -> str:
    """Return each headline measure with a line for each plan."""
    by_measure: dict[str, list[Row]] = {}
    for row in _rows(study.headlines(study.summary())):
        by_measure.setdefault(_label(row), []).append(row)
    rows = [
        cells
        for label, of_plans in by_measure.items()
        for cells in ((label, "", "", ""), *(_figure(row) for row in of_plans))
    ]
    return text_table(("measure and plan", "mean", "95 % interval", "10-90 % of runs"), rows)


def _figure(row: Row) -> tuple[str, ...]:
    """Return a plan's mean, its interval and the spread between replications."""
    mean, unit = row["mean"], row["unit"]
    spans = ((row["low"], row["high"]), (row["p10"], row["p90"]))
    return (
        f"  {row['plan']}",
        amount(mean, unit),
        *(_span(ends, unit, like=mean) for ends in spans),
    )


def _differences(study: Study, plan: str) -> str:
    """Return how one plan differs from the baseline, measure by measure."""
    table = study.headlines(study.differences())
    rows = [_difference(row) for row in _rows(table[table["plan"] == plan])]
    heading = f"{plan}, less {study.names[0]}"
    return text_table((heading, "difference", "95 % interval", "verdict"), rows)


def _difference(row: Row) -> tuple[str, ...]:
    """Return a difference, its interval and what it comes to."""
    unit, ends = row["unit"], (row["low"], row["high"])
    widest = max(map(abs, (row["difference"], *ends)))
    size = _signed(row["difference"], unit, like=widest)
    return (
        _label(row, points=True),
        size,
        _span(ends, unit, like=widest, sign=_signed),
        judgement(row),
    )


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _label(row: Row, *, points: bool = False) -> str:
    """Return what a number is about, with its unit where the words do not say it."""
    label, unit = subject(MEASURES[row["measure"]], row["role"]), row["unit"]
    if unit == "share":
        return f"{label}, percentage points" if points else label
    return label if unit.split()[0] in label.lower() else f"{label}, {unit}"


def _span(
    ends: tuple[float, float], unit: str, *, like: float, sign: Callable[..., str] = amount
) -> str:
    """Return an interval whose ends read like its middle; nothing where there is none."""
    if any(map(math.isnan, ends)):
        return "none"
    text = " to ".join(sign(end, unit, like=like) for end in ends)
    return text.replace(" million to", " to")


def _signed(value: float, unit: str, *, like: float) -> str:
    """Return a difference with its sign; shares in percentage points."""
    text = amount(abs(value), unit, like=like).removesuffix(" %")
    sign = "-" if value < 0.0 else "+" if value > 0.0 else ""
    return f"{sign}{text}"
