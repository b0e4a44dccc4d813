"""The working month of a role as a whole: delivered shares at its mean load, and their speed."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["delivered_shares", "speed_of"]


def delivered_shares(
    demands: Sequence[float], weights: Sequence[float], *, hours: float
) -> tuple[float, ...]:
    """Return f = min(1, w x) with sum D f = min(hours, sum D): the rule of a worker's month.

    The engine solves it for single workers in their tables; here hours and demands are a role's.

    Examples
    --------
    >>> delivered_shares((10.0, 10.0), (1.0, 1.0), hours=15.0)
    (0.75, 0.75)
    >>> delivered_shares((10.0, 10.0), (9.0, 1.0), hours=15.0)
    (1.0, 0.5)
    """
    if hours <= 0.0:
        return tuple(0.0 for _ in demands)
    if sum(demands) <= hours:
        return tuple(1.0 for _ in demands)
    left, met = hours, [False] * len(demands)
    for row in sorted(range(len(demands)), key=lambda row: -weights[row]):
        open_rows = [other for other in range(len(demands)) if not met[other]]
        weighted = sum(demands[other] * weights[other] for other in open_rows)
        if weighted <= 0.0 or weights[row] * left < weighted:
            break
        met[row] = True
        left -= demands[row]
    weighted = sum(
        demand * weight
        for demand, weight, full in zip(demands, weights, met, strict=True)
        if not full
    )
    level = max(0.0, left) / weighted if weighted > 0.0 else 0.0
    return tuple(
        1.0 if full else min(1.0, weight * level) for weight, full in zip(weights, met, strict=True)
    )


def speed_of(compressibility: float, casework_share: float) -> float:
    """Return how fast cases move when a share of the casework due is delivered.

    Examples
    --------
    >>> speed_of(0.5, 0.8)
    0.9
    """
    return 1.0 - compressibility * (1.0 - casework_share)
