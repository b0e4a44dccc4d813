"""A question of method: would control variates add to pairing? Factors by which variances shrink.

What a world drew can be used twice: to pair plans, and to correct for a lucky draw (families
referred, children whose case opened, the work of their cases). A factor below 1 is a variance that
grows: the coefficients have to be estimated too.

    python3 examples/method/control_variates.py                       the small office, in seconds
    python3 examples/method/control_variates.py la-county-2013 40     Los Angeles, in some minutes

The table of the small office is written between marks in docs/explanation/uncertainty.md; any other
is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from marked import put
from numpy.typing import NDArray

import staffing_sim as ss
from staffing_sim.world import draw_world

MONTHS, SEED = 36, 2013
MEASURES = ("unseen_children", "caseload", "months_to_permanence", "productive_staff", "cost")
CONTROLS = ("referrals", "then children opened", "then their work")
SMALL, REPLICATIONS = "small-office", 60
PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "uncertainty.md"

Floats = NDArray[np.float64]


def shrinkage(preset: str = SMALL, replications: int = REPLICATIONS) -> Iterator[str]:
    """Yield the table: by measure, what pairing gains, and what controls add to it."""
    agency = ss.load_agency(preset)
    hires = ss.Hires.once(5 if preset == SMALL else 500, kind="net")
    plans = [ss.Plan("As is"), ss.Plan("More workers", hires=hires)]
    study = ss.compare(
        agency, plans, years=MONTHS / 12, replications=replications, seed=SEED, progress=False
    )
    worlds = np.array([drawn(agency, number) for number in range(replications)], dtype=float)
    worlds = (worlds - worlds.mean(axis=0)) / worlds.std(axis=0)
    runs = study.measures().query("role == 'all'")
    pairing = study.differences().query("role == 'all'").set_index("measure")["variance_reduction"]
    yield f"| {preset}: difference in | pairing | {' | '.join(CONTROLS)} |"
    yield "|---" * (len(CONTROLS) + 2) + "|"
    for measure in MEASURES:
        values = runs[runs["measure"] == measure].pivot(
            index="replication", columns="plan", values="value"
        )
        differences = (values["More workers"] - values["As is"]).to_numpy()
        factors = [shrinks(differences, worlds[:, :known]) for known in (1, 2, 3)]
        words = " | ".join(f"{factor:.2f}" for factor in factors)
        yield f"| {measure.replace('_', ' ')} | {pairing[measure]:.1f} | {words} |"


def drawn(agency: ss.Agency, replication: int) -> tuple[float, float, float]:
    """Return families referred, children opened and their months of work in one world."""
    world = draw_world(agency, months=MONTHS, seed=(SEED, replication))
    referred = world.families["arrival"] > 0
    later = np.flatnonzero(referred[world.children["family"]])
    work = world.legs["work"][np.isin(world.legs["owner"], later)]
    return referred.sum(), len(later), work.sum()


def shrinks(differences: Floats, controls: Floats) -> float:
    """Return the variance of the differences over that of what controls leave unexplained."""
    count, known = controls.shape
    design = np.column_stack([np.ones(count), controls])
    left = differences - design @ np.linalg.lstsq(design, differences, rcond=None)[0]
    net = (count - known - 2) / (count - 2)  # the price of estimating the coefficients
    return float(net * differences.var() / left.var())


if __name__ == "__main__":
    if sys.argv[1:]:
        preset, replications = sys.argv[1:]
        print("\n".join(shrinkage(preset, int(replications))))
    else:
        put(PAGE, "control variates", shrinkage())
