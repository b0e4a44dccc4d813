"""The fluid twin: phases keep moments, nothing is lost, and what it lacks is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing_sim.agency import Agency
from staffing_sim.agency.hours import delivered_shares
from staffing_sim.agency.staff import HandOver, LeavingBand, Workforce
from staffing_sim.distributions import Exponential, Gamma, Lognormal, Uniform
from staffing_sim.errors import PlanError
from staffing_sim.need import staff_at_rest
from staffing_sim.need.twin import FLUID_COLUMNS, fluid
from staffing_sim.need.twin.cases import MOST_PHASES, Phases, case_flow, phases_of, variance_of
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.posts import Clerks, Cut
from staffing_sim.plan.workdays import OutsideStrike
from staffing_sim.presets import load_agency, preset_names
from tests.known_answers.agencies import agency, whole_service
from tests.promises.one_worker import Four, shares

AS_IS = Plan("As is")


@pytest.fixture(scope="module")
def county() -> Agency:
    return load_agency("la-county-2013")


def moments(phases: Phases) -> tuple[float, float]:
    """Return mean and variance of the time through phases, from the matrix of their rates."""
    flow = -np.diag(phases.rate)
    for phase, following in enumerate(phases.following):
        if following >= 0:
            flow[phase, following] = phases.rate[phase]
    stays = np.linalg.inv(-flow)
    mean = float(phases.start @ stays @ np.ones(len(phases)))
    square = float(2.0 * phases.start @ stays @ stays @ np.ones(len(phases)))
    return mean, square - mean**2


@given(mean=st.floats(0.01, 100.0), variation=st.floats(1.0 / MOST_PHASES, 5.0))
def test_phases_keep_the_mean_and_the_variance(mean: float, variation: float) -> None:
    found = moments(phases_of(mean, variation * mean**2))
    assert found == pytest.approx((mean, variation * mean**2), rel=1e-6)


def test_what_hardly_varies_keeps_its_mean() -> None:
    mean, variance = moments(phases_of(3.0, 0.0))
    assert mean == pytest.approx(3.0)
    assert variance == pytest.approx(9.0 / MOST_PHASES)


@pytest.mark.parametrize(
    ("law", "variance"),
    [
        (Exponential(mean=3, shift=2), 9.0),
        (Gamma(mean=4, shape=1.6), 10.0),
        (Uniform(low=1, high=7), 3.0),
        (Lognormal(mean=2, sigma=0.4), 4.0 * np.expm1(0.16)),
    ],
)
def test_the_variance_of_a_law_is_its_own(law: Uniform, variance: float) -> None:
    assert variance_of(law) == pytest.approx(variance, rel=2e-3)


amounts = st.floats(0.0, 100.0)
weights = st.floats(0.1, 10.0)


@given(
    demands=st.tuples(amounts, amounts, amounts, amounts),
    triage=st.tuples(weights, weights, weights, weights),
    hours=st.floats(0.1, 300.0),
)
def test_shares_are_those_that_the_engine_gives_one_worker(
    demands: Four, triage: Four, hours: float
) -> None:
    found = delivered_shares(demands, triage, hours=hours)
    expected = shares(demands, triage, hours)
    asked = np.array(demands) > 1e-6  # what nobody asks for has no share to speak of
    assert np.array(found)[asked] == pytest.approx(np.array(expected)[asked], abs=1e-9)


def test_the_opening_is_the_agencys(county: Agency) -> None:
    flow = case_flow(county)
    for stock in county.opening:
        number = [stage.name for stage in county.stages].index(stock.stage)
        held = (flow.opening * flow.children)[flow.stage == number].sum()
        assert held == pytest.approx(stock.children, rel=1e-9)


def test_cases_go_somewhere_or_leave_but_are_never_made(county: Agency) -> None:
    flow = case_flow(county)
    onward = flow.within.sum(axis=1) + flow.leaving.sum(axis=1)
    of_families = flow.children > 1.0
    assert (onward[~of_families] <= 1.0 + 1e-12).all()
    assert flow.within.min() >= 0.0
    assert flow.leaving.min() >= -1e-15


def test_ample_hours_are_an_infinite_server_whatever_the_work_law() -> None:
    """Open cases at rest are rate x mean work (Eick, Massey and Whitt 1993)."""
    for work in (Exponential(mean=3.0), Gamma(mean=3.0, shape=2.5), Uniform(low=0, high=6)):
        ample = agency(
            (whole_service(casework=1.0, work=work),),
            offices=1,
            families=20.0,
            role={"case_hours": 700.0},
        )
        last = fluid(ample, AS_IS, years=4).months["open_children"].iloc[-1]
        assert last == pytest.approx(60.0, rel=1e-3)


def test_an_agency_at_its_rest_stays_there() -> None:
    ample = agency(
        (whole_service(casework=1.0, work=Exponential(mean=3.0)),),
        offices=1,
        families=20.0,
        role={"case_hours": 700.0},
        opening=[{"stage": "service", "children": 60}],
    )
    open_cases = fluid(ample, AS_IS, years=1).months["open_children"]
    assert open_cases.to_numpy() == pytest.approx(60.0, rel=1e-5)


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_has_a_twin_whose_posts_add_up(name: str) -> None:
    described = load_agency(name)
    months = fluid(described, AS_IS, years=1).months
    assert list(months.columns) == list(FLUID_COLUMNS)
    parts = months[["vacant", "recruiting", "academy", "absent", "carrying"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(months["authorised"].to_numpy())
    for role in described.roles:
        last = months[months["role"] == role.name]["authorised"].iloc[-1]
        coming = sum(hires.count for hires in described.pipeline if hires.role == role.name)
        assert last == pytest.approx(role.positions + role.vacant + coming, abs=1e-3)
    defined = months.drop(columns=["date", "role", "training_share"])  # some ask no training
    assert np.isfinite(defined.to_numpy(dtype=float)).all()


def who_leave(rate_per_year: float, **changes: object) -> Agency:
    """Return an agency with hours to spare whose workers leave at a constant rate."""
    workforce = Workforce(
        leaving=(LeavingBand(rate_per_year=rate_per_year),), hiring_role="worker", **changes
    )
    return agency(
        (whole_service(casework=1.0, work=Exponential(mean=3.0)),),
        offices=1,
        workers=40,
        families=20.0,
        workforce=workforce,
        hand_overs=HandOver(relearning_months=2.0),
    )


def test_cases_of_leavers_take_so_much_longer() -> None:
    """At rest rate x work / (1 - hand-overs a month x months of relearning)."""
    last = fluid(who_leave(0.6), AS_IS, years=4).months["open_children"].iloc[-1]
    assert last == pytest.approx(60.0 / (1.0 - 0.05 * 2.0), rel=1e-3)


def test_staff_come_to_rest_where_the_calculator_puts_them() -> None:
    described = who_leave(
        0.6, ramp=(0.25, 0.5), academy={"months": 1.5, "dropout_share": 0.2}, time_to_fill_days=60
    )
    row = fluid(described, AS_IS, years=8).months.iloc[-1]
    rest = staff_at_rest(described)
    on_duty = 40.0 / (1.0 + rest.in_academy + rest.vacant)
    assert row["carrying"] == pytest.approx(on_duty, rel=0.01)  # a cohort in mid-month
    assert row["productive_staff"] / row["carrying"] == pytest.approx(rest.ramp_share, rel=0.01)


def test_net_hires_add_posts_for_good_and_gross_hires_only_people(county: Agency) -> None:
    role = "continuing_services"
    plans = {
        kind: Plan(kind, hires=Hires.monthly(35, months=17, kind=kind, role=role))
        for kind in ("net", "gross")
    }
    found = {}
    for kind, plan in plans.items():
        months = fluid(county, plan, years=3).months
        found[kind] = months[months["role"] == role]["authorised"].iloc[-1]
    positions = county.role(role).positions + sum(
        hires.count for hires in county.pipeline if hires.role == role
    )
    assert found["net"] == pytest.approx(positions + 595)
    assert found["gross"] < found["net"] - 150  # three years' leavers are not replaced


def test_cuts_take_posts_at_once_or_as_people_leave() -> None:
    """Of 40 posts whose people leave at 5 % a month, ten go: in month 6, or from then on."""
    described = who_leave(0.6)
    found = {}
    for by in ("layoff", "vacancy"):
        plan = Plan(by, cuts=Cut(count=10, by=by, start=6))
        months = fluid(described, plan, years=2).months
        assert months["authorised"].to_numpy()[:6] == pytest.approx(40.0)
        assert months["authorised"].iloc[-1] == pytest.approx(30.0, abs=0.05)
        found[by] = months["authorised"].to_numpy()
    assert found["layoff"][6] == pytest.approx(30.0)
    as_is = fluid(described, AS_IS, years=2).months
    unfilled, left = as_is["recruiting"][5], as_is["leavers"][6]
    assert unfilled + left < 10.0
    assert found["vacancy"][6] == pytest.approx(40.0 - unfilled - left, abs=0.1)  # nobody starts
    assert (np.diff(found["vacancy"]) <= 1e-9).all()
    with pytest.raises(PlanError, match="leaves no post"):
        fluid(described, Plan("All", cuts=Cut(share=1, by="layoff"))).tipping_point()


def test_cases_of_those_laid_off_take_longer_by_their_relearning() -> None:
    """Half the staff go, with hours to spare: a half of the cases gains two months of work."""
    described = who_leave(0.0)
    cut = Plan("Half", cuts=Cut(share=0.5, by="layoff", start=30))
    months = fluid(described, cut, years=4).months["open_children"].to_numpy()
    assert months[29] == pytest.approx(60.0, rel=1e-3)
    assert months[30] == pytest.approx(60.0 + 0.5 * 2.0 * 20.0, rel=0.2)
    assert months[-1] == pytest.approx(60.0, rel=0.02)


@pytest.mark.parametrize(
    ("order", "kept", "fewer"),
    [
        ("first_come", {}, "emergency_response"),
        ("replacements_first", {}, "continuing_services"),
        ("first_come", {"emergency_response": 3}, "continuing_services"),
    ],
)
def test_seats_are_given_by_turn_and_kept_as_in_a_run(
    order: str, kept: dict[str, int], fewer: str
) -> None:
    """Sixty new posts crowd the academy of a small office; the line of those who lose grows."""
    office = load_agency("small-office")
    plan = Plan(
        "Sixty",
        hires=Hires.once(60, kind="gross", role="continuing_services"),
        backfill_share=1.0,
        academy_order=order,
        academy_kept=kept,
    )
    months = fluid(office, plan, years=1).months
    line = months[months["month"] == 11].set_index("role")["recruiting"]
    as_is = fluid(office, AS_IS, years=1).months
    usual = as_is[as_is["month"] == 11].set_index("role")["recruiting"]
    in_line = line["emergency_response"] - usual["emergency_response"]
    assert (in_line > 0.5) == (fewer == "emergency_response")


@pytest.mark.parametrize(
    "plan",
    [
        Plan("Clerks", clerks=Clerks(posts=3, cost_post_year=70_000)),
        Plan("Benefits", outside_strikes=OutsideStrike(start="2024-12-09", days=2)),
        Plan("Hard cap", caps=PlanCap(role="adoption", limit=15, overflow="hard")),
    ],
)
def test_levers_that_it_lacks_are_refused(plan: Plan) -> None:
    with pytest.raises(PlanError, match="Simulate this plan instead"):
        fluid(load_agency("small-office"), plan)
