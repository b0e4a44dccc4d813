"""A researcher's rule: overtime while children wait for a worker.

A process is an ordinary SimPy generator. It is given the environment (whose clock counts months)
and a view of the agency, and acts before anything else that happens at the same instant.
"""

import staffing_sim as ss


def overtime_while_children_wait(environment, agency):
    """Look at the queue every month; work ten hours longer while anybody waits in it."""
    while True:
        for role in agency.agency.roles:
            waiting = agency.waiting_children(role.name)
            agency.set_overtime(role.name, 10.0 if waiting else 0.0, now=environment.now)
        yield environment.timeout(1)


office = ss.load_agency("small-office")
for name, processes in (("As is", ()), ("Overtime", (overtime_while_children_wait,))):
    run = ss.simulate(office, ss.Plan(name), years=1, seed=1, processes=processes)
    unseen = run.months["unseen"].sum() / 12
    print(f"{name}: {unseen:.1f} children not seen in a month")
