"""What does the same money buy? Hires, retention, clerks, aides and overtime at equal cost.

The hires are as many as 420,000 a year pay for at the small office's own pay; every other lever is
sized until it costs as much in the same runs, to a whole post. The pay of clerks and aides, and
what retention pay does to leaving, are assumptions.
"""

import staffing_sim as ss

office = ss.load_agency("small-office")
prices = ss.solving.Prices(clerk_year=70_000, aide_year=60_000, retention_factor=0.7)
study = ss.solving.equal_cost(
    office, 420_000, prices=prices, years=2, replications=10, seed=2024
).study

shown = {
    "cost": "cost over two years",
    "unseen_children": "unseen a month",
    "leavers": "leavers",
    "aged_out": "aged out",
}
found = study.differences().query("role == 'all'").set_index(["plan", "measure"])
print(f"Against {study.names[0]}: difference (95 % interval)")
for plan in study.names[1:]:
    print(plan)
    for measure, label in shown.items():
        row = found.loc[(plan, measure)]
        numbers = [row[name] for name in ("difference", "low", "high")]
        if measure == "cost":
            told = "{:+,.0f} ({:+,.0f} to {:+,.0f})".format(*numbers)
        else:
            told = "{:+.1f} ({:+.1f} to {:+.1f})".format(*numbers)
        print(f"  {label + ':':21}{told}")
