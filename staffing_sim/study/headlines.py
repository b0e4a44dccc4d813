"""The headline table: each headline measure of each plan, in numbers and in words.

Card, terminal, briefing and workbook all show these rows, each in a form of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from staffing_sim.study.figures import (
    amount,
    heading,
    interval_text,
    rows_of,
    signed,
    span_text,
)
from staffing_sim.study.tables import Findings
from staffing_sim.study.verdicts import finding, judgement, judgement_named

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """One headline measure of one plan, and how it differs from another plan's.

    Attributes
    ----------
    level
        Its row of ``Study.summary()``.
    change
        Its row of ``Study.differences()``; None for the plan that others are held against.
    """

    level: Row
    change: Row | None

    @property
    def plan(self) -> str:
        """The plan's name."""
        return str(self.level["plan"])

    @property
    def measure(self) -> str:
        """The measure's name."""
        return str(self.level["measure"])

    @property
    def label(self) -> str:
        """What is measured, with its unit."""
        return heading(self.level)

    @property
    def mean(self) -> str:
        """The mean over the replications."""
        return amount(self.level["mean"], self.level["unit"])

    @property
    def interval(self) -> str:
        """The 95 % interval of the mean."""
        return self._span("low", "high")

    @property
    def spread(self) -> str:
        """The range that holds 80 % of the replications."""
        return self._span("p10", "p90")

    @property
    def mean_with_interval(self) -> str:
        """The mean, and its interval in brackets."""
        numbers = (self.level[name] for name in ("mean", "low", "high", "unit"))
        return interval_text(*numbers)

    def _span(self, low: str, high: str) -> str:
        ends = (self.level[low], self.level[high])
        return span_text(ends, self.level["unit"], like=self.level["mean"])

    @property
    def changed(self) -> Row:
        """The row of differences, where there is one."""
        if self.change is None:
            raise LookupError(self.plan)
        return self.change

    @property
    def change_label(self) -> str:
        """What differs, with its unit: shares differ by percentage points."""
        return heading(self.level, points=True)

    @property
    def change_words(self) -> tuple[str, str, str]:
        """The difference, its interval (for all plans together) and what it comes to."""
        row = self.changed
        unit, ends = row["unit"], (row["family_low"], row["family_high"])
        widest = max(map(abs, (row["difference"], *ends)))
        size = signed(row["difference"], unit, like=widest)
        return size, span_text(ends, unit, like=widest, sign=signed), judgement_named(row)

    @property
    def judgement(self) -> str:
        """What the difference comes to, in a word or three."""
        return judgement(self.changed)

    @property
    def finding(self) -> str:
        """The difference as a sentence that does not name the plans."""
        return finding(self.changed)

    @property
    def verdict(self) -> str:
        """The difference as a sentence."""
        return f"{self.plan} against {self.changed['baseline']}: {self.finding}"


def headlines_of(study: Findings, *, against: str | None = None) -> tuple[Headline, ...]:
    """Return the headline table of a study, plan by plan.

    Parameters
    ----------
    study
        What was compared.
    against
        The plan that the others are held against; the first where not given.
    """
    differences = rows_of(study.headlines(study.differences(against)))
    changes = {(row["plan"], row["measure"]): row for row in differences}
    levels = rows_of(study.headlines(study.summary()))
    return tuple(Headline(row, changes.get((row["plan"], row["measure"]))) for row in levels)


def by_measure(headlines: tuple[Headline, ...]) -> dict[str, list[Headline]]:
    """Return the headlines of every plan by what they are about, in their order."""
    found: dict[str, list[Headline]] = {}
    for headline in headlines:
        found.setdefault(headline.label, []).append(headline)
    return found


def changes_of(headlines: tuple[Headline, ...], plan: str) -> list[Headline]:
    """Return the headlines in which a plan is held against another."""
    return [each for each in headlines if each.plan == plan and each.change is not None]


_KEYS: Final = ["plan", "baseline", "measure", "role", "unit"]


def null_table(study: Findings, null_study: Findings) -> pd.DataFrame:
    """Return the headline differences of a study beside those in the null model."""
    described, null = (_judged(one) for one in (study, null_study))
    null = null.rename(columns={name: f"null_{name}" for name in null.columns if name not in _KEYS})
    found = described.merge(null, on=_KEYS, how="left", validate="1:1")
    for key in ("plan", "baseline"):
        found[key] = pd.Categorical(found[key], list(study.names), ordered=True)
    found.attrs = study.signature() | {"null_fingerprint": null_study.fingerprint}
    return found


def _judged(study: Findings) -> pd.DataFrame:
    """Return a study's headline differences and what each comes to."""
    columns = [*_KEYS, "difference", "low", "high", "verdict"]
    told = [each for plan in study.names[1:] for each in changes_of(headlines_of(study), plan)]
    judged = [each.changed | {"verdict": each.judgement} for each in told]
    return pd.DataFrame(judged, columns=columns).astype({"plan": str, "baseline": str})
