"""The ledger itself: which entry documents which number, and what is wrong between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, get_args

from pydantic import BeforeValidator, Field

from staffing_sim.errors import Fault
from staffing_sim.ledger.entries import (
    ANY,
    GIVEN,
    PLANS,
    Grade,
    Key,
    LedgerEntry,
    LedgerRow,
    numbers_of,
    plan_numbers,
)
from staffing_sim.values import Value

_ROUNDING = 1e-9
_ASKED = "given by whoever asked"


class Ledger(Value):
    """The entries that document an agency and its plans.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> agency = load_agency("small-office")
    >>> [row.unit for row in agency.ledger.rows(agency) if row.key == "contact.success"]
    ['share']
    """

    entries: tuple[LedgerEntry, ...] = Field((), description="the entries")

    def rows(
        self, agency: Value, plans: Sequence[Value] = (), *, asked: Sequence[Value] = ()
    ) -> tuple[LedgerRow, ...]:
        """Return every number given in an agency and its plans, with where it comes from.

        Parameters
        ----------
        agency, plans
            What the entries document.
        asked
            Plans of whoever asks: no entry documents them, also where its key would fit.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> agency = load_agency("small-office").replace(ledger=Ledger())
        >>> agency.ledger.rows(agency)[0].source
        'not given'
        """
        documented = (
            _row(key, number, fitting[0] if fitting else None)
            for key, number, fitting in self._documented(agency, plans)
        )
        return (*documented, *(_given(key, number) for key, number in plan_numbers(asked)))

    def counts(
        self, agency: Value, plans: Sequence[Value] = (), *, asked: Sequence[Value] = ()
    ) -> dict[str, int]:
        """Return how many numbers there are of each grade, and of those who ask if there are any.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> agency = load_agency("small-office")
        >>> list(agency.ledger.counts(agency))
        ['published', 'derived', 'expert', 'assumption']
        """
        found = Counter(row.grade for row in self.rows(agency, plans, asked=asked))
        counts: dict[str, int] = {grade: found[grade] for grade in get_args(Grade)}
        return counts | ({GIVEN: found[GIVEN]} if found[GIVEN] else {})

    def faults(
        self, agency: Value, plans: Sequence[Value] = (), *, complete: bool = False
    ) -> list[Fault]:
        """Return what is wrong between the entries and the numbers.

        Parameters
        ----------
        agency, plans
            What the entries document.
        complete
            Whether a number without an entry is a fault, as in a preset.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency, load_plans
        >>> agency, plans = load_agency("small-office"), load_plans("small-office")
        >>> agency.ledger.faults(agency, plans, complete=True)
        []
        """
        faults: list[Fault] = []
        used: set[str] = set()
        for key, number, fitting in self._documented(agency, plans):
            used.update(entry.key for entry in fitting)
            faults.extend(_faults_of_number(".".join(key), number, fitting, complete=complete))
        due = [entry.key for entry in self.entries if plans or entry.segments[0] != PLANS]
        unused = [key for key in due if key not in used]
        twice = [key for key, count in Counter(e.key for e in self.entries).items() if count > 1]
        return [
            *faults,
            *(_fault_of_entry(key, "fits no number of the file") for key in unused),
            *(_fault_of_entry(key, "stands more than once") for key in twice),
        ]

    def _documented(
        self, agency: Value, plans: Sequence[Value]
    ) -> Iterator[tuple[Key, float, list[LedgerEntry]]]:
        """Yield each number with the entries that fit it, the most specific first."""
        by_end: dict[tuple[int, str], list[LedgerEntry]] = {}
        for entry in sorted(self.entries, key=lambda entry: entry.stars):
            by_end.setdefault((len(entry.segments), entry.segments[-1]), []).append(entry)
        for key, number in (*numbers_of(agency), *plan_numbers(plans)):
            ends = (key[-1], ANY)
            near = [entry for end in ends for entry in by_end.get((len(key), end), ())]
            fitting = [entry for entry in near if entry.fits(key)]
            yield key, number, sorted(fitting, key=lambda entry: entry.stars)


def by_grade(counts: Mapping[str, int]) -> str:
    """Return how many numbers there are of each grade, as one line.

    Examples
    --------
    >>> by_grade({"published": 3, "assumption": 12})
    '15 numbers: 3 published, 12 assumption'
    """
    parts = ", ".join(f"{count} {grade}" for grade, count in counts.items())
    return f"{sum(counts.values())} numbers: {parts}"


def _entries(value: object) -> object:
    return {"entries": value} if isinstance(value, list | tuple) else value


LedgerEntries = Annotated[Ledger, BeforeValidator(_entries)]
"""A ledger, or the list of its entries as a file gives it."""


def _row(key: Key, number: float, entry: LedgerEntry | None) -> LedgerRow:
    place = ".".join(key)
    if entry is None:
        return LedgerRow(key=place, value=number, entry=place)
    documented = entry.model_dump(exclude={"key"})
    return LedgerRow(key=place, value=number, entry=entry.key, **documented)


def _given(key: Key, number: float) -> LedgerRow:
    """Return the row of a number that the question gives."""
    place = ".".join(key)
    return LedgerRow(key=place, value=number, source=_ASKED, grade=GIVEN, entry=place)


def _faults_of_number(
    key: str, number: float, fitting: list[LedgerEntry], *, complete: bool
) -> Iterator[Fault]:
    if not fitting:
        if complete:
            yield Fault(key, "has no entry in the ledger", "Add an entry to [[ledger]].")
        return
    entry = fitting[0]
    if len(fitting) > 1 and fitting[1].stars == entry.stars:
        problem = f"fits two entries of the ledger: '{entry.key}' and '{fitting[1].key}'"
        yield Fault(key, problem, "Make one of them more specific.")
    slack = _ROUNDING * max(1.0, abs(number))
    if not entry.low - slack <= number <= entry.high + slack:
        problem = f"is {number:g}, outside the range of its entry, {entry.low:g} to {entry.high:g}"
        yield Fault(key, problem, f"Change it, or the entry '{entry.key}'.")


def _fault_of_entry(key: str, problem: str) -> Fault:
    return Fault("ledger", f"entry '{key}' {problem}", "Mend or drop it.")
