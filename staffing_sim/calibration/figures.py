"""Published figures, and what each is worth as evidence.

Only figures that were fitted, and identities of an agency at rest, rule parameter sets out. A test
is never used to rule a set out, to choose one, or to choose a range.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from staffing_sim.errors import InputError
from staffing_sim.presets import FilePath, toml_content
from staffing_sim.values import Line, Name, Number, Value, rows_of_table

WORTHS: Final = {
    "input": "the agency's file holds the number itself: a hit says nothing",
    "identity": "an agency at rest must give it, whatever its numbers",
    "restated": "follows from an input by arithmetic: a hit says nothing",
    "fitted": "parameter sets are ruled out by it: a hit is no test",
    "test": "never used to rule out or choose a set, or a range",
}
"""The classes of figures, and what a hit of each says."""

Deviation = Annotated[Number, Field(ge=0, json_schema_extra={"unit": "as the figure"})]


class Figure(Value):
    """A published figure.

    Examples
    --------
    >>> figure = Figure(name="stay", label="Months in care", value=10, error=3, discrepancy=4)
    >>> figure.distance(20.0)
    2.0
    """

    name: Name = Field(description="the quantity of a run that is held against it")
    label: Line = Field(description="what it is, in words")
    value: Number = Field(description="what was published")
    error: Deviation = Field(description="how well it is known, as a standard deviation")
    discrepancy: Deviation = Field(
        default=0.0, description="how far a right model may still be off it, likewise"
    )
    seen: bool = Field(
        default=False, description="of a test: whether an earlier version was shown it"
    )
    style: Literal["whole", "decimal", "share", "ratio", "thousandths"] = Field(
        default="decimal", description="how it is written"
    )
    source: Line = Field(default="", description="where it was published")
    why: Line = Field(default="", description="what decides its error and discrepancy")

    def distance(self, found: float, *, variance: float = 0.0) -> float:
        """Return how many standard deviations a result is off the figure.

        Parameters
        ----------
        found
            The result.
        variance
            Of the result itself: chance in its runs.
        """
        return abs(found - self.value) / math.sqrt(self.variance + variance)

    @property
    def variance(self) -> float:
        """The variance of the figure about what a right model gives."""
        return self.error**2 + self.discrepancy**2


Rows = Annotated[tuple[Figure, ...], rows_of_table("name")]


class Figures(Value):
    """The published figures of an agency, by what they are worth (`WORTHS`)."""

    preset: Name = Field(description="the agency they are about")
    fitted: Rows = Field(default=(), description="rule sets out")
    identity: Rows = Field(default=(), description="hold at rest, and rule sets out")
    input: Rows = Field(default=(), description="numbers of the agency's own file")
    restated: Rows = Field(default=(), description="inputs in other words")
    test: Rows = Field(default=(), description="kept for tests")

    @property
    def ruling(self) -> tuple[Figure, ...]:
        """Those that rule parameter sets out."""
        return self.fitted + self.identity

    def by_worth(self) -> Iterator[tuple[str, Figure]]:
        """Give every figure with its class, in the order of `WORTHS`."""
        for worth in WORTHS:
            for figure in getattr(self, worth):
                yield worth, figure


def read_figures(path: FilePath) -> Figures:
    """Read published figures from a TOML file: a table for each, ``[fitted.unseen_children]``.

    Raises
    ------
    InputError
        With every fault, by file and key.
    """
    try:
        return Figures(**toml_content(path))
    except InputError as error:
        raise error.in_file(os.fspath(path)) if not error.faults[0].where_file else error from None
