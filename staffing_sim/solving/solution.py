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
from staffing_sim.solving.targets import Target
from staffing_sim.timeline import Timeline

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
        One row per setting tried and phase (``search``, ``confirmation``): setting, phase, met,
        runs, probability, low, high (95 % Wilson interval), isotonic (the search's probabilities,
        made never to fall as effort grows), mean, p10 and p90 of the target's number.
    range
        The settings, least and most, of which these runs cannot tell whether they are the least
        that meet the target; a None where the settings tried do not go far enough.
    confirmed
        Whether fresh worlds met the target at `setting` in enough runs.
    limits
        Where no setting meets the target of hires: from when on the most does, and what binds.
    """

    agency: Agency
    target: Target
    label: str
    setting: float | None
    plan: Plan | None
    curve: pd.DataFrame
    range: tuple[float | None, float | None]
    confirmed: bool
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
        counted = self.curve[self.curve["runs"] == self.curve["runs"].max()]
        margin = self.target.margin(counted["mean"].to_numpy())
        best = counted.assign(margin=margin).sort_values(["probability", "margin"]).iloc[-1]
        ends = f"95 % interval {best['low']:.2f} to {best['high']:.2f}"
        part = (
            f"cannot be met. At {best['setting']:g} {self.label} it was met in {best['met']:g} of "
            f"{best['runs']:g} worlds ({ends}); the number was {best['mean']:.4g} on average."
        )
        return [part] if self.limits is None else [part, *self._earliest(self.limits)]

    def _earliest(self, limits: Limits) -> list[str]:
        timeline = Timeline(self.agency.start)
        tried = f"{limits.effort}, in {limits.worlds} worlds"
        first, free = limits.earliest_month, limits.months_if_seats
        if first is None:
            parts = [f"Nor is it within {limits.months} months ({tried})."]
        else:
            when = timeline.month_label(first - 1)
            parts = [f"The earliest is the end of month {first} ({when}; {tried})."]
        if free is not None and free != first:
            when = timeline.month_label(free - 1)
            parts.append(
                f"Academy seats bind: with one for everyone it would be month {free} ({when})."
            )
        elif first is not None:
            parts.append("What binds is the time to fill a position and to train, not seats.")
        return parts

    def _not_monotone(self) -> list[str]:
        searched = self.curve[self.curve["phase"] == "search"]
        falls = searched[searched["probability"] > searched["isotonic"] + 0.05]
        if falls.empty:
            return []
        places = ", ".join(f"{setting:g}" for setting in falls["setting"])
        return [f"More effort was not always better: the chance falls after {places}."]

    def _row(self, setting: float | None, phase: str) -> pd.Series:
        rows = self.curve[(self.curve["phase"] == phase) & (self.curve["setting"] == setting)]
        return rows.iloc[-1]

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
        """Write the curve, the sentence and the chart; return the paths."""
        import matplotlib.pyplot as plt

        from staffing_sim.charts import save_figure
        from staffing_sim.charts.style import own_figure
        from staffing_sim.study.saving import table_file

        home = Path(directory)
        home.mkdir(parents=True, exist_ok=True)
        table = table_file(self.curve, home / "curve.csv")
        answer = home / "answer.txt"
        answer.write_text(f"{self.sentence()}\n", encoding="utf-8")
        figure = own_figure(self.plot())
        paths = save_figure(figure, home / "curve")
        plt.close(figure)
        return (table, answer, *paths)

    def __repr__(self) -> str:
        return f"<Solution. {self.sentence()}>"

    def _repr_html_(self) -> str:
        """Return the sentence and the curve for a notebook."""
        table = self.curve.to_html(index=False, float_format="{:.3g}".format)
        return f"<p>{escape(self.sentence())}</p>{table}"
