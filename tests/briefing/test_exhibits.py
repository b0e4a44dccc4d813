"""What stands in the tables of a briefing is what the study's own tables hold."""

import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.briefing.differences import (
    difference_exhibit,
    difference_tables,
    head_to_head,
)
from staffing_sim.briefing.outcomes import money_exhibit, permanence_exhibit, unseen_exhibit
from staffing_sim.briefing.robustness import robustness_exhibit
from staffing_sim.briefing.workforce import cap_exhibit, queues_exhibit, turnover_exhibit
from staffing_sim.intervals import wilson
from staffing_sim.study.figures import month_ends, rows_of, signed

OFFICE = ss.load_agency("small-office")
ROLE = OFFICE.workforce.hiring_role
PLANS = (
    ss.Plan("As is"),
    ss.Plan("Six", hires=ss.Hires.once(6, kind="net", trained=True)),
    ss.Plan("Ten", hires=ss.Hires.once(10, kind="net", trained=True)),
)
RUNNING = {"years": 1, "replications": 3, "seed": 8, "progress": False}


@pytest.fixture(scope="module")
def plain() -> ss.Study:
    return ss.compare(OFFICE, PLANS, **RUNNING)


@pytest.fixture(scope="module")
def null() -> ss.Study:
    return ss.compare(OFFICE, PLANS, null=True, **RUNNING)


def column(table, heading):
    place = table.headings.index(heading)
    return {row[0]: row[place] for row in table.rows}


def test_differences_stand_beside_those_of_the_null_model(plain, null) -> None:
    table = difference_tables(plain, null)[1]
    for study, heading in ((plain, "difference"), (null, "null model")):
        found = study.headlines(study.differences())
        row = next(
            row
            for row in rows_of(found)
            if (row["plan"], row["measure"]) == ("Ten", "productive_staff")
        )
        widest = max(abs(row[end]) for end in ("difference", "family_low", "family_high"))
        size = signed(row["difference"], row["unit"], like=widest)
        assert column(table, heading)["Productive staff, full-time equivalents"] == size


def test_plans_are_held_against_each_other_once(plain) -> None:
    table = head_to_head(plain)
    assert [row[0] for row in table.rows] == ["Ten, less “Six”"]
    frame = plain.differences("Six")
    of_ten = frame[(frame["plan"] == "Ten") & (frame["measure"] == "unseen_children")]
    value = of_ten[of_ten["role"] == "all"]["difference"].iloc[0]
    assert float(table.rows[0][1]) == pytest.approx(value, abs=0.05)


def test_the_chance_that_a_cap_is_met_is_counted_run_by_run(plain) -> None:
    means, panel = cap_exhibit(plain).panels
    months = plain.months()
    last = months[(months["role"] == ROLE) & (months["month"] == plain.horizon - 1)]
    for row, plan in enumerate(plain.names):
        sums = last[last["plan"] == plan].groupby("replication")[["children_carried", "carrying"]]
        carried = sums.sum()
        met = int((carried["children_carried"] / carried["carrying"] <= 25).sum())
        low, high = wilson(met, 3)
        cell = f"{100 * met / 3:.0f} % ({100 * float(low):.0f} to {100 * float(high):.0f} %)"
        assert panel.table.rows[-1][row + 1] == cell
        mean = (carried["children_carried"] / carried["carrying"]).mean()
        assert means.table.rows[-1][row + 1].startswith(f"{mean:.1f} (")


def test_every_cap_that_somebody_set_is_held_against_the_caseload(plain) -> None:
    clause = ss.Clause(role=ROLE, limit=21, phase_in=[{"start": 6, "limit": 18}])
    plan = PLANS[1].replace(name="Clause", clauses=(clause,))
    study = ss.compare(OFFICE, [PLANS[0], plan], **RUNNING | {"years": 0.5, "replications": 2})
    found = cap_exhibit(study).found
    held = [text.partition("at most ")[2].partition(" children")[0] for text in found]
    assert held == ["18", "21", "25"]


def test_reasons_for_which_children_go_unseen_add_up(plain) -> None:
    by_month, by_reason = unseen_exhibit(plain).panels
    assert len(by_month.table.rows) == len(month_ends(plain.horizon))
    total = plain.months().groupby("plan", observed=True)["unseen"].sum()["As is"] / 12 / 3
    told = sum(float(row[1]) for row in by_reason.table.rows)
    assert told == pytest.approx(total, abs=0.5 * len(by_reason.table.rows))


