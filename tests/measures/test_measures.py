"""Each measure by hand, from a scene small enough to work out on paper."""

import numpy as np
import pytest

from staffing_sim.errors import InputError
from staffing_sim.measures import ALL, MEASURES, evaluate, find_measure, list_measures
from staffing_sim.records import Run
from tests.records.records_builder import NAN, Scene

HEADLINES = [
    "unseen_children", "share_seen", "caseload", "share_over_cap", "unassigned_children",
    "late_responses_share", "permanence_within_12_months", "months_to_permanence", "aged_out",
    "hand_overs_per_child", "leavers", "hires", "productive_staff", "cost",
]  # fmt: skip


@pytest.fixture
def values():
    scene = Scene(months=2)
    investigator, first, second = scene.position(role=0), scene.position(), scene.position()
    scene.person(investigator, hired=-12.0)
    scene.person(first, hired=-12.0)
    scene.person(second, hired=-12.0, left=1.5, reason=1)
    scene.person(second, hired=1.75, left=1.9, reason=2)
    for month in (0, 1):
        scene.desk(month, investigator, children=8, families=4)
        scene.desk(month, first, children=30, cap=21.0)
    scene.desk(0, second, children=60, cap=21.0)
    scene.desk(1, second, children=10, cap=21.0, ramp=0.5)
    scene.family(-0.5, size=3)
    scene.child(("in_home", -1.0, NAN, None))
    scene.team(0, 0, 1, waiting_children=4, by_leaver=2, by_design=7)
    scene.team(1, 0, 0, waiting_children=6, by_rebalance=1, turned_away=2)
    scene.visit(0, 0, "in_home", eligible=10, seen=7, overload=2, unassigned=1, unseen_three=1)
    scene.visit(1, 1, "reunification", eligible=20, seen=19, out_of_reach=1)
    return evaluate(Run(scene.records()))


@pytest.mark.parametrize(
    ("measure", "role", "expected"),
    [
        ("unseen_children", ALL, (3 + 1) / 2),
        ("unseen_children", "investigator", 0.0),
        ("share_seen", ALL, 26 / 30),
        ("unseen_three_months", ALL, 0.5),
        ("caseload", "continuing", (30 + 10) / 2),
        ("caseload", "investigator", 8.0),
        ("caseload", ALL, 48 / 3),
        ("share_over_cap", "continuing", 0.5),
        ("unassigned_children", ALL, 5.0),
        ("unassigned_children", "continuing", 2.0),
        ("turned_away", ALL, 2.0),
        ("leavers", ALL, 1.0),
        ("hires", "continuing", 1.0),
        ("productive_staff", ALL, 2.5),
        ("productive_staff", "continuing", 1.5),
        # 2 + 1 hand-overs in 2 months of 3 + 1 open children, in years.
        ("hand_overs_per_child", ALL, 3 / (8 / 12)),
        # 2 + 2 + 1.5 + 0.15 months of pay, a hire, a departure; an academy failure is neither.
        ("cost", ALL, 10_000 * 5.65 + 1_000 + 500),
    ],
)
def test_a_measure_by_hand(values, measure, role, expected) -> None:
    assert values[measure, role] == pytest.approx(expected)


@pytest.mark.parametrize(
    "measure", ["permanence_within_12_months", "months_to_permanence", "reentry_within_12_months"]
)
def test_what_the_horizon_is_too_short_for_is_undefined(values, measure) -> None:
    assert np.isnan(values[measure, ALL])


def test_a_role_without_caps_has_no_share_over_cap(values) -> None:
    assert np.isnan(values["share_over_cap", "investigator"])


def test_permanence_follows_entries_and_counts_other_exits_as_waiting() -> None:
    scene = Scene(months=36)
    scene.family(-20.0, -19.0)
    ends = [(7.0, "reunified"), (19.0, "guardianship"), (4.0, "other_exit"), (NAN, None)]
    for left, cause in ends:
        scene.child(("reunification", 1.0, left, cause))
    values = evaluate(Run(scene.records()))
    assert values["permanence_within_12_months", ALL] == pytest.approx(1 / 4)
    assert values["months_to_permanence", ALL] == pytest.approx((6 + 18 + 24 + 24) / 4)


def test_every_headline_of_the_front_page_exists_and_is_defined_in_words() -> None:
    assert set(HEADLINES) <= set(MEASURES)
    for measure in MEASURES.values():
        assert len(measure.definition) > 40
        assert measure.better in {"lower", "higher", None}


def test_measures_by_role_have_a_number_for_every_role(values) -> None:
    for measure in MEASURES.values():
        roles = {role for name, role in values if name == measure.name}
        assert roles == ({ALL, "investigator", "continuing"} if measure.by_role else {ALL})


def test_an_unknown_measure_suggests_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'share_seen'"):
        find_measure("share_sen")


def test_the_list_of_measures_is_complete() -> None:
    assert list_measures()["measure"].tolist() == list(MEASURES)
