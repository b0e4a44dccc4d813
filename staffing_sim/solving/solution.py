"""What a search found: the answer, the curve it lies on, and a sentence that says both."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.solving.limits import Limits
from staffing_sim.solving.refusal import nearest_sentence, refusal_sentences
from staffing_sim.solving.targets import Target
from staffing_sim.study.files import chart_files, make_directory, table_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Solution"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Solution:
    """The least effort that meets a target, and the curve from effort to chance.

    Attributes
    ----------
    agency, target
        What was asked.
    label
        What a setting counts.
    setting
        The least effort that met the target, confirmed in fresh worlds; None if none did.
    plan
        The plan with that setting; None if there is none.
    curve
        One row per setting and phase (``pilot``, ``search``, ``confirmation``): setting, phase,
        met, runs, probability, low, high (95 % Wilson interval), mean, p10 and p90 of the target's
        number. In the search, `met` counts the worlds that need no more than the setting, and the
        numbers are undefined: not every world was run there.
    range
        The settings between which the least that meets the target lies, with 95 %; a None where
        the settings, or the worlds, do not go far enough.
    confirmed
        Whether fresh worlds met the target at `setting` in enough runs.
    reversals
        In how many fresh worlds fewer met the target and the search's answer did not.
    limits
        Where no rate of hires meets the target: by when one does, what binds, what would help.
    """

    agency: Agency
    target: Target
    label: str
    setting: float | None
    plan: Plan | None
    curve: pd.DataFrame
    range: tuple[float | None, float | None]
    confirmed: bool
    reversals: int = 0
    limits: Limits | None = None

    @property
    def reachable(self) -> bool:
        """Whether any setting met the target."""
        return self.setting is not None

    def sentence(self) -> str:
        """Return the answer as a reader says it."""
        wanted = self.target.phrase(self.agency)
        chance = f"with probability {self.target.probability:g}"
        asked = f"{wanted[0].upper()}{wanted[1:]}, {chance}"
        parts = self._answer() if self.reachable else self._refusal()
        return " ".join([f"{asked}:", *parts, *self._not_monotone()])

    def _answer(self) -> list[str]:
        row = self._row(self.setting, "confirmation")
        seen = f"met in {row['met']:g} of {row['runs']:g} fresh worlds"
        ends = f"95 % interval {row['low']:.2f} to {row['high']:.2f}"
        parts = [f"{self.setting:g} {self.label}, {seen} ({ends})."]
        if not self.confirmed:
            parts.append("That is less than was asked for: the search's answer is not confirmed.")
        least, most = self.range
        if least is not None and most is not None and least != most:
            parts.append(f"These runs cannot tell the least among {least:g} to {most:g}.")
        return parts

    def _refusal(self) -> list[str]:
        part = nearest_sentence(self.curve, label=self.label)
        if self.limits is None:
            return [part]
        return [part, *refusal_sentences(self.agency, self.target, self.limits)]

    def _not_monotone(self) -> list[str]:
        if not self.reversals:
            return []
        worlds = self._row(self.setting, "confirmation")["runs"]
        where = f"in {self.reversals} of {worlds} fresh worlds"
        return [f"More was not always better: {where} fewer met the target and more did not."]

    def _row(self, setting: float | None, phase: str) -> pd.Series:
        rows = self.curve[self.curve["phase"] == phase]
        return rows[rows["setting"] == setting].iloc[-1]

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw the curve from effort to the chance that the target is met."""
        from staffing_sim.charts import target_curve

        return target_curve(
            self.curve,
            probability=self.target.probability,
            setting=self.setting,
            ax=ax,
        )

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the curve, the sentence and the chart, and months if none will do; return paths."""
        home = Path(directory)
        make_directory(home)
        table = table_file(self.curve, home / "curve.csv")
        answer = home / "answer.txt"
        answer.write_text(f"{self.sentence()}\n", encoding="utf-8")
        paths = [table, answer, *chart_files(self.plot(), home / "curve")]
        if self.limits is not None:
            paths.append(table_file(self.limits.by_month, home / "by-month.csv"))
        return tuple(paths)

    def __repr__(self) -> str:
        return f"<Solution. {self.sentence()}>"

    def _repr_html_(self) -> str:
        """Return the sentence and the curve for a notebook."""
        table = self.curve.to_html(index=False, float_format="{:.3g}".format)
        return f"<p>{escape(self.sentence())}</p>{table}"
