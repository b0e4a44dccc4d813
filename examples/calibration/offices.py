"""Offices at rest: where the hires under way on day 0 are missing.

More positions stand empty where more people leave. A day 0 that shares hires out by staff lets
those offices drift for years; one that has what a run as is settles to does not. How long casework
takes in each office is observed, not found here.
"""

from __future__ import annotations

from dataclasses import dataclass

from quantities import Quantities

import staffing_sim as ss

HALF_A_YEAR = 6  # months after which hires under way on day 0 have joined


@dataclass(frozen=True)
class Offices:
    """Parts of the pipeline by office, in percent."""

    hires: dict[str, float]

    def values(self) -> dict[str, float]:
        """Return the numbers by their keys in the ledger."""
        return {f"offices.{name}.hires_under_way": _rounded(x) for name, x in self.hires.items()}


def even(agency: ss.Agency) -> Offices:
    """Return where the search starts: hires where people leave."""
    return Offices(
        _parts({each.name: each.part_of_staff * each.leaving_factor for each in agency.offices})
    )


def settled(run: ss.Run) -> Quantities:
    """Return the positions empty by office."""
    months = run.months
    empty = months[months["month"] >= HALF_A_YEAR].groupby("office", observed=True)
    unfilled = (empty["recruiting"].sum() + empty["academy"].sum()) / (
        run.records.months - HALF_A_YEAR
    )
    return {f"empty_{office}": float(count) for office, count in unfilled.items()}


def stepped(now: Offices, agency: ss.Agency, found: Quantities, weight: float) -> Offices:
    """Return the offices moved towards what runs as is settled to.

    Successors of leavers are under way where positions are empty; those hires under way that are
    more than the empty positions go by staff.
    """
    staff = _parts({each.name: each.part_of_staff for each in agency.offices})
    empty = {each.name: found[f"empty_{each.name}"] for each in agency.offices}
    coming = sum(hires.count for hires in agency.pipeline)
    more = max(0.0, coming - sum(empty.values())) / 100
    due = _parts({name: empty[name] + more * staff[name] for name in empty})
    return Offices({name: _between(part, due[name], weight) for name, part in now.hires.items()})


def _parts(amounts: dict[str, float]) -> dict[str, float]:
    """Return amounts as parts, in percent."""
    total = sum(amounts.values())
    return {name: 100 * amount / total for name, amount in amounts.items()}


def _between(old: float, new: float, weight: float) -> float:
    return old + weight * (new - old)


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
