"""A planner's question: does the small office need one more worker a month, or six at once?

Both plans meet the same families, children and luck as the office as it is, so the differences
are the plans' doing. Ten replications are quick; report twenty or more.
"""

import staffing_sim as ss

office = ss.load_agency("small-office")
plans = [
    ss.Plan("As is"),
    ss.Plan("One a month", hires=ss.Hires.monthly(1, months=6, kind="net")),
    ss.Plan("Six at once", hires=ss.Hires.once(6, kind="net")),
]
study = ss.compare(office, plans, years=2, replications=10, seed=2013)

differences = study.differences()
unseen = differences[(differences["measure"] == "unseen_children") & (differences["role"] == "all")]
for row in unseen.itertuples():
    print(f"{row.plan}: {row.difference:+.1f} unseen children a month", end=" ")
    print(f"(95 % interval {row.low:+.1f} to {row.high:+.1f})")
