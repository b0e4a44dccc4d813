"""Where each number comes from: unit, range, source, date and grade, beside the number itself.

A number appears once, in the agency or plan. The ledger's entries point at numbers by dotted keys
in which ``*`` stands for any one name or index; the most specific entry that fits a number is its
entry. What nobody has documented shows as an assumption without a source. Defaults of the library
that a file does not give are not listed: a preset gives every number that matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, get_args

from pydantic import BeforeValidator, Field

from staffing_sim.distributions import Constant
from staffing_sim.errors import Fault
from staffing_sim.values import Number, Text, Value

__all__ = [
    "GIVEN",
    "Grade",
    "Ledger",
    "LedgerEntries",
    "LedgerEntry",
    "LedgerRow",
    "by_grade",
    "numbers_of",
]


Grade = Literal["published", "derived", "expert", "assumption"]
"""Read in a source; computed from such; an expert's word or memory; assumed."""

GIVEN: Final = "given"
"""What stands in the place of a grade where the number is the asker's own: part of the question."""

Key = tuple[str, ...]
"""The parts of the dotted path of a number."""

ANY: Final = "*"
"""What stands in a key for any one name or index."""

_UNDOCUMENTED: Grade = "assumption"
_NOT_GIVEN = "not given"


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A number of an agency or plan, with where it comes from.

    Attributes
    ----------
    key
        Dotted path of the number.
    value, unit
        The number, and what it counts.
    low, high
        The range one could defend; none when nobody gave one.
    source, date, grade, note
        As in the entry that documents it; the grade of an asker's own number is ``"given"``.
    entry
        The key of that entry, which may document several numbers; the number's own where none does.
    """

    key: str
    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    source: str = _NOT_GIVEN
    date: str = ""
    grade: Grade | Literal["given"] = _UNDOCUMENTED
    note: str = ""
    entry: str = ""


def _range_ascends(low: float, high: float) -> list[Fault]:
    if low <= high:
        return []
    return [Fault("high", f"must be at least low; got {high:g} under {low:g}", "Exchange them.")]


class LedgerEntry(Value):
    """Where the numbers under one key come from.

    Examples
    --------
    >>> LedgerEntry(
    ...     key="contact.success",
    ...     unit="share",
    ...     low=0.7,
    ...     high=0.95,
    ...     source="Assumed for a county with many absent parents",
    ...     date="2013",
    ...     grade="assumption",
    ... ).fits(("contact", "success"))
    True
    """

    key: Text = Field(min_length=1, description="dotted path of the number; '*' fits any one name")
    unit: Text = Field(description="the unit, such as 'hours a month'")
    low: Number = Field(description="the lowest value one could defend")
    high: Number = Field(description="the highest value one could defend")
    source: Text = Field(min_length=1, description="a citation that a reader can follow")
    date: Text = Field(description="the date or period the number describes")
    grade: Grade = Field(description="'published', 'derived', 'expert' or 'assumption'")
    note: Text = Field("", description="the arithmetic, or a warning")

    rules = (_range_ascends,)

    @property
    def segments(self) -> Key:
        """The parts of the key.

        Examples
        --------
        >>> entry = dict(unit="", low=0, high=1, source="x", date="", grade="expert")
        >>> LedgerEntry(key="offices.*.referrals", **entry).segments
        ('offices', '*', 'referrals')
        """
        return tuple(self.key.split("."))

    def fits(self, key: Key) -> bool:
        """Does the entry document the number under a key?"""
        own = self.segments
        return len(own) == len(key) and all(
            mine in (ANY, theirs) for mine, theirs in zip(own, key, strict=True)
        )

    @property
    def stars(self) -> int:
        """How many parts of the key are left open; fewer is more specific."""
        return self.segments.count(ANY)


PLANS: Final = "plans"
"""The first part of the key of every number of a plan."""


def numbers_of(value: object, key: Key = ()) -> Iterator[tuple[Key, float]]:
    """Yield every number given in a value, with the parts of its key.

    Examples
    --------
    >>> from staffing_sim.agency.pathway import Hours
    >>> list(numbers_of(Hours(contact=2, court=1), ("hours",)))
    [(('hours', 'contact'), 2.0), (('hours', 'court'), 1.0)]
    """
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield key, float(value)
    elif isinstance(value, Constant) and "shift" not in value.model_fields_set:
        yield key, value.value
    elif isinstance(value, Value) and not isinstance(value, LedgerEntry):
        for name, part in value.given().items():
            yield from numbers_of(part, (*key, name))
    elif isinstance(value, tuple):
        for name, part in zip(_row_names(value), value, strict=True):
            yield from numbers_of(part, (*key, name))


def plan_numbers(plans: Sequence[Value]) -> Iterator[tuple[Key, float]]:
    """Yield every number given in plans, under the name of its plan."""
    for plan in plans:
        name = str(plan.given().get("name", ""))
        yield from (((PLANS, name, *key), number) for key, number in numbers_of(plan))


def _row_names(rows: tuple[object, ...]) -> list[str]:
    """Return what rows are called in a key: by name, else stage, else cause, else number."""
    for naming in ("name", "stage", "cause"):
        names = [getattr(row, naming, None) for row in rows]
        words = [name for name in names if isinstance(name, str)]
        if len(set(words)) == len(rows):
            return words
    return [str(number) for number in range(len(rows))]


# --- the ledger -----------------------------------------------------------------------------------


_ROUNDING = 1e-9
_ASKED = "given by the user"


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
            *(_fault_of_entry(key, "matches no number of the file") for key in unused),
            *(_fault_of_entry(key, "appears more than once") for key in twice),
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
    return Fault("ledger", f"entry '{key}' {problem}", "Correct or remove it.")
