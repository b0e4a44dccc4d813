"""Published indicators of a run, with numerator, denominator and the rule of their day.

Federal windows are fiscal years (October to September) that begin inside the run; California's
timely response goes by calendar quarter. Where the run does not reach far enough to follow everyone
to the end, all three numbers are NaN: nothing is extrapolated. Entries and exits at the very end of
a window belong to it, as they do in the month table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.permanence.definitions import INDICATORS
from staffing_sim.permanence.samples import (
    entry_cohort,
    next_entries,
    permanent_causes,
    point_in_time,
)
from staffing_sim.records import Run
from staffing_sim.records.episodes import ADOPTION, reason_of
from staffing_sim.timeline import DAYS_PER_MONTH, MONTHS_PER_YEAR, Timeline

INDICATOR_COLUMNS: Final[dict[str, str]] = {
    "indicator": "the indicator's name",
    "label": "the indicator in words",
    "period": "the federal fiscal year or calendar quarter",
    "first_day": "first day of the period",
    "last_day": "last day of the period",
    "numerator": "how many of the denominator met it; NaN where the run ends too soon",
    "denominator": "how many are counted; NaN where the run ends too soon",
    "share": "numerator / denominator",
    "rule": "the rule or national figure on the period's last day; NaN where nothing was published",
    "in_use": "whether the definition was in use on the period's last day",
}
"""The columns of the table, in words."""

SHORTEST_DAYS = 8.0
"""Federal indicators leave shorter stays out."""

Counts = tuple[float, float]

_UNKNOWN: Counts = (float("nan"), float("nan"))
_OCTOBER = 9
_LENGTHS = {"year": 12, "quarter": 3}


def indicators(run: Run) -> pd.DataFrame:
    """Return every published indicator the model can count, period by period.

    Parameters
    ----------
    run
        The run.

    Returns
    -------
    pandas.DataFrame
        The columns of `INDICATOR_COLUMNS`; what each counts stands in
        `staffing_sim.permanence.definitions.INDICATORS`, with what it must not be set beside.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> run = ss.simulate(ss.load_agency("small-office"), ss.Plan("As is"), years=1, clock="simpy")
    >>> found = indicators(run).set_index(["indicator", "period"])
    >>> bool(found.loc[("response_ten_day", "2024 Q1"), "denominator"] > 0)
    True
    >>> found.loc[("permanence_of_entries", "FFY 2025"), "share"]  # needs two years from October
    np.float64(nan)
    """
    rows = [
        (name, *period, *_counts(run, count, month))
        for name, count in _COUNTED.items()
        for month, *period in _periods(run, INDICATORS[name].period)
    ]
    columns = ["indicator", "period", "first_day", "last_day", "numerator", "denominator"]
    table = pd.DataFrame(rows, columns=columns)
    known = table["denominator"] > 0
    table["share"] = (table["numerator"] / table["denominator"].where(known)).astype(np.float64)
    for name, values in _described(table).items():
        table[name] = values
    return table[list(INDICATOR_COLUMNS)]


def latest_known(table: pd.DataFrame) -> pd.DataFrame:
    """Return each indicator in the last period in which every plan has a number.

    Parameters
    ----------
    table
        ``Study.indicators()``.
    """
    known = table[table["runs"] > 0]
    last = known.groupby("indicator")["first_day"].transform("max")
    latest = known[known["first_day"] == last]
    order = list(INDICATORS)
    rank = latest["indicator"].map(order.index)
    chosen: pd.DataFrame = latest.iloc[np.argsort(rank, kind="stable")].reset_index(drop=True)
    chosen.attrs = dict(table.attrs)
    return chosen


def _described(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Return what the definitions say of each row."""
    found = [INDICATORS[name] for name in table["indicator"]]
    days = [day.date() for day in table["last_day"]]
    rules = [entry.rule_on(day) for entry, day in zip(found, days, strict=True)]
    return {
        "label": [entry.label for entry in found],
        "rule": [float("nan") if rule is None else rule.value for rule in rules],
        "in_use": [entry.in_use_on(day) for entry, day in zip(found, days, strict=True)],
    }


def _periods(run: Run, kind: str) -> Iterator[tuple[int, str, pd.Timestamp, pd.Timestamp]]:
    """Give the periods that begin inside the run: first month, name, first and last day."""
    timeline, length = Timeline(run.records.agency.start), _LENGTHS[kind]
    for month in range(run.records.months):
        of_year = timeline.month_of_year(month)
        if of_year % 3 or (kind == "year" and of_year != _OCTOBER):
            continue
        first = timeline.date(month)
        last = timeline.date(month + length) - timedelta(days=1)
        quarter = f"{first.year} Q{of_year // 3 + 1}"
        name = f"FFY {last.year}" if kind == "year" else quarter
        yield month, name, pd.Timestamp(first), pd.Timestamp(last)


def _counts(run: Run, count: Callable[[Run, int], Counts], month: int) -> Counts:
    above, below = count(run, month)
    return float(above), float(below)


# --- permanence and re-entry ---------------------------------------------------------------------


def _of_entries(run: Run, first: int) -> Counts:
    if first + 2 * MONTHS_PER_YEAR > run.records.months:
        return _UNKNOWN
    stays = _entrants(run, first)
    home = np.isin(stays.causes, permanent_causes(run)) & (stays.durations <= MONTHS_PER_YEAR)
    return home.sum(), len(home)


