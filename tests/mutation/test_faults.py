"""Every planted fault still finds the line it changes; the audit itself is run by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.audit import written
from tests.mutation.fault import Fault
from tests.mutation.faults import FAULTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_finds_each_line_it_changes_exactly_once(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text(encoding="utf-8")
    for old, new in fault.edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    assert all((ROOT / test).is_file() for test in fault.tests)


def test_no_two_faults_have_one_name() -> None:
    names = [fault.name for fault in FAULTS]
    assert sorted(set(names)) == sorted(names)


def test_the_page_speaks_of_faults_that_are_planted_and_each_is_noticed() -> None:
    names = {fault.name for fault in FAULTS}
    assert {name for name in written() if name not in names} == set()
    assert {name for name, (_, found) in written().items() if found == "NONE"} == set()
