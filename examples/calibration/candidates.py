"""What the record leaves open, drawn; what it settles, solved for: the numbers of a candidate.

A candidate is a point in the box of what nobody has measured (`DRAWN`). Given that, the numbers
in `Solved` are found so that a run as is returns what was published (`solving`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from laws import Aims, FittedLaws
from scipy.stats import qmc

ER, SERVICES, ADOPTION = "emergency_response", "continuing_services", "adoption"

AIMS = (
    Aims(permanent_12=0.372, home_48=0.59, in_care_48=0.075),
    Aims(permanent_12=0.365, home_48=0.585, in_care_48=0.080),
    Aims(permanent_12=0.385, home_48=0.60, in_care_48=0.070),
)
"""Readings of the published shares of entrants; the first is near the middle of each range."""

FULL_MEAN, PART_MEAN = 32.0, 15.0  # children a worker: of all, and of those on part load
LEAVING = (0.18, 0.12, 0.07)  # a year by band of tenure, as observed
ADOPTION_CONTACT = 1.4  # times the weight of visits elsewhere
BESIDE_SERVICES = {ER: 0.33 / 0.23, SERVICES: 1.0, ADOPTION: 0.24 / 0.23}
"""Compressibilities beside that of continuing services: those at which the paces that were read off
the old linear law come out at the shares of casework delivered on day 0 (.62, .20 and .34)."""
COMPTON = f"offices.Compton.casework_time.{ER}.factor"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What the record leaves open, near the middle; ``laws`` is a row of `AIMS`."""

    compressibility: float = 0.23
    out_of_reach: float = 0.025
    court_weight: float = 3.0
    burnout: float = 0.1
    part_load_share: float = 0.2
    relearning_months: float = 1.9
    closed_shape: float = 1.2
    compton_referrals: float = 8.6
    hours_per_attempt: float = 1.45
    exit_share: float = 0.085
    laws: int = 0


DRAWN = {
    "compressibility": (0.10, 0.28),  # above, emergency response cannot stand still
    "out_of_reach": (0.015, 0.035),
    "court_weight": (1.5, 4.5),
    "burnout": (0.0, 0.3),
    "part_load_share": (0.15, 0.25),
    "relearning_months": (1.0, 2.8),
    "closed_shape": (1.0, 1.5),
    "compton_referrals": (8.2, 9.0),
    "hours_per_attempt": (1.3, 1.6),
    "exit_share": (0.07, 0.095),
    "laws": (0, len(AIMS)),
}
"""The box candidates are drawn from: ranges of the ledger, or the part of them worth trying."""


@dataclass(frozen=True, kw_only=True)
class Solved:
    """What simulation settles; ``compton_time`` is how long investigations take there."""

    contact_weight: float
    compton_time: float
    area_spread: float
    leaving: float
    tenure_mean: float
    er_positions: int
    services_positions: int

    def rounded(self) -> Solved:
        """Return the same to three digits, as it will be written: what is run is what is kept."""
        return Solved(
            **{
                name: value if isinstance(value, int) else float(f"{value:.3g}")
                for name, value in asdict(self).items()
            }
        )


def start(drawn: Drawn) -> Solved:
    """Return where the search for a candidate's numbers starts: near what the middle needs."""
    visits = (drawn.court_weight / 3) ** 0.5 * drawn.hours_per_attempt / 1.45
    return Solved(
        contact_weight=5.6 * visits,
        compton_time=1.46,
        area_spread=max(0.0, 0.065 - (drawn.part_load_share - 0.2)),
        leaving=0.94,
        tenure_mean=6.1,
        er_positions=840,
        services_positions=1015,
    ).rounded()


def candidates(count: int, seed: int) -> list[Drawn]:
    """Return a point near the middle of the box, then a Sobol sequence over it."""
    box = list(DRAWN.values())
    luck = qmc.Sobol(len(box), seed=seed).random(count - 1)
    points = qmc.scale(luck, [low for low, _ in box], [high for _, high in box])
    found = [Drawn()]
    for point in points:
        numbers = {name: float(f"{x:.3g}") for name, x in zip(DRAWN, point, strict=True)}
        found.append(replace(Drawn(**numbers), laws=min(int(point[-1]), len(AIMS) - 1)))
    return found


def values(drawn: Drawn, solved: Solved, laws: FittedLaws) -> dict[str, float]:
    """Return a candidate's numbers by their keys in the ledger."""
    return {
        **laws.values,
        "stages.investigation.routes.closed.work.shape": drawn.closed_shape,
        **_roles(drawn, solved),
        **{
            f"workforce.leaving.{row}.rate_per_year": round(rate * solved.leaving, 4)
            for row, rate in enumerate(LEAVING)
        },
        "workforce.tenure_years.mean": solved.tenure_mean,
        "workforce.tenure_years.shape": 0.97,
        "workforce.burnout": drawn.burnout,
        "contact.out_of_reach_share": drawn.out_of_reach,
        "contact.hours_per_attempt": drawn.hours_per_attempt,
        "hand_overs.relearning_months": drawn.relearning_months,
        "offices.Compton.referrals": drawn.compton_referrals,
        COMPTON: solved.compton_time,
    }


def _roles(drawn: Drawn, solved: Solved) -> dict[str, float]:
    part = drawn.part_load_share
    full_load = (FULL_MEAN - part * PART_MEAN) / (1 - part)
    found: dict[str, float] = {
        f"roles.{ER}.positions": solved.er_positions,
        f"roles.{SERVICES}.positions": solved.services_positions,
        f"roles.{SERVICES}.part_load_share": part,
        f"roles.{SERVICES}.part_load": round(PART_MEAN / full_load, 4),
        f"roles.{SERVICES}.area_spread": solved.area_spread,
    }
    for role, beside in BESIDE_SERVICES.items():
        found[f"roles.{role}.compressibility"] = round(beside * drawn.compressibility, 3)
        ratio = ADOPTION_CONTACT if role == ADOPTION else 1.0
        found[f"roles.{role}.triage.contact"] = round(ratio * solved.contact_weight, 3)
        found[f"roles.{role}.triage.court"] = drawn.court_weight
    return found
