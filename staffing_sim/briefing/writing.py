"""Writing a briefing: the null model beside it, the page, and the file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffing_sim.errors import InputError, wrong

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

SUFFIXES = (".html", ".pdf")


def report(
    study: Study,
    path: str | Path,
    *,
    question: str = "",
    null: bool = True,
    flips: Flips | Sequence[Flips] = (),
    **running: Any,
) -> Path:
    """Write a briefing: one file with the question, the answer, the exhibits and what they rest on.

    The file needs nothing else: pictures, tables and what a rerun needs are in it, and no script.
    The same study gives identical files.

    Parameters
    ----------
    study
        What was compared.
    path
        The file: ``.html``, or ``.pdf`` where WeasyPrint is installed.
    question
        What the study was to answer; said in the library's own words where not given.
    null
        Set every difference beside that of the null model, which runs the plans once more.
    flips
        What `flip_points` found, for one pair of plans or several.
    **running
        How to run the null model, as in `compare` (``n_jobs``, ``store``, ``progress`` ...).

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the file cannot be written, or has another suffix.

    Examples
    --------
    >>> import tempfile
    >>> import staffing_sim as ss
    >>> plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    >>> office = ss.load_agency("small-office")
    >>> study = ss.compare(office, plans, years=0.5, replications=2, progress=False)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = report(study, f"{folder}/briefing.html", null=False).read_text("utf-8")
    >>> page.count("<script"), study.fingerprint in page
    (0, True)
    """
    from staffing_sim.briefing.page import html_of, page_of

    target = checked_path(path)
    null_study = study.null_study(**running) if null and _can_run_null(study) else None
    found = tuple(flips) if isinstance(flips, Sequence) else (flips,)
    html = html_of(page_of(study, null_study, flips=found, question=question))
    content = html.encode() if target.suffix == ".html" else _printed(html, study)
    return _written(target, content)


def checked_path(path: str | Path) -> Path:
    """Return where a briefing goes.

    Raises
    ------
    InputError
        If it is a folder, is not in one, or is to be another kind of file.

    Examples
    --------
    >>> checked_path("briefing.docx")
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: briefing.docx: must end in .html or .pdf. Print the page from...
    """
    target = Path(path).expanduser()
    if target.suffix.lower() not in SUFFIXES:
        remedy = "Print the page from a browser for anything else."
        raise _refused(path, f"must end in {' or '.join(SUFFIXES)}", remedy)
    if target.is_dir():
        raise _refused(path, "is a folder", "Give a file's name.")
    if not os.access(target.absolute().parent, os.W_OK | os.X_OK):
        raise _refused(path, "is not in a folder you can write to", "Choose or make one first.")
    if target.suffix.lower() == ".pdf":
        _printer()
    return target


def _can_run_null(study: Study) -> bool:
    """Tell whether the null model says more, and can be run from what the study holds."""
    return study.agency != study.agency.null() and not study.own_functions


def _printer() -> Any:
    """Return what makes a PDF of a page, or tell how to get it."""
    try:
        import weasyprint
    except (ImportError, OSError):  # its own libraries may be missing
        remedy = (
            "Install staffing-sim[pdf], or write .html and print it from a browser, which has the "
            "same pages."
        )
        raise _refused(".pdf", "needs WeasyPrint, which cannot be loaded", remedy) from None
    return weasyprint


def _printed(html: str, study: Study) -> bytes:
    """Return the page as a PDF; its name for itself comes from the study, so bytes repeat."""
    content: bytes = (
        _printer().HTML(string=html).write_pdf(pdf_identifier=study.fingerprint.encode())
    )
    return content


def _written(target: Path, content: bytes) -> Path:
    """Write a file beside its place and move it there when it is complete."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise _refused(target, f"cannot be written: {reason}", "Give another place.") from None
    finally:
        part.unlink(missing_ok=True)
    return target


def _refused(path: str | Path, problem: str, remedy: str) -> InputError:
    return wrong(str(path), problem, remedy)
