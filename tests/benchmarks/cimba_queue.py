"""Ten workers and one line, as a Cimba model; run in a process of its own.

Cimba teaches numba new methods of records, and numba has settled those by the time our own rules
are compiled, so the two cannot be timed in one process.
"""

import json
import statistics
import time

import cimba
from cimba import inputs

from tests.benchmarks.agencies import (
    DESK_FAMILIES_PER_MONTH,
    DESK_MONTHS,
    DESK_WORK_MONTHS,
    DESKS,
)


class TenDesks(cimba.Model):
    """Families wait in one line for the first worker who is free."""

    between_referrals: cimba.Input[float] = inputs.dist.exponential(
        mean=1.0 / DESK_FAMILIES_PER_MONTH
    )
    work: cimba.Input[float] = inputs.dist.exponential(mean=DESK_WORK_MONTHS)
    line: cimba.Container
    mean_line: cimba.Output[float]

    @cimba.process
    def referrals(self) -> None:
        while True:
            cimba.hold(self.between_referrals.next())
            self.line.put(1)

    @cimba.process(copies=DESKS)
    def worker(self) -> None:
        while True:
            self.line.get(1)
            cimba.hold(self.work.next())

    @cimba.on_end
    def measure(self) -> None:
        self.mean_line = self.line.mean_level()


MODEL = TenDesks()


def mean_line() -> float:
    """Run the queue once and return how many families waited on average."""
    window = cimba.Window(duration=float(DESK_MONTHS))
    results = cimba.Experiment(MODEL, replications=1, window=window, seed=1).run(workers=1)
    return float(results[MODEL].mean_line.values.ravel()[0])


def main() -> None:
    """Compile, then time a few runs; print their medians."""
    line = mean_line()
    wall, cpu = [], []
    for _ in range(7):
        before = time.perf_counter(), time.process_time()
        mean_line()
        wall.append(time.perf_counter() - before[0])
        cpu.append(time.process_time() - before[1])
    seconds = {"wall_seconds": statistics.median(wall), "cpu_seconds": statistics.median(cpu)}
    print(json.dumps({"mean_line": line, **seconds}))  # noqa: T201 (its caller reads it)


if __name__ == "__main__":
    main()
