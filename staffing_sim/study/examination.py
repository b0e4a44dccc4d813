"""What a clause would have triggered: its counts, with sentences, a card and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from staffing_sim.study.clause_counts import ClauseCounts
from staffing_sim.study.clause_words import html_card, save, text_card, verdicts

__all__ = ["Examination"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Examination(ClauseCounts):
    """What a clause would have triggered, plan by plan, and what its remedy would have done.

    Attributes
    ----------
    clause
        The wording that was examined.
    without
        The study with the clause as a report; otherwise as it was.
    remedied
        The study with the remedy in force; None for a clause that only reports.
    """

    def verdicts(self) -> tuple[str, ...]:
        """Return what was found as sentences."""
        return verdicts(self)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the tables and the chart; return the paths."""
        return save(self, Path(directory))

    def __repr__(self) -> str:
        return text_card(self)

    def _repr_html_(self) -> str:
        """Return the card for a notebook."""
        return html_card(self)
