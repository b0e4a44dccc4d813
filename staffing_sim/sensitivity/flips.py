"""Where two plans change rank: the table, the chart, the files and the sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from staffing_sim.sensitivity.assumptions import Assumption, at_value, left_out_sentence
from staffing_sim.sensitivity.variants import Experiment, Quantity, chosen, size_text
from staffing_sim.study.figures import rows_of
from staffing_sim.study.files import chart_files, make_directory, table_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = Mapping[str, Any]

FLIP_COLUMNS: Final = {
    "key": "the assumption's key in the ledger",
    "assumption": "its name",
    "assumption_unit": "its unit",
    "leader": "whose value is shown, where several move together",
    "described": "its value in the agency as described",
    "range_low": "the low end of its range",
    "range_high": "the high end",
    "left_out": "which values of the range are left out; empty where none are",
    "verdict": "flips, never, fades (clear in part of the range only), or not clear (nowhere)",
    "flips_at": "where the plans change rank; NaN where they do not",
    "flip_low": "lower end of its 95 % interval, or of the part in which nothing is clear",
    "flip_high": "upper end of it",
    "ahead_at_low": "by how much the first plan is ahead at the low end",
    "ahead_as_described": "as described",
    "ahead_at_high": "at the high end",
}
"""The columns of a table of flip points: a row per flip, or per assumption without any."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Flips:
    """Where two plans change rank.

    Attributes
    ----------
    experiment
        What was run, and with which plans.
    margin
        How much the first plan must be ahead to count as ahead.
    assumptions
        What was moved.
    tried
        Every value tried: key, value, advantage (of the first plan, in the better direction), low,
        high (its paired 95 % interval), runs.
    table
        What was found; see `FLIP_COLUMNS`.
    """

    experiment: Experiment
    margin: float
    assumptions: tuple[Assumption, ...]
    tried: pd.DataFrame
    table: pd.DataFrame

    @property
    def quantity(self) -> Quantity:
        """What the plans are ranked by."""
        return self.experiment.quantities[0]

    def sentences(self) -> tuple[str, ...]:
        """Return what was found about each assumption in plain words."""
        return tuple(
            flip_sentence([self._about | row for row in rows_of(group)])
            for _, group in self.table.groupby("key", sort=False)
        )

    @property
    def _about(self) -> dict[str, Any]:
        """What sentences and charts need for every row."""
        first, second = (plan.name for plan in self.experiment.setting.plans)
        return {"plan": first, "other": second, "unit": self.quantity.unit, "margin": self.margin}

    def curve(self, key: str | None = None) -> pd.DataFrame:
        """Return the values tried of one assumption in order, with what was found beside them.

        Raises
        ------
        InputError
            If it was not moved.
        """
        moved = chosen("key", key, [assumption.key for assumption in self.assumptions])
        tried = self.tried[self.tried["key"] == moved].sort_values("value", ignore_index=True)
        found = rows_of(self.table[self.table["key"] == moved])[0]
        curve = tried.assign(**found, label=self.quantity.label, **self._about)
        curve.attrs = dict(self.table.attrs)
        return curve

    def plot(self, key: str | None = None, *, ax: Axes | None = None) -> Axes:
        """Return the chart of one assumption; the first where not given."""
        from staffing_sim.charts import flip as draw

        return draw(self.curve(key), ax=ax)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the tables, the sentences and a chart of each assumption; return the paths."""
        folder = Path(directory)
        make_directory(folder)
        words = folder / "flips.txt"
        words.write_text("\n".join(self.sentences()) + "\n", encoding="utf-8")
        paths = [
            table_file(self.table, folder / "flips.csv"),
            table_file(self.tried, folder / "flips_tried.csv"),
            words,
        ]
        for number, assumption in enumerate(self.assumptions, start=1):
            paths += chart_files(self.plot(assumption.key), folder / f"flip_{number}")
        return tuple(paths)

    def __repr__(self) -> str:
        return "\n".join(self.sentences())


def flip_sentence(rows: Sequence[Row]) -> str:
    """Return how the choice between two plans depends on one assumption.

    Parameters
    ----------
    rows
        Its rows in a table of flip points, with ``plan``, ``other``, ``unit`` and ``margin``.

    Examples
    --------
    >>> row = {"assumption": "Burnout", "assumption_unit": "", "leader": "", "described": 0.1}
    >>> row |= {"range_low": 0.0, "range_high": 0.4, "plan": "Union", "other": "Board"}
    >>> row |= {
    ...     "left_out": "",
    ...     "unit": "months",
    ...     "margin": 0.0,
    ...     "ahead_at_low": 1.0,
    ...     "ahead_as_described": 0.8,
    ... }
    >>> row |= {"verdict": "never", "ahead_at_high": 0.2}
    >>> print(flip_sentence([row]))
    Burnout (0.1 as described): never flips within 0 to 0.4. Union is ahead of Board throughout, by
    0.20 to 1.00 months.
    >>> row |= {"verdict": "flips", "flips_at": 0.3, "flip_low": 0.25, "flip_high": 0.34}
    >>> print(flip_sentence([row | {"ahead_at_high": -0.2}]))
    Burnout (0.1 as described): flips at 0.3 (95 % interval 0.25 to 0.34). Below that Union is
    ahead, above it Board.
    """
    first = rows[0]
    if first["verdict"] == "fades":
        return f"{_subject(first)}: {_fades(rows)}{left_out_sentence(first)}"
    told = {"never": _never, "flips": _flips, "not clear": _not_clear}
    text = " ".join(told[row["verdict"]](row) for row in rows)
    return f"{_subject(first)}: {text}{left_out_sentence(first)}"


def _subject(row: Row) -> str:
    unit = row["assumption_unit"]
    described = f"{at_value(row['described'], unit)} as described"
    more = f" in {row['leader']}, the others in proportion" if row["leader"] else ""
    return f"{row['assumption']} ({described}{more})"


def _range(row: Row) -> str:
    return f"{at_value(row['range_low'], '')} to {at_value(row['range_high'], '')}"


def _never(row: Row) -> str:
    sizes = [row[f"ahead_{where}"] for where in ("at_low", "as_described", "at_high")]
    low, high = sorted(map(abs, sizes))[::2]
    least = size_text(low, row["unit"], like=high).removesuffix(f" {row['unit']}")
    least = least.removesuffix(" percentage points")
    lead = _leads(row, sizes[1] - row["margin"])
    span = f"by {least} to {size_text(high, row['unit'])}"
    told = f"{lead} throughout" if row["margin"] else f"{lead} throughout, {span}"
    return f"never flips within {_range(row)}. {told}."


def _flips(row: Row) -> str:
    unit = row["assumption_unit"]
    at = at_value(row["flips_at"], unit)
    span = f"{at_value(row['flip_low'], '')} to {at_value(row['flip_high'], '')}"
    below, above = (row["plan"], row["other"])[:: 1 if _falls(row) else -1]
    if row["margin"]:
        side = "Below" if _falls(row) else "Above"
        rest = f"Only {side.lower()} that is {row['plan']} ahead of {row['other']}{_margin(row)}."
    else:
        rest = f"Below that {below} is ahead, above it {above}."
    return f"flips at {at} (95 % interval {span}). {rest}"


def _falls(row: Row) -> bool:
    """Tell whether the first plan's advantage falls as the assumption grows."""
    return bool(row["ahead_at_low"] > row["ahead_at_high"])


