"""The base of all tables: runs of several plans on the same worlds, and sources of numbers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest, wrong
from staffing_sim.ledger import LedgerRow
from staffing_sim.measures import MEASURES
from staffing_sim.plan import Plan
from staffing_sim.presets import load_plans, preset_names
from staffing_sim.records.identity import origin
from staffing_sim.study.run import Outcome, Precision


@dataclass(frozen=True, eq=False, kw_only=True)
class Replicated:
    """Plans, worlds and what each run left; the attributes are those of `Study`."""

    agency: Agency
    plans: tuple[Plan, ...]
    outcomes: tuple[Outcome, ...]
    horizon: int
    seed: int
    wanted: int
    own_functions: tuple[str, ...] = ()
    until: Precision | None = None

    @property
    def replications(self) -> int:
        """Finished replications."""
        return len(self.outcomes) // len(self.plans)

    @property
    def interrupted(self) -> bool:
        """Whether fewer replications were finished than asked for."""
        return self.replications < self.wanted

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the plans, the baseline first."""
        return tuple(plan.name for plan in self.plans)

    @property
    def fingerprint(self) -> str:
        """A short name for everything that decides these numbers."""
        return str(self._origin["fingerprint"])

    @property
    def priced(self) -> bool:
        """Whether the agency gives the price of a worker, so that costs are known."""
        return self.agency.costs.worker_year > 0.0

    def unit_of(self, key: tuple[str, str]) -> str:
        """Return the unit of a measure by (measure, role); money is in the agency's currency."""
        return MEASURES[key[0]].unit_in(self.agency.costs.currency)

    def _row_of(self, plan: str) -> int:
        """Return the number of a plan, or tell that there is none of that name."""
        if plan not in self.names:
            raise wrong("baseline", f"names an unknown plan '{plan}'", nearest(plan, self.names))
        return self.names.index(plan)

    def months(self) -> pd.DataFrame:
        """Return the month tables of all runs, with plan and replication first."""
        return self._joined("months")

    def caps(self, role: str | None = None) -> tuple[float, ...]:
        """Return the caps in children that agency, plans and clauses set for a role, ascending.

        Parameters
        ----------
        role
            The role; the one that hires join where not given.
        """
        held = self.agency.role_or_hiring(role)
        planned = [cap for plan in self.plans for cap in plan.caps if cap.role == held.name]
        clauses = [
            clause for plan in self.plans for clause in plan.clauses if clause.role == held.name
        ]
        given = (held.cap, *planned, *clauses)
        caps = [cap for cap in given if cap is not None and cap.unit == "children"]
        later = [step.limit for clause in clauses for step in clause.phase_in if clause in caps]
        return tuple(sorted({cap.limit for cap in caps} | set(later)))

    def caseloads(self) -> pd.DataFrame:
        """Return how many workers carried how many children at the last month end, by run.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, role, children, workers.
        """
        table = self._joined("caseloads")
        last = table[table["month"] == self.horizon - 1]
        keys = ["plan", "replication", "role", "children"]
        counts = last.groupby(keys, observed=True, sort=False)["workers"].sum()
        return self._signed(counts.reset_index().astype({"role": str}))

    def incidence(self) -> pd.DataFrame:
        """Return cumulative incidence by cause at whole months after entry into care, by run.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, month, cause, permanent, incidence.
        """
        return self._joined("incidence")

    def service(self) -> pd.DataFrame:
        """Return who left and out of how many years of service, by run."""
        return self._joined("service")

    def cohorts(self) -> pd.DataFrame:
        """Return who started when and where, by run."""
        return self._joined("cohorts")

    def clauses(self) -> pd.DataFrame:
        """Return what each plan's own clauses counted, by run, month, clause and office."""
        return self._joined("clauses")

    def _joined(self, table: str) -> pd.DataFrame:
        """Return one table of every run, plan by plan."""
        parts = [
            getattr(outcome, table).assign(plan=outcome.plan, replication=outcome.replication)
            for name in self.names
            for outcome in self.outcomes
            if outcome.plan == name
        ]
        frame = pd.concat(parts, ignore_index=True)
        rest = [name for name in frame.columns if name not in {"plan", "replication"}]
        return self._signed(frame[["plan", "replication", *rest]])

    def _signed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with its plans in order and what produced it in ``attrs``."""
        for column in ("plan", "baseline"):
            if column in frame:
                frame[column] = pd.Categorical(frame[column], list(self.names), ordered=True)
        frame.attrs = self.signature()
        return frame

    @cached_property
    def grades(self) -> dict[str, int]:
        """How many numbers of the agency are published, derived, an expert's, or assumed."""
        return self.agency.ledger.counts(self.agency)

    def signature(self) -> dict[Hashable, Any]:
        """Return what every table, chart and file says about where it comes from."""
        return dict(self._origin)

    @cached_property
    def _origin(self) -> dict[Hashable, Any]:
        own = {"own_functions": self.own_functions} if self.own_functions else {}
        return origin(
            self.agency,
            self.plans,
            seed=self.seed,
            months=self.horizon,
            replications=self.replications,
            **own,
        )


def known_keys(by: str | Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the keys that a table is to be made by, as a list.

    Raises
    ------
    InputError
        Naming each that is unknown.

    Examples
    --------
    >>> known_keys("office", ("month", "office")), known_keys((), ("month", "office"))
    (['office'], [])
    """
    keys = [by] if isinstance(by, str) else list(by)
    if unknown := [key for key in keys if key not in known]:
        raise InputError(
            Fault("by", f"does not know '{key}'", nearest(key, known)) for key in unknown
        )
    return keys


def sources_of(agency: Agency, plans: Sequence[Plan]) -> tuple[LedgerRow, ...]:
    """Return every number of an agency and of plans, with where it comes from.

    Entries of a preset's ledger document the plans of that preset alone: a plan that is not among
    them is the asker's own, however well its keys would fit. Whoever writes an agency's file
    documents in it the plans they give.
    """
    own, asked = _parted(agency, plans)
    return agency.ledger.rows(agency, own, asked=asked)


def grades_of(agency: Agency, plans: Sequence[Plan]) -> dict[str, int]:
    """Return how many numbers of an agency and of plans there are of each grade."""
    own, asked = _parted(agency, plans)
    return agency.ledger.counts(agency, own, asked=asked)


def _parted(agency: Agency, plans: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """Return the plans that the ledger speaks of, and those it does not."""
    if agency.name not in preset_names():
        return list(plans), []
    known = load_plans(agency.name)
    own = [plan for plan in plans if plan in known]
    return own, [plan for plan in plans if plan not in known]
