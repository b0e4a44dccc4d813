"""One run of the county in a process of its own: prints the most memory it held, in megabytes.

python -m tests.benchmarks.one_county_run MONTHS
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

from staffing_sim import load_agency
from staffing_sim.engine import run
from staffing_sim.records import Run
from staffing_sim.world import draw_world
from tests.benchmarks.agencies import AS_IS


def peak_megabytes() -> float:
    """Return the most memory this process has held.

    Where there is no /proc, ask the operating system's accounts; those of Linux would hand on the
    peak of the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        assert peak is not None
        return int(peak[1]) / 1024.0
    unit = 2**20 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main(months: int) -> None:
    agency = load_agency("la-county-2013")
    world = draw_world(agency, months=months, seed=2013)
    assert len(Run(run(agency, world, AS_IS, clock="compiled")).months) > 0
    print(peak_megabytes())  # noqa: T201 (its caller reads it)


if __name__ == "__main__":
    main(int(sys.argv[1]))
