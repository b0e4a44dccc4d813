"""What history matching leaves of a county, as a page of Markdown with two pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "validation"))  # how pages write tables

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from writing import number, table

from staffing_sim.calibration import Figure, Matching

SAME = 0.4  # correlation between two numbers above which the figures cannot tell them apart
UNTOUCHED = 0.85  # of a range left: the figures say nothing about the number (.9 is all of it)


def page(found: Matching, *, title: str, command: str, pictures: str) -> str:
    """Return the page.

    Parameters
    ----------
    found
        What is left.
    title, command
        The county in words; what reruns the page.
    pictures
        Where `save_pictures` has put the pictures, as the page links them.
    """
    parts = (
        _head(found, title, command),
        _free(found),
        _figures(found),
        _waves(found),
        _ranges(found, pictures),
        _together(found, pictures),
    )
    return "\n".join(parts)


def save_pictures(found: Matching, folder: Path) -> None:
    """Draw what is left of each range, and which numbers go together."""
    folder.mkdir(parents=True, exist_ok=True)
    _save(ranges_picture(found), folder / "ranges.png")
    _save(together_picture(found), folder / "together.png")


def _save(figure: plt.Figure, path: Path) -> None:
    figure.savefig(path, dpi=120, metadata={"Software": None})
    plt.close(figure)


# --- the page ------------------------------------------------------------------------------------


def _head(found: Matching, title: str, command: str) -> str:
    left = found.waves["space_left"].iloc[-1]
    return f"""# {title}: what the published figures do not rule out

*Generated; do not edit. Rerun it, in about an hour on two cores, with*

```
{command}
```

Nobody has measured most of what decides a plan's effect: how far missing hours slow a case, how
unevenly offices are staffed, how often workers move. A number tuned until a few published figures
come out is one answer of many. So nothing is tuned here. Each of {len(found.space.numbers)} free \
numbers may be anywhere in a range that somebody could defend; a combination of them is ruled out \
when some published figure lies more than three standard deviations from what its runs give \
(history matching: Vernon, Goldstein & Bower 2010). The standard deviation adds up how well the \
figure is known, how far a right model may still be off it, and chance.

What is left are {len(found.sets)} **parameter sets** out of {left:.1g} of the space. None of them \
is the truth, and none is better than another: a result stands when it holds in nearly all of \
them. They come with the library: `ss.load_fits("{found.figures.preset}")`. The preset is the \
*central set* below; where the search starts from is not looked at again.

Only figures that are *fitted*, and *identities* of an agency at rest, rule anything out. Figures \
kept as *tests* were named before the first run and are looked at on \
[the page of the validation](validation-{found.figures.preset}.md) alone.
"""


def _free(found: Matching) -> str:
    rows = [
        [each.label, f"{each.low:g} to {each.high:g}", each.why] for each in found.space.numbers
    ]
    return "## What is free\n\n" + table(("number", "range", "why it may be anywhere in it"), rows)


def _figures(found: Matching) -> str:
    header = ("figure", "published", "error", "discrepancy", "sets give", "source", "why")
    rows = [_figure(found, figure) for figure in found.figures.ruling]
    return f"""## What rules sets out

*Error* is how well the figure is known, *discrepancy* how far a right model of this kind may be \
off it, both as standard deviations; *sets give* is the middle 90 % of the sets.

{table(header, rows)}"""


def _figure(found: Matching, figure: Figure) -> list[str]:
    low, high = np.quantile(found.sets[figure.name], (0.05, 0.95))
    return [
        figure.label,
        *(number(x, figure.style) for x in (figure.value, figure.error, figure.discrepancy)),
        f"{number(low, figure.style)} to {number(high, figure.style)}",
        figure.source,
        figure.why,
    ]


def _waves(found: Matching) -> str:
    rows = [
        [
            str(row.wave),
            f"{row.runs:,}",
            _share(row.covered),
            _share(row.covered_least),
            f"{row.space_left:.2g}",
            row.hardest,
        ]
        for row in found.waves.itertuples()
    ]
    header = ("wave", "runs", "covered", "least", "space left", "hardest to meet")
    return f"""## The waves

Each wave runs a design that fills what the waves before have left, one world a point; a Gaussian \
process for each figure learns from it what runs elsewhere would give and how unsure it is. \
*Covered* is the share of a wave's fresh runs inside the 95 % intervals of the emulators before \
it, over all figures, and for the figure covered least. The last row is of the \
{len(found.candidates)} candidates, each run in several worlds and judged by its own runs: \
{len(found.sets)} stay.

