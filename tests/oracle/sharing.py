"""Each activity's share of hours that do not reach."""

from __future__ import annotations

ACTIVITIES = ("contact", "casework", "court", "training")


def shares_of_hours(
    demand: dict[str, float], weight: dict[str, float], hours: float
) -> dict[str, float]:
    """Return min(1, w x) with the x at which demand times share uses up the hours."""
    if hours <= 0.0:
        return dict.fromkeys(demand, 0.0)
    if sum(demand.values()) <= hours:
        return dict.fromkeys(demand, 1.0)

    def used(x: float) -> float:
        return sum(demand[a] * min(1.0, weight[a] * x) for a in demand)

    low, high = 0.0, 1.0 / min(weight.values())
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if used(middle) < hours:
            low = middle
        else:
            high = middle
    return {a: min(1.0, weight[a] * high) for a in demand}
