"""What does the same money buy? Hires, retention, clerks, aides and overtime at equal cost.

Each plan spends 420,000 a year on its lever, at the small office's own pay. What it costs in the
end differs, because people who stay need not be replaced: the first column says so. The pay of
clerks and aides, and what retention pay and long overtime do to leaving, are assumptions.
"""

import staffing_sim as ss

BUDGET = 420_000  # a year
CLERK, AIDE = 70_000, 60_000  # a post for a year

office = ss.load_agency("small-office")
role = office.workforce.hiring_role
staff = next(each.positions for each in office.roles if each.name == role)
pay = office.costs.worker_year
overtime_hours = BUDGET / 12 / staff / (1.5 * pay / 2080)

plans = [
    ss.Plan("As is"),
    ss.Plan("3 hires", hires=ss.Hires.once(round(BUDGET / pay), kind="net")),
    ss.Plan(
        "Retention pay",
        retention=ss.Retention(factor=0.7, cost_worker_year=BUDGET / staff, role=role),
    ),
    ss.Plan("6 clerks", clerks=ss.Clerks(posts=round(BUDGET / CLERK), cost_post_year=CLERK)),
    ss.Plan("7 aides", aides=ss.Aides(posts=round(BUDGET / AIDE), cost_post_year=AIDE)),
    ss.Plan(
        f"{overtime_hours:.0f} hours of overtime",
        overtime=ss.Overtime(
            hours_per_month=overtime_hours, role=role, tires_after=6, tired_leaving=1.5
        ),
    ),
]
study = ss.compare(office, plans, years=2, replications=10, seed=2024)

shown = {
    "cost": "cost over two years",
    "unseen_children": "unseen a month",
    "leavers": "leavers",
    "aged_out": "aged out",
}
found = study.differences().query("role == 'all'").set_index(["plan", "measure"])
print(f"Against {plans[0].name}: difference (95 % interval)")
for plan in plans[1:]:
    print(plan.name)
    for measure, label in shown.items():
        row = found.loc[(plan.name, measure)]
        numbers = [row[name] for name in ("difference", "low", "high")]
        if measure == "cost":
            told = "{:+,.0f} ({:+,.0f} to {:+,.0f})".format(*numbers)
        else:
            told = "{:+.1f} ({:+.1f} to {:+.1f})".format(*numbers)
        print(f"  {label + ':':21}{told}")
