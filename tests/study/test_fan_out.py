"""However many runs go on at once, and wherever: the same study, few worlds, no wasted draws."""

import pickle
import threading
import time
from weakref import WeakSet

import joblib
import pytest
from joblib._parallel_backends import ThreadingBackend

from staffing_sim import compare
from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency, load_plans
from staffing_sim.study.run import Setting, fan_out, outcome_of, setting
from tests.study.same_study import digest

PLANS = (
    Plan("As is"),
    Plan("Two", hires=Hires.once(2, kind="net")),
    Plan("Back", backfill_share=0),
)
STUDY = {"years": 0.5, "replications": 3, "seed": 4, "progress": False}
IN_THREADS = STUDY | {"clock": "compiled"}


class AnswersAtTheEnd(ThreadingBackend):
    """A backend like Ray's: it returns lists only."""

    supports_return_generator = False


joblib.register_parallel_backend("answers_at_the_end", AnswersAtTheEnd)


@pytest.fixture(scope="module")
def agency():
    return load_agency("small-office")


@pytest.fixture(scope="module")
def in_turn(agency):
    return digest(compare(agency, PLANS, **STUDY))


@pytest.mark.parametrize("n_jobs", [2, 3, -1])
def test_threads_give_the_same_study(agency, in_turn, n_jobs) -> None:
    assert digest(compare(agency, PLANS, n_jobs=n_jobs, **IN_THREADS)) == in_turn


@pytest.mark.slow
def test_processes_with_the_other_clock_give_the_same_study(agency, in_turn) -> None:
    assert digest(compare(agency, PLANS, n_jobs=2, clock="simpy", **STUDY)) == in_turn


def test_a_backend_that_answers_at_the_end_gives_the_same_study_in_portions(
    agency, in_turn
) -> None:
    told = []
    with joblib.parallel_config(backend="answers_at_the_end"):
        study = compare(
            agency, PLANS, n_jobs=2, **(STUDY | {"progress": lambda *at: told.append(at)})
        )
    assert digest(study) == in_turn
    assert told == [(done, 9) for done in range(10)]


@pytest.mark.slow
def test_a_cluster_of_processes_gives_the_same_study(agency, in_turn) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        assert digest(compare(agency, PLANS, n_jobs=-1, **STUDY)) == in_turn


@pytest.mark.slow
def test_a_policy_of_ones_own_travels_to_other_processes(agency) -> None:
    def fewest(case, workers):
        return min(workers, key=lambda worker: (worker.children, worker.worker), default=None)

    plans = (Plan("As is"), Plan("Fewest", assignment=fewest))
    short = STUDY | {"years": 0.25, "replications": 2}
    assert digest(compare(agency, plans, n_jobs=2, **short)) == digest(
        compare(agency, plans, **short)
    )


def test_threads_draw_each_world_once_and_hold_no_more_of_them_than_runs(
    agency, monkeypatch
) -> None:
    drawn, alive, most = [], WeakSet(), []
    draw, guard = setting.draw_world, threading.Lock()

    def counted(agency, *, months, seed):
        world = draw(agency, months=months, seed=seed)
        with guard:
            drawn.append(seed)
            alive.add(world)
        return world

    def looked_at(runs, plan, world, *, replication):
        with guard:
            most.append(len(alive))
        time.sleep(0.002 * (1 + (plan + replication) % 3))
        return outcome_of(runs.run(plan, world), replication=replication)

    compare(agency, PLANS[:1], **(IN_THREADS | {"replications": 1}))  # the rules are compiled
    monkeypatch.setattr(setting, "draw_world", counted)
    monkeypatch.setattr(Setting, "outcome", looked_at)
    compare(agency, PLANS, n_jobs=2, **(IN_THREADS | {"replications": 6}))
    assert sorted(drawn) == [(4, replication) for replication in range(6)]
    assert max(most) <= 2


def test_the_rules_are_compiled_before_threads_want_them(agency, monkeypatch) -> None:
    events = []
    outcome = Setting.outcome

    def noted(*args, **kwargs):
        events.append("run")
        return outcome(*args, **kwargs)

    monkeypatch.setattr(fan_out, "compile_once", lambda _setting: events.append("compiled"))
    monkeypatch.setattr(Setting, "outcome", noted)
    compare(agency, PLANS[:2], n_jobs=2, **(IN_THREADS | {"replications": 1}))
    assert events == ["compiled", "run", "run"]


def test_what_is_sent_to_a_worker_holds_no_world() -> None:
    county = Setting(
        agency=load_agency("la-county-2013"),
        plans=load_plans("la-county-2013"),
        months=36,
        seed=1,
    )
    pieces = list(fan_out.separate_pieces(county, {0: [0, 1], 1: [1]}, workers=2))
    assert [piece[1][1:] for piece in pieces] == [(0, [0, 1]), (1, [1])]
    assert all(len(pickle.dumps(piece)) < 300_000 for piece in pieces)


def test_fewer_replications_than_workers_are_split_by_plan(agency) -> None:
    runs = Setting(agency=agency, plans=PLANS, months=6, seed=1)
    pieces = list(fan_out.separate_pieces(runs, {0: [0, 1, 2], 1: [2]}, workers=4))
    assert [piece[1][1:] for piece in pieces] == [(0, [0, 2]), (0, [1]), (1, [2])]


@pytest.mark.parametrize(
    ("n_jobs", "says"),
    [
        (0, "n_jobs: must be at least 1, or -1; got 0"),
        (-2, "n_jobs: must be at least 1, or -1; got -2"),
        (1.5, "n_jobs: must be a whole number; got 1.5"),
        ("two", "n_jobs: must be a whole number; got 'two'"),
        (True, "n_jobs: must be a whole number; got True"),
    ],
)
def test_a_number_of_jobs_that_makes_no_sense_is_told(agency, n_jobs, says) -> None:
    with pytest.raises(InputError, match="n_jobs") as told:
        compare(agency, PLANS, n_jobs=n_jobs, **STUDY)
    assert says in str(told.value)


def test_a_fault_in_a_run_is_told_as_when_runs_take_turns(agency) -> None:
    def gives_nonsense(case, workers):
        return 7

    with pytest.raises(Exception, match="gives_nonsense") as told:
        compare(agency, Plan("Own", assignment=gives_nonsense), n_jobs=2, **STUDY)
    assert type(told.value).__name__ == "PolicyError"
