"""The clause tester: what a wording would have triggered in every plan, where, and at what cost.

A study keeps no records, so its runs are made again, from the same seed: once with the clause as a
report, which changes nothing, and once more with its remedy in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, InterruptedStudy, nearest, wrong
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.measures import ALL
from staffing_sim.plan import Plan, check_plan
from staffing_sim.plan.caseloads import Clause
from staffing_sim.records.cost_months import price_of_overtime
from staffing_sim.study.figures import amount, interval_text, rows_of
from staffing_sim.study.files import chart_files, make_directory, table_file
from staffing_sim.study.run import Progress
from staffing_sim.study.study import Study, compare
from staffing_sim.study.tables.averages import averages, less_baseline, paired_table
from staffing_sim.study.verdicts import finding
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNTS: Final[dict[str, str]] = {
    "worker_months": "worker-months measured",
    "over": "over the limit: worker-months, or months of offices on average",
    "triggered": "of these, long enough to trigger",
    "entitled": "worker-months for which the remedy is owed",
    "entitled_share": "entitled / worker_months",
    "months": "months in which it is owed to anybody",
    "overtime_hours": "hours of overtime worked because of it",
    "moved": "children moved to a colleague because of it",
    "cost": "price of that overtime",
}
"""What a clause is counted by, over the horizon."""

WITHOUT: Final = "report"
"""The name of the runs in which the clause only counts."""
Row = dict[str, Any]

_TOLD: Final = ("unassigned_children", "unseen_children", "hand_overs_per_child", "cost")

_HEADINGS: Final = {
    "worker_months": "worker-months measured",
    "entitled": "owed the remedy",
    "entitled_share": "share",
    "months": "months with any",
}
_OF_REMEDY: Final = {
    "overtime": {"overtime_hours": "hours of overtime", "cost": "price of overtime"},
    "move_cases": {"moved": "children moved"},
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Examination:
    """What a clause would have triggered, plan by plan, and what its remedy would have done.

    Attributes
    ----------
    clause
        The wording that was examined.
    without
        The study with the clause as a report; otherwise as it was.
    remedied
        The study with the remedy in force; None for a clause that only reports.
    """

    clause: Clause
    without: Study
    remedied: Study | None

    def runs(self) -> pd.DataFrame:
        """Return what the clause counted in every run, by month and office.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, remedy (``"report"``, or the remedy in force), month, date,
            office, limit, workers (measured), over, triggered, entitled (owed the remedy in the
            next month), overtime_hours and moved (both because of the month before).
        """
        return self._runs.copy()

    def table(self, *, by: Sequence[str] = ("office",)) -> pd.DataFrame:
        """Return the counts over the horizon with 95 % intervals of their means.

        Parameters
        ----------
        by
            Keys to keep apart besides plan and remedy: ``"office"``, ``"month"``; none for totals.

        Returns
        -------
        pandas.DataFrame
            Columns plan, remedy, those of `by`, then each of `COUNTS` with ``_low`` and ``_high``
            (cut off where no true mean can lie), and runs.
        """
        found = averages(self._sums(by), by=("remedy", *by), values=tuple(COUNTS))
        most = {"entitled_share": 1.0, "months": float(self.without.horizon)}
        for name in COUNTS:
            ends = [f"{name}_low", f"{name}_high"]
            found[ends] = found[ends].clip(0.0, most.get(name, np.inf))
        return found

    def differences(self) -> pd.DataFrame:
        """Return each plan's counts less those of the first plan, paired, without the remedy."""
        sums = self._sums(())
        reported = sums[sums["remedy"] == WITHOUT]
        gaps = less_baseline(reported, self.without.names[0], by=(), values=tuple(COUNTS))
        return averages(gaps, by=(), values=tuple(COUNTS))

    def effects(self) -> pd.DataFrame:
        """Return what the remedy does to every measure of each plan: in force less not, paired.

        Returns
        -------
        pandas.DataFrame
            Columns as in `Study.differences`, each plan held against itself; empty for a
            clause that only reports.
        """
        if self.remedied is None:
            return self.without.differences().iloc[:0]
        pairs = {
            key: (values, self.without.measured[key])
            for key, values in self.remedied.measured.items()
        }
        names = self.without.names
        table = paired_table(self.without, pairs, plans=names, baselines=names)
        table.attrs = self.without.signature()
        return table

    def plot(self, *, remedy: str = WITHOUT, ax: Axes | None = None) -> Axes:
        """Return a chart of the workers owed the remedy as each month ends, a line per plan.

        Parameters
        ----------
        remedy
            ``"report"`` for the plans as they are; the clause's remedy for the runs in which it
            was in force.
        ax
            Where to draw; a new figure where not given.
        """
        from staffing_sim.charts import column

        rows = self._runs[self._runs["remedy"] == remedy]
        if rows.empty:
            cure = nearest(remedy, self._runs["remedy"].unique())
            raise wrong("remedy", f"was not run: '{remedy}'", cure)
        title = fill(f"Workers owed a remedy: {self.clause.wording}", 68)
        unit = "workers, at the month end"
        return column(rows, "entitled", title=title, unit=unit, at_month_end=True, ax=ax)

    def totals(self) -> pd.DataFrame:
        """Return one row per plan (and remedy), the counts as text with intervals."""
        rows = []
        for row in rows_of(self.table(by=())):
            label = str(row["plan"])
            if row["remedy"] != WITHOUT:
                label += f", {self.clause.remedy.replace('_', ' ')} in force"
            rows.append({"plan": label} | _cells(self, row))
        return pd.DataFrame(rows).set_index("plan")

    def offices(self) -> pd.DataFrame:
        """Return the worker-months owed without the remedy, as text: offices by plans."""
        table = self.table()
        rows = rows_of(table[table["remedy"] == WITHOUT])
        cells: dict[str, dict[str, str]] = {str(plan): {} for plan in self.without.names}
        for row in rows:
            cells[str(row["plan"])][str(row["office"])] = _interval(row, "entitled", "people")
        return pd.DataFrame(cells)

    def verdicts(self) -> tuple[str, ...]:
        """Return, per plan, what the wording triggers and what its remedy changes."""
        totals = rows_of(self.table(by=()))
        lines = [_triggered(self, row) for row in totals if row["remedy"] == WITHOUT]
        if self.remedied is None:
            return tuple(lines)
        effects = rows_of(self.effects())
        for row in totals:
            if row["remedy"] != WITHOUT:
                lines.append(_in_force(self, row))
                mine = [effect for effect in effects if effect["plan"] == row["plan"]]
                lines += [f"    {finding(effect)}" for effect in mine if _is_told(effect)]
        return tuple(lines)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write tables and chart into a directory, which is created if needed; return the paths."""
        make_directory(folder := Path(directory))
        tables = {
            "clause.csv": self.table(by=()),
            "clause_offices.csv": self.table(),
            "clause_months.csv": self.table(by=("month",)),
            "clause_differences.csv": self.differences(),
            "clause_effects.csv": self.effects(),
        }
        paths = [table_file(frame, folder / name) for name, frame in tables.items()]
        return (*paths, *chart_files(self.plot(), folder / "clause"))

    def __repr__(self) -> str:
        totals, offices = self.totals(), self.offices()
        lines = [*_facts(self), ""]
        for plan, row in totals.iterrows():
            lines.append(str(plan))
            lines += [f"    {heading:<24}{cell}" for heading, cell in row.items()]
        if len(offices) > 1:
            lines += ["", "Worker-months owed the remedy, by office:"]
            for office, row in offices.iterrows():
                lines.append(f"  {office}")
                lines += [f"    {plan!s:<40}{cell}" for plan, cell in row.items()]
        return "\n".join([*lines, "", _note(self), "", *self.verdicts()])

    def _repr_html_(self) -> str:
        """Return the card for a notebook."""
        title, runs = _facts(self)
        said = "".join(f"<li>{escape(line)}</li>" for line in self.verdicts())
        return (
            f"<h3>{escape(title)}</h3><p>{escape(runs)}</p>{self.totals().to_html(escape=True)}"
            f"<h4>Worker-months owed the remedy, by office</h4>{self.offices().to_html()}"
            f"<p><small>{_note(self)}</small></p><ul>{said}</ul>"
        )

    @cached_property
    def _runs(self) -> pd.DataFrame:
        parts = [_counts(self.without, WITHOUT)]
        if self.remedied is not None:
            parts.append(_counts(self.remedied, self.clause.remedy))
        frame = pd.concat(parts, ignore_index=True)
        kinds = list(dict.fromkeys((WITHOUT, self.clause.remedy)))
        frame["remedy"] = pd.Categorical(frame["remedy"], kinds, ordered=True)
        frame.attrs = self.without.signature()
        return frame

    def _sums(self, by: Sequence[str]) -> pd.DataFrame:
        """Return the counts of every run over the horizon."""
        keys = ["plan", "remedy", "replication", *by]
        counted = ["workers", "over", "triggered", "entitled", "overtime_hours", "moved"]
        grouped = self._runs.groupby(keys, observed=True)
        sums = grouped[counted].sum().rename(columns={"workers": "worker_months"})
        any_owed = self._runs[self._runs["entitled"] > 0].groupby(keys, observed=True)
        sums["months"] = any_owed["month"].nunique().reindex(sums.index, fill_value=0)
        sums["entitled_share"] = sums["entitled"] / sums["worker_months"].replace(0.0, np.nan)
        sums["cost"] = sums["overtime_hours"] * price_of_overtime(self.without.agency.costs)
        table = sums.reset_index()
        table.attrs = dict(self._runs.attrs)
        return table


def _counts(study: Study, remedy: str) -> pd.DataFrame:
    """Return what the last clause of each plan counted."""
    frame = study.clauses()
    last: dict[str, Any] = {plan.name: len(plan.clauses) - 1 for plan in study.plans}
    rows = frame[frame["clause"] == frame["plan"].astype(str).map(last)]
    chosen = rows.drop(columns=["clause", "role", "exempt"]).reset_index(drop=True)
    chosen.insert(2, "remedy", remedy)
    return chosen


# --- running it -----------------------------------------------------------------------------------


def examine_clause(
    study: Study, clause: Clause, *, n_jobs: int = 1, progress: Progress | bool | None = None
) -> Examination:
    """Find what a clause's wording would have triggered in each plan of a study.

    Every run of the study is made again with the clause in it: the same worlds, and, as a report
    changes nothing, with the same results. A clause with a remedy is run a second time with that
    remedy in force, and the two are compared pair by pair.

    Parameters
    ----------
    study
        What to examine; its agency, plans, seed, horizon and replications are reused.
    clause
        The wording.
    n_jobs, progress
        As in `compare`.

    Raises
    ------
    InputError
        If this is not a study or not a clause, the study rests on functions of the user's own, or
        the clause names unknown roles or offices.
    InterruptedStudy
        If interrupted.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, replications=2)
    >>> clause = ss.Clause(role="continuing_services", limit=22, consecutive=2)
    >>> found = ss.study.examine_clause(study, clause)
    >>> found.table(by=())[["plan", "worker_months", "entitled"]].round(1)
        plan  worker_months  entitled
    0  As is          151.0      44.0
    """
    _check(study, clause)
    return examine_plans(
        study.agency,
        study.plans,
        clause,
        years=study.horizon / MONTHS_PER_YEAR,
        replications=study.replications,
        seed=study.seed,
        n_jobs=n_jobs,
        progress=progress,
    )


def examine_plans(agency: Agency, plans: Sequence[Plan], clause: Clause, **how: Any) -> Examination:
    """Find what a clause would have triggered in plans that no study has run yet.

    Parameters
    ----------
    agency, plans, clause
        What to run, and the wording.
    how
        Any other argument of `compare`.

    Raises
    ------
    InputError
        With every fault of the plans and of the arguments.
    InterruptedStudy
        If interrupted.
    """
    silent = clause.replace(remedy=WITHOUT, overtime_hours=0.0)
    counted = _with_clause(agency, plans, silent, **how)
    if clause.remedy == WITHOUT:
        return Examination(clause=clause, without=counted, remedied=None)
    remedied = _with_clause(agency, plans, clause, **how)
    return Examination(clause=clause, without=counted, remedied=remedied)


def _check(study: object, clause: object) -> None:
    """Refuse what is no study or clause, and a clause that does not fit the study's agency."""
    faults = []
    if not isinstance(study, Study):
        remedy = "Make one: compare(agency, plans)."
        faults.append(Fault("study", f"must be a Study; got {study!r}", remedy))
    if not isinstance(clause, Clause):
        remedy = "Make one: Clause(role='continuing_services', limit=31)."
        problem = f"must be a Clause; got {clause!r}"
        faults.append(Fault("clause", problem, remedy))
    elif isinstance(study, Study) and study.own_functions:
        problem = f"was run with functions of your own: {', '.join(study.own_functions)}"
        remedy = "Make the study without them, or put the clause into its plans."
        faults.append(Fault("study", problem, remedy))
    if not isinstance(study, Study) or faults:
        raise InputError(faults)
    check_plan(Plan("The clause", clauses=clause), study.agency)


