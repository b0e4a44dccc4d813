"""A study as text for a terminal: each plan's figures, then how each differs from the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.study.text import comparison

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["comparison_text"]


def comparison_text(study: Study) -> str:
    """Return what was run, all tables, and what they cannot show."""
    return "\n\n".join(
        fitted(part) if isinstance(part, str) else text_table(part.headings, part.rows)
        for part in comparison(study)
    )
