"""What was found as a page of Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Any

import pandas as pd
from asking import COUNTY, LEAST_GAIN, UNION, Answers

from staffing_sim.sensitivity import Flips, SetComparison
from staffing_sim.sensitivity.assumptions import at_value

Row = dict[str, Any]


def page(preset: str, found: Answers) -> str:
    """Return the whole page."""
    return "\n".join(_parts(preset, found))


def _parts(preset: str, found: Answers) -> Iterator[str]:
    yield from _opening(preset, found.ranking)
    yield from _ranking(found.ranking)
    yield from _line(found.line)
    if found.sets is not None:
        yield from _sets(found.sets, preset)
    yield from _worth(found.worth)
    if found.own is not None:
        yield from _own(found.own)


def _opening(preset: str, ranking: Flips) -> Iterator[str]:
    about = ranking.experiment.signature()
    yield "<!-- written by examples/what_if_wrong/los_angeles.py; change that, not this -->"
    yield f"# Los Angeles {preset[-4:]}: what if a number is wrong?\n"
    yield prose(
        f"The preset `{preset}` rests on {about['numbers']} numbers, {about['assumptions']} of "
        "them assumed. Which of the disputed ones would change the answer, and at which value? "
        "Each is moved over the range of its ledger entry, one at a time, and "
        f"both plans run again on the same {about['replications']} worlds (seed {about['seed']}, "
        f"version {about['version']}, fingerprint `{about['fingerprint']}`). Intervals are 95 % "
        "and cover chance only. What the words mean: [What if we are "
        "wrong?](../how-to/what-if-we-are-wrong.md)"
    )


def _ranking(ranking: Flips) -> Iterator[str]:
    yield f"## {UNION.name} against {COUNTY.name}, children not seen\n"
    yield from _flips(ranking)


def _own(own: Flips) -> Iterator[str]:
    first, second = (plan.name for plan in own.experiment.setting.plans)
    yield f"## {first}, against {second}, children not seen\n"
    yield from _flips(own)


def _flips(found: Flips) -> Iterator[str]:
    """Yield the ten strongest numbers of a ranking, a tornado as a table, with its flip points."""
    first, second = (plan.name for plan in found.experiment.setting.plans)
    years = found.experiment.setting.months // 12
    yield prose(
        f"By how many fewer children a month *{first}* leaves unseen than *{second}*, over "
        f"{years} years; below 0 the second plan leaves fewer. The number that moves it most comes "
        "first."
    )
    yield from table(
        ("", "from", "to", "at the low end", "as described", "at the high end", "the ranking"),
        [_flip_cells(found, key) for key in _strongest_first(found)[:10]],
    )
    yield prose(_turns(found))


def _strongest_first(found: Flips) -> list[str]:
    """Return the numbers by how far either end moves the difference from where it is."""
    rows = found.table.drop_duplicates("key").set_index("key")
    ends = rows[["ahead_at_low", "ahead_at_high"]]
    swing = ends.sub(rows["ahead_as_described"], axis=0).abs().max(axis=1)
    return list(swing.sort_values(ascending=False, kind="stable").index)


def _flip_cells(found: Flips, key: str) -> list[str]:
    rows = found.table[found.table["key"] == key].to_dict("records")
    row = rows[0]
    tried = found.tried[found.tried["key"] == key].set_index("value")
    ends = (row["range_low"], row["described"], row["range_high"])
    unit = str(row["assumption_unit"]).partition(",")[0]
    return [
        f"{row['assumption']}, {at_value(row['described'], unit)} as described",
        at_value(row["range_low"], ""),
        at_value(row["range_high"], ""),
        *(_advantage(tried.loc[value]) for value in ends),
        "; ".join(_verdict(each) for each in rows),
    ]


def _advantage(row: pd.Series) -> str:
    return f"{whole(row['advantage'])} ({whole(row['low'])} to {whole(row['high'])})"


def _verdict(row: Row) -> str:
    span = f"{at_value(row['flip_low'], '')} to {at_value(row['flip_high'], '')}"
    return {
        "flips": f"**flips at {at_value(row['flips_at'], '')}** ({span})",
        "never": "never flips",
        "fades": f"never clearly flips; not clear from {span}",
        "not clear": "not clear anywhere",
    }[str(row["verdict"])]


def _turns(found: Flips) -> str:
    """Say in words which numbers turn the ranking."""
    flips = found.table[found.table["verdict"] == "flips"]
    if len(flips):
        names = dict.fromkeys(flips["assumption"])
        return (
            f"The ranking changes within the range of {_listed(names)}; by every other number, "
            "moved by itself, it does not change clearly."
        )
    ahead = found.tried[found.tried["low"] > 0]
    behind = found.tried[found.tried["high"] < 0]
    if ahead.empty and behind.empty:
        return "Within these ranges no difference between the plans is clear in these worlds."
    if len(ahead) and len(behind):
        return "Clear differences favour now one plan, now the other, so neither can rely on them."
    first, second = (plan.name for plan in found.experiment.setting.plans)
    return (
        "No disputed number, moved by itself within its range, changes the ranking: wherever the "
        f"difference is clear, *{first if len(ahead) else second}* leaves fewer children unseen."
    )


def _line(line: pd.DataFrame) -> Iterator[str]:
    yield "## Two numbers at once\n"
    yield prose(
        "Where the same ranking changes with the protection of visits, at several "
        "compressibilities (of continuing services, other roles in proportion):"
    )
    rows = []
    for value, group in line.groupby("along_value"):
        rows.append(
            [
                f"{value:.2f}",
                *(whole(group.iloc[0][f"ahead_at_{end}"]) for end in ("low", "high")),
                "; ".join(_verdict(row) for row in group.to_dict("records")),
            ]
        )
    low, high = (at_value(line.iloc[0][f"range_{end}"], "") for end in ("low", "high"))
    ends = (f"fewer unseen at a weight of {low}", f"at {high}")
    yield from table(("compressibility", *ends, "the ranking"), rows)


def _sets(sets: SetComparison, preset: str) -> Iterator[str]:
    row = sets.table().iloc[0]
    (order,) = sets.orders().to_dict("records")
    yield "## Under other sets of numbers\n"
    yield prose(
        f"{row['sets']} of the [sets of numbers that no published figure rules "
        f"out](matching-{preset}.md), {row['runs']} worlds each. How many fewer children a month "
        f"*{UNION.name}* leaves unseen than *{COUNTY.name}*: {whole(-row['sets_median'])} in the "
        f"median set, {whole(-row['sets_high'])} to {whole(-row['sets_low'])} in the middle 80 %, "
        f"{whole(-row['sets_high_95'])} to {whole(-row['sets_low_95'])} in the middle 95 %. The "
        f"order of the two is that of the median in {order['same_sign']:.0%} of the sets. Of the "
        f"variance of a single run's difference, {row['sets_share']:.0%} lies between the sets, "
        "the rest is chance."
    )


def _worth(worth: Flips) -> Iterator[str]:
    row = worth.table.iloc[0]
    yield "## When does hiring stop mattering for permanence?\n"
    yield prose(
        "Defined as: a child who enters care spends less than a quarter of a month less, of the "
        f"first 24 months, without a permanent home than as things are, if {UNION.name} are hired "
        f"({worth.experiment.setting.months // 12} years, the restricted mean of entry cohorts, "
        f"{worth.experiment.replications} worlds). By compressibility, in continuing services, the "
        "others in proportion:"
    )
    tried = worth.tried.sort_values("value")
    cells = [
        (
            f"{each['value']:.3g}",
            f"{each['advantage']:.2f} ({each['low']:.2f} to {each['high']:.2f})",
        )
        for each in tried.to_dict("records")
    ]
    yield from table(("compressibility", "months gained"), cells)
    if math.isnan(row["flips_at"]):
        yield prose(f"{worth.sentences()[0]}")
        return
    span = f"{row['flip_low']:.2f} to {row['flip_high']:.2f}"
    yield prose(
        f"Below **{row['flips_at']:.2f}** ({span}) the gain is less than {LEAST_GAIN:g} months; "
        f"{row['described']:g} is described."
    )


def _listed(names: Iterable[str]) -> str:
    *most, last = [name[0].lower() + name[1:] for name in names]
    return f"{', '.join(most)} and {last}" if most else last


def whole(value: float) -> str:
    """Write a whole number, with a true minus and no zero below zero."""
    return f"{round(value):,d}".replace("-", "−")


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table of Markdown, with an empty line after it."""
    header = tuple(header)
    yield f"| {' | '.join(header)} |"
    yield "|---" * len(header) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def prose(text: str) -> str:
    """Return a paragraph in lines of at most 100 characters, with an empty line after it."""
    return fill(text, 100, break_long_words=False, break_on_hyphens=False) + "\n"