def _with_clause(agency: Agency, plans: Sequence[Plan], clause: Clause, **how: Any) -> Study:
    """Return a study of the plans, each with the clause behind its own; all of it or nothing."""
    worded = [plan.replace(clauses=(*plan.clauses, clause)) for plan in plans]
    found = compare(agency, worded, **how)
    if found.interrupted:
        raise InterruptedStudy(found.replications, found.wanted, store=how.get("store"))
    return found


# --- in words -------------------------------------------------------------------------------------


def _triggered(found: Examination, row: Row) -> str:
    """Return what the wording finds in a plan."""
    plan, months = row["plan"], found.without.horizon
    if row["entitled"] == 0.0:
        return f"{plan}: the clause is never triggered in {months} months."
    offices = found.table()
    mine = offices[(offices["plan"] == plan) & (offices["remedy"] == WITHOUT)]
    worst = rows_of(mine.sort_values("entitled", ascending=False, kind="stable"))[0]
    where = ""
    if len(mine) > 1:
        where = f"; most in {worst['office']} ({amount(worst['entitled'], 'people')})"
    owed = _interval(row, "entitled", "people")
    of_all = amount(row["worker_months"], "people")
    return (
        f"{plan}: owed for {owed} of {of_all} worker-months, "
        f"{_interval(row, 'entitled_share', 'share')}; in {amount(row['months'], 'people')} of "
        f"{months} months{where}."
    )


