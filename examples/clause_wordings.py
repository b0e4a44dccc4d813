"""A negotiator's question: does it matter how "no more than 22 children" is worded?

One limit, six wordings, the same families and workers: what each would have triggered in two years,
before anybody has talked about the number.
"""

import staffing_sim as ss

office = ss.load_agency("small-office")
study = ss.compare(office, ss.Plan("As is"), years=2, replications=10, seed=2013)

wordings = {
    "any worker, at the month end": {},
    "... two months running": {"consecutive": 2},
    "... not counting July and August": {"consecutive": 2, "exempt_months": (7, 8)},
    "any worker, on the daily average": {"measured": "daily_average"},
    "the average of an office": {"held_by": "office"},
    "22 families, not children": {"unit": "families"},
}
print("No more than 22 to a worker:     worker-months owed the remedy, of all")
for words, wording in wordings.items():
    clause = ss.Clause(role="continuing_services", limit=22, **wording)
    counted = ss.study.examine_clause(study, clause).table(by=()).iloc[0]
    interval = f"({counted['entitled_low']:.0f} to {counted['entitled_high']:.0f})"
    print(f"  {words:<34} {counted['entitled']:4.0f} {interval:<14}", end="")
    print(f"{100 * counted['entitled_share']:5.1f} %")

clause = ss.Clause(role="continuing_services", limit=22, consecutive=2, remedy="move_cases")
print("\nWith a remedy:", clause.wording)
for line in ss.study.examine_clause(study, clause).verdicts():
    print(line)
