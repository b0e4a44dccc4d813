"""The front door: about 35 names and the rooms behind it, typed, and loaded only when used."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import staffing_sim

HEAVY = ("matplotlib", "numba", "numpy", "pandas", "pydantic", "scipy", "simpy")


def names_in_stub(*, of_rooms: bool = False) -> list[str]:
    """Return the names that the stub takes from rooms, or the rooms it names."""
    stub = Path(staffing_sim.__file__).with_suffix(".pyi")
    statements = ast.parse(stub.read_text(encoding="utf-8")).body
    imports = [line for line in statements if isinstance(line, ast.ImportFrom)]
    return [
        alias.name
        for line in imports
        for alias in line.names
        if (line.module == staffing_sim.__name__) == of_rooms
    ]


def modules_loaded_by(code: str) -> set[str]:
    """Return the top-level modules a fresh interpreter holds after running the code."""
    report = (
        f"{code}\nimport sys, json\nprint(json.dumps(sorted(m.split('.')[0] for m in sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_public_names_are_sorted_and_each_stands_once() -> None:
    assert staffing_sim.__all__ == sorted(set(staffing_sim.__all__))


def test_type_checkers_and_python_see_the_same_names() -> None:
    assert sorted(names_in_stub()) == staffing_sim.__all__
    assert tuple(names_in_stub(of_rooms=True)) == staffing_sim._ROOMS


@pytest.mark.parametrize("name", staffing_sim.__all__)
def test_every_public_name_can_be_loaded_and_is_documented(name: str) -> None:
    assert getattr(staffing_sim, name).__doc__


def test_no_public_name_is_also_a_room_which_an_import_would_put_in_its_place() -> None:
    house = Path(staffing_sim.__file__).parent
    rooms = {path.stem for path in house.iterdir()}
    assert rooms.isdisjoint(staffing_sim.__all__)


def test_dir_shows_names_that_are_not_loaded_yet() -> None:
    assert set(staffing_sim.__all__) <= set(dir(staffing_sim))


@pytest.mark.parametrize("room", staffing_sim._ROOMS)
def test_every_room_can_be_entered_and_all_it_offers_is_there(room: str) -> None:
    entered = getattr(staffing_sim, room)
    assert all(hasattr(entered, name) for name in getattr(entered, "__all__", ()))


MOVED = [(name, room) for room, names in staffing_sim._MOVED.items() for name in names]


@pytest.mark.parametrize(("name", "room"), MOVED)
def test_an_old_name_says_where_it_is_and_is_there(name: str, room: str) -> None:
    with pytest.raises(AttributeError, match=rf"is now staffing_sim\.{room}\.{name}$"):
        getattr(staffing_sim, name)
    assert hasattr(getattr(staffing_sim, room), name)


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Customer'"):
        _ = staffing_sim.Customer  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert modules_loaded_by("import staffing_sim").isdisjoint(HEAVY)