def _in_force(found: Examination, row: Row) -> str:
    """Return what is left to trigger under the remedy, and its price."""
    currency = found.without.agency.costs.currency
    parts = [f"still owed for {_interval(row, 'entitled', 'people')} worker-months"]
    if found.clause.remedy == "overtime":
        hours = _interval(row, "overtime_hours", "people")
        parts.append(f"{hours} hours worked, {_interval(row, 'cost', currency)} {currency}")
    elif found.clause.remedy == "move_cases":
        parts.append(f"{_interval(row, 'moved', 'people')} children moved")
    return f"{row['plan']}, with the remedy in force: {'; '.join(parts)}."


def _is_told(effect: Row) -> bool:
    """Is this one of the measures that verdicts give, whatever they turn out to be?"""
    return effect["measure"] in _TOLD and effect["role"] == ALL


def _interval(row: Row, name: str, unit: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)


def _cells(found: Examination, row: Row) -> dict[str, str]:
    """Return the counts of a row as text."""
    units = {"entitled_share": "share", "cost": found.without.agency.costs.currency}
    headings = _HEADINGS | _OF_REMEDY.get(found.clause.remedy, {})
    return {
        heading: _interval(row, name, units.get(name, "people"))
        for name, heading in headings.items()
    }


def _facts(found: Examination) -> tuple[str, str]:
    study = found.without
    span = Timeline(study.agency.start).span_label(study.horizon)
    runs = f"{study.replications} replication{'s' if study.replications > 1 else ''}"
    return (
        f"{study.agency.title}: {found.clause.wording}",
        f"{runs} of {study.horizon} months, {span}, seed {study.seed}",
    )


def _note(found: Examination) -> str:
    if found.without.replications == 1:
        return "One replication: one draw of chance, no intervals."
    return f"In brackets: {100 * CONFIDENCE:.0f} % interval of the mean over replications."
