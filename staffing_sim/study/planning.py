"""The tables a planner asks a study for: positions, attrition, hires, costs, offices."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.frames.waterfall import waterfall_frame
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
        keys = _known_keys(by, ("month", "office", "role"))
        rows = self.positions()
        if role is not None:
            rows = rows[rows["role"] == self.agency.role(role).name]
        if "month" not in keys or month is not None:
            rows = rows[rows["month"] == self._month(month)]
        return waterfall_table(rows, by=keys)

    def _month(self, month: int | None) -> int:
        """Return a month of the study, the last where none is given."""
        last = self.horizon - 1
        if month is None:
            return last
        if not 0 <= month <= last:
            problem = f"must be a month from 0 to {last}; got {month}"
            raise InputError([Fault(key="month", problem=problem)])
        return month


def _known_keys(by: str | Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the keys asked for as a list, or tell those that are unknown."""
    keys = [by] if isinstance(by, str) else list(by)
    if unknown := [key for key in keys if key not in known]:
        raise InputError(
            Fault(key="by", problem=f"does not know '{key}'", remedy=nearest(key, known))
            for key in unknown
        )
    return keys
