"""The engine against a program in another language, written from the description alone.

The C program that the benchmarks time simulates cases, workers who leave, empty positions and
nothing else. It draws its own chance, so only means can agree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from staffing_sim.engine import run
from staffing_sim.engine.codes import ON_DUTY
from staffing_sim.engine.records import LEAVING_REASONS
from staffing_sim.world import draw_world
from tests.benchmarks import c_program
from tests.benchmarks.agencies import AS_IS, SMALL_MONTHS, small_agency

REPLICATIONS = 20
FALSE_ALARM = 1e-6

pytestmark = pytest.mark.skipif(c_program.compiler() is None, reason="there is no C compiler")


@pytest.fixture(scope="module")
def in_c(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    program = c_program.compiled(tmp_path_factory.mktemp("small_agency"))
    return c_program.replications(program, seed=1, count=5 * REPLICATIONS)


@pytest.fixture(scope="module")
def by_the_engine() -> pd.DataFrame:
    agency = small_agency()
    rows = []
    for seed in range(REPLICATIONS):
        world = draw_world(agency, months=SMALL_MONTHS, seed=(seed, 0))
        records = run(agency, world, AS_IS)
        cases, month_ends = records.cases, records.snapshots
        stay = cases["closed"] - np.maximum(cases["opened"], 0.0)  # before day 0 C knows nothing
        rows.append(
            {
                "open_cases": month_ends["children"].sum() / SMALL_MONTHS,
                "workers_on_duty": (month_ends["state"] == ON_DUTY).sum() / SMALL_MONTHS,
                "closed": np.isfinite(cases["closed"]).sum(),
                "departures": (records.people["reason"] == LEAVING_REASONS.index("resigned")).sum(),
                "stay_months": np.nanmean(stay),
            }
        )
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("figure", "smallest_error"),
    [
        ("open_cases", 0.03),
        ("workers_on_duty", 0.015),
        ("closed", 0.02),
        ("departures", 0.2),
        ("stay_months", 0.03),
    ],
)
def test_the_engine_agrees_with_a_program_in_c(
    figure: str, smallest_error: float, by_the_engine: pd.DataFrame, in_c: pd.DataFrame
) -> None:
    """Sees errors of the size named, relative to the figure."""
    ours, theirs = by_the_engine[figure], in_c[figure]
    apart = stats.ttest_ind(ours, theirs, equal_var=False)
    wide = apart.confidence_interval(1.0 - FALSE_ALARM)
    assert (wide.high - wide.low) / 2.0 <= smallest_error * theirs.mean(), "too few replications"
    assert apart.pvalue > FALSE_ALARM, f"{ours.mean():.6g}, and in C {theirs.mean():.6g}"
