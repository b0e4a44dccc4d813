"""What a piece of work costs: wall and CPU seconds, finished children of this process included."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).resolve().parents[2]


class Measure:
    """Times work in rounds after a warm-up, and notes facts beside the seconds.

    pytest-benchmark keeps the wall seconds; the median of the CPU seconds stands beside them in
    ``extra_info``. A machine with other things to do lengthens the former, hardly the latter.
    """

    def __init__(self, benchmark: BenchmarkFixture) -> None:
        self._benchmark = benchmark

    def __call__(
        self,
        work: Callable[..., Any],
        *,
        rounds: int = 5,
        warm_ups: int = 1,
        fresh: Callable[[], Any] | None = None,
    ) -> Any:
        """Return what the last round returned; ``fresh`` makes its argument, outside the time."""
        spent: list[float] = []

        def timed(*given: Any) -> Any:
            before = cpu_seconds()
            result = work(*given)
            spent.append(cpu_seconds() - before)
            return result

        result = self._benchmark.pedantic(
            timed,
            setup=None if fresh is None else lambda: ((fresh(),), {}),
            rounds=rounds,
            warmup_rounds=warm_ups,
        )
        self.note(cpu_seconds=statistics.median(spent[warm_ups:] or spent))
        return result

    def note(self, **facts: Any) -> None:
        """Keep facts for the page: counts, kinds, seconds of parts."""
        self._benchmark.extra_info.update(facts)


def cpu_seconds() -> float:
    """Return the CPU seconds that this process and its finished children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def in_a_process(*words: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a Python of its own in the project's folder and return what it prints."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
