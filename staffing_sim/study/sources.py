"""Where the numbers of a study come from: its agency's, its preset's plans', the asker's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffing_sim.presets import load_plans, preset_names

if TYPE_CHECKING:
    from staffing_sim.ledger import LedgerRow
    from staffing_sim.plan import Plan
    from staffing_sim.study.results import Study

__all__ = ["grades_of", "sources_of"]


def sources_of(study: Study) -> tuple[LedgerRow, ...]:
    """Return every number of a study's agency and plans, with where it comes from.

    Entries of a preset's ledger document the plans of that preset alone: a plan that is not among
    them is the asker's own, however well its keys would fit. Whoever writes an agency's file
    documents in it the plans they give.
    """
    plans, asked = _parted(study)
    return study.agency.ledger.rows(study.agency, plans, asked=asked)


def grades_of(study: Study) -> dict[str, int]:
    """Return how many numbers of a study's agency and plans there are of each grade."""
    plans, asked = _parted(study)
    return study.agency.ledger.counts(study.agency, plans, asked=asked)


def _parted(study: Study) -> tuple[list[Plan], list[Plan]]:
    """Return the plans that the ledger speaks of, and those it does not."""
    if study.agency.name not in preset_names():
        return list(study.plans), []
    known = load_plans(study.agency.name)
    own = [plan for plan in study.plans if plan in known]
    return own, [plan for plan in study.plans if plan not in known]