def _fades(rows: Sequence[Row]) -> str:
    first = rows[0]
    sizes = (first[f"ahead_{where}"] for where in ("at_low", "as_described", "at_high"))
    size = max((size - first["margin"] for size in sizes), key=abs)
    spans = " and ".join(_stretch(row) for row in rows)
    return (
        f"never clearly flips within {_range(first)}. {_leads(first, size)}, except {spans}, where "
        "the difference is within chance."
    )


def _leads(row: Row, size: float) -> str:
    """Say who is ahead, given by how much the first plan is, beyond any margin."""
    plan, other = row["plan"], row["other"]
    if row["margin"]:
        return f"{plan} is {'' if size > 0 else 'not '}ahead of {other}{_margin(row)}"
    return f"{plan} is ahead of {other}" if size > 0 else f"{other} is ahead of {plan}"


def _stretch(row: Row) -> str:
    low, high = (at_value(row[end], "") for end in ("flip_low", "flip_high"))
    return f"at {low}" if low == high else f"from {low} to {high}"


def _not_clear(row: Row) -> str:
    return (
        f"no clear difference between {row['plan']} and {row['other']}{_margin(row)} anywhere "
        f"within {_range(row)}; more replications may show one."
    )


def _margin(row: Row) -> str:
    return f" by at least {size_text(row['margin'], row['unit'])}" if row["margin"] else ""
