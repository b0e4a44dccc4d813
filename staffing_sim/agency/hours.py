"""Hours that fall short: what share of the work due is delivered, and how fast cases then move.

When a month's hours H do not suffice, activity *a* is delivered at the share

    f_a = min(1, w_a x),   x such that   sum D_a f_a = min(H, sum D_a),

with D_a the hours due and w_a the triage weight. These formulas stand below the engine's rules,
which are compiled with them, and serve expected loads too. They use only ``math``.
"""

import math

Four = tuple[float, float, float, float]
"""A number for each activity: contact, casework, court, training."""


def delivered_shares(demands: Four, weights: Four, hours: float) -> Four:
    """Return the share of each activity that is delivered.

    Examples
    --------
    >>> delivered_shares((10.0, 10.0, 0.0, 0.0), (9.0, 1.0, 1.0, 1.0), 15.0)
    (1.0, 0.5, 0.5, 0.5)
    """
    level = 0.0
    if hours > 0.0:
        level = _water_level(demands, weights, hours)
    return (
        min(1.0, weights[0] * level),
        min(1.0, weights[1] * level),
        min(1.0, weights[2] * level),
        min(1.0, weights[3] * level),
    )


def pace_of(compressibility: float, casework_share: float) -> float:
    """Return how fast cases move when a share of the casework due is delivered.

    It is the share to the power of the compressibility, and 0 where nothing is delivered.

    Examples
    --------
    >>> pace_of(0.5, 0.64), pace_of(0.0, 0.01), pace_of(0.0, 0.0)
    (0.8, 1.0, 0.0)
    """
    if casework_share <= 0.0:
        return 0.0
    if casework_share >= 1.0:
        return 1.0
    return math.pow(casework_share, compressibility)


def _water_level(demands: Four, weights: Four, hours: float) -> float:
    """Solve sum D min(1, w x) = hours for x; infinite when the hours suffice.

    Activities that are met in full drop out one round after another, at most three of them.
    """
    if demands[0] + demands[1] + demands[2] + demands[3] <= hours:
        return math.inf
    level = 0.0
    for _ in range(4):
        left = hours
        weighted = 0.0
        for demand, weight in zip(demands, weights):  # noqa: B905 (compiled code knows no strict)
            if weight * level >= 1.0:
                left -= demand
            else:
                weighted += demand * weight
        if weighted <= 0.0:
            break
        higher = max(0.0, left) / weighted
        if higher <= level:
            break
        level = higher
    return level
