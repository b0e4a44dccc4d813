"""What the page of the calibration says around its numbers."""

from __future__ import annotations

HEAD = """\
# How the Los Angeles preset was calibrated

*Generated; do not edit. Rerun it with*

```
python3 examples/calibration/fit_la_county_2013.py > docs/explanation/calibration.md
python3 examples/calibration/preset_file.py
```

*The second line writes the first set that fits into the preset's own file.*

Much of `la-county-2013` is published or follows from what is; the rest was fitted, by the script
above, so that a run as is returns what Los Angeles reported. More than one set of numbers does
that. Of {tried} candidates {accepted} fit; {shipped} of them come with the library, the preset
first: `ss.load_fits("la-county-2013")`. Intervals over replications show how well a mean is known;
the spread over these sets shows how much of it was our choice.

"""

HOW = """\
## How

1. **Laws of stays**, without staff. Children are walked down the pathway until
   shares of entrants and children per stage are those published (bounded least squares, the
   miss of each in its tolerance). Stocks of day 0 are flows times mean stays, so nothing drifts.
2. **Candidates**. What nobody has measured is drawn: a point near the middle of all ranges
   first, then a Sobol sequence over them.
3. **Solving**. For each candidate seven numbers are found by simulation: the agency is run as is
   for two years, each unknown is moved against its own figure, and again, on the same worlds.
   Laws are months as observed, so nothing about pace is found here: what they take at full service
   follows from the load of day 0 and the compressibility drawn. Aimed at are the published figures,
   midway where two of them disagree; no search moves the aims, and a range around each is what a
   candidate is judged by. Children unseen, the caseload and the share over 30 are taken half from
   the first months, half from both years.
4. **Offices**, in the same runs. The hires under way on day 0 go where positions are empty; those
   that are more than the empty positions go by staff. How long casework takes in each office is an
   observation of the file, except for investigations in Compton, which are fitted to its overdue
   investigations.
5. **Judging**, on other worlds, against {judged} targets. A candidate fits when every mean lies in
   its range. The loss is the mean squared distance from the middles of the ranges, in half-ranges
   (1: at the edge of all); every target weighs the same. It is reported, not minimised: fits are
   not ranked.

All chance comes from seed {seed}. The preset is the first candidate that fits; the middle of the
box is tried first, so that its unmeasured numbers are not a random draw. All runs here are of
average years (the yearly factor of referrals held at 1); [the
validation](validation-la-county-2013.md) runs the preset with good and bad years. Numbers are
rounded to three digits before they are run, so what is written is what was judged.
"""

ABOUT_DRAWN = {
    "compressibility": "compressibility of continuing services (the others go with it)",
    "out_of_reach": "share of children out of reach",
    "court_weight": "triage weight of court papers",
    "burnout": "burnout",
    "part_load_share": "share of continuing-services workers on part load",
    "relearning_months": "months of relearning at a hand-over",
    "closed_shape": "shape of the work of an investigation",
    "compton_referrals": "Compton's part of the referrals, percent",
    "hours_per_attempt": "hours of an attempt to visit",
    "exit_share": "share of the payroll leaving in a year",
}

ABOUT_SOLVED = {
    "contact_weight": (
        "triage weight of contact",
        "children unseen (2,110)",
    ),
    "compton_time": ("time of investigations in Compton", "its overdue (3.2 times the others)"),
    "area_spread": ("spread of the areas of workers", "workers over 30 (64 %)"),
    "leaving": ("rates of leaving over those observed", "share leaving, as drawn"),
    "tenure_mean": ("mean tenure on day 0, years", "median tenure (4.58 years)"),
    "er_positions": ("workers in emergency response", "caseload of 19"),
    "services_positions": (
        "workers in continuing services",
        "caseload of 32",
    ),
}

OFFICES = """\
## Offices on day 0

Found with the rest, as runs as is settle: which part of the hires under way goes to each office.

"""

PLANS_HEAD = """\
## What the sets say about the plans

Differences from as is, {runs} replications a set on the same worlds: children unseen a month, over
{years} years; children a worker in continuing services at their end. {verdict}

"""

CONFLICTS = """\
## Conflicts no set resolves

- *Most carry over 40.* With a mean of 32 and 65 % over 30, a fifth of the workers at 40 or more is
  what remains.
- *New York's 9 %.* From 16.5 to 12 children a worker exits to permanence rise by about 3 % here:
  at the minimum standard of hours almost nobody is short at 16.5. Between 32 and 21 children the
  elasticity is New York's.
- *Unseen.* 2,268 children are 6.2 % of 36,542 in services, but 7.3 % of the 31,000 due a visit.
  Count and share cannot both be met in their middle: 2,110, midway between 2,268 and 6.2 % of those
  due, was aimed at. Candidates are judged by the share, and by the count over two years.
- *In care at four years.* 7.5 % with 8,400 children in permanent placement and 36,542 in services
  asks for longer stays of fewer children than 37 % permanence within 12 months leaves room for:
  8 to 9 % is what is left, and 58 % at home within four years instead of 64 %.
- *Tenure.* Staff of whom 8 % leave in a year are older than the source's, who count as leaving when
  they stop investigating. Day 0 is younger than the source, the end of two years older; the
  quartiles are met half-way.
- *Hires under way.* The first months bring 162 people, about 60 more than leave meanwhile: the
  caseload of continuing services falls by a part of a child and stays there.
- *Unseen children still rise a little*, by about 3 % a year where they rose by more than 10 %.
  Children, staff and the mean caseload are stable; offices where workers are short move little.
  What is left is chance at work: every office starts with the caseload its staff settle to on
  average, then chance in leavers and referrals sets offices and workers apart, and an uneven load
  sees fewer children than an even one. A year's mean varies by 5 % from world to world.
- *Fewer sets than may fit.* Chance alone moves the drift of unseen children, a mean over the
  worlds of the judging, by about 2 %, half of what its range allows. Most candidates that miss,
  miss that by little. So the sets shipped may understate what the record leaves open; the ranges
  of the ledger do not.
- *Equal fits are not all that is uncertain.* Standards of hours, the year's referrals and the
  ranges in the ledger that no target constrains are not varied here.
"""
