"""Errors carry every fault, and each fault reads as one line."""

from __future__ import annotations

import pickle

import pytest

from staffing_sim.errors import (
    AgencyError,
    Fault,
    InputError,
    InterruptedStudy,
    PlanError,
    PolicyError,
    RunError,
    StaffingSimError,
    join_key,
    nearest,
)


@pytest.mark.parametrize(
    "error", [AgencyError, InputError, PlanError, PolicyError, RunError, InterruptedStudy]
)
def test_every_error_is_one_of_ours(error) -> None:
    assert issubclass(error, StaffingSimError)


def test_faults_of_input_are_value_errors_too() -> None:
    with pytest.raises(ValueError, match="start: is missing"):
        raise AgencyError([Fault(key="start", problem="is missing")])


def test_an_error_says_one_line_per_fault_in_order() -> None:
    error = PlanError([Fault(key="b", problem="first"), Fault(key="a", problem="second")])
    assert str(error).splitlines() == ["b: first.", "a: second."]


def test_a_fault_is_said_with_file_key_problem_and_remedy() -> None:
    fault = Fault(key="limit", problem="must be at least 1; got 0", remedy="Give a number.")
    line = str(fault.under("cap").under("roles.adoption").in_file("la.toml"))
    assert line == "la.toml: roles.adoption.cap.limit: must be at least 1; got 0. Give a number."


def test_a_fault_of_a_whole_file_has_no_key() -> None:
    assert str(Fault(key="", problem="is empty", where_file="x.toml")) == "x.toml: is empty."


def test_an_error_keeps_its_kind_when_it_learns_its_file() -> None:
    error = PlanError([Fault(key="name", problem="is missing")]).in_file("union.toml")
    assert isinstance(error, PlanError)
    assert error.faults[0].where_file == "union.toml"


@pytest.mark.parametrize(
    "error",
    [
        AgencyError([Fault(key="start", problem="is missing")]),
        PolicyError("mine", "returned None"),
        InterruptedStudy(3, 20),
        RunError("position 4 is out of generations"),
    ],
)
def test_an_error_survives_the_way_from_another_process(error) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)


def test_keys_join_with_dots_and_indices_without() -> None:
    assert join_key("routes", "[2]") == "routes[2]"
    assert join_key("roles.adoption", "cap") == "roles.adoption.cap"
    assert join_key("", "cap") == "cap"


def test_the_nearest_name_is_suggested_and_otherwise_all_are() -> None:
    assert (
        nearest("investigatoin", ["investigation", "adoption"]) == "Did you mean 'investigation'?"
    )
    assert nearest("q", ["net", "gross"]) == "Choose one of: 'net', 'gross'."
    assert nearest("q", []) == ""
