"""``staffing-sim report``: a briefing to hand over, from nothing or from an earlier study."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.writing import checked_path
from staffing_sim.cli.choosing import compared_plans
from staffing_sim.cli.requests import read_request, read_rerun
from staffing_sim.cli.tables import fitted
from staffing_sim.cli.words import Faults
from staffing_sim.errors import Fault, InputError, InterruptedStudy

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

__all__ = ["run"]

DEFAULTS: Final = {"years": "3", "replications": "20", "seed": "2013"}
"""What is run where no study says it and nothing else was typed."""


def run(options: argparse.Namespace) -> None:
    """Run the plans, or the study again, and write its briefing.

    Raises
    ------
    InputError
        With every fault of what was typed, before anything runs.
    InterruptedStudy
        If the study was stopped early, after writing what was finished.
    """
    earlier = _study_file(options.agency)
    study, running = _compared(options) if earlier is None else _run_again(options, earlier)
    if study.interrupted:  # a page takes a while: nobody should think that nothing happens
        told = f"stopped; writing what {study.replications} of {study.wanted} replications say"
        print(told, file=sys.stderr)
    null = not options.without_null and not study.interrupted
    flips = (_flips(study, running),) if options.flips and not study.interrupted else ()

    from staffing_sim.briefing import report  # heavy, so only once the arguments are right

    path = report(study, options.file, question=options.question, null=null, flips=flips, **running)
    print(fitted(f"written to {path}"))
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted, store=running["store"])


def _study_file(typed: str) -> Path | None:
    """Return the file of the earlier study that was named; none where it is an agency."""
    path = Path(typed).expanduser()
    if path.is_dir():
        return path / "study.json"
    return path if path.suffix == ".json" else None


def _compared(options: argparse.Namespace) -> tuple[Study, dict[str, Any]]:
    """Compare plans as they were typed; return the study, and how to run more of it."""
    for name, default in DEFAULTS.items():
        if getattr(options, name) is None:
            setattr(options, name, default)
    faults = Faults()
    request = faults.reading(lambda: read_request(options, choose=compared_plans))
    faults.reading(lambda: checked_path(options.file))
    faults.tell()

    from staffing_sim.study import compare

    running = {"clock": request.clock, "n_jobs": request.jobs, "store": request.store}
    study = compare(
        request.agency,
        request.plans,
        years=request.years,
        replications=request.replications,
        seed=request.seed,
        **running,  # type: ignore[arg-type]  # one value for each name
    )
    return study, running


def _run_again(options: argparse.Namespace, earlier: Path) -> tuple[Study, dict[str, Any]]:
    """Run an earlier study again; what its file says cannot be typed too."""
    faults = Faults()
    request = faults.reading(lambda: read_rerun(options))
    faults.reading(lambda: checked_path(options.file))
    faults.reading(lambda: _refuse_what_the_study_says(options))
    faults.tell()

    from staffing_sim.study import rerun

    running = {"clock": request.clock, "n_jobs": request.jobs, "store": request.store}
    return rerun(earlier, **running), running  # type: ignore[arg-type]  # as above


def _refuse_what_the_study_says(options: argparse.Namespace) -> None:
    typed = [f"--{name}" for name in DEFAULTS if getattr(options, name) is not None]
    typed += list(dict.fromkeys(option for option, _ in options.plans))
    if typed:
        problem, remedy = "stands in the study's own file", "Leave it out, or name an agency."
        raise InputError(Fault(key=name, problem=problem, remedy=remedy) for name in typed)


def _flips(study: Study, running: dict[str, Any]) -> Flips:
    """Return where two plans change rank: the first two after the baseline, or it and the other."""
    from staffing_sim.sensitivity import flip_points
    from staffing_sim.timeline import MONTHS_PER_YEAR

    if len(study.plans) < 2:
        problem, remedy = "needs two plans", "Give another, or leave it out."
        raise InputError([Fault(key="--flips", problem=problem, remedy=remedy)])
    first, second = study.plans[1:3] if len(study.plans) > 2 else study.plans[::-1]
    return flip_points(
        study.agency,
        first,
        second,
        years=study.horizon / MONTHS_PER_YEAR,
        seed=study.seed,
        clock=running["clock"],
        n_jobs=running["n_jobs"],
    )
