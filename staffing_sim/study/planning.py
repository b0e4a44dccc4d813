"""The tables a planner asks a study for: positions, attrition, hires, costs, offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pandas as pd

from staffing_sim.errors import Fault, InputError
from staffing_sim.frames.waterfall import waterfall_frame
from staffing_sim.study.arguments import known_keys
from staffing_sim.study.attrition import AttritionKey, attrition_table, break_even_table
from staffing_sim.study.costs import cost_runs, cost_table
from staffing_sim.study.equity import equity_table, office_runs, office_table
from staffing_sim.study.hiring import calendar_table
from staffing_sim.study.loads import office_load_table
from staffing_sim.study.replicated import Replicated
from staffing_sim.study.waterfall import waterfall_table

__all__ = ["Planning"]


class Planning(Replicated):
    """What a planner asks of the runs, each as a tidy table; mixed into `Study`."""

    def positions(self) -> pd.DataFrame:
        """Return the position waterfall of every run, by month, office and role.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, month, date, office, role, then each step and each loss
            (`staffing_sim.frames.waterfall`); a step less its loss is the next step.
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
        return waterfall_table(rows, by=keys)

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
        return attrition_table(self.service(), by=key)  # type: ignore[arg-type]

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
        return calendar_table(
            self.cohorts(),
            start=self.agency.start,
            replications=self.replications,
            by=known_keys(by, ("office", "role")),
        )

    def costs(self, *, against: str | None = None) -> pd.DataFrame:
        """Return costs by fiscal year (July to June): gross, net, one-time and ongoing.

        Parameters
        ----------
        against
            A plan; given, what each other plan costs more than that one, on the same worlds.

        Returns
        -------
        pandas.DataFrame
            Columns plan, fiscal_year, months (covered), partial (fewer than 12), line, kind, gross,
            gross_low, gross_high, net, net_low, net_high, currency, runs. Kinds are ``one_time``
            (hires with their training, departures), ``ongoing``, ``care``, ``sum`` (the lines
            staffing and total) and ``saving`` (pay of unfilled positions, part of no sum). Net is
            what state and federal money leave to the agency; NaN where their shares are not given.

        Raises
        ------
        InputError
            If no plan has that name.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=1, clock="simpy", progress=False)
        >>> found = study.costs()
        >>> found.loc[found["line"] == "staffing", ["fiscal_year", "months"]].values.tolist()
        [['2023-24', 6], ['2024-25', 6]]
        """
        if against is not None:
            self._row_of(against)
        runs = cost_runs(self.months(), self.agency)
        return cost_table(runs, currency=self.agency.costs.currency, against=against)

    def offices(self, *, role: str | None = None) -> pd.DataFrame:
        """Return each office's lot: unseen children, new workers, hand-overs, caseload.

        Parameters
        ----------
        role
            Only this role; else all of them, but for the caseload, which is that of the role that
            hires join.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, label, unit, office, mean, low, high, runs; higher is worse.
        """
        return office_table(self._office_runs(role))

    def equity(self, *, role: str | None = None) -> pd.DataFrame:
        """Return how far the worst office lies from the median one.

        The worst office is the one whose number over all replications is highest, not the highest
        of each run, which would be too high by chance; `worst_in_share` says in how many runs it
        was the worst.

        Parameters
        ----------
        role
            As in `offices`.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, label, unit, worst_office, worst, median, gap, gap_low, gap_high,
            worst_in_share, runs.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, clock="simpy", progress=False)
        >>> found = study.equity().set_index("measure")
        >>> bool(found.loc["caseload", "worst"] >= found.loc["caseload", "median"])
        True
        """
        return equity_table(self._office_runs(role))

    def office_loads(self, *, last: int = 12) -> pd.DataFrame:
        """Return the hours demanded for each hour there is, by office and role, before and after.

        Over 1, work is left undone or waits. Demanded is what the four activities ask of workers;
        the hours are those they had for cases.

        Parameters
        ----------
        last
            How many months at the end make up ``"after"``; ``"before"`` is the first month.

        Returns
        -------
        pandas.DataFrame
            Columns plan, office, role, period, load, low, high (95 % interval), runs.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, clock="simpy", progress=False)
        >>> study.office_loads()["period"].unique().tolist()
        ['before', 'after']
        """
        return office_load_table(self.months(), last=last)

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
        return break_even_table(self.service(), self.months(), role=chosen)

    def _office_runs(self, role: str | None) -> pd.DataFrame:
        months, service = self.months(), self.service()
        if role is not None:
            name = self.agency.role(role).name
            months, service = months[months["role"] == name], service[service["role"] == name]
        return office_runs(months, service, caseload_role=self.agency.role_or_hiring(role).name)

    def _month(self, month: int | None) -> int:
        """Return a month of the study, the last where none is given."""
        last = self.horizon - 1
        if month is None:
            return last
        if not 0 <= month <= last:
            problem = f"must be a month from 0 to {last}; got {month}"
            raise InputError([Fault(key="month", problem=problem)])
        return month
