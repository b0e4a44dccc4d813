"""Children followed all the way: means over replications, and differences of plans in pairs."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from staffing_sim.intervals import mean_interval, paired_together

__all__ = ["followed_means"]

_KEYS: Final = ("statistic", "exit", "month")
_PAIRED: Final = ("difference", "family_low", "family_high", "p_adjusted")


def followed_means(runs: pd.DataFrame, *, plans: tuple[str, ...], baseline: str) -> pd.DataFrame:
    """Return each number of the followed children by plan, with its difference from a baseline.

    Parameters
    ----------
    runs
        A row per plan, replication, statistic, exit and month
        (`staffing_sim.permanence.full_follow_up`).
    plans, baseline
        The plans in their order, and the one that differences are taken from.
    """
    rows: list[tuple[Any, ...]] = []
    for key, group in runs.groupby(list(_KEYS), sort=False):
        values, children = (
            group.pivot(index="plan", columns="replication", values=name).loc[list(plans)]
            for name in ("value", "children")
        )
        others = [plan for plan in plans if plan != baseline]
        gaps = [values.loc[plan] - values.loc[baseline] for plan in others]
        paired = dict(zip(others, paired_together(gaps) if gaps else (), strict=True))
        most = 1.0 if key[0] != "restricted_mean" else np.inf
        for plan in plans:
            found = mean_interval(values.loc[plan]).within(0.0, most)
            gap = paired.get(plan)
            beside = (gap.alone.mean, *gap.together[1:3], gap.p_adjusted) if gap else [np.nan] * 4
            rows.append((plan, *key, children.loc[plan].mean(), *found[:3], *beside, found.runs))
    columns = ["plan", *_KEYS, "children", "value", "low", "high", *_PAIRED, "runs"]
    return pd.DataFrame(rows, columns=columns)
