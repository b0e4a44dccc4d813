"""Staff from the budget to the case: positions, who leaves, who starts when; a mixin of `Study`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from staffing_sim.errors import wrong
from staffing_sim.intervals import ratio_interval
from staffing_sim.records.waterfall import LOSSES, STEPS, waterfall_frame
from staffing_sim.study.tables.averages import averages, known_sums
from staffing_sim.study.tables.runs import Replicated, known_keys
from staffing_sim.timeline import Timeline
from staffing_sim.values import ALL

AttritionKey = Literal["role", "office", "tenure"]
"""What rates of attrition can be kept apart by; office and tenure each within a role."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """One way of leaving, over one denominator."""

    kind: str
    events: str
    service: str
    denominator: str
    unit: str


_RATES: Final = (
    _Rate("separation", "separations", "duty_years", "person-years on duty", "a year"),
    _Rate("separation", "separations", "position_years", "authorised position-years", "a year"),
    _Rate("layoff", "layoffs", "duty_years", "person-years on duty", "a year"),
    _Rate("transfer", "transfers", "duty_years", "person-years on duty", "a year"),
    _Rate("academy_failure", "academy_failures", "trainees", "people whose academy ended", "share"),
)
"""Every rate that is told. Promotion is not in the model."""


_LOSS_AFTER: Final = dict(zip(STEPS, LOSSES, strict=False))  # nothing is lost after the last step
_COUNTS: Final = ("started", "waiting", "cohorts_missed", "academy_failures")
_ENDS: Final = ("", "_low", "_high")


class Staffing(Replicated):
    """Positions, attrition and hires, each as a tidy table; mixed into `Study`."""

    def positions(self) -> pd.DataFrame:
        """Return the position waterfall of every run, by month, office and role.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, month, date, office, role, then each step and each loss
            (`staffing_sim.records.waterfall`); a step less its loss is the next step.
        """
        return waterfall_frame(self.months(), self.agency)

    def waterfall(
        self, *, month: int | None = None, role: str | None = None, by: str | Sequence[str] = ()
    ) -> pd.DataFrame:
        """Return the position waterfall with intervals: ordinanced, funded, filled ... carrying.

        Parameters
        ----------
        month
            Which month end, from 0; the last where neither this nor ``by="month"`` is given.
        role
            Only this role; all roles where not given.
        by
            Keys to keep apart: any of ``"month"``, ``"office"``, ``"role"``.

        Returns
        -------
        pandas.DataFrame
            Columns plan, those of `by`, step, label, positions, positions_low, positions_high,
            lost, lost_low, lost_high, lost_to and runs. Each step less what is lost is the next.
            Ordinanced and funded are left out unless the agency gives them for every role shown.

        Raises
        ------
        InputError
            If the month lies outside the study, or a name is unknown.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, clock="simpy", progress=False)
        >>> found = study.waterfall(role="continuing_services")
        >>> list(found["step"])
        ['ordinanced', 'funded', 'filled', 'trained', 'present', 'carrying', 'productive']
        """
        keys = known_keys(by, ("month", "office", "role"))
        rows = self.positions()
        if role is not None:
            rows = rows[rows["role"] == self.agency.role(role).name]
        if "month" not in keys or month is not None:
            rows = rows[rows["month"] == self._month(month)]
        return _waterfall(rows, keys)

    def attrition(self, *, by: AttritionKey = "role") -> pd.DataFrame:
        """Return rates of attrition, each with its denominator said.

        Separations are resignations from the agency, over person-years on duty (absence included)
        and over authorised position-years; transfers are moves to another office; academy failures
        are a share of those whose academy ended. Promotion is not in the model.

        Parameters
        ----------
        by
            ``"role"``, or within each role ``"office"`` or ``"tenure"`` (under 1 year, 1 to 2
            years, 2 years or more since duty began).

        Returns
        -------
        pandas.DataFrame
            Columns plan, role, office or tenure (as asked), kind, denominator, unit, events and
            service (means over replications), rate, low, high (95 % interval of the ratio), runs.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, clock="simpy", progress=False)
        >>> found = study.attrition(by="tenure")
        >>> sorted(found["tenure"].unique())
        ['1 to 2 years', '2 years or more', 'under 1 year']
        """
        (key,) = known_keys(by, get_args(AttritionKey))
        return self._signed(_attrition(self.service(), key))

    def break_even(self, *, role: str | None = None) -> pd.DataFrame:
        """Return attrition beside the rate at which it would undo all that begin their duty.

        Parameters
        ----------
        role
            The role; the one that hires join where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, role, then, each with ``_low`` and ``_high`` (95 % intervals): attrition
            (resignations) and break_even (people whose duty began, replacements of leavers
            included), both over the years that people of the role were on duty; and runs.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> plan = ss.Plan("Ten", hires=ss.Hires.once(10, kind="net"))
        >>> found = ss.compare(office, plan, years=1, clock="simpy", progress=False).break_even()
        >>> bool(found["break_even"].iloc[0] > found["attrition"].iloc[0])
        True
        """
        chosen = self.agency.role_or_hiring(role).name
        keys, service, months = ["plan", "replication"], self.service(), self.months()
        whole = (service["office"] == ALL) & (service["tenure"] == ALL)
        whole &= service["role"] == chosen
        runs = service[whole].set_index(keys)[["separations", "duty_years"]]
        of_role = months[months["role"] == chosen]
        runs["newcomers"] = of_role.groupby(keys, observed=True)["new_on_duty"].sum()
        rows = []
        for plan, group in runs.groupby("plan", observed=True, sort=False):
            left, came = (
                ratio_interval(group[name], group["duty_years"]).within(0.0, np.inf)
                for name in ("separations", "newcomers")
            )
            rows.append((plan, chosen, *left[:3], *came))
        columns = [f"{name}{end}" for name in ("attrition", "break_even") for end in _ENDS]
        return self._signed(pd.DataFrame(rows, columns=["plan", "role", *columns, "runs"]))

    def hiring_calendar(self, *, by: str | Sequence[str] = "role") -> pd.DataFrame:
        """Return who starts in which month, how long they waited, and when they are fully at work.

        Parameters
        ----------
        by
            Keys to keep apart: ``"role"``, ``"office"``, both, or none.

        Returns
        -------
        pandas.DataFrame
            Columns plan, month, date, those of `by`, started, waiting (found, and without a seat as
            the month ends), academy_failures (means over replications, each with ``_low`` and
            ``_high``), wait_months (mean wait for a seat beyond the next cohort), duty_month,
            duty_date, full_load_month, full_load_date and runs. Months before day 0 are negative.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> plan = ss.Plan("Six", hires=ss.Hires.once(6, kind="gross"))
        >>> study = ss.compare(office, plan, years=0.5, clock="simpy", progress=False)
        >>> study.hiring_calendar(by=())["started"].iloc[0]  # the academy seats four
        np.float64(4.0)
        """
        keys = known_keys(by, ("office", "role"))
        return _calendar(self.cohorts(), self.agency.start, self.replications, keys)

    def _month(self, month: int | None) -> int:
        """Return a month of the study, the last where none is given."""
        last = self.horizon - 1
        if month is None:
            return last
        if not 0 <= month <= last:
            raise wrong("month", f"must be a month from 0 to {last}; got {month}")
        return month


def _waterfall(positions: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return every step with its mean and interval, and what is lost between it and the next.

    Steps that the agency does not give for every role added up are left out.
    """
    keys = ["plan", "replication", *by]
    runs = known_sums(positions, keys, [*STEPS, *LOSSES])
    parts = [_of_step(runs, keys, step) for step in STEPS]
    table = pd.concat(parts, ignore_index=True).dropna(subset=["positions"])
    table["step"] = pd.Categorical(table["step"], list(STEPS), ordered=True)
    table.attrs = dict(positions.attrs)
    found = averages(table, by=[*by, "step"], values=("positions", "lost"), least=0.0)
    found.insert(len(by) + 2, "label", found["step"].astype(str).map(STEPS))
    lost_to = found["step"].astype(str).map(_LOSS_AFTER).map(LOSSES)
    found.insert(len(found.columns) - 1, "lost_to", lost_to)
    return found.sort_values(["plan", *by, "step"], kind="stable", ignore_index=True)


