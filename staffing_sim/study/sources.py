"""Where the numbers of a study come from: its agency's, its preset's plans', the asker's own."""

from __future__ import annotations

from collections.abc import Sequence

from staffing_sim.agency import Agency
from staffing_sim.ledger import LedgerRow
from staffing_sim.plan import Plan
from staffing_sim.presets import load_plans, preset_names

__all__ = ["grades_of", "sources_of"]


def sources_of(agency: Agency, plans: Sequence[Plan]) -> tuple[LedgerRow, ...]:
    """Return every number of an agency and of plans, with where it comes from.

    Entries of a preset's ledger document the plans of that preset alone: a plan that is not among
    them is the asker's own, however well its keys would fit. Whoever writes an agency's file
    documents in it the plans they give.
    """
    own, asked = _parted(agency, plans)
    return agency.ledger.rows(agency, own, asked=asked)


def grades_of(agency: Agency, plans: Sequence[Plan]) -> dict[str, int]:
    """Return how many numbers of an agency and of plans there are of each grade."""
    own, asked = _parted(agency, plans)
    return agency.ledger.counts(agency, own, asked=asked)


def _parted(agency: Agency, plans: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """Return the plans that the ledger speaks of, and those it does not."""
    if agency.name not in preset_names():
        return list(plans), []
    known = load_plans(agency.name)
    own = [plan for plan in plans if plan in known]
    return own, [plan for plan in plans if plan not in known]
