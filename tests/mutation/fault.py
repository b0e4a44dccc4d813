"""A fault to plant in a copy of the package: what, in which file, and the text that changes.

Each is a mistake somebody could make. The tests named are tried in this order, the quick and
likely ones first; then all the others that the audit knows.
"""

from __future__ import annotations

from dataclasses import dataclass

RULES = "staffing_sim/engine/rules/"
WORLD = "staffing_sim/world/"
TRACES = " ".join(f"test_trace_{of}" for of in ("hours", "visits", "hand_overs", "cases", "staff"))


@dataclass(frozen=True)
class Fault:
    """A mistake: its name, its file, pairs of (text as it stands, text with the mistake)."""

    name: str
    file: str
    edits: tuple[tuple[str, str], ...]
    tests: tuple[str, ...]


def fault(
    name: str,
    file: str,
    *edits: tuple[str, str],
    tests: str = f"{TRACES} test_conservation test_same_runs",
) -> Fault:
    """Return a fault; files of ``tests`` without a folder are known answers."""
    files = (file if "/" in file else f"known_answers/{file}" for file in tests.split())
    return Fault(name, file, edits, tuple(f"tests/{file}.py" for file in files))
