"""Global sensitivity: how much of the variance each assumption, and chance, explains.

Sobol's indices when every number moves at once, with the seed as one factor among the others: the
share due to chance is shown beside those of the assumptions, interactions included.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError
from staffing_sim.need.stability import roles_above_limit
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.assumptions import Asked, Assumption, assumptions_of
from staffing_sim.sensitivity.variants import (
    Experiment,
    Floats,
    Quantity,
    experiment_of,
    quantities_of,
)

CHANCE: Final = "chance"
"""The key of the seed among the factors."""

VARIANCE_COLUMNS: Final = {
    "key": "the factor: a key of the ledger, or chance",
    "factor": "its name",
    "first": "share of the variance that this factor explains alone",
    "first_low": "lower end of its 95 % bootstrap interval",
    "first_high": "upper end of it",
    "total": "share that it explains with all its interactions",
    "total_low": "lower end of its 95 % bootstrap interval",
    "total_high": "upper end of it",
    "left_out": "which values of its range are left out; empty where none are",
}
"""The columns of the table."""


def global_sensitivity(
    agency: Agency,
    plans: Plan | Sequence[Plan],
    *,
    measure: str | Quantity = "unseen_children",
    assumptions: Asked | None = None,
    points: int = 64,
    worlds: int = 8,
    **running: Any,
) -> pd.DataFrame:
    """Apportion the variance of a plan's level, or of the difference of two plans, to its causes.

    Every value in the range of an assumption, and every world, is taken as equally likely and
    independent of the others. It takes ``points * (assumptions + 3)`` runs of each plan: choose the
    few that `tornado` found to matter.

    Parameters
    ----------
    agency
        As described.
    plans
        One plan, for its level; two, for the second less the first.
    measure
        As in `tornado`, or a quantity of your own.
    assumptions
        Keys of the ledger, or ``{key: (low, high)}``; the disputed ones where not given.
    points
        Size of the design, a power of 2; 64 for a first look, 512 or more to report.
    worlds
        How many worlds to choose from.
    **running
        ``years``, ``seed``, ``clock``, ``n_jobs`` and ``progress``, as in
        `staffing_sim.compare`.

    Returns
    -------
    pandas.DataFrame
        A row per factor, the largest total share first; see `VARIANCE_COLUMNS`. ``attrs`` also hold
        what the result is, its mean and its variance, and ``above_limit``, the share of points at
        which numbers moved together put a role above its stability limit.

    Raises
    ------
    InputError
        With every fault of the arguments.

    References
    ----------
    Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics
    Communications 181 (2010) 259-270, as `scipy.stats.sobol_indices` computes it.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> found = global_sensitivity(
    ...     ss.load_agency("small-office"),
    ...     ss.Plan("As is"),
    ...     measure="cost",
    ...     assumptions=["costs.worker_year"],
    ...     points=8,
    ...     worlds=2,
    ...     years=0.25,
    ... )
    >>> found["key"].tolist()
    ['costs.worker_year', 'chance']
    """
    given = (plans,) if isinstance(plans, Plan) else tuple(plans)
    found = assumptions_of(agency, assumptions)
    quantities = quantities_of(agency, measure)[:1]
    _check(given, points)
    experiment = experiment_of(agency, given, quantities, replications=worlds, **running)
    table = _table(experiment, found, points)
    return table.sort_values("total", ascending=False, kind="stable", ignore_index=True)


def _check(plans: Sequence[Plan], points: int) -> None:
    faults = []
    if not 1 <= len(plans) <= 2:
        problem = f"must be one, or two to take the difference of; got {len(plans)}"
        faults.append(Fault("plans", problem))
    if points < 2 or points & (points - 1):
        faults.append(Fault("points", f"must be a power of 2; got {points}", "Give 64, or 512."))
    if faults:
        raise InputError(faults)


def _table(experiment: Experiment, found: Sequence[Assumption], points: int) -> pd.DataFrame:
    """Run the design and return the indices."""
    from scipy.stats import sobol_indices, uniform

    spans = [(each.low, each.high - each.low) for each in found] + [(0.0, experiment.replications)]
    results: list[Floats] = []
    above: list[bool] = []

    def evaluated(design: Floats) -> Floats:
        variants = _variants(experiment.setting.agency, found, design)
        above.extend(bool(roles_above_limit(variant)) for variant in variants)
        results.append(_results(experiment, variants, design))
        return results[-1]

    laws: Any = [uniform(*span) for span in spans]
    random = np.random.default_rng(experiment.setting.seed)
    indices = sobol_indices(func=evaluated, n=points, dists=laws, rng=random)
    table = pd.DataFrame(_columns(indices))
    table["left_out"] = [each.left_out for each in found] + [""]
    table.insert(0, "key", [each.key for each in found] + [CHANCE])
    table.insert(1, "factor", [each.label for each in found] + ["Chance (the seed)"])
    every = np.concatenate([result.ravel() for result in results])
    table.attrs = {
        **experiment.signature(),
        "mean": float(every.mean()),
        "variance": float(every.var()),
        "points": points,
        "above_limit": float(np.mean(above)),
        "result": _named(experiment),
    }
    return table


def _named(experiment: Experiment) -> str:
    """Return what the variance is of, as a reader says it."""
    first, *others = (plan.name for plan in experiment.setting.plans)
    of = f"{others[0]} less {first}" if others else first
    return f"{experiment.quantities[0].label}: {of}"


def _columns(indices: Any) -> dict[str, Floats]:
    """Return the indices with their bootstrap intervals.

    A factor that changes nothing has the same index in every resample, which the bootstrap's
    correction for bias cannot divide by: its index is exactly 0, and so are the ends.
    """
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.filterwarnings("ignore", message="The BCa confidence interval")
        spread = indices.bootstrap(confidence_level=0.95)
    columns: dict[str, Floats] = {}
    for name, of in (("first", "first_order"), ("total", "total_order")):
        values = getattr(indices, of)
        interval = getattr(spread, of).confidence_interval
        columns[name] = values
        for end in ("low", "high"):
            columns[f"{name}_{end}"] = np.where(values == 0.0, 0.0, getattr(interval, end))
    return columns


def _variants(agency: Agency, found: Sequence[Assumption], design: Floats) -> list[Agency]:
    """Return the agency at each column of a design."""
    variants = []
    for column in design[:-1].T:
        variant = agency
        for assumption, value in zip(found, column, strict=True):
            variant = assumption.at(variant, float(value))
        variants.append(variant)
    return variants


def _results(experiment: Experiment, variants: Sequence[Agency], design: Floats) -> Floats:
    """Return the result at each column of a design, whose last row chooses the world."""
    last = experiment.replications - 1
    worlds = [min(int(place), last) for place in design[-1]]
    values = experiment.values_on(variants, worlds)[:, 0]
    return values[:, -1] - values[:, 0] if values.shape[1] > 1 else values[:, 0]
