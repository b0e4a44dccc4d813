"""The fluid twin: the model without chance, as flows; a preview in under a second.

Staff and cases are amounts that flow at the rates of the model, every worker of a role at the
role's mean load. It is the limit of large agencies where a rate does not bend within the spread of
loads; elsewhere it leaves that spread out (see the page on the fluid twin).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Cap
from staffing_sim.errors import Fault, PlanError
from staffing_sim.need.twin.cases import CaseFlow, case_flow
from staffing_sim.need.twin.solution import ACTIVITIES, MonthEnd, solve
from staffing_sim.need.twin.staff import staff_flow
from staffing_sim.need.twin.tipping import TIPPING_COLUMNS, tipping_frame
from staffing_sim.plan import Plan, check_plan
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

__all__ = ["FLUID_COLUMNS", "TIPPING_COLUMNS", "Fluid", "fluid"]

FLUID_COLUMNS = {
    "month": "months since the start; the month that runs from this number to the next",
    "date": "first day of the month",
    "role": "role",
    "authorised": "positions that are filled or will be, at the month end",
    "vacant": "positions that a freeze keeps from being recruited for, at the month end",
    "recruiting": "positions being recruited or waiting for an academy cohort, at the month end",
    "academy": "people in the academy, at the month end",
    "absent": "people on duty but absent, at the month end",
    "carrying": "people on duty and not absent, at the month end",
    "productive_staff": "full-time equivalents: newcomers count their ramp share, at the month end",
    "leavers": "people who resigned in the month",
    "open_children": "children whose case is open with the role, at the month end",
    "caseload_mean": "children per worker on duty and not absent, at the month end",
    "load": "hours due over hours, of the month",
    "contact_share": "share of the contact hours due that is delivered, of the month",
    "casework_share": "the same of casework",
    "court_share": "the same of court work",
    "training_share": "the same of training",
    "speed": "speed of casework relative to what was observed, at the month end",
}
"""Every column of the fluid's month table, in words; the names are those of a run's."""

_NOT_IN_IT = ("clauses", "clerks", "aides", "strikes", "outside_strikes", "moves")


@dataclass(frozen=True, eq=False)
class Fluid:
    """A plan's fluid twin.

    Attributes
    ----------
    agency, plan
        What was solved.
    months
        A row a month and role, with `FLUID_COLUMNS`.
    """

    agency: Agency
    plan: Plan
    months: pd.DataFrame

    def tipping_point(self) -> pd.DataFrame:
        """Return, for each role, its rest and how far off turnover feeds on itself.

        Demand and staff are those at rest once the plan's positions are filled, referrals those of
        a mean month. Smaller staff make a higher load, a higher load drives people out: *extra
        demand* is the share by which demand may grow until no rest is left below the load cap.

        Returns
        -------
        pandas.DataFrame
            A row a role, with `TIPPING_COLUMNS`.

        Raises
        ------
        PlanError
            If the plan leaves leavers' posts empty: then no staffing lasts.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> points = fluid(load_agency("small-office"), years=1).tipping_point()
        >>> bool((points["extra_demand"] > 0.0).all())
        True
        """
        return tipping_frame(self.agency, self.plan, case_flow(self.agency))


def fluid(agency: Agency, plan: Plan | None = None, *, years: float = 3) -> Fluid:
    """Solve the fluid twin of a plan: means without chance, and without spread between workers.

    Parameters
    ----------
    agency
        An agency; its offices are taken together.
    plan
        A plan; as is when not given.
    years
        How far to look ahead, a whole number of months.

    Raises
    ------
    PlanError
        If the plan does not fit the agency, or holds levers that the twin lacks: clauses, clerks,
        aides, strikes (outside ones too), moves, and caps that make cases wait or turn them away.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> twin = fluid(load_agency("small-office"), Plan("As is"), years=1)
    >>> twin.months.shape[0]  # 12 months of 3 roles
    36
    """
    plan = Plan("As is") if plan is None else plan
    check_plan(plan, agency)
    _refuse_what_it_lacks(agency, plan)
    months = round(years * MONTHS_PER_YEAR)
    if months < 1:
        fault = Fault("years", f"must be at least one month; got {years:g} years")
        raise PlanError([fault])
    cases = case_flow(agency)
    flow, staff = staff_flow(agency, plan)
    ends = solve(cases, flow, staff, months=months)
    return Fluid(agency=agency, plan=plan, months=_frame(agency, cases, ends))


def _refuse_what_it_lacks(agency: Agency, plan: Plan) -> None:
    remedy = "Simulate this plan instead."
    faults = [
        Fault(name, "is not in the fluid twin", remedy)
        for name in _NOT_IN_IT
        if getattr(plan, name)
    ]
    caps: list[tuple[str, Cap]] = [(f"caps[{row}]", cap) for row, cap in enumerate(plan.caps)]
    caps += [(f"roles.{role.name}.cap", role.cap) for role in agency.roles if role.cap]
    faults += [
        Fault(key, f"'{cap.overflow}' is not in the fluid twin", remedy)
        for key, cap in caps
        if cap.overflow in ("hard", "decline", "spill")
    ]
    if faults:
        raise PlanError(faults)


def _frame(agency: Agency, cases: CaseFlow, ends: list[MonthEnd]) -> pd.DataFrame:
    """Return the month table."""
    timeline, rows = Timeline(agency.start), []
    for month, end in enumerate(ends):
        date = pd.Timestamp(timeline.date(month))
        for row, role in enumerate(agency.roles):
            held = float((cases.children * end.cases)[cases.role == row].sum())
            carrying = float(end.staff["carrying"][row])
            found = {"month": month, "date": date, "role": role.name}
            found |= {name: float(values[row]) for name, values in end.staff.items()}
            present = carrying / (carrying + float(end.staff["absent"][row])) if carrying else 0.0
            due, given = (end.passed[key][:, row] for key in ("demanded", "delivered"))
            hours = float(end.passed["hours"][row])
            found |= {
                "leavers": float(end.passed["leavers"][row]),
                "open_children": held,
                "caseload_mean": held * present / carrying if carrying else np.nan,
                "load": float(due.sum()) / hours if hours else np.nan,
            }
            for number, activity in enumerate(ACTIVITIES):
                share = given[number] / due[number] if due[number] > 0.0 else np.nan
                found[f"{activity}_share"] = share
            rows.append(found | {"speed": float(end.pace.speed[row])})
    return pd.DataFrame(rows, columns=list(FLUID_COLUMNS))
