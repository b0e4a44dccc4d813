"""Every measure: what its number means, its unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from staffing_sim.agency import Agency
from staffing_sim.measures.rules import (
    Rule,
    at_end,
    attrition,
    caseload,
    hand_overs_per_child,
    monthly,
    months_to_permanence,
    permanence_within,
    priced,
    reentry,
    share,
    total,
)
from staffing_sim.values import ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number of a run: its name, meaning and direction.

    Attributes
    ----------
    name
        The key in every table.
    label
        As a reader should see it.
    unit
        The unit of the number.
    better
        ``"lower"``, ``"higher"``, or None where neither is better in itself.
    definition
        Exactly what is counted, in words.
    compute
        From a run to ``{role: value}``; the role ``all`` is the whole agency.
    by_role
        Whether there is a number for each role besides the whole agency's.
    relevant
        The smallest difference a planner would care about, where there is one; else None.
    relevant_share_of
        What `relevant` is a share of, where it depends on the agency's size: ``"children"`` (open
        cases on day 0) or ``"positions"``. See `staffing_sim.measures.relevant_difference`.
    """

    name: str
    label: str
    unit: str
    better: Literal["lower", "higher"] | None
    definition: str
    compute: Rule
    by_role: bool = False
    relevant: float | None = None
    relevant_share_of: Literal["children", "positions"] | None = None

    def unit_in(self, currency: str) -> str:
        """Return the unit of the number in an agency that counts its money in a currency.

        Examples
        --------
        >>> MEASURES["cost"].unit_in("USD"), MEASURES["leavers"].unit_in("USD")
        ('USD', 'people')
        """
        return currency if self.unit == "money" else self.unit

    def label_for(self, role: str) -> str:
        """Return what the number of a role is about.

        Examples
        --------
        >>> MEASURES["caseload"].label_for("adoption_unit"), MEASURES["caseload"].label_for("all")
        ('Caseload (adoption unit)', 'Caseload')
        """
        return self.label if role == ALL else f"{self.label} ({role.replace('_', ' ')})"

    @property
    def most(self) -> float:
        """The largest value there can be; the smallest is 0 for every measure."""
        return 1.0 if self.unit == "share" else float("inf")