def _entrants(run: Run, first: int) -> Any:
    return entry_cohort(
        run, after=first, until=first + MONTHS_PER_YEAR, shortest_days=SHORTEST_DAYS
    )


def _in_care(at_least: float, less_than: float) -> Callable[[Run, int], Counts]:
    """Return the rule for children in care on the first day for so many months."""

    def count(run: Run, first: int) -> Counts:
        if first + MONTHS_PER_YEAR > run.records.months:
            return _UNKNOWN
        stays = point_in_time(run, at=first, at_least=at_least, less_than=less_than)
        within = stays.durations - stays.entries <= MONTHS_PER_YEAR
        home = np.isin(stays.causes, permanent_causes(run)) & within
        return home.sum(), len(home)

    return count


def _reentry_of_entries(run: Run, first: int) -> Counts:
    if first + 3 * MONTHS_PER_YEAR > run.records.months:
        return _UNKNOWN
    stays = _entrants(run, first)
    home = np.isin(stays.causes, _homes(run)) & (stays.durations <= MONTHS_PER_YEAR)
    return _back_within_a_year(run, stays.episodes[home])


def _reentry_of_exits(run: Run, first: int) -> Counts:
    if first + 2 * MONTHS_PER_YEAR > run.records.months:
        return _UNKNOWN
    care, last = run.care, first + MONTHS_PER_YEAR
    long_enough = care.left - care.entered >= SHORTEST_DAYS / DAYS_PER_MONTH
    chosen = long_enough & np.isin(care.cause, _homes(run))
    rows = np.flatnonzero(chosen & (care.left > first) & (care.left <= last))
    return _back_within_a_year(run, rows[np.unique(care.case[rows], return_index=True)[1]])


def _homes(run: Run) -> list[int]:
    """Return the permanent homes from which a re-entry counts: all but adoption."""
    names = run.records.agency.causes
    return [index for index in permanent_causes(run) if reason_of(names[index]) != ADOPTION]


def _back_within_a_year(run: Run, episodes: NDArray[np.int64]) -> Counts:
    care = run.care
    again = next_entries(care.case, care.entered)[episodes] - care.left[episodes]
    return (again <= MONTHS_PER_YEAR).sum(), len(episodes)


# --- visits and responses ------------------------------------------------------------------------


def _visits(stages: Callable[[Run], NDArray[np.bool_]]) -> Callable[[Run, int], Counts]:
    """Return the rule for child-months of a year in some stages."""

    def count(run: Run, first: int) -> Counts:
        records, last = run.records, first + MONTHS_PER_YEAR
        if last > records.months:
            return _UNKNOWN
        table = records.contact_months.reshape(records.months, -1, len(records.agency.stages))
        rows = table[first:last, :, stages(run)]
        return rows["seen"].sum(), rows["eligible"].sum()

    return count


def _out_of_home(run: Run) -> NDArray[np.bool_]:
    return run.layout.stage_in_care


def _at_home(run: Run) -> NDArray[np.bool_]:
    """Return the stages of children under 18 who live at home and are due a visit."""
    agency = run.records.agency
    older = agency.ageing.extended_stage
    due = [stage.contact_required and stage.name != older for stage in agency.stages]
    return np.array(due) & ~run.layout.stage_pays_care


def _children_always_seen(run: Run, first: int) -> Counts:
    """Count children, not months; only a run that is the fiscal year itself knows."""
    records = run.records
    if first != 0 or records.months != MONTHS_PER_YEAR:
        return _UNKNOWN
    legs = records.legs[~np.isnan(records.legs["started"]) & (records.legs["case"] >= 0)]
    home = legs[_at_home(run)[legs["stage"]] & ~(legs["ended"] <= 0.0)]
    counted = records.cases["eligible_months"] > 0
    counted[: records.n_families] = False
    counted[home["case"]] = False
    return (records.cases["unseen_months"][counted] == 0).sum(), counted.sum()


def _responses(longer_than: float, within: float) -> Callable[[Run, int], Counts]:
    """Return the rule for referrals whose deadline lies in a range of days."""

    def count(run: Run, first: int) -> Counts:
        records, last = run.records, first + _LENGTHS["quarter"]
        limit = within / DAYS_PER_MONTH
        if last + limit > records.months:
            return _UNKNOWN
        days = np.array([tier.deadline_days for tier in records.agency.demand.tiers])
        families = records.cases[: records.n_families]
        families = families[(families["opened"] >= first) & (families["opened"] < last)]
        asked = days[families["tier"]]
        chosen = (asked > longer_than) & (asked <= within) & (families["turned_away"] == 0)
        wait = (families["responded"] - families["opened"])[chosen]
        return (wait <= limit).sum(), len(wait)

    return count


_COUNTED: Final[dict[str, Callable[[Run, int], Counts]]] = {
    "permanence_of_entries": _of_entries,
    "permanence_12_to_23": _in_care(12.0, 24.0),
    "permanence_24_on": _in_care(24.0, np.inf),
    "reentry_of_entries": _reentry_of_entries,
    "reentry_of_exits": _reentry_of_exits,
    "visits_child_months": _visits(_out_of_home),
    "visits_children": _children_always_seen,
    "response_immediate": _responses(0.0, 1.0),
    "response_ten_day": _responses(1.0, 10.0),
    "visits_out_of_home": _visits(_out_of_home),
    "visits_in_home": _visits(_at_home),
}
"""How each indicator is counted: a function of the run and the period's first month."""
