"""Whole seats dealt out by shares, one by one, so that a longer deal begins like a shorter one."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush, heapreplace


class Turns:
    """Whose turn it is, seat by seat, by shares (Webster)."""

    def __init__(self, shares: Sequence[float]) -> None:
        self.shares = shares
        self.claims = [(-share, index, 1) for index, share in enumerate(shares)]
        heapify(self.claims)  # largest first, then index

    def next(self, allowed: frozenset[int] | None = None) -> int:
        """Return the index of the share whose turn it is, among those allowed."""
        passed = []
        while allowed is not None and self.claims[0][1] not in allowed:
            passed.append(heappop(self.claims))
        _, chosen, divisor = self.claims[0]
        heapreplace(self.claims, (-self.shares[chosen] / (divisor + 2), chosen, divisor + 2))
        for claim in passed:
            heappush(self.claims, claim)
        return chosen


def apportion(shares: Sequence[float], count: int) -> list[int]:
    """Deal seats to shares one by one (Webster): the first n of a longer deal are the same.

    Returns
    -------
    list of int
        For each seat, the index of the share it goes to.

    Examples
    --------
    >>> apportion([3, 2], 5)
    [0, 1, 0, 1, 0]
    >>> apportion([3, 2], 3) == apportion([3, 2], 5)[:3]
    True
    """
    turns = Turns(shares)
    return [turns.next() for _ in range(count)]
