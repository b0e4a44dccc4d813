"""What each command does, by task.

compare     plans side by side, a study again, one plan once
report      a briefing to hand over
contract    promises kept, and what a clause would have triggered
indicators  published indicators of each plan
solving     the hires a target needs, what a budget buys, plans by cost
robustness  does the answer hold if uncertain numbers are wrong?
estimates   staff and caseloads without simulating
own_agency  presets, an agency file of your own, its ledger and its faults
"""