{table(header, rows)}"""


def _share(value: float) -> str:
    return "" if np.isnan(value) else f"{100 * value:.0f} %"


def _ranges(found: Matching, pictures: str) -> str:
    ranges = found.ranges()
    central = found.sets.iloc[found.central()]
    rows = [
        [
            row.label,
            f"{row.low:g} to {row.high:g}",
            f"{row.p5:g} to {row.p95:g}",
            f"{row.p50:g}",
            f"{number.at(central[number.name]):g}",
            f"{100 * min(1.0, row.left / 0.9):.0f} %",
        ]
        for row, number in zip(ranges.itertuples(), found.space.numbers, strict=True)
    ]
    silent = ranges.loc[ranges["left"] > UNTOUCHED, "label"]
    header = ("number", "range", "sets: 5 to 95 %", "median", "central set", "left")
    return f"""## What is left of each range

![Each free number's range, and the middle 90 % of the sets in it]({pictures}/ranges.png)

{table(header, rows)}
The central set is chosen by a rule that looks at neither tests nor plans. A quarter of the sets \
lies nearest to the figures, all of them together (root mean square of the distances in standard \
deviations); of these it is the one nearest to the medians of all sets, so that a number about \
which the figures are silent stands in the middle of what is left of it, and not by accident at an \
end. The medians themselves would not do: what they give is no middle of what the sets give, and \
may be ruled out.

About {len(silent)} of these numbers the figures say next to nothing: {_listed(silent)}. What a \
plan does through one of them is open, whatever else is known.
"""


def _listed(labels: pd.Series) -> str:
    return "; ".join(label[0].lower() + label[1:] for label in labels) or "none"


def _together(found: Matching, pictures: str) -> str:
    pairs = sorted(_pairs(found), key=lambda pair: -abs(pair[2]))
    rows = [[first, second, f"{value:+.2f}"] for first, second, value in pairs]
    text = table(("number", "goes with", "correlation"), rows) if rows else "None.\n"
    return f"""## What the figures cannot tell apart

Two numbers that go together over the sets stand in for each other: more of one with less of the \
other gives the same figures. Pairs of places in the ranges with a correlation beyond {SAME:g}:

{text}
![Correlations between the free numbers over the sets]({pictures}/together.png)
"""


def _pairs(found: Matching) -> Iterator[tuple[str, str, float]]:
    values = _correlations(found)
    numbers = found.space.numbers
    for row, first in enumerate(numbers):
        for column, second in enumerate(numbers[:row]):
            if abs(values[row, column]) > SAME:
                yield first.label, second.label, float(values[row, column])


def _correlations(found: Matching) -> np.ndarray:
    return np.corrcoef(found.sets[found.space.names].to_numpy().T)


# --- the pictures --------------------------------------------------------------------------------


def ranges_picture(found: Matching) -> plt.Figure:
    """Draw each range as a line, the middle 90 % of the sets as a bar, the central set as a dot."""
    names = found.space.names
    places = found.sets[names].to_numpy()
    low, high = np.quantile(places, (0.05, 0.95), axis=0)
    order = np.argsort(high - low)[::-1]
    figure, ax = plt.subplots(figsize=(8.5, 0.27 * len(names) + 1), layout="constrained")
    rows = np.arange(len(names))
    ax.hlines(rows, 0, 1, color="0.8", lw=1)
    ax.hlines(rows, low[order], high[order], color="#0072B2", lw=6, label="middle 90 % of sets")
    central = places[found.central(), order]
    ax.plot(central, rows, "o", color="black", ms=4, label="central set")
    labels = [f"{each.label}  [{each.low:g} to {each.high:g}]" for each in found.space.numbers]
    ax.set_yticks(rows, [labels[row] for row in order], fontsize=8)
    ax.set_xticks([0, 1], ["low", "high"])
    ax.set_title("What the published figures leave of each range", loc="left")
    ax.legend(loc="upper left", bbox_to_anchor=(-0.75, 1.04), fontsize=8, frameon=False)
    ax.spines[["top", "right", "left"]].set_visible(False)
    return figure


def together_picture(found: Matching) -> plt.Figure:
    """Draw the correlations over the sets as a grid."""
    values = _correlations(found)
    np.fill_diagonal(values, np.nan)
    labels = [each.label for each in found.space.numbers]
    figure, ax = plt.subplots(figsize=(11, 9), layout="constrained")
    image = ax.imshow(values, cmap="RdBu", vmin=-1, vmax=1)
    ax.set_xticks(range(len(labels)), labels, rotation=90, fontsize=7)
    ax.set_yticks(range(len(labels)), labels, fontsize=7)
    ax.set_title("Correlation of the free numbers over the sets", loc="left")
    figure.colorbar(image, ax=ax, shrink=0.6)
    return figure
