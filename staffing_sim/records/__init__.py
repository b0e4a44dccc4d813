"""A run as tables: months by office and role, children, families, legs, care episodes, workers.

layout            the cells of the month table; what each stage means
episodes          legs reached, the stays in care they make up, and these as AFCARS has them
children_months   columns about families and children
staff_months      columns about positions, workers, caseloads, hours
cost_months       columns about money, a line for each lever
months            the month table and that of clauses, and what their columns mean
waterfall         positions from ordinanced to carrying cases
service           who left, out of how much service; who starts, and when they carry a full load
people            one row per child, family, leg, episode, worker
identity          where a result comes from, and a short name for everything that decides it
"""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from staffing_sim import __version__
from staffing_sim.engine.records import Records
from staffing_sim.records.episodes import Episodes, afcars_frame, care_episodes
from staffing_sim.records.identity import fingerprint
from staffing_sim.records.layout import Layout
from staffing_sim.records.months import CLAUSE_COLUMNS, MONTH_COLUMNS, clause_frame, month_frame
from staffing_sim.records.people import (
    child_frame,
    episode_frame,
    family_frame,
    leg_frame,
    worker_frame,
)
from staffing_sim.records.service import cohort_frame, service_frame
from staffing_sim.records.waterfall import waterfall_frame
from staffing_sim.timeline import Timeline
from staffing_sim.values import ALL, NO_ROLE

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALL", "CLAUSE_COLUMNS", "MONTH_COLUMNS", "NO_ROLE", "Run", "fingerprint"]


class Run:
    """One replication of one plan, with every record; its tables are made when first asked for.

    Parameters
    ----------
    records
        What the engine left.

    Attributes
    ----------
    months
        One row per month, office and role; the columns are described in `MONTH_COLUMNS`.
    positions
        The position waterfall by month, office and role (`staffing_sim.records.waterfall`).
    service
        Separations, transfers and academy failures with their denominators
        (`staffing_sim.records.service`).
    cohorts
        Who starts when, and when they carry a full load (`staffing_sim.records.service`).
    children, families, legs, episodes, workers
        One row per child whose case opened, family, leg begun, stay in care, person on the payroll.
    afcars
        The stays in care as removal episodes, in the elements of the federal foster care file
        (`staffing_sim.records.episodes`).

    Notes
    -----
    A single run is one draw of chance, never a forecast: compare plans over many replications.
    Every frame carries the seed, version, fingerprint and plan in its ``attrs``.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.layout = Layout(records)

    @cached_property
    def fingerprint(self) -> str:
        """A short name for everything that decided this run."""
        records = self.records
        return fingerprint(records.agency, [records.plan], seed=records.seed, months=records.months)

    @cached_property
    def months(self) -> pd.DataFrame:
        """One row per month, office and role."""
        return self._signed(month_frame(self.records))

    @cached_property
    def positions(self) -> pd.DataFrame:
        """One row per month, office and role: items ordinanced, funded, filled ... carrying."""
        return waterfall_frame(self.months, self.records.agency)

    @cached_property
    def clauses(self) -> pd.DataFrame:
        """One row per month, clause of the plan and office: measured, triggered, owed."""
        return self._signed(clause_frame(self.layout))

    @cached_property
    def service(self) -> pd.DataFrame:
        """People who left or moved beside the years of service they left from."""
        return self._signed(service_frame(self.layout))

    @cached_property
    def cohorts(self) -> pd.DataFrame:
        """One row per month, office and role in which people start or wait to start."""
        return self._signed(cohort_frame(self.layout))

    @cached_property
    def children(self) -> pd.DataFrame:
        """One row per child whose case opened or was open on day 0."""
        return self._signed(child_frame(self.layout))

    @cached_property
    def families(self) -> pd.DataFrame:
        """One row per family referred or under investigation on day 0."""
        return self._signed(family_frame(self.layout))

    @cached_property
    def legs(self) -> pd.DataFrame:
        """One row per leg of an itinerary that began."""
        return self._signed(leg_frame(self.layout))

    @cached_property
    def episodes(self) -> pd.DataFrame:
        """One row per stay in foster care."""
        return self._signed(episode_frame(self.layout))

    @cached_property
    def afcars(self) -> pd.DataFrame:
        """One row per removal episode, in AFCARS elements (`staffing_sim.records.episodes`)."""
        return self._signed(afcars_frame(self.layout))

    @cached_property
    def workers(self) -> pd.DataFrame:
        """One row per person who was ever on the payroll."""
        return self._signed(worker_frame(self.layout))

    @cached_property
    def care(self) -> Episodes:
        """The stays in foster care as arrays, for the statistics of permanence."""
        return care_episodes(self.layout)

    def _signed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with what produced it in its ``attrs``."""
        frame.attrs = {
            "plan": self.records.plan.name,
            "seed": self.records.seed,
            "version": __version__,
            "fingerprint": self.fingerprint,
        }
        return frame

    def __repr__(self) -> str:
        records = self.records
        last = Timeline(records.agency.start).month_label(records.months - 1)
        return (
            f"<Run of {records.plan.name!r} at {records.agency.title}: {records.months} months to "
            f"{last}, {records.events:,} events, seed {records.seed}, {self.fingerprint}>"
        )

    def _repr_html_(self) -> str:
        """Return the same line and the last month by role, for a notebook."""
        shown = ["authorised", "carrying", "children_carried", "unassigned_children", "unseen"]
        last = self.months[self.months["month"] == self.records.months - 1]
        by_role = last.groupby("role", observed=True)[shown].sum()
        return f"<p>{escape(repr(self))}</p>{by_role.to_html(float_format='{:,.0f}'.format)}"
