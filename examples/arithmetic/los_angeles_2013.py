"""Reruns the sums that were argued with in Los Angeles in 2013, and says why runs differ from them.

    python3 examples/arithmetic/los_angeles_2013.py > docs/explanation/arithmetic.md

Takes about two minutes. Prints a page of Markdown; every figure called a run's comes from here.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator

import pandas as pd
from gross_hires import gross_hires
from prose import prose

import staffing_sim as ss

PRESET = "la-county-2013"
ROLE = "continuing_services"
MONTHS = (3, 6, 9, 12, 17, 24)
STEPS = {
    "funded": "funded",
    "filled": "filled",
    "trained": "past the academy",
    "carrying": "carrying cases",
    "productive": "full-time equivalents",
}


def main() -> None:
    """Run everything and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--replications", type=int, default=10, help="worlds; at least 2")
    wanted = parser.parse_args()
    print("\n".join(page(wanted.seed, wanted.replications)))


def page(seed: int, replications: int) -> Iterator[str]:
    """Yield the page, line by line."""
    agency = ss.load_agency(PRESET)
    as_is, union, board, _ = plans = _as_on_paper()
    settings = {"replications": replications, "seed": seed, "progress": False}
    study = ss.compare(agency, plans, years=2, **settings)
    first = ss.compare(agency, as_is, years=1 / 12, **settings)
    yield from _opening(study)
    yield from _one_story(study)
    yield from _hired_tomorrow(study, board.name)
    yield from _after_17_months(study, union.name)
    yield from gross_hires(seed=seed, replications=replications)
    yield from _caseloads(first)
    yield from _adoption(agency, as_is, seed)
    yield from _unseen(study)


def _as_on_paper() -> list[ss.Plan]:
    """Return the preset's plans, all of whose posts are for continuing services, as in the sums."""
    own = {plan.name.partition(":")[0]: plan for plan in reversed(ss.load_plans(PRESET))}
    plans = [own[name] for name in ("As is", "Union", "Board", "County")]
    return [plan.replace(hires=[each.replace(role=ROLE) for each in plan.hires]) for plan in plans]


def _opening(study: ss.Study) -> Iterator[str]:
    yield "<!-- written by examples/arithmetic/los_angeles_2013.py; change that, not this -->"
    yield "# The arithmetic of a dispute\n"
    yield prose(
        "In December 2013 three numbers competed in Los Angeles: 595, 500 and "
        "1,400. Each comes from a sum one can do on paper. This page does the sums, then runs "
        "them. Where a run differs it says why. Figures of runs are means of "
        f"{study.replications} replications (seed {study.seed}, fingerprint "
        f"`{study.fingerprint}`); they rest on the preset's assumptions, and are not forecasts. "
        "As in the sums, all posts are for continuing services."
    )


def _one_story(study: ss.Study) -> Iterator[str]:
    """One stock and one number of carriers explain all three plans; 4,000 workers do not."""
    yield "## One stock, three plans\n"
    yield prose(
        "On paper: 36,542 children over 4,000 social workers would be 9 each. But the 4,000 "
        "count every social worker and the 36,542 mix components: about 33,600 children sit "
        "with continuing services, where 1,050 people carry cases. That is 32 each; 595 more "
        "carriers make it 20.4, 500 more 21.7, 1,400 more 13.7."
    )
    yield "| plan | on paper | run, month 17 | run, month 24 |\n|---|---|---|---|"
    rows = study.months()
    rows = rows[rows["role"] == ROLE]
    sums = rows.groupby(["plan", "month"], observed=True)[["children_carried", "carrying"]].sum()
    loads = sums["children_carried"] / sums["carrying"]
    for plan, added in zip(study.names, (0, 595, 500, 1400), strict=True):
        paper = 33_600 / (1_050 + added)
        yield f"| {plan} | {paper:.1f} | {loads[plan, 16]:.1f} | {loads[plan, 23]:.1f} |"
    yield ""
    yield prose(
        "A run stays above the paper while positions are not filled and trained: the academy "
        f"seats {study.agency.workforce.academy.seats} people a month, replacements of leavers "
        "included, so 1,400 posts are far from filled in two years. Where loads are lighter, cases "
        "close sooner and the stock itself shrinks. Sources of the sums are in the ledger of the "
        "preset (`staffing-sim ledger la-county-2013`)."
    )


def _hired_tomorrow(study: ss.Study, plan: str) -> Iterator[str]:
    """Five hundred hired tomorrow are not five hundred who carry cases tomorrow."""
    yield '## "Even if 500 were hired tomorrow"\n'
    yield prose("What the 500 posts add to the agency as it is, at the end of each month:")
    yield from _added(study, plan)
    yield ""
    workforce = study.agency.workforce
    yield prose(
        f"A post is recruited for ({workforce.time_to_fill_days.mean():.0f} days on average), its "
        f"hire waits for one of {workforce.academy.seats} academy seats a month that replacements "
        "of leavers need too, sits ten weeks in the classroom and carries a quarter of a load at "
        "first. The calendar of hires shows the wait:"
    )
    calendar = study.hiring_calendar(by=())
    calendar = calendar[(calendar["plan"] == plan) & calendar["month"].isin(MONTHS)]
    yield "| month | start in the academy | left waiting | mean wait for a seat, months |"
    yield "|---|---|---|---|"
    for row in calendar.to_dict("records"):
        wait = 0.0 if math.isnan(row["wait_months"]) else row["wait_months"]
        cells = (row["month"], row["started"], row["waiting"], wait)
        yield "| {} | {:.0f} | {:.0f} | {:.1f} |".format(*cells)
    yield ""


