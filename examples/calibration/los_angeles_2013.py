"""Los Angeles 2013: what nobody has measured, how far it may go, and what is taken from a run.

The numbers themselves are in `free_numbers`; the laws of stays are one more.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "validation"))  # quantities

from experiments import burnout_per_child, pace_of_returns
from free_numbers import free_numbers, hires_where_people_are_missing
from laws import Aims, fit_laws
from quantities import quantities, third_over_second_year

import staffing_sim as ss
from staffing_sim.calibration import FreeNumber, Space
from staffing_sim.presets.fits import with_values

TITLE = "Los Angeles 2013"
PRESET = "la-county-2013"
FIGURES = Path(__file__).parent / "published" / f"{PRESET}.toml"
START = Path(__file__).parent / "start" / f"{PRESET}.toml"
YEARS = 3

PERMANENT_12 = (0.35, 0.39)  # of entrants: what laws of stays are fitted to, at both ends
Numbers = dict[str, float]


def space() -> Space:
    """Return the county in an average year (the published figures are of one), and what is free."""
    start = ss.load_agency(START).replace(ledger=())
    average = with_values(start, {"demand.year_spread": 0})
    return Space(
        average,
        (*free_numbers(), _laws_between(average)),
        settled=hires_where_people_are_missing,
    )


# --- what a run gives ----------------------------------------------------------------------------


def observe(agency: ss.Agency, seed: int) -> Numbers:
    """Return what a run as is gives, and what the caseload of 2009 would change in it."""
    run = ss.simulate(agency, ss.Plan("As is"), years=YEARS, seed=seed)
    found = quantities(run)
    found |= third_over_second_year(found)
    found |= pace_of_returns(agency, run, seed)
    found |= burnout_per_child(agency, found["caseload_first"])
    return {name: float(f"{number:.6g}") for name, number in found.items()}


# --- the laws of stays ---------------------------------------------------------------------------


def _laws_between(agency: ss.Agency) -> FreeNumber:
    """Return the share permanent within 12 months as a number from which laws of stays follow."""
    low, high = (fit_laws(agency, Aims(permanent_12=share)).values for share in PERMANENT_12)

    def follows(_: ss.Agency, share: float) -> Numbers:
        part = (share - PERMANENT_12[0]) / (PERMANENT_12[1] - PERMANENT_12[0])
        return {key: low[key] + part * (high[key] - low[key]) for key in low}

    return FreeNumber(
        name="permanent_within_12",
        label="Permanent within 12 months, as observed",
        low=PERMANENT_12[0],
        high=PERMANENT_12[1],
        follows=follows,
        why="34-37 % in California (recalled), 37-46 % from children in care at 12 months",
    )
