"""Sets runs of Los Angeles beside its fluid twin: the table of docs/explanation/fluid-twin.md.

    python3 examples/validation/beside_the_twin.py

Takes about a minute. Prints the table of Markdown that stands under "Beside the simulation".
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from page import LABELS
from writing import number, table

import staffing_sim as ss

PRESET = "la-county-2013"
PLANS = {
    "As is": ss.Plan("As is"),
    "35 x 17": ss.Plan("35 x 17", hires=ss.Hires.monthly(35, months=17, kind="net")),
}
YEARS, SEEDS = 3, range(1000, 1003)
HEADER = (
    *("plan", "role", "month", "productive staff: twin", "runs", "difference"),
    *("children a worker: twin", "runs", "difference"),
)


def main() -> None:
    """Print the table."""
    agency = ss.load_agency(PRESET)
    print(table(HEADER, (row for name in PLANS for row in rows(agency, name))), end="")


def rows(agency: ss.Agency, plan: str) -> Iterator[list[str]]:
    """Yield a plan's rows: each role at the end of each year."""
    twin = ss.fluid(agency, PLANS[plan], years=YEARS).months.set_index(["role", "month"])
    runs = [ss.simulate(agency, PLANS[plan], years=YEARS, seed=seed) for seed in SEEDS]
    mean = pd.concat([by_role(run) for run in runs]).groupby(level=["role", "month"]).mean()
    for role, label in LABELS.items():
        for month in range(11, 12 * YEARS, 12):
            ours, theirs = twin.loc[role, month], mean.loc[role, month]
            cells = [
                *pair(ours["productive_staff"], theirs["productive_staff"], "whole"),
                *pair(ours["caseload_mean"], theirs["caseload_mean"], "decimal"),
            ]
            yield [plan, label, str(month + 1), *cells]


def by_role(run: ss.Run) -> pd.DataFrame:
    """Return productive staff and children a worker of a run by role and month."""
    columns = ["productive_staff", "children_carried", "carrying"]
    sums = run.months.groupby(["role", "month"], observed=True)[columns].sum()
    return sums.assign(caseload_mean=sums["children_carried"] / sums["carrying"])


def pair(twin: float, runs: float, style: str) -> list[str]:
    """Return what the twin says, what runs give, and the difference."""
    return [number(twin, style), number(runs, style), f"{100 * (twin / runs - 1):+.1f} %"]


if __name__ == "__main__":
    main()
