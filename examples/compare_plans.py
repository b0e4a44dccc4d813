"""A planner's question: does the small office need one more worker a month, or six at once?

Both plans meet the same families, children and luck as the office as it is, so the differences
come from the plans themselves. Ten replications are quick; report twenty or more.
"""

import staffing_sim as ss

office = ss.load_agency("small-office")
plans = [
    ss.Plan("As is"),
    ss.Plan("One a month", hires=ss.Hires.monthly(1, months=6, kind="net")),
    ss.Plan("Six at once", hires=ss.Hires.once(6, kind="net")),
]
study = ss.compare(office, plans, years=2, replications=10, seed=2013)

differences = study.differences().set_index(["plan", "measure", "role"])
for plan in ("One a month", "Six at once"):
    caseload = differences.loc[(plan, "caseload", "continuing_services")]
    print(f"{plan}: {caseload['difference']:+.1f} children per worker", end=" ")
    print(f"(95 % interval {caseload['low']:+.1f} to {caseload['high']:+.1f})")
    unseen = differences.loc[(plan, "unseen_children", "all")]
    print(f"  {unseen['difference']:+.1f} children not seen in a month", end=" ")
    print(f"(95 % interval {unseen['low']:+.1f} to {unseen['high']:+.1f})")
