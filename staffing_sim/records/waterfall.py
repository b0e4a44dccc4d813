"""The position waterfall: from items ordinanced, through every loss on the way, to hands on cases.

An item is ordinanced, then funded, then filled; who fills it is in the academy, absent, at a desk
or carrying cases, and a newcomer who carries cases does so on a reduced load. Items at desks and
items held open are in no run: the agency gives them by role, and each office has its part of them
by its part of the staff. Positions that a plan creates count as ordinanced and funded; a post that
it takes from a desk, or from those held open, counts there no longer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.apportionment import apportion
from staffing_sim.agency.staff import Role
from staffing_sim.plan.dealing import staff_shares
from staffing_sim.values import NO_ROLE

Floats = NDArray[np.float64]

STEPS: Final[dict[str, str]] = {
    "ordinanced": "Ordinanced",
    "funded": "Funded",
    "filled": "Filled",
    "trained": "Past the academy",
    "present": "Present",
    "carrying": "Carrying cases",
    "productive": "Full-time equivalents",
}
"""The steps in order, each with its label; the first two only where the agency gives them."""

LOSSES: Final[dict[str, str]] = {
    "unfunded": "not funded",
    "unfilled": "vacant or being recruited",
    "academy": "in the academy",
    "absent": "on long leave or on strike",
    "at_desk": "at a desk, without cases",
    "reduced_load": "newcomers' reduced loads",
}
"""What is lost between each step and the next, in the order of the steps."""

_KEYS: Final = ("plan", "replication", "month", "date", "office", "role")


def waterfall_frame(months: pd.DataFrame, agency: Agency) -> pd.DataFrame:
    """Return the waterfall as each month ends, by office and role.

    In every row a step less its loss is the next step, exactly up to rounding.

    Parameters
    ----------
    months
        The month table of a run, or of all runs of a study; its key columns are kept.
    agency
        The agency that was run.

    Returns
    -------
    pandas.DataFrame
        The keys of the rows that some role works, then `STEPS` and `LOSSES` as columns, in
        positions; ``ordinanced``, ``funded`` and their losses are NaN where they are not given.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> run = ss.simulate(office, ss.Plan("As is"), years=0.25, clock="simpy")
    >>> frame = waterfall_frame(run.months, office)
    >>> bool((frame["filled"] - frame["academy"] == frame["trained"]).all())
    True
    """
    rows = months[months["role"] != NO_ROLE]
    keys = [
        key for key in ("plan", "replication", "month", "date", "office", "role") if key in rows
    ]
    items = _outside_runs(agency, months=int(rows["month"].max()) + 1)
    offices = {office.name: number for number, office in enumerate(agency.offices)}
    roles = {role.name: number for number, role in enumerate(agency.roles)}
    place = [np.array([roles[name] for name in rows["role"]], dtype=np.int64)]
    place += [np.array([offices[name] for name in rows["office"]], dtype=np.int64)]
    beside = items[*place, rows["month"].to_numpy()]
    found = rows[keys].copy()
    for name, values in _columns(rows, *beside.T).items():
        found[name] = values
    found.attrs = dict(months.attrs)
    return found[[*keys, *STEPS, *LOSSES]].reset_index(drop=True)


def _columns(
    rows: pd.DataFrame, at_desk: Floats, held_open: Floats, unfunded: Floats
) -> dict[str, Floats]:
    """Return every step and loss of these rows, given what is in no run beside them."""
    counted = {name: rows[name].to_numpy() for name in ("authorised", "academy", "absent")}
    carrying, productive = rows["carrying"].to_numpy(), rows["productive_staff"].to_numpy()
    at_desk = at_desk - rows["from_desk"].to_numpy()
    held_open = held_open - rows["from_held_open"].to_numpy()
    present = carrying + at_desk
    trained = present + counted["absent"]
    filled = trained + counted["academy"]
    funded = counted["authorised"] + at_desk + held_open
    return {
        "ordinanced": funded + unfunded,
        "funded": funded,
        "filled": filled,
        "trained": trained,
        "present": present,
        "carrying": carrying,
        "productive": productive,
        "unfunded": unfunded,
        "unfilled": funded - filled,
        "academy": counted["academy"],
        "absent": counted["absent"],
        "at_desk": at_desk,
        "reduced_load": carrying - productive,
    }


def _outside_runs(agency: Agency, *, months: int) -> Floats:
    """Return the items that no run holds: at desks, held open and unfunded.

    The shape is (roles, offices, months, 3). Positions of hires under way are held open until the
    month in which they start.
    """
    found = np.empty((len(agency.roles), len(agency.offices), months, 3))
    for number, role in enumerate(agency.roles):
        given = (role.desk_items, role.held_open_items, role.unfunded_items)
        found[number] = np.transpose([_dealt(agency, items) for items in given])[:, np.newaxis]
        for month in range(months):
            found[number, :, month, 1] += _not_yet_started(agency, role, month)
    return found


def _dealt(agency: Agency, items: int | None) -> list[float]:
    """Return the items of each office, by its part of the staff; NaN where none are given."""
    if items is None:
        return [float("nan")] * len(agency.offices)
    shares = staff_shares(agency)
    return _counted(apportion(shares, items), len(shares))


def _not_yet_started(agency: Agency, role: Role, month: int) -> list[float]:
    """Return the hires under way whose position a run holds only after this month, by office.

    They are dealt out as the run deals them: by the offices' parts of the pipeline.
    """
    shares = [office.part_of_pipeline for office in agency.offices]
    coming = [
        office
        for hires in agency.pipeline
        if hires.role == role.name and hires.academy_start >= month + 1
        for office in apportion(shares, hires.count)
    ]
    return _counted(coming, len(shares))


def _counted(chosen: list[int], offices: int) -> list[float]:
    return [float(count) for count in np.bincount(chosen, minlength=offices)]