_ALL_MEASURES: Final = (
    Measure(
        name="unseen_children",
        label="Children not seen in a month",
        unit="children a month",
        better="lower",
        definition="Children who were due a visit in a month and were not seen; the mean of all "
        "months of the horizon.",
        compute=monthly("unseen", by_role=True),
        by_role=True,
        relevant=1 / 365,  # 100 of the 36,500 children of Los Angeles in 2013
        relevant_share_of="children",
    ),
    Measure(
        name="unseen_in_reach",
        label="Children not seen whom staffing could reach",
        unit="children a month",
        better="lower",
        definition="The same without those whom nobody could have met (runaway, out of county, "
        "refusal), a floor that no hire lowers.",
        compute=monthly("unseen_in_reach", by_role=True),
        by_role=True,
        relevant=1 / 365,
        relevant_share_of="children",
    ),
    Measure(
        name="share_seen",
        label="Share of children seen when due",
        unit="share",
        better="higher",
        definition="Child-months in which a child who was due a visit was seen, over all child-"
        "months in which one was due, over the horizon. The agency's contact rule says who is due; "
        "children at home and in care together, so not the federal figure.",
        compute=share("seen", "eligible", by_role=True),
        by_role=True,
    ),
    Measure(
        name="unseen_three_months",
        label="Children unseen three months running",
        unit="children",
        better="lower",
        definition="Children who at the month end had gone unseen for three eligible months in a "
        "row or more; the mean of all month ends.",
        compute=monthly("unseen_three_months"),
    ),
    Measure(
        name="caseload",
        label="Caseload",
        unit="children per worker",
        better="lower",
        definition="Children held as primary worker per worker on duty, at the last month end, "
        "each counted by the part of the month the worker was present; newcomers on a reduced load "
        "count as whole workers. Roles that are the primary worker of no stage are left out.",
        compute=caseload,
        by_role=True,
        relevant=1.0,
    ),
    Measure(
        name="share_over_cap",
        label="Share of workers over their cap",
        unit="share",
        better="lower",
        definition="Workers on duty who hold more than the cap in force for them (in its own unit, "
        "children or families), over all workers on duty who have a cap, at the last month end; "
        "workers away all month are left out. Undefined where no cap is in force; plans with "
        "different caps are not compared.",
        compute=share("workers_over_cap", "capped_workers", by_role=True, at_end=True),
        by_role=True,
    ),
    Measure(
        name="unassigned_children",
        label="Children waiting for a worker",
        unit="children",
        better="lower",
        definition="Children whose case is open and waits for a worker, families under "
        "investigation with all their children; the mean of all month ends.",
        compute=monthly("unassigned_children", by_role=True),
        by_role=True,
    ),
    Measure(
        name="turned_away",
        label="Children turned away",
        unit="children",
        better="lower",
        definition="Children turned away at intake because every worker was at the cap, over the "
        "horizon. They count in no other measure.",
        compute=total("turned_away"),
    ),
    Measure(
        name="late_responses_share",
        label="Share of first responses late",
        unit="share",
        better="lower",
        relevant=0.01,
        definition="Families referred after day 0 whose deadline lies inside the horizon and who "
        "were not contacted by it, over all such families, answered or not; families turned away "
        "are left out.",
        compute=share("late_responses", "responses_due"),
    ),
    Measure(
        name="overdue_30_days",
        label="Investigations open over 30 days",
        unit="families",
        better="lower",
        definition="Families whose investigation has lasted more than 30 days; the mean of all "
        "month ends.",
        compute=monthly("overdue_30_days"),
    ),
    Measure(
        name="overdue_60_days",
        label="Investigations open over 60 days",
        unit="families",
        better="lower",
        definition="Families whose investigation has lasted more than 60 days; the mean of all "
        "month ends.",
        compute=monthly("overdue_60_days"),
    ),
    Measure(
        name="permanence_within_12_months",
        label="Permanent home within 12 months",
        unit="share",
        better="higher",
        definition="Chance that a child who enters foster care after day 0 has left it to a "
        "permanent home within 12 months (Aalen-Johansen: first entries, censored at the horizon, "
        "other exits and turning 18 compete; short stays included, later re-entry not subtracted). "
        "Undefined for horizons under 12 months.",
        compute=permanence_within(12.0),
    ),
    Measure(
        name="months_to_permanence",
        label="Months without a permanent home, of the first 24",
        unit="months",
        better="lower",
        definition="Restricted mean at 24 months of the time from entering foster care to a "
        "permanent home, same cohort; a child who leaves otherwise counts as waiting to the end. "
        "Undefined for horizons under 24 months.",
        compute=months_to_permanence,
        relevant=0.5,
    ),
    Measure(
        name="adoptions",
        label="Adoptions",
        unit="children a month",
        better="higher",
        definition="Children who left foster care to be adopted (the finalisation); the mean of "
        "all months of the horizon.",
        compute=monthly("adoptions"),
    ),
    Measure(
        name="reentry_within_12_months",
        label="Back in care within 12 months of a permanent home",
        unit="share",
        better="lower",
        definition="Chance that a child who left foster care to a permanent home after day 0 is "
        "back within 12 months (censored at the horizon; turning 18 competes). Undefined for "
        "horizons under 12 months.",
        compute=reentry,
    ),
    Measure(
        name="aged_out",
        label="Children who aged out",
        unit="children",
        better="lower",
        definition="Children who turned 18 in foster care without a permanent home, over the "
        "horizon.",
        compute=total("aged_out"),
    ),
    Measure(
        name="hand_overs_per_child",
        label="Changes of worker a year",
        unit="hand-overs per child-year",
        better="lower",
        definition="Hand-overs because a worker left, moved office or was relieved, in children, "
        "per year that a child's case is open in a stage some role works. Changes that the pathway "
        "itself requires are left out.",
        compute=hand_overs_per_child,
    ),
    Measure(
        name="leavers",
        label="Workers who resigned",
        unit="people",
        better="lower",
        definition="People who resigned over the horizon, from duty or from the academy; trainees "
        "who failed the academy, layoffs and moves between offices are left out.",
        compute=total("leavers", by_role=True),
        by_role=True,
    ),
    Measure(
        name="attrition",
        label="Attrition",
        unit="a person-year on duty",
        better="lower",
        definition="People on duty who resigned, over the years that people were on duty (absence "
        "included), over the horizon. Trainees and their failures, transfers to another office and "
        "promotions, which are not in the model, are left out.",
        compute=attrition,
        by_role=True,
    ),
    Measure(
        name="hires",
        label="People hired",
        unit="people",
        better=None,
        definition="People whose pay began over the horizon, replacements of leavers included.",
        compute=total("hires", by_role=True),
        by_role=True,
    ),
    Measure(
        name="productive_staff",
        label="Productive staff",
        unit="full-time equivalents",
        better="higher",
        definition="Workers on duty at the last month end by the part of the month present, "
        "newcomers counted at their ramp share.",
        compute=at_end("productive_staff", by_role=True),
        by_role=True,
        relevant=1 / 80,  # 25 of about 2,000 positions of Los Angeles in 2013
        relevant_share_of="positions",
    ),
    Measure(
        name="children_in_care",
        label="Children in foster care",
        unit="children",
        better=None,
        definition="Children under 18 in foster care at the last month end.",
        compute=at_end("children_in_care"),
    ),
    Measure(
        name="cost",
        label="Staffing cost",
        unit="money",
        better="lower",
        definition="Pay of everyone on the payroll (academy and absence included), what each lever "
        "of the plan costs or saves, hires and departures, over the horizon, undiscounted. The "
        "cost of care is separate. Undefined where the agency gives no price of a worker.",
        compute=priced("cost", price="worker_year"),
    ),
    Measure(
        name="cost_care",
        label="Cost of care",
        unit="money",
        better=None,
        definition="Months of care outside the home (the stage to 21 included) at the agency's "
        "price, over the horizon. Undefined where it gives none.",
        compute=priced("cost_care", price="care_month"),
    ),
)

MEASURES: Final[dict[str, Measure]] = {measure.name: measure for measure in _ALL_MEASURES}
"""Every measure by name, in the order in which they are reported."""


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
