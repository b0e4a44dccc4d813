"""Sets the offices of la-county-2022 at rest, and prints its table of offices.

    python3 examples/calibration/offices_2022.py

Nothing else is fitted there. The preset is run as it is; what each office's empty positions settle
to becomes its day 0, again and again, on worlds that the validation does not use.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "validation"))

from offices import Offices, even, settled, stepped
from quantities import Quantities

import staffing_sim as ss

PRESET = "la-county-2022"
SEEDS = range(3101, 3105)
STEPS = 4
YEARS = 3


def main() -> None:
    """Find the offices of day 0 and print them as the preset writes them."""
    agency = ss.load_agency(PRESET)
    offices = even(agency)
    for step in range(STEPS):
        agency = with_offices(agency, offices)
        found = settled_on(agency)
        offices = stepped(offices, agency, found, weight=0.5 if step else 1.0)
        unseen = found["unseen_last"] / found["unseen_first"]
        print(f"step {step + 1}: unseen, last year over first {unseen:.3f}", file=sys.stderr)
    for office in with_offices(agency, offices).offices:
        print(line(office))


def settled_on(agency: ss.Agency) -> Quantities:
    """Return what runs as is settle to, the mean over worlds."""
    rows = []
    for seed in SEEDS:
        run = ss.simulate(agency, ss.Plan("As is"), years=YEARS, seed=seed)
        unseen = run.months.groupby(run.months["month"] // 12)["unseen"].sum()
        ends = {"unseen_first": float(unseen.iloc[0]), "unseen_last": float(unseen.iloc[-1])}
        rows.append(settled(run) | ends)
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def with_offices(agency: ss.Agency, found: Offices) -> ss.Agency:
    """Return the agency with other offices on day 0, rounded as they will be written."""
    values = found.values()
    offices = [
        office.replace(hires_under_way=values[f"offices.{office.name}.hires_under_way"])
        for office in agency.offices
    ]
    return agency.replace(offices=offices).rebase()


def line(office: ss.Office) -> str:
    """Return an office as a line of the preset."""
    times = ", ".join(f"{time.name} = {time.factor:g}" for time in office.casework_time)
    numbers = ("referrals", "staff", "leaving_factor", "hires_under_way")
    given = ", ".join(f"{name} = {getattr(office, name)}" for name in numbers)
    return f'"{office.name}" = {{ {given}, casework_time = {{ {times} }} }}'


if __name__ == "__main__":
    main()
