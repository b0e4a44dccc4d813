"""A study that was stopped goes on from what is in its store, to the same bits."""

import errno
import os
import threading
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from staffing_sim import compare
from staffing_sim.cli import main
from staffing_sim.errors import InputError, InterruptedStudy
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.study.run import Setting, outcome
from staffing_sim.study.run import store as store_room
from staffing_sim.study.run.fan_out import whole_replications
from staffing_sim.study.run.outcome import DamagedRun, packed, unpacked
from tests.study.same_study import digest

PLANS = (Plan("As is"), Plan("Two", hires=Hires.once(2, kind="net")))
STUDY = {"years": 0.5, "replications": 3, "seed": 4}


@pytest.fixture(scope="module")
def agency():
    return load_agency("small-office")


@pytest.fixture(scope="module")
def whole(agency):
    return compare(agency, PLANS, **STUDY)


@pytest.fixture
def runs(monkeypatch):
    """The runs that are really made: (plan, replication)."""
    made = []
    outcome = Setting.outcome

    def noted(setting, plan, world, *, replication):
        made.append((setting.plans[plan].name, replication))
        return outcome(setting, plan, world, replication=replication)

    monkeypatch.setattr(Setting, "outcome", noted)
    return made


def stop_after(count):
    def progress(done, total) -> None:
        if done == count:
            raise KeyboardInterrupt

    return progress


def files_of(folder):
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".npz")


# --- going on -------------------------------------------------------------------------------------


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_stopped_study_goes_on_to_the_same_bits(agency, whole, tmp_path, n_jobs) -> None:
    folder = tmp_path / "runs"
    stopped = compare(agency, PLANS, store=folder, n_jobs=n_jobs, progress=stop_after(4), **STUDY)
    assert stopped.interrupted
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("*.npz")}
    assert len(kept) == 4
    told = []
    going_on = STUDY | {"progress": lambda *at: told.append(at)}
    resumed = compare(agency, PLANS, store=folder, n_jobs=n_jobs, **going_on)
    assert told == [(4, 6), (5, 6), (6, 6)]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # none was run again
    assert len(files_of(folder)) == 6
    assert digest(resumed) == digest(whole)
    assert resumed.fingerprint == whole.fingerprint


def test_more_replications_and_more_plans_only_add(agency, whole, tmp_path, runs) -> None:
    first = STUDY | {"replications": 1}
    compare(agency, PLANS[:1], store=tmp_path, **first)
    compare(agency, PLANS[:1], store=tmp_path, **STUDY)
    assert runs == [("As is", 0), ("As is", 1), ("As is", 2)]
    runs.clear()
    study = compare(agency, PLANS, store=tmp_path, **STUDY)
    assert runs == [("Two", 0), ("Two", 1), ("Two", 2)]
    assert digest(study) == digest(whole)


def test_a_store_that_holds_everything_runs_nothing(agency, whole, tmp_path, runs) -> None:
    compare(agency, PLANS, store=tmp_path, **STUDY)
    runs.clear()
    told = []
    study = compare(
        agency, PLANS, store=str(tmp_path), progress=lambda *at: told.append(at), **STUDY
    )
    assert (runs, told) == ([], [(6, 6)])
    assert digest(study) == digest(whole)


def test_a_plan_under_another_name_or_note_is_the_same_run(agency, tmp_path, runs) -> None:
    compare(agency, PLANS, store=tmp_path, **STUDY)
    runs.clear()
    renamed = (Plan("Today"), Plan("Offer", hires=PLANS[1].hires, note="made in March"))
    study = compare(agency, renamed, store=tmp_path, **STUDY)
    assert runs == []
    assert set(study.months()["plan"]) == {"Today", "Offer"}


