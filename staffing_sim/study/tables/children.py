"""Children followed: permanence and published indicators, with paired differences.

Errors are measured between replications, which know nothing of how children within a run depend on
each other; the errors within a run (`staffing_sim.permanence.curves`) take siblings as independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from staffing_sim.intervals import mean_interval, paired_together
from staffing_sim.study.tables.runs import Replicated, known_keys

_OF_ALL_PLANS: Final = ["family_low", "family_high", "p_adjusted"]
_PAIRED: Final = ("difference", "difference_low", "difference_high", *_OF_ALL_PLANS)
GROUPINGS: Final = ("all", "office", "age_group", "entry_year")


class Children(Replicated):
    """What became of children who were followed, each table tidy; mixed into `Study`."""

    def permanence(self, *, by: str = "all", against: str | None = None) -> pd.DataFrame:
        """Return permanence at fixed dates by exit, restricted means, and re-entry beside them.

        Children who entered care after day 0 (`staffing_sim.permanence.landmarks`).

        Parameters
        ----------
        by
            ``"all"``, ``"office"``, ``"age_group"`` (at entry) or ``"entry_year"``.
        against
            The plan that differences are taken from; the first where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, group, statistic, exit, month, children (mean number of stays), value, low
            and high (95 % interval over replications), difference, difference_low, difference_high
            (paired, less `against`; NaN for that plan itself) and runs. NaN where the horizon does
            not reach.

        Raises
        ------
        InputError
            If there is no such grouping or plan.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=1, clock="simpy", progress=False)
        >>> found = study.permanence(by="age_group")
        >>> found["group"].unique().tolist()
        ['under 1', '1 to 5', '6 to 12', '13 to 17']
        """
        (grouping,) = known_keys(by, GROUPINGS)
        runs = self._joined("landmarks")
        table = self._beside(
            runs[runs["by"] == grouping],
            keys=["group", "statistic", "exit", "month"],
            value="value",
            counted=("children",),
            against=against,
        )
        return table.drop(columns=_OF_ALL_PLANS)

    def followed(self, *, against: str | None = None) -> pd.DataFrame:
        """Return how children left care who entered early enough to be followed for 24 months.

        An entry cohort with full follow-up (`staffing_sim.permanence.landmarks`): children
        whose first entry lies at least 24 months before the horizon. Exits month by month, the
        restricted mean, and re-entry within 12 months of an exit to permanence.

        Parameters
        ----------
        against
            The plan that differences are taken from; the first where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, statistic (``incidence``, ``restricted_mean`` or ``reentry``), exit,
            month, children (mean number followed), value, low and high (95 % interval), difference
            (paired, less `against`), family_low and family_high (95 % that the intervals of all
            plans hold), p_adjusted (Holm's) and runs. No rows where the study is not longer than
            24 months.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=2.5, clock="simpy", progress=False)
        >>> sorted(study.followed()["statistic"].unique())
        ['incidence', 'reentry', 'restricted_mean']
        """
        table = self._beside(
            self._joined("followed"),
            keys=("statistic", "exit", "month"),
            value="value",
            counted=("children",),
            against=against,
        )
        shares = table["statistic"] != "restricted_mean"
        table.loc[shares, ["low", "high"]] = table.loc[shares, ["low", "high"]].clip(upper=1.0)
        return table.drop(columns=["difference_low", "difference_high"])

    def indicators(self, *, against: str | None = None) -> pd.DataFrame:
        """Return the published indicators, federal and California's, period by period.

        What each counts, and what it must not be set beside, stands in
        `staffing_sim.permanence.definitions.INDICATORS`.

        Parameters
        ----------
        against
            The plan that differences are taken from; the first where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, indicator, label, period, first_day, last_day, numerator, denominator
            (means over replications), share, low and high (mean and 95 % interval), rule, in_use,
            difference, difference_low, difference_high (paired, less `against`) and runs. NaN
            where the run ends before everyone was followed.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=1, clock="simpy", progress=False)
        >>> found = study.indicators().set_index(["indicator", "period"])
        >>> found.loc[("visits_in_home", "FFY 2025"), "runs"]  # October lies in it, September not
        np.int64(0)
        """
        keys = ["indicator", "label", "period", "first_day", "last_day", "rule", "in_use"]
        table = self._beside(
            self._joined("indicators"),
            keys=keys,
            value="share",
            counted=("numerator", "denominator"),
            against=against,
        )
        table[["low", "high"]] = table[["low", "high"]].clip(upper=1.0)
        first = ["plan", *keys[:5], "numerator", "denominator", "share", "low", "high", *keys[5:]]
        rest = [name for name in table if name not in {*first, *_OF_ALL_PLANS}]
        return table[[*first, *rest]]

    def _beside(
        self,
        runs: pd.DataFrame,
        *,
        keys: Sequence[str],
        value: str,
        counted: Sequence[str],
        against: str | None,
    ) -> pd.DataFrame:
        """Return a value's mean and its paired difference from a plan, for each plan and key."""
        baseline = self.names[0 if against is None else self._row_of(against)]
        others = [plan for plan in self.names if plan != baseline]
        rows: list[tuple[Any, ...]] = []
        for place, group in runs.groupby(list(keys), sort=False, dropna=False):
            wide = group.pivot(index="replication", columns="plan", values=[value, *counted])
            gaps = [wide[value, plan] - wide[value, baseline] for plan in others]
            paired = dict(zip(others, paired_together(gaps) if gaps else (), strict=True))
            for plan in self.names:
                counts = (wide[name, plan].mean() for name in counted)
                found = mean_interval(wide[value, plan]).within(0.0, np.inf)
                beside: Sequence[float] = [np.nan] * 6
                if gap := paired.get(plan):
                    beside = (*gap.alone[:3], *gap.together[1:3], gap.p_adjusted)
                rows.append((plan, *place, *counts, *found[:3], *beside, found.runs))
        columns = ["plan", *keys, *counted, value, "low", "high", *_PAIRED, "runs"]
        return self._signed(pd.DataFrame(rows, columns=columns))
