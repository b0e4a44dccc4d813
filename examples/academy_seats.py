"""Whom the academy's seats go to when 1,400 come at once: replacements first, or who comes first.

The county of 2013 seats fifty a month. Served first come first, a plan that fills the queue in its
first months keeps other roles' replacements waiting. The new posts then fill later: what the
role they are for loses stands in the same table.
"""

import staffing_sim as ss

county = ss.load_agency("la-county-2013")
named = {plan.name: plan for plan in ss.load_plans("la-county-2013")}
at_once = named["County: 1,400 at once"]
plans = [
    named["As is"],
    at_once,
    at_once.replace(name="The same, first come first", academy_order="first_come"),
]
study = ss.compare(county, plans, years=2, replications=4, seed=2013, progress=False)

starts = study.hiring_calendar(by="role").groupby(["plan", "role"], observed=True)["started"].sum()
months = study.months()
last = months[months["month"] == study.horizon - 1].groupby(["plan", "role"], observed=True)
hands = last["carrying"].sum() / study.replications
whole = study.summary().query("role == 'all'").set_index(["plan", "measure"])["mean"]

print("Two years, four replications")
for plan in plans:
    print(plan.name)
    print("  role                   begin the academy   carry cases at the end")
    for role in county.roles:
        begun, carry = (found[plan.name, role.name] for found in (starts, hands))
        print(f"  {role.label:23}{begun:17,.0f}{carry:25,.0f}")
    print(f"  late first responses   {whole[plan.name, 'late_responses_share']:17.1%}")
    print(f"  children unseen a month{whole[plan.name, 'unseen_children']:17,.0f}")
