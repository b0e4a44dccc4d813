"""One assumption at a time: a county and its plans at both ends of each."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "calibration"))

from shipping import COUNTIES as CALIBRATED
from words import short

import staffing_sim as ss
from staffing_sim.presets.fits import ParameterSets, with_values
from staffing_sim.sensitivity import assumptions_of

LEDGER = ("demand.families_per_month", "contact.success", "workforce.academy.months")
"""Disputed numbers that the matching holds: their range is the ledger's."""

SERVICES = "continuing_services"


@dataclass(frozen=True, kw_only=True)
class End:
    """One end of an assumption: what it is there, the county, and what it does to hires."""

    at: str
    agency: ss.Agency
    hires: dict[str, Any] = field(default_factory=dict)

    def plan(self, plan: ss.Plan) -> ss.Plan:
        """Return a plan as it is at this end."""
        if not self.hires:
            return plan
        hires = tuple(each.replace(**self._changed(each)) for each in plan.hires)
        return plan.replace(hires=hires)

    def _changed(self, hires: ss.Hires) -> dict[str, Any]:
        """Leave alone what the plan says itself: a role that it names."""
        named = hires.role is not None and "role" in self.hires
        return {} if named else self.hires


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """What may be wrong, and its two ends."""

    label: str
    low: End
    high: End


def assumptions(county: str, fits: ParameterSets) -> Iterator[Assumption]:
    """Yield every free number, what the ledger ranges, and how posts and seats are dealt."""
    central = ss.load_agency(county)
    yield from _free(county, central, fits)
    yield from _of_ledger(central)
    yield from _dealt(central)


def _free(county: str, central: ss.Agency, fits: ParameterSets) -> Iterator[Assumption]:
    """Yield the free numbers from the 5th to the 95th percentile of the sets, others central."""
    space = import_module(CALIBRATED[county]).space()
    middle = fits.numbers.iloc[0]
    ranges = fits.numbers.quantile([0.05, 0.95])
    for number in space.numbers:
        ends = []
        for value in ranges[number.name]:
            place = [
                each.place(value if each is number else middle[each.name]) for each in space.numbers
            ]
            ends.append(End(at=short(value), agency=with_values(central, space.values(place))))
        yield Assumption(label=number.label, low=ends[0], high=ends[1])


def _of_ledger(central: ss.Agency) -> Iterator[Assumption]:
    for each in assumptions_of(central, LEDGER):
        low, high = (
            End(at=f"{value:,.4g}", agency=each.at(central, value))
            for value in (each.low, each.high)
        )
        yield Assumption(label=each.label, low=low, high=high)


def _dealt(central: ss.Agency) -> Iterator[Assumption]:
    """Yield how posts fall to roles and offices, and who gets a seat in the academy."""
    by_need = End(at="by need", agency=central)
    yield Assumption(
        label="Roles of posts for which a plan names none",
        low=by_need,
        high=End(at="all to continuing services", agency=central, hires={"role": SERVICES}),
    )
    for word in ("referrals", "staff"):
        yield Assumption(
            label="Offices of posts",
            low=by_need,
            high=End(at=f"by {word}", agency=central, hires={"offices": word}),
        )
    academy = central.workforce.academy
    other = "first_come" if academy.order == "replacements_first" else "replacements_first"
    changed = central.workforce.replace(academy=academy.replace(order=other))
    yield Assumption(
        label="Who gets a seat in the academy",
        low=End(at=academy.order.replace("_", " "), agency=central),
        high=End(at=other.replace("_", " "), agency=central.replace(workforce=changed)),
    )


def ends_of(found: Sequence[Assumption]) -> list[End]:
    """Return the ends of assumptions, low and high in turn."""
    return [end for each in found for end in (each.low, each.high)]
