"""Charts show what the frames say, tell plans apart twice, and always show uncertainty."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from staffing_sim import charts, compare, simulate
from staffing_sim.charts.axes import heights_apart
from staffing_sim.charts.registry import EXHIBITS
from staffing_sim.charts.style import BASELINE, looks
from staffing_sim.errors import InputError
from staffing_sim.need import need_waterfall
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.study import child_history

PLANS = (Plan("As is"), Plan("Ten", hires=Hires.once(10, kind="net")))


@pytest.fixture(scope="module")
def study():
    office = load_agency("small-office")
    return compare(office, PLANS, years=2.5, replications=3, seed=4, clock="simpy", progress=False)


@pytest.fixture(autouse=True)
def no_figure_is_left_open():
    yield
    plt.close("all")


def texts(figure):
    return " ".join(text.get_text() for text in figure.findobj(mpl.text.Text)).replace("\n", " ")


def test_a_line_is_the_mean_of_the_replications(study) -> None:
    ax = charts.unseen(study.months())
    months = study.months()
    sums = months.groupby(["plan", "replication", "month"], observed=True)["unseen"].sum()
    for line, plan in zip(ax.lines, ("As is", "Ten"), strict=True):
        expected = sums.loc[plan].groupby("month").mean()
        np.testing.assert_allclose(line.get_ydata(), expected)


def test_the_band_spans_the_middle_of_the_replications(study) -> None:
    ax = charts.unseen(study.months())
    months = study.months()
    rows = months[months["plan"] == "As is"]
    sums = rows.groupby(["month", "replication"])["unseen"].sum().unstack()
    heights = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert heights.max() == pytest.approx(sums.quantile(0.9, axis=1).max())
    assert heights.min() == pytest.approx(sums.quantile(0.1, axis=1).min())


@pytest.mark.parametrize("name", [name for name, each in EXHIBITS.items() if each.draw])
def test_every_chart_draws_and_says_where_it_comes_from(study, name) -> None:
    ax = study.plot(name)
    shown = texts(ax.get_figure())
    assert study.fingerprint in shown
    assert "seed 4" in shown
    assert "3 replications" in shown
    assert "assumed" in shown


@pytest.mark.parametrize(
    "name", ["leavers", "unassigned_children", "cost_care", "productive_staff"]
)
def test_measures_of_one_column_have_a_chart_of_their_own(study, name) -> None:
    assert study.plot(name).get_ylim()[0] == 0


def test_counts_start_at_zero(study) -> None:
    for name in ("unseen_children", "staff"):
        assert study.plot(name).get_ylim()[0] == 0
    assert study.plot("unseen_by_reason").get_xlim()[0] == 0


def test_several_plans_of_staff_share_one_scale(study) -> None:
    figure = study.plot("staff").get_figure()
    limits = {ax.get_ylim() for ax in figure.axes}
    assert len(figure.axes) == 2
    assert len(limits) == 1
    highest = study.months().groupby(["plan", "replication", "month"], observed=True)
    assert limits.pop()[1] > highest["authorised"].sum().max()


def test_a_chart_is_drawn_where_it_is_told_and_leaves_the_figure_alone(study) -> None:
    figure, (left, right) = plt.subplots(1, 2)
    assert charts.unseen(study.months(), ax=right) is right
    assert not left.lines
    assert figure.get_supxlabel() == ""


def test_drawing_changes_no_global_setting(study) -> None:
    before = dict(mpl.rcParams)
    study.plot("unseen_children")
    assert dict(mpl.rcParams) == before


def test_plans_differ_in_colour_and_in_a_second_cue() -> None:
    found = looks(["As is", "A", "B", "C", "D", "E"])
    assert found["As is"].color == BASELINE
    assert len({look.color for look in found.values()}) == 6
    assert len({str(look.dash) for look in found.values()}) == 6
    assert len({look.marker for look in found.values()}) == 6


def test_labels_never_overlap_and_keep_their_order() -> None:
    wanted, sizes = np.array([0.50, 0.51, 0.50, 1.0]), np.array([0.06, 0.12, 0.06, 0.06])
    places = heights_apart(wanted, sizes)
    order = np.argsort(places)
    for low, high in pairwise(order):
        assert places[high] - places[low] >= (sizes[low] + sizes[high]) / 2 - 1e-12
    assert order.tolist() == [0, 2, 1, 3]


def test_the_chance_of_meeting_a_target_counts_replications(study) -> None:
    ax = study.plot("cap", target=1e9)
    assert all((line.get_ydata() == 1).all() for line in ax.lines)
    ax = study.plot("cap", target=1e-9)
    assert all((line.get_ydata() == 0).all() for line in ax.lines)


def test_the_chance_of_a_few_runs_has_no_interval_and_says_so(study) -> None:
    ax = study.plot("cap")
    assert not ax.collections
    assert "no interval below 8 replications" in texts(ax.get_figure())


def test_the_chance_of_many_runs_has_wilson_intervals_that_stand_side_by_side(study) -> None:
    many = [
        replace(outcome, replication=outcome.replication + 3 * batch)
        for batch in range(4)
        for outcome in study.outcomes
    ]
    ax = replace(study, outcomes=tuple(many), wanted=12).plot("cap", target=1e-9)
    bars = [bar.vertices for plan in ax.collections for bar in plan.get_paths()]
    assert len({bar[0, 0] for bar in bars}) == len(bars)  # though all plans have the same chance
    for bar in bars:
        assert bar[:, 1].max() == pytest.approx(0.2425, abs=1e-3)  # 0 of 12 is not "never"


def test_a_mean_caseload_is_drawn_beside_every_cap_that_is_set(study) -> None:
    ax = study.plot("mean_caseload")
    months = study.months()
    rows = months[(months["role"] == "continuing_services") & (months["plan"] == study.names[0])]
    sums = rows.groupby(["month", "replication"])[["children_carried", "carrying"]].sum()
    loads = (sums["children_carried"] / sums["carrying"]).groupby("month").mean()
    assert ax.lines[0].get_ydata() == pytest.approx(loads.to_numpy())
    assert "cap 25" in texts(ax.get_figure())
    assert "cap 21" in texts(study.plot("mean_caseload", caps=[21]).get_figure())


def test_lines_of_permanence_end_where_a_replication_follows_nobody_further(study) -> None:
    frame = study.incidence()
    short = (frame["replication"] == 1) & (frame["month"] > 7)
    frame["incidence"] = frame["incidence"].mask(short)
    ax = charts.permanence(frame)
    for line in ax.lines:
        assert line.get_xdata()[-1] == 7
        assert (np.diff(line.get_ydata()) >= 0).all()
    assert "beyond the months for which every replication follows" in texts(ax.get_figure())


def test_a_run_too_short_for_a_permanent_home_is_told_and_draws_no_empty_chart(study) -> None:
    first = study.incidence().query("month == 0")
    assert charts.permanence(first).get_xlim() == (0.0, 1.0)
    nobody = SimpleNamespace(incidence=lambda: first.assign(incidence=np.nan))
    with pytest.raises(InputError, match="Give more years"):
        EXHIBITS["permanence"].draw(nobody)


def test_share_over_a_caseload_reads_as_the_share_of_workers(study) -> None:
    ax = study.plot("caseloads", role="continuing_services")
    frame = study.caseloads()
    rows = frame[(frame["plan"] == "As is") & (frame["role"] == "continuing_services")]
    shares = [
        run.loc[run["children"] > 10, "workers"].sum() / run["workers"].sum()
        for _, run in rows.groupby("replication")
    ]
    line = ax.lines[0]
    assert line.get_ydata()[list(line.get_xdata()).index(10)] == pytest.approx(np.mean(shares))


def test_a_difference_chance_could_make_has_a_hollow_mark(study) -> None:
    frame = study.differences()
    ax = charts.forest(frame, measure="unseen_children")
    row = frame[(frame["measure"] == "unseen_children") & (frame["role"] == "all")].iloc[0]
    hollow = ax.lines[0].get_markerfacecolor() == "white"
    assert hollow == (row["low"] <= 0 <= row["high"])


def test_an_unknown_chart_suggests_the_nearest(study) -> None:
    with pytest.raises(InputError, match="Did you mean 'caseloads'"):
        study.plot("caselods")


@pytest.mark.parametrize("name", ["unseen_children", "caseloads", "cap", "leavers"])
def test_a_role_nobody_has_is_told_and_draws_no_empty_chart(study, name) -> None:
    with pytest.raises(InputError, match="unknown role 'nurse'"):
        study.plot(name, role="nurse")


def test_a_cap_nobody_set_must_be_given(study) -> None:
    bare = study.agency.replace(roles=tuple(role.replace(cap=None) for role in study.agency.roles))
    with pytest.raises(InputError, match="target"):
        replace(study, agency=bare).plot("cap")


def test_a_study_loads_no_matplotlib_until_it_draws() -> None:
    code = "import sys, staffing_sim.study; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_one_measures_differences_name_it_and_say_which_way_is_better(study) -> None:
    shown = texts(study.plot("differences", measure="caseload").get_figure())
    assert "Caseload (continuing services)" in shown
    assert "(lower is better)" in shown


def test_a_single_plan_has_no_differences_to_draw(study) -> None:
    alone = replace(study, plans=study.plans[:1], outcomes=study.outcomes[::2])
    with pytest.raises(InputError, match="two plans"):
        alone.plot("differences")


def test_one_replication_is_drawn_without_a_band_and_says_so(study) -> None:
    once = replace(study, outcomes=study.outcomes[:2], wanted=1)
    for name in ("unseen_children", "caseloads"):
        ax = once.plot(name)
        assert not ax.collections
        assert "one draw of chance" in texts(ax.get_figure())


def test_the_map_of_load_is_hours_demanded_over_hours(study) -> None:
    found = study.office_loads(last=6).set_index(["plan", "office", "role", "period"])
    months = study.months()
    rows = months[(months["plan"] == "Ten") & (months["month"] >= study.horizon - 6)]
    rows = rows[(rows["office"] == "Hillcrest") & (rows["role"] == "adoption")]
    due = [f"{name}_hours_demanded" for name in ("contact", "casework", "court", "training")]
    expected = rows[due].to_numpy().sum() / rows["hours_available"].sum()
    cell = found.loc[("Ten", "Hillcrest", "adoption", "after")]
    assert cell["load"] == pytest.approx(expected)
    assert cell["low"] <= expected <= cell["high"]
    assert f"{expected:.2f}" in texts(study.plot("office_loads", last=6).get_figure())


def test_a_map_of_load_has_a_key_and_how_well_it_is_known_only_where_there_is_room(study) -> None:
    several = texts(study.plot("office_loads").get_figure())
    alone = texts(charts.office_loads(study.office_loads()).get_figure())
    assert "over 1: too much work" in several
    assert "over 1: too much work" in alone
    assert "±" in alone
    assert "±" not in several


def test_a_picture_of_staff_says_of_which_roles(study) -> None:
    assert "(all roles)" in texts(study.plot("staff").get_figure())
    assert "(adoption)" in texts(study.plot("staff", role="adoption").get_figure())


def test_a_shared_caseload_is_the_mean_over_children(study) -> None:
    frame = study.caseloads()
    ax = charts.shared_caseload(frame, role="continuing_services")
    carried, shared = (
        dict(zip(("As is", "Ten"), line.get_xdata(), strict=True)) for line in ax.lines
    )
    rows = frame[(frame["plan"] == "Ten") & (frame["role"] == "continuing_services")]
    desks = np.repeat(rows["children"], rows["workers"]).to_numpy(dtype=float)
    assert carried["Ten"] == pytest.approx(desks.mean())
    assert shared["Ten"] == pytest.approx(np.repeat(desks, desks.astype(int)).mean())


def test_break_even_attrition_is_all_who_began_over_the_service_there_was(study) -> None:
    found = study.break_even().set_index("plan").loc["Ten"]
    months, service = study.months(), study.service()
    of_role = (months["plan"] == "Ten") & (months["role"] == "continuing_services")
    whole = (service["office"] == "all") & (service["tenure"] == "all")
    whole &= (service["plan"] == "Ten") & (service["role"] == "continuing_services")
    years = service.loc[whole, "duty_years"].sum()
    assert found["break_even"] == pytest.approx(months.loc[of_role, "new_on_duty"].sum() / years)
    assert found["attrition"] == pytest.approx(service.loc[whole, "separations"].sum() / years)


def test_both_queues_stand_side_by_side_on_one_scale(study) -> None:
    left, right = study.plot("two_queues").get_figure().axes
    table = study.two_queues()
    assert left.get_ylim() == right.get_ylim()
    for ax, name in ((left, "waiting"), (right, "over")):
        rows = table[table["plan"] == "Ten"]
        np.testing.assert_array_equal(ax.lines[1].get_ydata(), rows[name])


def test_queues_in_which_nobody_waits_have_an_axis_all_the_same(study) -> None:
    frame = study.two_queues()
    ends = ("waiting", "over", "waiting_low", "waiting_high", "over_low", "over_high")
    nobody = SimpleNamespace(two_queues=lambda _role: frame.assign(**dict.fromkeys(ends, 0.0)))
    assert EXHIBITS["two_queues"].draw(nobody).get_ylim() == (0.0, 1.0)


def test_what_money_buys_turns_children_a_month_into_child_months(study) -> None:
    ax = study.plot("cost_and_unseen")
    assert "lower is better" in ax.get_ylabel()
    table = study.differences()
    rows = table[(table["plan"] == "Ten") & (table["role"] == "all")].set_index("measure")
    x, y = (float(values[0]) for values in ax.get_lines()[2].get_data())
    assert x == pytest.approx(rows.loc["cost", "difference"] / 1e6)
    assert y == pytest.approx(study.horizon * rows.loc["unseen_children", "difference"])


@pytest.fixture(scope="module")
def one_world():
    office = load_agency("small-office")
    return [simulate(office, plan, years=2, seed=4, clock="simpy") for plan in PLANS]


def test_one_childs_way_has_the_familys_investigation_first_and_every_plan(one_world) -> None:
    closed = [set(run.children.query("opened > 1 and closed < 20")["child"]) for run in one_world]
    child = min(set.intersection(*closed))
    history = child_history(one_world, child)
    for run in one_world:
        rows = history[history["plan"] == run.records.plan.name]
        me = run.children.set_index("child").loc[child]
        assert "investigation" in set(rows["stage"])
        assert rows["started"].is_monotonic_increasing
        assert rows["ended"].iloc[-1] == me["closed"]
        assert rows["unseen_months"].iloc[-1] == me["unseen_months"]
    shown = texts(charts.child(history).get_figure())
    assert "one draw of chance" in shown
    assert all(plan.name in shown for plan in PLANS)


def test_one_child_needs_one_world_and_a_child_all_plans_know(one_world) -> None:
    other = simulate(one_world[0].records.agency, PLANS[0], years=2, seed=5, clock="simpy")
    with pytest.raises(InputError, match="not of one agency, seed and horizon"):
        child_history([one_world[0], other], 5000)
    with pytest.raises(InputError, match="has no child -1"):
        child_history(one_world, -1)
    with pytest.raises(InputError, match="is empty"):
        child_history([], 5000)


def test_every_chart_of_a_notebook_is_shown_and_not_the_first_alone(tmp_path) -> None:
    """A notebook's backend turns pyplot interactive when it is loaded, with the first figure."""
    backend = "import matplotlib\nfrom matplotlib.backends.backend_agg import *\n"
    tmp_path.joinpath("notebook_backend.py").write_text(f"{backend}matplotlib.interactive(True)\n")
    code = (
        "import matplotlib, matplotlib.pyplot as plt\n"
        "from staffing_sim.charts import styled\n"
        "with styled():\n"
        "    plt.figure()\n"
        "raise SystemExit(not matplotlib.is_interactive())"
    )
    paths = os.pathsep.join([str(tmp_path), str(Path(charts.__file__).parents[2])])
    environment = os.environ | {"MPLBACKEND": "module://notebook_backend", "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", code], check=False, env=environment)
    assert done.returncode == 0


def test_the_need_of_a_role_is_drawn_step_on_step_up_to_what_is_needed() -> None:
    frame = need_waterfall(load_agency("small-office"))
    ax = charts.need(frame, role="emergency_response")
    row = frame.set_index("role").loc["emergency_response"]
    first, needed, there = ax.patches[:3]
    assert first.get_width() == pytest.approx(row["static_need"])
    assert needed.get_width() == pytest.approx(row["need"])
    assert there.get_width() == row["positions"]
    for one, other in pairwise([first, *ax.patches[3:]]):
        assert other.get_x() == pytest.approx(one.get_x() + one.get_width())
    assert "nothing simulated" in texts(ax.get_figure())
    with pytest.raises(InputError, match="adoption"):  # the standard asks for nobody
        charts.need(frame, role="adoption")
