"""Offices at rest: how fast cases move in each, and where the hires under way are missing.

Where workers are short, casework goes more slowly, more cases are open, and more positions stand
empty. A day 0 that shares everything out by referrals lets those offices drift for years; one that
has what a run as is settles to does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from quantities import Quantities

import staffing_sim as ss

HALF_A_YEAR = 6  # months after which hires under way on day 0 have joined


@dataclass(frozen=True)
class Offices:
    """What sets offices apart on day 0: factors of the pace by role, parts of the pipeline."""

    factors: dict[tuple[str, str], float]
    hires: dict[str, float]

    def values(self) -> dict[str, float]:
        """Return the numbers by their keys in the ledger."""
        paces = {
            f"offices.{office}.opening_pace.{role}.factor": _rounded(factor)
            for (office, role), factor in self.factors.items()
        }
        parts = {f"offices.{name}.hires_under_way": _rounded(x) for name, x in self.hires.items()}
        return paces | parts


def even(agency: ss.Agency) -> Offices:
    """Return where the search starts: one pace, and hires where people leave."""
    names = [(office.name, role.name) for office in agency.offices for role in agency.roles]
    leaving = {each.name: (each.staff or 0.0) * each.leaving_factor for each in agency.offices}
    return Offices(dict.fromkeys(names, 1.0), _parts(leaving))


def settled(run: ss.Run) -> Quantities:
    """Return the pace of each role, whole and by office, and the positions empty by office."""
    months = run.months
    empty = months[months["month"] >= HALF_A_YEAR].groupby("office", observed=True)
    unfilled = (empty["recruiting"].sum() + empty["academy"].sum()) / (
        run.records.months - HALF_A_YEAR
    )
    return {
        **{f"pace_{role}": pace for role, pace in paces(run, ["role"]).items()},
        **{f"pace_{o}_{r}": pace for (o, r), pace in paces(run, ["office", "role"]).items()},
        **{f"empty_{office}": float(count) for office, count in unfilled.items()},
    }


def paces(run: ss.Run, by: list[str]) -> pd.Series:
    """Return the speed at which cases really move, work done over again taken off."""
    agency, names = run.records.agency, [str(name) for name in run.months["role"]]
    lost = run.months["hand_overs_by_leaver"] + run.months["hand_overs_by_transfer"]
    sums = (
        run.months.assign(
            lost=lost * agency.hand_overs.relearning_months,
            compressibility=[agency.role(name).compressibility for name in names],
        )
        .groupby(by, observed=True)
        .agg(
            demanded=("casework_hours_demanded", "sum"),
            delivered=("casework_hours_delivered", "sum"),
            lost=("lost", "sum"),
            open=("open_child_months", "sum"),
            compressibility=("compressibility", "first"),
        )
    )
    share = sums["delivered"] / sums["demanded"]
    return 1 - sums["compressibility"] * (1 - share) - sums["lost"] / sums["open"]


def stepped(now: Offices, agency: ss.Agency, found: Quantities, weight: float) -> Offices:
    """Return the offices moved towards what runs as is settled to.

    Successors of leavers are under way where positions are empty; those hires under way that are
    more than the empty positions go by staff.
    """
    staff = _parts({each.name: each.staff or each.referrals for each in agency.offices})
    empty = {each.name: found[f"empty_{each.name}"] for each in agency.offices}
    coming = sum(hires.count for hires in agency.pipeline)
    more = max(0.0, coming - sum(empty.values())) / 100
    due = _parts({name: empty[name] + more * staff[name] for name in empty})
    return Offices(
        factors={
            (office, role): _between(factor, _pace_beside(found, office, role), weight)
            for (office, role), factor in now.factors.items()
        },
        hires={name: _between(part, due[name], weight) for name, part in now.hires.items()},
    )


def _pace_beside(found: Quantities, office: str, role: str) -> float:
    return found[f"pace_{office}_{role}"] / found[f"pace_{role}"]


def _parts(amounts: dict[str, float]) -> dict[str, float]:
    """Return amounts as parts, in percent."""
    total = sum(amounts.values())
    return {name: 100 * amount / total for name, amount in amounts.items()}


def _between(old: float, new: float, weight: float) -> float:
    return old + weight * (new - old)


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
