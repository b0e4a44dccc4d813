"""The command line run inside the test's own process."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from staffing_sim.cli import main

FILES = Path(__file__).parent / "files"


class Outcome(NamedTuple):
    """What a command left: its exit code and both of its texts."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        return self.err.splitlines()

    @property
    def width(self) -> int:
        return max(map(len, self.out.splitlines()))


Command = Callable[..., Outcome]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run
