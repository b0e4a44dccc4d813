"""What the results rest on, the weakest grade first, and the files and commands to rerun them.

Numbers that one entry of the ledger documents share a row; each by itself stands in the file that
the page carries.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from staffing_sim.briefing.elements import File, Table, address
from staffing_sim.errors import InputError
from staffing_sim.ledger import GIVEN
from staffing_sim.study.tables.runs import sources_of
from staffing_sim.values import Value

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.ledger import LedgerRow
    from staffing_sim.study import Study

_GRADES: Final = {
    "assumption": "Assumed",
    "expert": "An expert's judgement or recollection",
    "derived": "Computed from published numbers",
    "published": "Published",
    GIVEN: "Given by the user, so neither sourced nor assumed",
}
_HEADINGS: Final = ("number", "value", "unit", "defensible range", "source")


def source_tables(study: Study) -> tuple[Table, ...]:
    """Return a table of numbers with their sources for each grade."""
    rows = sources_of(study.agency, study.plans)
    return tuple(
        _table(label, some)
        for grade, label in _GRADES.items()
        if (some := [row for row in rows if row.grade == grade])
    )


def _table(label: str, rows: Sequence[LedgerRow]) -> Table:
    by_entry: dict[str, list[LedgerRow]] = {}
    for row in rows:
        by_entry.setdefault(row.entry, []).append(row)
    return Table(
        caption=f"{label}: {len(rows)} number{'' if len(rows) == 1 else 's'}",
        headings=_HEADINGS,
        rows=tuple(_line(entry, some) for entry, some in by_entry.items()),
        words=len(_HEADINGS),
    )


def _line(entry: str, rows: Sequence[LedgerRow]) -> tuple[str, ...]:
    """Return what one entry documents: its numbers, their range, where they come from."""
    first = rows[0]
    low, high = (f"{end(row.value for row in rows):g}" for end in (min, max))
    several = f" ({len(rows)} numbers)" if len(rows) > 1 else ""
    told = (first.source, f"({first.date})" if first.date else "", first.note)
    return (
        _in_words(rows[0].key if len(rows) == 1 else entry),
        (low if low == high else f"{low} to {high}") + several,
        first.unit,
        "" if first.low is None else f"{first.low:g} to {first.high:g}",
        " ".join(part for part in told if part),
    )


def _in_words(key: str) -> str:
    """Return a key as a reader says it.

    Examples
    --------
    >>> _in_words("roles.*.area_spread")
    'roles, each, area spread'
    """
    return key.replace("*", "each").replace(".", ", ").replace("_", " ")


def plan_table(study: Study) -> Table:
    """Return each plan with what it decides, as its file would, and its note."""
    rows = []
    for plan in study.plans:
        given = {key: value for key, value in plan.given().items() if key not in {"name", "note"}}
        levers = "; ".join(
            f"{key.replace('_', ' ')}: {_said(value)}" for key, value in given.items()
        )
        rows.append((plan.name, levers or "nothing: the agency as it is", plan.note))
    noted = any(plan.note for plan in study.plans)
    columns = 3 if noted else 2
    return Table(
        caption="The levers that each plan pulls",
        headings=("plan", "levers", "note")[:columns],
        rows=tuple(row[:columns] for row in rows),
        words=columns,
    )


def _said(value: object) -> str:
    """Return a lever in words: its fields and what they are set to.

    Examples
    --------
    >>> from staffing_sim.plan import Hires
    >>> _said((Hires.once(5, kind="net"),))
    'per month 5, months 1, kind net'
    """
    if isinstance(value, tuple):
        return ", and ".join(map(_said, value))
    if isinstance(value, Value):
        fields = {name: part for name, part in value.given().items() if part is not None}
        return ", ".join(f"{name.replace('_', ' ')} {_said(part)}" for name, part in fields.items())
    if callable(value):
        return f"a function, {getattr(value, '__name__', type(value).__name__)}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def files_of(study: Study) -> tuple[File, ...]:
    """Return what the page carries: the study, the agency with its plans, the two main tables."""
    from staffing_sim.study.files import rerun_text

    study_use = "the agency, every plan (the baseline too), the seed: everything a rerun needs"
    files = [File("study.json", study_use, _held("application/json", rerun_text(study)))]
    if (text := _agency_file(study)) is not None:
        use = "the same agency and plans as a file to read and to change"
        files.append(File("agency.toml", use, _held("application/toml", text)))
    tables = {
        "summary.csv": ("every measure of every plan", study.summary()),
        "differences.csv": ("every measure's paired differences", study.differences()),
    }
    files += [File(name, use, _csv(frame)) for name, (use, frame) in tables.items()]
    return tuple(files)


def _agency_file(study: Study) -> str | None:
    """Return the agency and its plans as a file; none where a plan holds a function."""
    from staffing_sim.presets import agency_text

    try:
        return agency_text(study.agency, plans=study.plans)
    except InputError:
        return None


def _csv(frame: pd.DataFrame) -> str:
    return _held("text/csv", frame.to_csv(index=False, lineterminator="\n"))


def _held(kind: str, text: str) -> str:
    return address(f"{kind};charset=utf-8", text.encode())


def commands_of(question: str, *, null: bool, flips: bool) -> tuple[str, ...]:
    """Return what to type, in a folder that holds the page's files, to get the page again.

    Examples
    --------
    >>> commands_of("", null=True, flips=False)[-1]
    'staffing-sim report study.json --out briefing.html'
    """
    words = ["staffing-sim", "report", "study.json"]
    words += [] if null else ["--without-null"]
    words += ["--flips"] if flips else []
    words += ["--question", question] if question else []
    return (
        "staffing-sim rerun study.json --out results",
        shlex.join([*words, "--out", "briefing.html"]),
    )
