"""How a page of validation writes numbers, intervals and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quantities import Quantities

from staffing_sim.intervals import Interval, mean_interval


def means(runs: Sequence[Quantities], names: Iterable[str], style: str) -> list[str]:
    """Return the means of some quantities over runs."""
    return [number(mean_interval([run[name] for run in runs]).mean, style) for name in names]


def interval(values: Sequence[float], style: str) -> str:
    """Write a mean with its 95 % interval."""
    found: Interval = mean_interval(values)
    if found.runs == 1:
        return number(found.mean, style)
    low, high = number(found.low, style), number(found.high, style)
    return f"{number(found.mean, style)} ({low} to {high})"


def number(value: float, style: str) -> str:
    """Write a number: whole, decimal (one digit), ratio (two), thousandths, or share in percent."""
    if style == "share":
        return f"{100 * value:.1f} %"
    digits = {"whole": 0, "decimal": 1, "ratio": 2, "thousandths": 3}[style]
    return f"{value:,.{digits}f}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
