"""A researcher's question: what if new work went to the worker with the fewest families?

A policy is a function of a waiting case and the workers on duty. It sees values, not the engine's
tables, so all it can do is choose; `check_policy` tries it before a run is spent on it.
"""

import staffing_sim as ss


def fewest_families(case, workers):
    """Choose the worker with room who holds the fewest families; let the case wait if none has."""
    with_room = [worker for worker in workers if worker.has_room]
    return min(with_room, key=lambda worker: (worker.families, worker.worker), default=None)


ss.engine.check_policy(fewest_families)

office = ss.load_agency("small-office")
plans = [ss.Plan("As is"), ss.Plan("Fewest families", assignment=fewest_families)]
for plan in plans:
    run = ss.simulate(office, plan, years=1, seed=1)
    last = run.months[run.months["month"] == 11]
    print(f"{plan.name}: largest caseload after a year {last['caseload_max'].max():.0f} children,")
    print(f"  hand-overs because a worker left {run.months['hand_overs_by_leaver'].sum():.0f}")
