"""Runs every benchmark and writes docs/explanation/performance.md: `python -m tests.benchmarks`.

Given the JSON report of an earlier run, it only writes the page.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from tests.benchmarks.page import write_page


def main(reports: list[str]) -> int:
    """Return pytest's exit code; the page is written when it is 0."""
    if reports:
        write_page(Path(reports[0]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        failed = pytest.main([str(Path(__file__).parent), "-q", f"--benchmark-json={report}"])
        if failed == pytest.ExitCode.OK:
            write_page(report)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
