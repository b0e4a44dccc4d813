"""The static need is the limit of a run in which nothing moves (known answer 23)."""

import pytest

from staffing_sim.agency import Agency, Hours, Role, Route, Stage
from staffing_sim.calculator import need_waterfall, static_need
from staffing_sim.distributions import Constant
from staffing_sim.frames import Run
from staffing_sim.world import draw_world
from tests.known_answers.agencies import agency, run_as_is, whole_service

LONG = Constant(value=200.0)
FAMILIES, CHILDREN = 30, 12


def without_dynamics() -> Agency:
    """Return two roles whose cases outlast the run: nobody comes, ends, leaves or turns 18."""
    intake = Stage(
        name="investigation",
        label="Investigation",
        role="worker",
        unit="family",
        hours=Hours(contact=4.5, casework=8.5, court=3.5),
        routes=(Route(to="care", cause="opened", share=1.0, work=Constant(value=3000.0)),),
    )
    care = Stage(
        name="care",
        label="Care",
        role="carer",
        second_role="worker",
        hours=Hours(contact=1.5, casework=3.4, court=3.0),
        second_hours=Hours(casework=2.0),
        routes=(Route(to="exit", cause="closed", share=1.0, work=LONG),),
    )
    carer = Role(
        name="carer",
        label="Carers",
        positions=2,
        case_hours=140.0,
        hours_basis="gross",
        training_hours=4.0,
        compressibility=1.0,
    )
    one_role = agency(
        (whole_service(casework=1.0, work=LONG),), offices=1, workers=3, families=1e-9
    )
    opening = {"investigation": FAMILIES, "care": CHILDREN}
    return one_role.replace(
        roles=(*one_role.roles, carer),
        stages=(intake, care),
        demand=one_role.demand.replace(entry_stage="investigation"),
        opening=[{"stage": stage, "children": count} for stage, count in opening.items()],
    )


def test_hours_over_hours_is_what_a_run_without_dynamics_demands() -> None:
    still = without_dynamics()
    world = draw_world(still, months=1, seed=4)
    month = Run(run_as_is(still, world)).months.set_index("role")
    assert month["open_children"].sum() == FAMILIES + CHILDREN, "a case ended: take another seed"
    demanded = sum(month[f"{name}_hours_demanded"] for name in ("contact", "casework", "court"))
    need = static_need(still, standard="own").set_index("role")["full_time_equivalents"]
    assert need["worker"] == pytest.approx(demanded["worker"] / 100.0, rel=1e-12)
    assert need["carer"] == pytest.approx(demanded["carer"] / (140.0 - 4.0), rel=1e-12)


def test_the_need_is_the_sum_of_cases_times_hours_over_the_hours_of_a_worker() -> None:
    need = static_need(without_dynamics(), standard="own").set_index("role")
    asked = FAMILIES * 16.5 + CHILDREN * 2.0
    assert need.loc["worker", "full_time_equivalents"] == pytest.approx(asked / 100.0)


def test_where_nothing_moves_the_waterfall_adds_nothing() -> None:
    steps = need_waterfall(without_dynamics(), standard="own")
    assert steps["need"].to_numpy() == pytest.approx(steps["static_need"].to_numpy())
