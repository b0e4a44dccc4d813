"""The smallest difference in a measure that a planner would care about, in an agency of this size.

These are declared before anything is run: assumptions of the library, and anyone's to replace.
"""

from __future__ import annotations

from staffing_sim.agency import Agency
from staffing_sim.measures.registry import MEASURES

_LEAST = 1.0  # one child, one worker


def relevant_difference(name: str, agency: Agency) -> float:
    """Return the smallest relevant difference in a measure; NaN where none is declared.

    One case per worker, one first response in a hundred and half a month to a permanent home,
    whatever the agency's size; 1 in 365 of the children in open cases on day 0, and 1 in 80 of the
    positions (in Los Angeles in 2013 a hundred children a month and some 25 workers), but no less
    than one child or worker.

    Parameters
    ----------
    name
        The measure.
    agency
        Whose size counts.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> county, office = load_agency("la-county-2013"), load_agency("small-office")
    >>> round(relevant_difference("unseen_children", county))
    100
    >>> relevant_difference("caseload", office), relevant_difference("unseen_children", office)
    (1.0, 1.55...)
    >>> relevant_difference("cost", office)
    nan
    """
    measure = MEASURES[name]
    if measure.relevant is None:
        return float("nan")
    if measure.relevant_share_of is None:
        return measure.relevant
    sizes = {"children": _children, "positions": _positions}
    return max(_LEAST, measure.relevant * sizes[measure.relevant_share_of](agency))


def _children(agency: Agency) -> int:
    """Return the children whose cases are open on day 0; families under investigation are none."""
    counted = {stage.name for stage in agency.stages if stage.unit == "child"}
    return sum(stock.children for stock in agency.opening if stock.stage in counted)


def _positions(agency: Agency) -> int:
    """Return the positions of all roles, vacant or not."""
    return sum(role.positions + role.vacant for role in agency.roles)