def _added(study: ss.Study, plan: str) -> Iterator[str]:
    """Yield the waterfall of what a plan adds to the agency as it is, by month."""
    table = study.waterfall(role=ROLE, by="month").set_index(["plan", "month", "step"])["positions"]
    yield "| after month | " + " | ".join(STEPS.values()) + " |"
    yield "|---" * (len(STEPS) + 1) + "|"
    for month in MONTHS:
        gaps = (table[plan, month - 1, step] - table["As is", month - 1, step] for step in STEPS)
        yield f"| {month} | " + " | ".join(f"{round(gap):+,d}" for gap in gaps) + " |"


def _after_17_months(study: ss.Study, plan: str) -> Iterator[str]:
    """Authorised, hired and carrying are different lines."""
    yield "## 35 a month for 17 months is 595 posts, not 595 carriers\n"
    yield prose(
        "On paper a programme of 52 weeks leaves 5 cohorts of 35, 175 people, past it in month "
        "17. The run, with ten weeks of academy and a ramp of ten months, adds:"
    )
    yield from _added(study, plan)
    yield ""


def _caseloads(study: ss.Study) -> Iterator[str]:
    """A mean, a share over thirty, and what an average child meets."""
    yield '## "65 % over 30", "most carry over 40", and a mean of 32\n'
    rows = study.caseloads()
    rows = rows[rows["role"] == ROLE]
    children, workers = rows["children"], rows["workers"]
    carried = float((children * workers).sum())
    mean = carried / float(workers.sum())
    weighted = float((children**2 * workers).sum()) / carried
    yield prose(
        "The three cannot all hold of one law. With a mean of 32 and 65 % over 30, a fifth on "
        "a part load (mean 15) and four fifths on a full one (mean 36, spread 7) come close: "
        "63 % over 30, 26 % at 40 or more. The run, at the end of its first month:"
    )
    yield "| | run |\n|---|---|"
    yield f"| mean caseload, of an average *worker*: E[C] | {mean:.1f} |"
    for least in (31, 40, 50):
        share = float(workers[children >= least].sum()) / float(workers.sum())
        yield f"| workers with {least} children or more | {share:.0%} |"
    yield f"| caseload that an average *child* shares: E[C²] / E[C] | {weighted:.1f} |"
    at_forty = float((children * workers)[children >= 40].sum()) / carried
    yield f"| children whose worker has 40 or more | {at_forty:.0%} |"
    yield ""
    yield prose(
        "So a union that asks children's files and a county that asks its payroll may both be "
        "right: the busiest workers hold more of the children than their share of the staff. *Most "
        "over 40* is a miss that the preset cannot explain."
    )


def _adoption(agency: ss.Agency, plan: ss.Plan, seed: int) -> Iterator[str]:
    """Fifty-five cases are two hours a child and month, or they are not all primary."""
    run = ss.simulate(agency, plan, years=1 / 12, seed=seed)
    snapshots, positions = run.records.snapshots, run.records.positions
    roles = [role.name for role in agency.roles]
    here = (positions["role"] == roles.index("adoption")) & (snapshots["present"] > 0)
    held = pd.DataFrame({name: snapshots[name][here] for name in ("children", "secondary")})
    held["both"] = held.sum(axis=1)
    hours = agency.role("adoption").hours_per_month
    stage = agency.stage("adoption").hours
    due = stage.contact + stage.casework + stage.court
    yield "## 55 cases an adoption worker\n"
    yield prose(
        f"On paper: {hours:.0f} hours a month over 55 children is {hours / 55:.1f} hours a "
        f"child, against {due:.1f} that the stage asks for, and about five times the accepted 10 "
        "to 12. If all were primary, either the stock of adoptions or the staff would have "
        "to be another. They can be had as an unequal tail that counts children held as second "
        "worker:"
    )
    yield "| children a worker, one run, first month end | mean | 9 in 10 have at most | most |"
    yield "|---|---|---|---|"
    for name, label in (("children", "primary"), ("both", "primary and secondary")):
        values = held[name]
        yield f"| {label} | {values.mean():.1f} | {values.quantile(0.9):.0f} | {values.max():.0f} |"
    yield ""


def _unseen(study: ss.Study) -> Iterator[str]:
    """A count of unseen children needs a denominator and a month."""
    rows = study.months()
    rows = rows[(rows["plan"] == "As is") & (rows["month"] < 12)]
    by_month = rows.groupby(["replication", "month"])[["unseen", "eligible"]].sum()
    mean = by_month.mean()
    low, high = by_month["unseen"].quantile([0.1, 0.9])
    yield "## 2,268 children not seen in October\n"
    yield prose(
        "On paper 2,268 is 6.2 % of the 36,542 children served; of those open the whole month, "
        "who alone can be due a visit, it is more. The federal rule of that year asked for 90 "
        "% of months in out-of-home care, by state, and from October 2014 for 95 %: neither "
        "applies to a count of a county's children at home and in care."
    )
    yield prose(
        f"The run as is, first year: {mean['unseen']:,.0f} a month (8 months in 10 between "
        f"{low:,.0f} and {high:,.0f}) of {mean['eligible']:,.0f} due, "
        f"{mean['unseen'] / mean['eligible']:.1%}. The count was fitted to October; what a run "
        "adds is how it moves. It is steep in the load: the busiest workers make most of it, so "
        "the spread of caseloads matters as much as their mean."
    )


if __name__ == "__main__":
    main()
