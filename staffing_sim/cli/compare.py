"""``staffing-sim compare``: plans side by side, with intervals and verdicts in plain words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from staffing_sim.cli.output import written_whole
from staffing_sim.cli.requests import Request, compared_plans, read_request
from staffing_sim.study import Study, compare

__all__ = ["run"]


def run(options: argparse.Namespace) -> None:
    """Compare plans, print the study's card and write its files."""
    request = read_request(options, choose=compared_plans)
    study = compare_with_progress(request)
    print(study)
    if request.out is not None:
        write_study(study, request.out)


def compare_with_progress(request: Request) -> Study:
    """Run the study, with a bar on standard error if that is a terminal."""
    with progress_on_terminal(len(request.plans) * request.replications) as step:
        return compare(
            request.agency,
            request.plans,
            years=request.years,
            replications=request.replications,
            seed=request.seed,
            clock=request.clock,
            null=request.null,
            progress=step,
        )


@contextmanager
def progress_on_terminal(runs: int) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that shows how many runs are done; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=runs, unit="run", leave=False) as bar:
        yield lambda done, _wanted: bar.update(done - bar.n)


def write_study(study: Study, directory: Path) -> None:
    """Write every file of the study, all or none."""
    with written_whole(directory) as staging:
        study.save(staging)
        names = sorted(path.name for path in staging.iterdir())
    print(f"\n{', '.join(names)} are in {directory}")
