"""What nobody has measured: numbers that may be anything within a range that somebody defends.

A free number says which numbers of the agency's file follow from it. Inside the search it lives on
[0, 1], evenly over its range, or evenly over its logarithm where it is a ratio.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.presets.fits import with_values

Floats = NDArray[np.float64]

Follows = Callable[[Agency, float], Mapping[str, float]]
"""Which numbers of an agency, by their keys in the ledger, follow from a free number."""


@dataclass(frozen=True, kw_only=True)
class FreeNumber:
    """A number that the search may set, within its range.

    Attributes
    ----------
    name, label
        Its name in tables, and in words.
    low, high
        The range.
    why
        Why it may be anywhere in it, and nowhere else.
    follows
        What it sets in an agency; a key of the ledger for a number that it simply is.
    ratio
        Whether halving and doubling are steps of the same size.
    digits
        How many digits of it are kept: what is run is what is written.
    """

    name: str
    label: str
    low: float
    high: float
    why: str
    follows: Follows | str
    ratio: bool = False
    digits: int = 3

    def at(self, place: float) -> float:
        """Return the number at a place between 0 (low) and 1 (high).

        Examples
        --------
        >>> weight = FreeNumber(
        ...     name="w", label="Weight", low=1, high=9, why="", follows="w", ratio=True
        ... )
        >>> weight.at(0.5), weight.place(3.0)
        (3.0, 0.5)
        """
        if self.ratio:
            value = self.low * (self.high / self.low) ** place
        else:
            value = self.low + place * (self.high - self.low)
        return float(f"{value:.{self.digits}g}")

    def place(self, value: float) -> float:
        """Return the place of a number between low (0) and high (1)."""
        if self.ratio:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def values(self, agency: Agency, value: float) -> Mapping[str, float]:
        """Return the numbers of the agency that follow, by their keys in the ledger."""
        return (
            {self.follows: value} if isinstance(self.follows, str) else self.follows(agency, value)
        )


@dataclass(frozen=True)
class Space:
    """All free numbers of an agency; a point gives each of them its place in [0, 1].

    Attributes
    ----------
    agency
        The agency that they are numbers of.
    numbers
        The free numbers.
    settled
        What follows from all of them together: numbers by key, for the agency at a point.
    """

    agency: Agency
    numbers: tuple[FreeNumber, ...]
    settled: Callable[[Agency], Mapping[str, float]] | None = None

    @property
    def names(self) -> list[str]:
        """The names of the numbers, in order."""
        return [number.name for number in self.numbers]

    def free_values(self, point: Sequence[float] | Floats) -> dict[str, float]:
        """Return each free number at a point, by name."""
        return {
            number.name: number.at(float(place))
            for number, place in zip(self.numbers, point, strict=True)
        }

    def values(self, point: Sequence[float] | Floats) -> dict[str, float]:
        """Return every number of the agency's file that a point sets, by key."""
        found: dict[str, float] = {}
        for number, place in zip(self.numbers, point, strict=True):
            found |= number.values(self.agency, number.at(float(place)))
        if self.settled is not None:
            found |= self.settled(with_values(self.agency, found))
        return found

    def agency_at(self, point: Sequence[float] | Floats) -> Agency:
        """Return the agency at a point: another description, whose durations are as observed.

        Raises
        ------
        AgencyError
            If the numbers at the point break a rule of the agency's file.
        """
        return with_values(self.agency, self.values(point))
