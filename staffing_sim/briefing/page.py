"""The page: everything a briefing says, put together and written as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from staffing_sim import __version__
from staffing_sim.briefing.differences import definitions, difference_exhibit
from staffing_sim.briefing.elements import Exhibit, Page, Table
from staffing_sim.briefing.outcomes import money_exhibit, permanence_exhibit, unseen_exhibit
from staffing_sim.briefing.robustness import LIMITS, not_done, robustness_exhibit
from staffing_sim.briefing.sentences import question_of, sentences_of
from staffing_sim.briefing.sources import commands_of, files_of, plan_table, source_tables
from staffing_sim.briefing.workforce import (
    cap_exhibit,
    offices_exhibit,
    queues_exhibit,
    turnover_exhibit,
)
from staffing_sim.ledger import by_grade
from staffing_sim.study.answer import answer_of
from staffing_sim.study.tables.runs import grades_of
from staffing_sim.study.text import few_runs_note, reading_notes
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    import jinja2

    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

_MINUS = re.compile(r"(?<![^\s(])-(?=\d)")
_SPAN = re.compile(r"(?<=[\d%]) to (?=[+\N{MINUS SIGN}\d])")


def page_of(
    study: Study, null_study: Study | None, *, flips: Sequence[Flips] = (), question: str = ""
) -> Page:
    """Return what a briefing says.

    Parameters
    ----------
    study, null_study
        What was compared, and the same in the null model, where it was run.
    flips
        Where plans change rank, for each pair that was searched.
    question
        What the study was to answer; said in the library's own words where not given.
    """
    answer = answer_of(study)
    return Page(
        title=study.agency.title,
        question=question or question_of(study),
        facts=_facts(study),
        warning=few_runs_note(study),
        answer=sentences_of(study, null_study),
        glance=Table(caption="Every plan at a glance", headings=answer.headings, rows=answer.rows),
        lists=answer.lists,
        notes=(answer.reading, *reading_notes(study)),
        exhibits=_exhibits(study, null_study, flips),
        limits=tuple(LIMITS.items()),
        not_done=not_done(study, null_study, flips),
        grades=by_grade(grades_of(study.agency, study.plans)),
        plans=plan_table(study),
        sources=source_tables(study),
        definitions=definitions(study),
        files=files_of(study),
        commands=commands_of(question, null=null_study is not None, flips=bool(flips)),
        version=__version__,
        fingerprint=study.fingerprint,
    )


def _exhibits(
    study: Study, null_study: Study | None, flips: Sequence[Flips]
) -> tuple[Exhibit, ...]:
    found = (
        difference_exhibit(study, null_study),
        unseen_exhibit(study),
        turnover_exhibit(study),
        cap_exhibit(study),
        queues_exhibit(study),
        permanence_exhibit(study),
        money_exhibit(study),
        offices_exhibit(study),
        robustness_exhibit(null_study, flips),
    )
    return tuple(exhibit for exhibit in found if exhibit is not None)


def _facts(study: Study) -> tuple[str, ...]:
    """Return what was run, in short lines."""
    span = Timeline(study.agency.start).span_label(study.horizon)
    runs = "1 replication" if study.replications == 1 else f"{study.replications} replications"
    return (
        f"{span}, {study.horizon} months",
        f"{runs} of each plan, seed {study.seed}",
        f"staffing_sim {__version__}, fingerprint {study.fingerprint}",
        f"the agency rests on {by_grade(study.grades)}",
    )


def html_of(page: Page) -> str:
    """Return the page as one HTML file that needs no other, and no script.

    Everything it says is escaped: names and notes come from files that anybody may have written.
    """
    return _environment().get_template("briefing.html").render(page=page)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("staffing_sim", "briefing"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["set"] = typeset
    return environment


def typeset(text: str) -> str:
    """Return a text with true minus signs, and spans and percentages that no line breaks in two.

    Examples
    --------
    >>> typeset("-1.2 (-3 to +4): 95 % of 2024-25").encode("ascii", "replace").decode()
    '?1.2 (?3?to?+4): 95?% of 2024-25'
    """
    with_minus = _MINUS.sub("\N{MINUS SIGN}", text)
    with_percent = with_minus.replace(" %", "\N{NO-BREAK SPACE}%")
    return _SPAN.sub("\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}", with_percent)
