"""How a plan looks, the same in every chart of a study: its colour, line, hatching and mark.

Plans are told apart twice, by a colour that colour-blind readers can tell and by a second cue; the
baseline is grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import pandas as pd

__all__ = [
    "BASELINE",
    "BLUE",
    "GREEN",
    "VERMILLION",
    "Look",
    "ink",
    "looks",
    "luminance",
    "plans_of",
]

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
"""Of Okabe & Ito (2008), for what is no plan; always with a second cue."""

BASELINE: Final = "#6b6b6b"
# Blue, vermillion, pink and green are Okabe & Ito's (2008); their yellow, orange and sky blue are
# too light for lines on white. Any two differ by 10 or more in CAM02-UCS, to colour-blind eyes too.
_COLOURS: Final = (BLUE, VERMILLION, "#14532D", "#CC79A7", "#5B2A86", GREEN)
_DASHES: Final[tuple[Any, ...]] = (
    "-",
    (0, (6, 1.6)),
    (0, (6, 1.6, 1.4, 1.6)),
    (0, (1.4, 1.4)),
    (0, (9, 1.6, 1.4, 1.6, 1.4, 1.6)),
    (0, (3, 1.4)),
)
_HATCHES: Final = ("", "////", "....", "\\\\\\\\", "xxxx", "++++")
_MARKERS: Final = ("o", "s", "D", "^", "v", "P")


@dataclass(frozen=True, slots=True)
class Look:
    """How a plan is drawn, the same in every chart of a study."""

    color: str
    dash: Any
    hatch: str
    marker: str


def looks(plans: Sequence[str]) -> dict[str, Look]:
    """Return the look of each plan, in order; the first, the baseline, is grey.

    Examples
    --------
    >>> looks(["As is", "Union"])["As is"].color == BASELINE
    True
    """
    found = {}
    for row, plan in enumerate(plans):
        cue = (row - 1) % len(_COLOURS) if row else 0
        color = _COLOURS[cue] if row else BASELINE
        turn = row % len(_DASHES)
        found[plan] = Look(color, _DASHES[turn], _HATCHES[turn], _MARKERS[turn])
    return found


def plans_of(frame: pd.DataFrame) -> list[str]:
    """Return the plans of a frame in their order."""
    plan = frame["plan"]
    if isinstance(plan.dtype, pd.CategoricalDtype):
        present = set(plan.unique())
        return [str(name) for name in plan.cat.categories if name in present]
    return [str(name) for name in plan.unique()]


def ink(color: str) -> str:
    """Return a colour dark enough for words on white (contrast 4.5 to 1), its hue kept.

    Examples
    --------
    >>> ink("#0072B2"), ink("#CC79A7")
    ('#0072b2', '#a05f83')
    """
    share = np.array(mpl.colors.to_rgb(color))
    while luminance(share) > 1.05 / 4.6 - 0.05:
        share = share * 0.98
    return mpl.colors.to_hex((float(share[0]), float(share[1]), float(share[2])))


def luminance(share: np.ndarray[Any, Any]) -> float:
    """Return the relative luminance of red, green and blue shares, 0 for black and 1 for white.

    As the Web Content Accessibility Guidelines define it; against 0.179, black and white words
    stand out alike.
    """
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
