"""What each published indicator counts, since when, by which rule, and what it must be read with.

Restated in our own words from the Children's Bureau's notices and data dictionaries for the Child
and Family Services Reviews, section 424 of the Social Security Act with its programme instruction
of 2012, and the methodology pages of the California Child Welfare Indicators Project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

_NOTICE_2014 = "79 FR 61241, corrected by 80 FR 27263"
_REVISED_2018 = "CFSR round 3 data dictionary, as revised with 83 FR 60874"
_ROUND_4 = "CFSR round 4 data dictionary, 2022"
_VISITS = "Social Security Act, section 424; ACYF-CB-PI-12-01"
_CALIFORNIA = "California Child Welfare Indicators Project, methodology"
_ROUND_4_BEGINS = date(2022, 10, 1)  # an assumption: the first year after its data dictionary


@dataclass(frozen=True, slots=True)
class Rule:
    """A value that the indicator was held against from a day on, and who set it."""

    since: date
    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A published indicator in words.

    Attributes
    ----------
    label
        As a reader should see it.
    denominator, numerator
        Who is counted.
    period
        A federal fiscal year (October to September) or a calendar quarter.
    better
        ``"higher"`` or ``"lower"``.
    since, until
        The first and the last day on which the definition was in use; None where it has been for
        as far back as anything is published, or still is.
    rules
        What it was held against, oldest first; values of the reviews are national performance.
    not_comparable
        What it must not be set beside, and how the model departs from the definition.
    source
        Where the definition stands.
    """

    label: str
    denominator: str
    numerator: str
    period: Literal["year", "quarter"]
    better: Literal["higher", "lower"]
    since: date | None = None
    until: date | None = None
    rules: tuple[Rule, ...] = ()
    not_comparable: str
    source: str

    def rule_on(self, day: date) -> Rule | None:
        """Return what it was held against on a day; None before any rule.

        Examples
        --------
        >>> INDICATORS["visits_child_months"].rule_on(date(2014, 9, 30)).value
        0.9
        """
        return next((rule for rule in reversed(self.rules) if rule.since <= day), None)

    def in_use_on(self, day: date) -> bool:
        """Tell whether the definition was in use on a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


def _reviews(first: float, revised: float, fourth: float) -> tuple[Rule, ...]:
    """Return national performance as the third and the fourth round published it.

    The days of the first two are those of the notices in the Federal Register.
    """
    return (
        Rule(date(2014, 10, 10), first, _NOTICE_2014),
        Rule(date(2018, 11, 27), revised, _REVISED_2018),
        Rule(_ROUND_4_BEGINS, fourth, _ROUND_4),
    )


_OBSERVED = (
    "Published performance of a state is risk-standardised; this is what was observed, to be "
    "compared only with another observed "
    "value. From October 2016 (CFSR Technical Bulletin 9) the values "
    "of round 3 were context and decided no review; that those of round 4 hold from October 2022 "
    "is an assumption."
)
_STAY_RULES = (
    "Stays under 8 days are left out, and a child's first stay of the year is followed. Trial home "
    "visits are not in the model, so a child is home on the day care ends."
)
_BY_STAGE = (
    "A month counts under the stage the child is in as it ends, if the case was open all month: "
    "a child removed during the month counts as out of home, where the definition counts whole "
    "months of placement only."
)

INDICATORS: Final[dict[str, Indicator]] = {
    "permanence_of_entries": Indicator(
        label="Permanence in 12 months, children entering care",
        denominator="children who enter care in the year",
        numerator="those who leave to a permanent home within 12 months of entry and before 18",
        period="year",
        better="higher",
        since=date(2014, 10, 10),
        rules=_reviews(0.405, 0.427, 0.352),
        not_comparable=f"{_STAY_RULES} {_OBSERVED}",
        source=f"{_NOTICE_2014}; {_ROUND_4}; California P1",
    ),
    "permanence_12_to_23": Indicator(
        label="Permanence in 12 months, children in care 12 to 23 months",
        denominator="children in care on the year's first day, for 12 months or more, under 24",
        numerator="those who leave to a permanent home within 12 months of that day and before 18",
        period="year",
        better="higher",
        since=date(2014, 10, 10),
        rules=_reviews(0.436, 0.459, 0.438),
        not_comparable=f"A sample of long stays; does not describe those who enter. {_OBSERVED}",
        source=f"{_NOTICE_2014}; {_ROUND_4}; California P2",
    ),
    "permanence_24_on": Indicator(
        label="Permanence in 12 months, children in care 24 months or more",
        denominator="children in care on the year's first day, for 24 months or more",
        numerator="those who leave to a permanent home within 12 months of that day and before 18",
        period="year",
        better="higher",
        since=date(2014, 10, 10),
        rules=_reviews(0.303, 0.318, 0.373),
        not_comparable="A sample of long stays; does not describe those who enter. A plan "
        "that brings the easier cases home sooner leaves the harder ones to be counted a year "
        f"later, so the share may fall although the plan works. {_OBSERVED}",
        source=f"{_NOTICE_2014}; {_ROUND_4}; California P3",
    ),
    "reentry_of_entries": Indicator(
        label="Re-entry in 12 months, by entry cohort (round 3)",
        denominator="children who enter care in the year and leave within 12 months of entry to "
        "reunification, a relative or guardianship",
        numerator="those who re-enter care within 12 months of leaving",
        period="year",
        better="lower",
        since=date(2014, 10, 10),
        until=_ROUND_4_BEGINS - timedelta(days=1),
        rules=_reviews(0.083, 0.081, float("nan"))[:2],
        not_comparable="Not comparable with round 4, whose denominator is everyone who leaves, "
        f"which includes those who waited long. {_STAY_RULES} {_OBSERVED}",
        source=f"{_NOTICE_2014}; California P4",
    ),
    "reentry_of_exits": Indicator(
        label="Re-entry in 12 months, by exit cohort (round 4)",
        denominator="children who leave care in the year to reunification, a relative or "
        "guardianship, however long they had been there",
        numerator="those who re-enter care within 12 months of leaving",
        period="year",
        better="lower",
        since=_ROUND_4_BEGINS,
        rules=(Rule(_ROUND_4_BEGINS, 0.056, _ROUND_4),),
        not_comparable="Not comparable with round 3, which follows only those who leave within 12 "
        f"months of entry. A child's first such exit of the year is followed. {_OBSERVED}",
        source=_ROUND_4,
    ),
    "visits_child_months": Indicator(
        label="Monthly caseworker visits, children in care (child-months)",
        denominator="complete calendar months that children under 18 spend in care in the year",
        numerator="those months in which the child was seen",
        period="year",
        better="higher",
        since=date(2011, 10, 1),
        rules=(Rule(date(2011, 10, 1), 0.9, _VISITS), Rule(date(2014, 10, 1), 0.95, _VISITS)),
        not_comparable="Not comparable with the form used to fiscal year 2011, which counts "
        f"children: 95 % of months is about 63 % of children over nine of them. {_BY_STAGE}",
        source=_VISITS,
    ),
    "visits_children": Indicator(
        label="Monthly caseworker visits, children in care (children; to fiscal year 2011)",
        denominator="children under 18 in care for a complete calendar month of the year or more",
        numerator="those who were seen in each and every such month",
        period="year",
        better="higher",
        since=date(2006, 10, 1),
        until=date(2011, 9, 30),
        rules=(Rule(date(2010, 10, 1), 0.9, "P.L. 109-288: 90 % by October 2011"),),
        not_comparable="Not comparable with the form in child-months used since. Records keep each "
        "child's visits over a whole run only, so it is known only for a run that is exactly one "
        "federal fiscal year, among children never due a visit at home in it; other years are NaN.",
        source="P.L. 109-288; ACYF-CB-PI-07-08",
    ),
    "response_immediate": Indicator(
        label="California 2B, timely response: immediate",
        denominator="referrals of the quarter that require an immediate response",
        numerator="those with an in-person contact within 24 hours",
        period="quarter",
        better="higher",
        since=date(2006, 4, 1),
        not_comparable="2B also counts contacts that were attempted; the model knows completed "
        "ones only, as 2D does, so it is lower. Referrals turned away are left out.",
        source=f"{_CALIFORNIA} 2B",
    ),
    "response_ten_day": Indicator(
        label="California 2B, timely response: 10 days",
        denominator="referrals of the quarter that require a response within 3, 5 or 10 days",
        numerator="those with an in-person contact within 10 days, whatever the agency's own date",
        period="quarter",
        better="higher",
        since=date(2006, 4, 1),
        not_comparable="Not the share of late responses in the month table, which holds each "
        "referral against the agency's own deadline. Contacts attempted do not count, as in 2D.",
        source=f"{_CALIFORNIA} 2B",
    ),
    "visits_out_of_home": Indicator(
        label="California 2F, monthly visits out of home",
        denominator="children in placement the whole calendar month, month by month over the year",
        numerator="those with an in-person contact in the month",
        period="year",
        better="higher",
        rules=(Rule(date(2011, 10, 1), 0.9, _VISITS), Rule(date(2014, 10, 1), 0.95, _VISITS)),
        not_comparable=f"The second half of 2F, visits in the residence, is not in the model. "
        f"{_BY_STAGE} Children on probation are not in the model.",
        source=f"{_CALIFORNIA} 2F",
    ),
    "visits_in_home": Indicator(
        label="California 2S, monthly visits in the home",
        denominator="children under 18 whose case is open the whole calendar month and who are not "
        "in placement all of it, month by month over the year",
        numerator="those with a completed in-person contact in the month",
        period="year",
        better="higher",
        not_comparable="Not comparable with 2F: other children, other duties, no federal rule. "
        f"{_BY_STAGE}",
        source=f"{_CALIFORNIA} 2S",
    ),
}
"""The indicators by name, federal ones first."""

NOT_IN_THE_MODEL: Final[dict[str, str]] = {
    "Placement stability": "moves between homes are not simulated",
    "Maltreatment in care": "harm is not simulated",
    "Recurrence of maltreatment": "findings of maltreatment are not simulated",
    "Visits in the residence (federal; second half of 2F)": "where visits take place is not "
    "simulated",
}
"""Published indicators that cannot be computed, and why."""