def _of_step(runs: pd.DataFrame, keys: Sequence[str], step: str) -> pd.DataFrame:
    """Return one step of every run as rows of a tidy table."""
    loss = _LOSS_AFTER.get(step)
    lost = 0.0 if loss is None else runs[loss]
    return runs[list(keys)].assign(step=step, positions=runs[step], lost=lost)


def _attrition(service: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return rates of attrition, each labelled with its denominator.

    Rows whose service is not known by those keys (transfers by tenure, say) are left out.
    """
    keys = ["role"] if by == "role" else ["role", by]
    chosen = service
    for other in ("office", "tenure"):
        everybody = chosen[other] == ALL
        chosen = chosen[~everybody if by == other else everybody]
    rows = []
    for place, runs in chosen.groupby(["plan", *keys], observed=True, sort=False):
        for rate in _RATES:
            if runs[[rate.events, rate.service]].isna().to_numpy().any():
                continue
            found = ratio_interval(runs[rate.events], runs[rate.service]).within(0.0, np.inf)
            counts = (runs[rate.events].mean(), runs[rate.service].mean())
            rows.append((*place, rate.kind, rate.denominator, rate.unit, *counts, *found))
    columns = ["plan", *keys, "kind", "denominator", "unit", "events", "service"]
    return pd.DataFrame(rows, columns=[*columns, "rate", "low", "high", "runs"])


def _calendar(cohorts: pd.DataFrame, start: date, replications: int, by: list[str]) -> pd.DataFrame:
    """Return who starts in each month on average, and when that cohort carries a full load.

    A run in which nobody starts in a month counts as 0; dates are those of the first who start.
    """
    keys = ["plan", "month", *by]
    sums = cohorts.groupby(["replication", *keys], observed=True)[list(_COUNTS)].sum()
    groups = cohorts.set_index(keys).index.unique()
    of_run = sums.index.get_level_values("replication")
    every = [  # a run in which nobody starts at all has no rows to look up
        sums[of_run == run].droplevel("replication").reindex(groups, fill_value=0.0)
        for run in range(replications)
    ]
    runs = pd.concat(every, keys=range(replications), names=["replication"]).reset_index()
    runs.attrs = dict(cohorts.attrs)
    table = averages(runs, by=["month", *by], values=_COUNTS, least=0.0)
    waited = table["cohorts_missed"] / table["started"].where(table["started"] > 0)
    first = cohorts.groupby(keys, observed=True)[["duty_month", "full_load_month"]].min()
    table = table.assign(wait_months=waited).merge(first.reset_index(), on=keys, how="left")
    for name, month in (("date", "month"), ("duty_date", "duty_month")):
        table[name] = _dates(table[month], start)
    table["full_load_date"] = _dates(table["full_load_month"], start)
    shown = [f"{name}{end}" for name in ("started", "waiting", "academy_failures") for end in _ENDS]
    later = ["wait_months", "duty_month", "duty_date", "full_load_month", "full_load_date", "runs"]
    found = table.sort_values(keys, kind="stable", ignore_index=True)
    found.attrs = dict(cohorts.attrs)
    return found[["plan", "month", "date", *by, *shown, *later]]


def _dates(months: pd.Series, start: date) -> pd.Series:
    """Return the first day of each month; missing where there is none."""
    line = Timeline(start)
    known = months.dropna()
    days = np.array([line.date(float(month)) for month in known], dtype="datetime64[s]")
    return pd.Series(days, index=known.index).reindex(months.index)
