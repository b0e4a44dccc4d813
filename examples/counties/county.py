"""A county's plans as they are doubted here: the preset's own, and what its arithmetic forgets."""

from __future__ import annotations

import staffing_sim as ss

COUNTIES = ("la-county-2013", "la-county-2022")
TITLES = {"la-county-2013": "Los Angeles 2013", "la-county-2022": "Los Angeles 2022"}
GROSS = ss.Plan(
    "595 hired, leavers not replaced", hires=ss.Hires.monthly(35, months=17, kind="gross")
)
"""The union's number read as people who start: nobody is hired for those who leave meanwhile."""
ABOUT_GROSS = (
    "*595 hired, leavers not replaced* is the same number read as people who start. In the role "
    "that they join, nobody is hired for those who leave while it lasts, so nobody moves into "
    "their places either: fewer hand-overs keep children seen at first, and fewer workers are left "
    "at the end."
)
"""Why such a plan does not win, though fewer children may be unseen under it for some years."""


def plans_of(county: str) -> tuple[ss.Plan, ...]:
    """Return the plans of a county; for 2013 the gross reading of 595 too."""
    own = ss.load_plans(county)
    return (*own, GROSS) if county == "la-county-2013" else own