@pytest.mark.parametrize(
    "changed",
    [
        {"seed": 5},
        {"years": 0.25},
        {"null": True},
        {"agency": "families_per_month"},
        {"plans": Plan("As is", backfill_share=0.5)},
        {"code": "edited"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_decides_a_run_tells_runs_apart(
    agency, tmp_path, runs, changed, monkeypatch
) -> None:
    one = STUDY | {"replications": 1}
    compare(agency, PLANS[:1], store=tmp_path, **one)
    runs.clear()
    settings = {"agency": agency, "plans": PLANS[0]} | one | changed
    if "agency" in changed:
        families = agency.demand.families_per_month * 1.1
        settings["agency"] = agency.replace(
            demand=agency.demand.replace(families_per_month=families), ledger={}
        )
    if settings.pop("code", None):
        monkeypatch.setattr(store_room, "code_digest", lambda: "other code")
    compare(settings.pop("agency"), settings.pop("plans"), store=tmp_path, **settings)
    assert len(runs) == 1


def test_an_interrupt_before_a_replication_is_whole_says_what_is_kept(agency, tmp_path) -> None:
    with pytest.raises(InterruptedStudy, match=r"kept in .*, and the same command resumes from"):
        compare(agency, PLANS, store=tmp_path, progress=stop_after(1), **STUDY)
    assert len(files_of(tmp_path)) == 1


def test_a_replication_after_one_that_is_missing_is_kept_but_not_yet_counted(whole) -> None:
    """Otherwise an interrupted study would not be the study of so many replications."""
    places = [(replication, plan) for replication in range(3) for plan in range(2)]
    finished = dict(zip(places, whole.outcomes, strict=True))
    assert whole_replications(finished, 3, 2) == whole.outcomes
    del finished[1, 0]
    assert whole_replications(finished, 3, 2) == whole.outcomes[:2]


@pytest.mark.filterwarnings("always:.*is damaged")
def test_the_command_keeps_goes_on_and_tells_what_was_damaged(tmp_path, capsys) -> None:
    folder = tmp_path / "runs"
    words = ["compare", "small-office", "--net", "2", "--years", "0.25", "--store", str(folder)]
    assert main([*words, "--replications", "1"]) == 0
    assert len(files_of(folder)) == 2
    damaged = folder / files_of(folder)[0]
    damaged.write_bytes(damaged.read_bytes()[:100])
    capsys.readouterr()
    assert main([*words, "--replications", "2", "--jobs", "-1"]) == 0
    told = capsys.readouterr()
    assert told.err == f"warning: {damaged}: is damaged, so this run is repeated.\n"
    assert main([*words, "--replications", "2"]) == 0
    assert capsys.readouterr().out == told.out

    (folder / "store.json").write_text('{"version": "0.0.9"}', encoding="utf-8")
    assert main(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{folder}: store: holds runs of version 0.0.9; this is version ")


def test_two_studies_may_fill_one_store_at_once(agency, whole, tmp_path) -> None:
    found = []

    def study() -> None:
        found.append(digest(compare(agency, PLANS, store=tmp_path, **STUDY)))

    both = [threading.Thread(target=study) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert found == [digest(whole)] * 2
    assert len(files_of(tmp_path)) == 6
    assert {path.suffix for path in tmp_path.iterdir()} == {".npz", ".json"}


# --- what is refused ------------------------------------------------------------------------------


def refused(agency, folder, **changed):
    with pytest.raises(InputError) as told:
        compare(agency, changed.pop("plans", PLANS), store=folder, **STUDY, **changed)
    return str(told.value)


def test_a_store_of_another_version_is_refused(agency, tmp_path, monkeypatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(store_room, "__version__", "0.0.9")
        compare(agency, PLANS, store=tmp_path, **STUDY)
    before = files_of(tmp_path)
    told = refused(agency, tmp_path)
    assert told.startswith(f"{tmp_path}: store: holds runs of version 0.0.9; this is version 0.2.0")
    assert "install version 0.0.9" in told
    assert files_of(tmp_path) == before


def test_a_folder_of_other_things_is_refused(agency, tmp_path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert "holds other files and is not a store" in refused(agency, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert "is a file" in refused(agency, tmp_path / "thesis.txt")
    assert "cannot be written: Not a directory" in refused(agency, tmp_path / "thesis.txt" / "s")


@pytest.mark.parametrize("label", ["", "[]", '{"name": 3}', "{"])
def test_a_label_that_cannot_be_read_is_told(agency, tmp_path, label) -> None:
    (tmp_path / "store.json").write_text(label, encoding="utf-8")
    assert "store.json, that cannot be read" in refused(agency, tmp_path)


def test_functions_are_refused_because_an_edited_one_keeps_its_name(agency, tmp_path) -> None:
    def idle(environment, agency):
        yield environment.timeout(1)

    own = Plan("Own", assignment=lambda _case, _workers: None)
    told = refused(agency, tmp_path, plans=[PLANS[0], own], processes=idle)
    assert "plans.Own.assignment: is your own function" in told
    assert "processes: is your own function" in told
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing_half_written(agency, tmp_path, monkeypatch) -> None:
    compare(agency, PLANS, store=tmp_path, **(STUDY | {"replications": 1}))

    def full(_descriptor) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    assert "cannot be written: No space left on device" in refused(agency, tmp_path)
    assert sorted(tmp_path.iterdir()) == before


def test_a_run_gets_its_name_only_when_all_of_it_is_on_the_disk(
    agency, tmp_path, monkeypatch
) -> None:
    named_before = []
    bring_to_disk = os.fsync

    def noted(descriptor) -> None:
        named_before.append(len(files_of(tmp_path)))
        bring_to_disk(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    compare(agency, PLANS, store=tmp_path, **(STUDY | {"replications": 1}))
    assert named_before == [0, 0, 1]  # the label, the first run, the second


# --- damage ---------------------------------------------------------------------------------------


def test_a_damaged_file_is_told_and_its_run_done_again(agency, whole, tmp_path, runs) -> None:
    compare(agency, PLANS, store=tmp_path, **STUDY)
    sound = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    first, second = (tmp_path / name for name in files_of(tmp_path)[:2])
    first.write_bytes(first.read_bytes()[:-1000])
    second.write_bytes(b"")
    runs.clear()
    with pytest.warns(UserWarning, match="is damaged, so this run is repeated") as told:
        study = compare(agency, PLANS, store=tmp_path, **STUDY)
    assert {str(warning.message).split(":")[0] for warning in told} == {str(first), str(second)}
    assert len(runs) == 2
    assert digest(study) == digest(whole)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == sound


def test_any_changed_byte_and_any_length_is_noticed(whole) -> None:
    data = packed(whole.outcomes[0])
    generator = np.random.default_rng(7)
    for place in (*generator.integers(len(data), size=200), len(data) - 1, 0):
        damaged = bytearray(data)
        damaged[place] ^= 1 << generator.integers(8)
        with pytest.raises(DamagedRun):
            unpacked(bytes(damaged))
    for length in (0, 1, 63, 64, 65, *generator.integers(len(data), size=50)):
        with pytest.raises(DamagedRun):
            unpacked(data[:length])
    with pytest.raises(DamagedRun):
        unpacked(data + b"\0")


def test_a_run_comes_back_with_every_bit_and_every_type(whole) -> None:
    before = replace(
        whole.outcomes[1],
        measures={("cost", "all"): float("nan"), ("leavers", "all"): -0.0, ("x", "y"): 5e-324},
    )
    data = packed(before)
    after = unpacked(data)
    assert repr(after.measures) == repr(before.measures)
    for name in outcome.TABLES:
        pd.testing.assert_frame_equal(
            getattr(after, name), getattr(before, name), check_exact=True, check_freq=True
        )
    assert packed(after) == data


def test_a_run_without_entries_into_care_comes_back_too(whole) -> None:
    empty = whole.outcomes[0].incidence.iloc[:0].reset_index(drop=True)
    after = unpacked(packed(replace(whole.outcomes[0], incidence=empty)))
    pd.testing.assert_frame_equal(after.incidence, empty)


def test_a_kept_run_is_a_numpy_archive_that_anybody_can_open(whole, tmp_path) -> None:
    (tmp_path / "run.npz").write_bytes(packed(whole.outcomes[0]))
    with np.load(tmp_path / "run.npz", allow_pickle=False) as archive:
        np.testing.assert_array_equal(archive["months/unseen"], whole.outcomes[0].months["unseen"])
    assert outcome.CHECKSUM_BYTES == 64


def test_what_a_stopped_process_left_half_written_is_ignored_and_removed_after_a_day(
    agency, tmp_path
) -> None:
    compare(agency, PLANS, store=tmp_path, **(STUDY | {"replications": 1}))
    young, old = tmp_path / "a.part", tmp_path / "b.part"
    for path in (young, old):
        path.write_bytes(b"half")
    long_ago = time.time() - 100_000
    os.utime(old, (long_ago, long_ago))
    compare(agency, PLANS, store=tmp_path, **(STUDY | {"replications": 1}))
    assert young.exists()
    assert not old.exists()
