"""Workers over any number of children, counted one by one."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim.errors import InputError
from staffing_sim.intervals import wilson
from staffing_sim.plan import Hires, Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.presets import load_agency
from staffing_sim.study import Study, compare, simulate

ROLE = "continuing_services"
LIMIT = 21


@pytest.fixture(scope="module")
def study() -> Study:
    plans = [
        Plan("As is", caps=PlanCap(role=ROLE, limit=LIMIT)),
        Plan("Ten", hires=Hires.once(10, kind="net"), caps=PlanCap(role=ROLE, limit=LIMIT)),
    ]
    return compare(load_agency("small-office"), plans, years=1, replications=4, seed=5)


def test_the_count_over_a_cap_is_the_one_over_that_number(study: Study) -> None:
    months = study.months()
    rows = months[months["role"] == ROLE].groupby(["plan", "month"], observed=True)
    sums = rows[["workers_over_cap", "capped_workers"]].sum() / study.replications
    found = study.over(LIMIT).set_index(["plan", "month"])
    np.testing.assert_allclose(found["over"], sums["workers_over_cap"])
    np.testing.assert_allclose(found["workers"], sums["capped_workers"])
    assert found["over"].max() > 1.0


def test_every_worker_is_counted_from_the_record_of_desks(study: Study) -> None:
    run = simulate(study.agency, study.plans[0], years=1, seed=5)  # replication 0
    desks = run.records.snapshots.reshape(run.records.months, -1)
    role = [each.name for each in study.agency.roles].index(ROLE)
    own = (run.records.positions["role"] == role) & (desks["present"] > 0)
    over = ((desks["children"] > 17) & own).sum(axis=1)
    counted = study._joined("caseloads")
    rows = counted[(counted["plan"] == "As is") & (counted["replication"] == 0)]
    rows = rows[(rows["role"] == ROLE) & (rows["children"] > 17)]
    assert rows.groupby("month")["workers"].sum().reindex(range(12), fill_value=0).tolist() == (
        over.tolist()
    )


def test_offices_and_months_add_up(study: Study) -> None:
    fine = study.over(18, by=("month", "office"))
    by_month = fine.groupby(["plan", "month"], observed=True)["over"].sum()
    np.testing.assert_allclose(study.over(18)["over"], by_month)
    by_office = fine.groupby(["plan", "office"], observed=True, sort=False)["over"].sum() / 12
    np.testing.assert_allclose(study.over(18, by="office")["over"], by_office)


def test_the_chance_is_of_few_enough_workers_over_it(study: Study) -> None:
    rows = study._joined("caseloads")
    rows = rows[(rows["role"] == ROLE) & (rows["month"] == 11) & (rows["plan"] == "As is")]
    runs = rows.assign(over=rows["workers"] * (rows["children"] > 18)).groupby("replication")
    shares = runs["over"].sum() / runs["workers"].sum()
    level = float(shares.median())
    row = study.over(18, at_most=level).query("plan == 'As is' and month == 11").iloc[0]
    assert row["chance"] == (shares <= level).mean()
    assert (row["chance_low"], row["chance_high"]) == pytest.approx(wilson(row["chance"] * 4, 4))


def test_a_role_without_workers_is_told_by_its_name(study: Study) -> None:
    with pytest.raises(InputError, match="continuing_services"):
        study.over(21, role="continuing")
    with pytest.raises(InputError, match="office"):
        study.over(21, by="offices")
