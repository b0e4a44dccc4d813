"""Los Angeles 2022: ranges of its own, and what is taken from a run.

Few figures of the year were published, so little is ruled out. Hours a child stand between the
minimum and the optimal standard, as in 2013; those of the start file, at which 15 are a month's
work, lie inside.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "validation"))  # quantities

from free_numbers import Numbers, free_numbers, hires_where_people_are_missing
from quantities_2022 import as_is, third_over_second_year

import staffing_sim as ss
from staffing_sim.calibration import Space
from staffing_sim.presets.fits import with_values

TITLE = "Los Angeles 2022"
PRESET = "la-county-2022"
FIGURES = Path(__file__).parent / "published" / f"{PRESET}.toml"
START = Path(__file__).parent / "start" / f"{PRESET}.toml"
YEARS = 3

RANGES = {
    "hours_services": (0.81, 1.24),  # beside 7.7 hours a child: 6.5 to 9.2
    "hours_er": (0.85, 1.2),
    "leaving": (0.7, 1.5),  # agencies have lost more people after 2020
    "er_positions": (640, 830),
    "services_positions": (1_200, 1_340),
    "adoption_positions": (70, 95),
}
NOT_OF_2022 = (
    "part_loads",  # no share of workers over a caseload is known
    "under_way",  # hires under way only replace leavers
)


def space() -> Space:
    """Return the county in an average year, and what is free."""
    start = ss.load_agency(START).replace(ledger=())
    average = with_values(start, {"demand.year_spread": 0})
    numbers = free_numbers(RANGES, without=NOT_OF_2022)
    return Space(average, numbers, settled=hires_where_people_are_missing)


def observe(agency: ss.Agency, seed: int) -> Numbers:
    """Return what a run as is gives."""
    found = as_is(ss.simulate(agency, ss.Plan("As is"), years=YEARS, seed=seed))
    found |= third_over_second_year(found)
    return {name: float(f"{number:.6g}") for name, number in found.items()}
