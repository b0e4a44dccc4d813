"""Replications on several cores: the wall time of a study with one job, then with each core."""

from __future__ import annotations

import os

import pytest

from staffing_sim import compare, load_agency
from tests.benchmarks.agencies import AS_IS
from tests.benchmarks.measuring import Measure

REPLICATIONS, YEARS = 12, 2
JOBS = sorted({1, 2, os.cpu_count() or 1})


@pytest.mark.parametrize("jobs", JOBS)
def test_study_of_the_county(measure: Measure, jobs: int) -> None:
    """Threads start within the time, as they do for a user."""
    county = load_agency("la-county-2013")

    def study() -> int:
        found = compare(
            county, AS_IS, years=YEARS, replications=REPLICATIONS, seed=2013, n_jobs=jobs
        )
        return len(found.outcomes)

    assert measure(study, rounds=3, warm_ups=0) == REPLICATIONS
    measure.note(jobs=jobs, replications=REPLICATIONS)
