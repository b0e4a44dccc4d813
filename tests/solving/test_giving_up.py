"""A search that gives up early says what all worlds would have said, from fewer of them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import LeavingBand, Workforce
from staffing_sim.distributions import Constant
from staffing_sim.plan import Hires, Plan
from staffing_sim.solving import Target, solve_hires
from staffing_sim.solving.trials import Trials, worlds_needed
from staffing_sim.study.run import Setting
from tests.known_answers.agencies import agency, whole_service

WORLDS = 40
MOST = 8


def leavers() -> Agency:
    """Sixty who leave at one rate and are not replaced: so many stay, by chance alone."""
    workforce = Workforce(
        leaving=(LeavingBand(rate_per_year=1.2),),
        hiring_role="worker",
        backfill_share=0.0,
        time_to_fill_days=Constant(value=0.0),
    )
    stage = whole_service(casework=1.0, work=Constant(value=0.1))
    return agency([stage], offices=1, workers=60, families=1.0, workforce=workforce)


def staff(target: Target, plan: Plan) -> NDArray[np.float64]:
    setting = Setting(agency=leavers(), plans=(plan,), months=6, seed=5)
    return Trials(setting=setting, target=target).values(range(WORLDS))[0]


@pytest.mark.parametrize("wanted", [69, 72, 80])
def test_the_verdict_of_fewer_worlds_is_that_of_all(wanted: int) -> None:
    target = Target("carrying", role="worker", at_least=wanted, by_month=6)
    found = solve_hires(
        leavers(), target, kind="gross", months=6, most=MOST, replications=WORLDS, seed=5
    )
    counted = found.curve[found.curve["phase"] == "search"]
    most = Plan("most", hires=Hires.monthly(MOST, months=6, role="worker", kind="gross"))
    met = int(np.sum(staff(target, most) >= wanted))
    assert found.reachable == (met >= worlds_needed(WORLDS, 0.9))
    if not found.reachable:
        assert counted["runs"].max() < WORLDS
