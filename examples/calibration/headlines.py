"""What the plans of the dispute change, under one parameter set."""

from __future__ import annotations

from dataclasses import dataclass

import staffing_sim as ss

PLANS = (
    ss.Plan("As is"),
    ss.Plan("35 a month for 17 months", hires=ss.Hires.monthly(35, months=17, kind="net")),
    ss.Plan("500 at once", hires=ss.Hires.once(500, kind="net")),
)
MEASURES = (
    ("unseen_children", "all"),
    ("caseload", "continuing_services"),
    ("months_to_permanence", "all"),
)
YEARS, REPLICATIONS = 3, 2


@dataclass(frozen=True, kw_only=True)
class Headline:
    """Mean differences from as is, by plan and measure, and 35 x 17 less 500."""

    differences: dict[tuple[str, str], float]

    def between_plans(self, measure: str) -> float:
        """Return what 35 a month for 17 months changes beyond 500 at once."""
        monthly, at_once = (self.differences[plan.name, measure] for plan in PLANS[1:])
        return monthly - at_once


def headline(agency: ss.Agency, *, seed: int) -> Headline:
    """Compare the plans on the same worlds for three years."""
    study = ss.compare(agency, PLANS, years=YEARS, replications=REPLICATIONS, seed=seed)
    rows = study.differences()
    return Headline(
        differences={
            (str(row.plan), str(row.measure)): float(row.difference)
            for row in rows.itertuples()
            if (row.measure, row.role) in MEASURES
        }
    )
