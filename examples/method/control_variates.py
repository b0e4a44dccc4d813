"""A question of method: would control variates add to pairing? Factors by which variances shrink.

What a world drew can be used twice: to pair plans, and to correct for a lucky draw (families
referred, children whose case opened, the work of their cases). A factor below 1 is a variance that
grows: the coefficients have to be estimated too.

    python3 examples/method/control_variates.py                       the small office, in seconds
    python3 examples/method/control_variates.py la-county-2013 40     Los Angeles, in some minutes
"""

import sys

import numpy as np

import staffing_sim as ss
from staffing_sim.world import draw_world

MONTHS, SEED = 36, 2013
MEASURES = ("unseen_children", "caseload", "months_to_permanence", "productive_staff", "cost")
CONTROLS = ("referrals", "then children opened", "then their work")

preset = sys.argv[1] if sys.argv[1:] else "small-office"
replications = int(sys.argv[2]) if sys.argv[2:] else 120
agency = ss.load_agency(preset)
hires = ss.Hires.once(5 if preset == "small-office" else 500, kind="net")
plans = [ss.Plan("As is"), ss.Plan("More workers", hires=hires)]


def drawn(replication):
    """Return families referred, children opened and their months of work in one world."""
    world = draw_world(agency, months=MONTHS, seed=(SEED, replication))
    referred = world.families["arrival"] > 0
    later = np.flatnonzero(referred[world.children["family"]])
    work = world.legs["work"][np.isin(world.legs["owner"], later)]
    return referred.sum(), len(later), work.sum()


def shrinks(differences, controls):
    """Return the variance of the differences over that of what controls leave unexplained."""
    count, known = controls.shape
    design = np.column_stack([np.ones(count), controls])
    left = differences - design @ np.linalg.lstsq(design, differences, rcond=None)[0]
    net = (count - known - 2) / (count - 2)  # the price of estimating the coefficients
    return net * differences.var() / left.var()


study = ss.compare(
    agency, plans, years=MONTHS / 12, replications=replications, seed=SEED, progress=False
)
worlds = np.array([drawn(replication) for replication in range(replications)], dtype=float)
worlds = (worlds - worlds.mean(axis=0)) / worlds.std(axis=0)
runs = study.measures().query("role == 'all'")
pairing = study.differences().query("role == 'all'").set_index("measure")["variance_reduction"]

print(f"| {preset}: difference in | pairing | {' | '.join(CONTROLS)} |")
print("|---" * (len(CONTROLS) + 2) + "|")
for measure in MEASURES:
    values = runs[runs["measure"] == measure].pivot(
        index="replication", columns="plan", values="value"
    )
    differences = (values["More workers"] - values["As is"]).to_numpy()
    factors = [shrinks(differences, worlds[:, :known]) for known in (1, 2, 3)]
    words = " | ".join(f"{factor:.2f}" for factor in factors)
    print(f"| {measure.replace('_', ' ')} | {pairing[measure]:.1f} | {words} |")
