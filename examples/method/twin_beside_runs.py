"""Holds the fluid twin against runs of Los Angeles, and writes both tables of its page.

    python3 examples/method/twin_beside_runs.py

Takes about a minute. Writes the two tables between marks in docs/explanation/fluid-twin.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from marked import put

import staffing_sim as ss

PRESET, YEARS, SEEDS, MONTHS = "la-county-2013", 3, (1000, 1001, 1002), (12, 24, 36)
PLANS = (ss.Plan("As is"), ss.Plan("35 x 17", hires=ss.Hires.monthly(35, months=17, kind="net")))
PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "fluid-twin.md"


def main() -> None:
    """Write both tables afresh."""
    agency = ss.load_agency(PRESET)
    put(PAGE, "beside runs", beside_runs(agency))
    put(PAGE, "tipping", tipping(agency))


def beside_runs(agency: ss.Agency) -> Iterator[str]:
    """Yield staff and caseloads of the twin and of runs, at three month ends."""
    yield (
        "| plan | role | month | productive staff: twin | runs | difference "
        "| children a worker: twin | runs | difference |"
    )
    yield "|---" * 9 + "|"
    for plan in PLANS:
        twin = ss.need.fluid(agency, plan, years=YEARS).months
        runs = _mean_of_runs(agency, plan)
        for role in agency.roles:
            for month in MONTHS:
                one = twin[(twin["role"] == role.name) & (twin["month"] == month - 1)].iloc[0]
                staff, load = runs.loc[(role.name, month - 1)]
                cells = (
                    f"{one['productive_staff']:,.0f} | {staff:,.0f} | "
                    f"{one['productive_staff'] / staff - 1:+.1%} | {one['caseload_mean']:.1f} | "
                    f"{load:.1f} | {one['caseload_mean'] / load - 1:+.1%}"
                )
                yield f"| {plan.name} | {role.label} | {month} | {cells} |"


def _mean_of_runs(agency: ss.Agency, plan: ss.Plan) -> pd.DataFrame:
    """Return productive staff and children a worker by role and month, means over seeds."""
    found = []
    for seed in SEEDS:
        months = ss.simulate(agency, plan, years=YEARS, seed=seed).months
        sums = months.groupby(["role", "month"], observed=True)[
            ["productive_staff", "children_carried", "carrying"]
        ].sum()
        sums["load"] = sums["children_carried"] / sums["carrying"]
        found.append(sums[["productive_staff", "load"]])
    return pd.DataFrame(np.mean(found, axis=0), index=found[0].index, columns=found[0].columns)


def tipping(agency: ss.Agency) -> Iterator[str]:
    """Yield how far each role is from the point at which turnover feeds on itself."""
    yield (
        "| Los Angeles 2013, in equilibrium | load | amplification | extra demand to tip | "
        "extra leaving to tip | tips first through |"
    )
    yield "|---" * 6 + "|"
    for plan in PLANS:
        for row in ss.need.fluid(agency, plan, years=1).tipping_point().to_dict("records"):
            cells = (
                f"{row['load']:.2f} | {row['amplification']:.2f} | {row['extra_demand']:+.0%} | "
                f"{row['extra_leaving']:+.0%} | {'turnover' if row['by_turnover'] else 'demand'}"
            )
            yield f"| {plan.name}: {agency.role(row['role']).label} | {cells} |"


if __name__ == "__main__":
    main()
