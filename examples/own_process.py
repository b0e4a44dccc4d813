"""A researcher's rule: when referrals rise by half, overtime while caseloads are too large.

A process is an ordinary SimPy generator. It is given the environment (whose clock counts months)
and a view of the agency, and acts before anything else that happens at the same instant.
"""

import staffing_sim as ss

TOO_MANY = 30
ROLE = "continuing_services"


def overtime_under_pressure(environment, agency):
    """Look at the caseloads every month; all work 20 hours longer while one is too large."""
    while True:
        pressed = max(agency.caseloads(ROLE)) > TOO_MANY
        agency.set_overtime(ROLE, 20.0 if pressed else 0.0, now=environment.now)
        yield environment.timeout(1)


office = ss.load_agency("small-office")
families = 1.5 * office.demand.families_per_month
busy = office.replace(demand=office.demand.replace(families_per_month=families))

for name, processes in (("As is", ()), ("Overtime", (overtime_under_pressure,))):
    months = ss.simulate(busy, ss.Plan(name), years=2, seed=1, processes=processes).months
    staff = months[months["role"] == ROLE]
    delivered = staff["casework_hours_delivered"].sum() / staff["casework_hours_demanded"].sum()
    print(f"{name}: {delivered:.1%} of the casework that was due was done,")
    print(f"  {months['unseen'].sum() / 24:.1f} children were not seen in a month")
