"""The files that a briefing carries and the commands that make it again from them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from staffing_sim.briefing.figures import address
from staffing_sim.briefing.parts import File
from staffing_sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["commands_of", "files_of"]


def files_of(study: Study) -> tuple[File, ...]:
    """Return what the page carries: the study, the agency with its plans, the two main tables."""
    from staffing_sim.study.rerun_file import rerun_text

    study_use = "the agency, every plan (the baseline too), the seed: all that a rerun needs"
    files = [File("study.json", study_use, _held("application/json", rerun_text(study)))]
    if (text := _agency_file(study)) is not None:
        use = "the same agency and plans as a file to read and to change"
        files.append(File("agency.toml", use, _held("application/toml", text)))
    tables = {
        "summary.csv": ("every measure of every plan", study.summary()),
        "differences.csv": ("every measure's paired differences", study.differences()),
    }
    files += [File(name, use, _table(frame)) for name, (use, frame) in tables.items()]
    return tuple(files)


def _agency_file(study: Study) -> str | None:
    """Return the agency and its plans as a file; none where a plan holds a function."""
    from staffing_sim.presets import agency_text

    try:
        return agency_text(study.agency, plans=study.plans)
    except InputError:
        return None


def _table(frame: pd.DataFrame) -> str:
    return _held("text/csv", frame.to_csv(index=False, lineterminator="\n"))


def _held(kind: str, text: str) -> str:
    return address(f"{kind};charset=utf-8", text.encode())


def commands_of(question: str, *, null: bool, flips: bool) -> tuple[str, ...]:
    """Return what to type, in a folder that holds the page's files, to get the page again.

    Examples
    --------
    >>> commands_of("", null=True, flips=False)[-1]
    'staffing-sim report study.json --out briefing.html'
    """
    words = ["staffing-sim", "report", "study.json"]
    words += [] if null else ["--without-null"]
    words += ["--flips"] if flips else []
    words += ["--question", question] if question else []
    return (
        "staffing-sim rerun study.json --out results",
        shlex.join([*words, "--out", "briefing.html"]),
    )
