"""``report``: a briefing to hand over, from nothing or from an earlier study."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.cli.options import SEED, Commands, add, plan_options, share
from staffing_sim.cli.printing import fitted, report_interruption
from staffing_sim.cli.request import compared_plans, read_request
from staffing_sim.errors import Fault, InputError, wrong
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

DEFAULTS: Final = {"years": 3.0, "replications": 20, "seed": SEED}
"""What is run where neither an earlier study nor an option says."""


def write_report(options: argparse.Namespace) -> None:
    """Run the plans, or an earlier study again, and write the briefing.

    Raises
    ------
    InputError
        With every fault of what was typed, before anything runs.
    InterruptedStudy
        If the study was stopped early, after writing what was finished.
    """
    from staffing_sim.briefing.writing import checked_path

    options.faults.reading(lambda: checked_path(options.file))
    running = {"clock": options.clock, "n_jobs": options.n_jobs, "store": options.store}
    earlier = _study_file(options.agency)
    study = _run_again(earlier, options, running) if earlier else _compared(options)
    if study.interrupted:  # writing takes a while: nobody should think that nothing happens
        done = f"{study.replications} of {study.wanted} replications"
        print(f"stopped; writing the briefing from {done}", file=sys.stderr)
    null = not options.without_null and not study.interrupted
    flips = (_flips(study, running),) if options.flips and not study.interrupted else ()

    from staffing_sim.briefing import report

    path = report(study, options.file, question=options.question, null=null, flips=flips, **running)
    print(fitted(f"written to {path}"))
    report_interruption(study, store=options.store)


def _study_file(typed: str) -> Path | None:
    """Return the file of the earlier study that was named; None if an agency was."""
    path = Path(typed).expanduser()
    if path.is_dir():
        return path / "study.json"
    return path if path.suffix == ".json" else None


def _compared(options: argparse.Namespace) -> Study:
    """Compare the plans that were typed."""
    for name, default in DEFAULTS.items():
        if getattr(options, name) is None:
            setattr(options, name, default)
    return read_request(options, choose=compared_plans).compare()


def _run_again(earlier: Path, options: argparse.Namespace, running: dict[str, Any]) -> Study:
    """Run an earlier study again; what its file settles cannot be typed too."""
    typed = [f"--{name}" for name in DEFAULTS if getattr(options, name) is not None]
    typed += list(dict.fromkeys(option for option, _ in options.plans))
    problem, remedy = "is set by the earlier study", "Leave it out, or name an agency instead."
    faults = [Fault(option, problem, remedy) for option in typed]
    options.faults.add(InputError(faults))
    options.faults.raise_any()

    from staffing_sim.study import rerun

    return rerun(earlier, **running)


def _flips(study: Study, running: dict[str, Any]) -> Flips:
    """Return where two plans change rank: the first two after the baseline, or it and the other."""
    from staffing_sim.sensitivity import flip_points

    if len(study.plans) < 2:
        raise wrong("--flips", "needs two plans", "Give another plan, or leave --flips out.")
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


# --- what is typed -------------------------------------------------------------------------------


def _report_options(command: argparse.ArgumentParser) -> None:
    """Add what a briefing takes; what an earlier study settles is None unless it was typed."""
    command.add_argument(
        "agency",
        metavar="NAME_FILE_OR_RESULTS",
        help="a preset's name, a TOML file, or an earlier study: its directory or its study.json",
    )
    plan_options(command)
    settled = [f"--{name}" for name in DEFAULTS]
    share(
        command,
        *settled,
        "--clock",
        "--jobs",
        "--store",
        replications=str(DEFAULTS["replications"]),
    )
    command.set_defaults(**dict.fromkeys(DEFAULTS))
    add(command, "--without-null", None, "leave the null model out (it doubles the runs)")
    add(
        command,
        "--flips",
        None,
        "search for the values at which the first two plans after the baseline change rank (many "
        "runs)",
    )
    add(command, "--question", "TEXT", "the question that the briefing answers", default="")
    add(
        command,
        "--out",
        "FILE",
        "file to write: .html, or .pdf with WeasyPrint",
        dest="file",
        default="briefing.html",
    )


COMMANDS: Commands = {"report": (_report_options, write_report)}