def test_both_queues_of_a_cap_are_shown_and_none_where_there_is_no_cap(plain) -> None:
    assert len(queues_exhibit(plain).panels) == 2
    roles = [role.replace(cap=None) for role in OFFICE.roles]
    uncapped = OFFICE.replace(roles=roles, ledger=())
    study = ss.compare(uncapped, PLANS[0], years=0.5, replications=1, progress=False)
    assert queues_exhibit(study) is None
    assert cap_exhibit(study) is None


def test_cost_is_told_in_millions_gross_and_net(plain) -> None:
    _, gross, net = (panel.table for panel in money_exhibit(plain).panels)
    frame = plain.costs()
    chosen = frame[(frame["plan"] == "Six") & (frame["line"] == "staffing")]
    place = gross.headings.index("Six")
    told = [float(row[place].split()[0]) for row in gross.rows if row[0].startswith("staffing")]
    assert told == [round(value / 1e6, 2) for value in chosen["gross"]]
    assert net.caption.startswith("Net cost to the agency")


def test_a_child_month_less_unseen_has_a_price_only_where_cost_and_gain_are_clear(
    plain, monkeypatch
) -> None:
    cost, unseen = plain.measured["cost", "all"], plain.measured["unseen_children", "all"]
    dear = [cost[0], cost[0] + 1e6 + cost[0] % 7, cost[0]]
    fewer = [unseen[0], unseen[0] - 1.0 - 0.01 * (unseen[0] % 3), unseen[0]]
    held = {("cost", "all"): np.array(dear), ("unseen_children", "all"): np.array(fewer)}
    monkeypatch.setitem(plain.__dict__, "measured", plain.measured | held)
    bought = money_exhibit(plain).panels[0].table
    saved = -12 * (fewer[1] - fewer[0]).sum()
    price = float(bought.rows[0][3].split(" (")[0].replace(",", ""))
    assert price == pytest.approx((dear[1] - dear[0]).sum() / saved, abs=1.0)
    assert bought.rows[1][3] == "not clear"


def test_what_cannot_be_shown_has_no_exhibit(plain) -> None:
    short = ss.compare(OFFICE, PLANS[0], years=0.25, replications=1, progress=False)
    assert permanence_exhibit(short) is None
    assert permanence_exhibit(plain) is not None
    assert robustness_exhibit(None, ()) is None


def test_children_followed_to_the_end_are_told_apart_from_all_who_entered() -> None:
    running = {"years": 2.5, "replications": 2, "seed": 8, "progress": False}
    study = ss.compare(OFFICE, PLANS[:2], **running)
    followed, everybody = (panel.table for panel in permanence_exhibit(study).panels)
    frame = study.followed()
    means = frame[frame["statistic"] == "restricted_mean"]["value"].tolist()
    values, changes = (row for row in followed.rows if row[0].startswith("months without"))
    assert [float(cell.split()[0]) for cell in values[1:]] == [round(value, 1) for value in means]
    assert changes[0].endswith(", less “As is”")
    assert changes[1] == ""
    assert float(changes[2].split()[0]) == pytest.approx(means[1] - means[0], abs=0.01)
    assert everybody.caption.startswith("All children who entered")


def test_every_exhibit_puts_a_question_and_holds_a_table(plain, null) -> None:
    exhibits = [difference_exhibit(plain, null), unseen_exhibit(plain), turnover_exhibit(plain)]
    for exhibit in exhibits:
        assert exhibit.question.endswith("?")
        assert all(panel.table.rows for panel in exhibit.panels)
        assert all(text.endswith(".") for text in exhibit.found)


def test_that_nothing_turns_the_rank_is_no_comfort_where_nothing_is_clear() -> None:
    same = [ss.Plan("One"), ss.Plan("Other")]
    flips = ss.sensitivity.flip_points(
        OFFICE, *same, assumptions=["contact.success"], years=0.25, replications=2, progress=False
    )
    (sentence,) = robustness_exhibit(None, (flips,)).found
    assert sentence.endswith("with 1 no difference is clear anywhere.")


@pytest.mark.parametrize("horizon", [1, 5, 6, 7, 12, 30, 36, 120, 360])
def test_a_few_months_evenly_apart_end_with_the_last(horizon) -> None:
    months = month_ends(horizon)
    assert months[-1] == horizon - 1
    assert 1 <= len(months) <= 6
    assert len(set(np.diff(months))) <= 1
