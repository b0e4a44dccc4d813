"""A researcher's question: how long do children stay in care? Three samples give three answers.

In a simulated office the truth can be waited for: the same seed with a longer horizon repeats the
first three years to the last bit and then follows every child home. So what three usual samples
would publish at the end of year 3 stands beside what became of the very same children.

Give a file name to draw the chart of docs/explanation/three-samples.md as well.
"""

import sys

import matplotlib.pyplot as plt
import numpy as np

import staffing_sim as ss
from staffing_sim.intervals import mean_interval
from staffing_sim.permanence import entry_cohort, exit_cohort, permanent_causes, point_in_time

SEEDS = range(10)
YEARS = (0.0, 24.0)  # the entrants of the first two years
UNTIL_ALL_ARE_GROWN = 20  # years: whoever enters in the first two is 18 by then
TODAY = 24.0  # the day on which a census is taken
LAST_YEAR = (24.0, 36.0)  # the leavers of the third year

office = ss.load_agency("small-office")
as_is = ss.Plan("As is")
more = ss.Plan("Six more workers", hires=ss.Hires.once(6, kind="net"))


def mean(values):
    """The mean as a plain number."""
    return float(np.mean(values))


def home_within(stays, run, months):
    """The share of stays, all of them followed that long, that ended at a permanent home."""
    home = np.isin(stays.causes, permanent_causes(run))
    return mean(home & (stays.durations <= months))


def census_home(run):
    """Of those in care for two years or more, the share home within the next twelve months."""
    there = point_in_time(run, at=TODAY, at_least=24.0)
    home = np.isin(there.causes, permanent_causes(run))
    return mean(home & (there.durations - there.entries <= 12))


def published(run):
    """What each sample would publish at the end of year 3."""
    entered = entry_cohort(run, after=YEARS[0], until=YEARS[1])
    curve, home = entered.incidence(), permanent_causes(run)
    there = point_in_time(run, at=TODAY)
    left = exit_cohort(run, after=LAST_YEAR[0], until=LAST_YEAR[1])
    return {
        "entry, home within 12 months": curve.at(12, causes=home),
        "entry, months of 24 without a home": curve.restricted_mean(24, causes=home),
        "entry, mean of finished stays": mean(entered.durations[entered.causes >= 0]),
        "census, mean months so far": mean(there.entries),
        "census, 24 months there, home within 12": census_home(run),
        "exit, mean stay": mean(left.durations),
        "exit, home within 12 months": home_within(left, run, 12),
    }


def truth(run):
    """What became of the same entrants, and of those found on the day of the census."""
    entered = entry_cohort(run, after=YEARS[0], until=YEARS[1])
    there = point_in_time(run, at=TODAY)
    waits = np.where(np.isin(entered.causes, permanent_causes(run)), entered.durations, np.inf)
    return {
        "entry, home within 12 months": home_within(entered, run, 12),
        "entry, months of 24 without a home": mean(np.minimum(waits, 24)),
        "entry, mean stay": mean(entered.durations),
        "census, mean whole stay": mean(there.durations),
    }


def averages(rows):
    """The mean of each figure over the replications."""
    return {name: mean([row[name] for row in rows]) for name in rows[0]}


def short_run(plan, seed):
    """Three years of a plan, as an evaluator would see them."""
    return ss.simulate(office, plan, years=3, seed=seed)


def bars(ax, lengths, title):
    """Draw one bar a sample, the truth darker and hatched, each with its number."""
    names, months = list(lengths), list(lengths.values())
    colors = ["#333333"] + ["#0072B2"] * (len(names) - 1)
    drawn = ax.barh(range(len(names)), months, color=colors, height=0.62)
    drawn[0].set_hatch("////")
    drawn[0].set_edgecolor("white")
    ax.bar_label(
        drawn,
        [f"{value:+.1f}" if min(months) < 0 else f"{value:.1f}" for value in months],
        padding=4,
    )
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.axvline(0, color="#333333", lw=0.8)
    ax.margins(x=0.2)
    ax.set_title(title, loc="left", fontweight="bold", fontsize=10)
    ax.set_xlabel("months")
    ax.spines[["top", "right"]].set_visible(False)


def draw(path, known, seen, change):
    """Draw what each sample publishes beside the truth, and what each says of the plan."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10.4, 3.6), layout="constrained")
    lengths = {
        "truth: those who entered,\nfollowed to the end": known["entry, mean stay"],
        "entry cohort,\nfinished stays only": seen["entry, mean of finished stays"],
        "census, so far": seen["census, mean months so far"],
        "census, to the end": known["census, mean whole stay"],
        "exit cohort": seen["exit, mean stay"],
    }
    bars(left, lengths, "How long do children stay?")
    said = {
        "entry cohort: of 24 months\nwithout a home": change["entry, months of 24 without a home"],
        "entry cohort,\nfinished stays only": change["entry, mean of finished stays"],
        "census, so far": change["census, mean months so far"],
        "exit cohort": change["exit, mean stay"],
    }
    bars(right, said, f"What do {more.name.lower()} change?")
    figure.savefig(path, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    before = [published(short_run(as_is, seed)) for seed in SEEDS]
    after = [published(short_run(more, seed)) for seed in SEEDS]
    whole = [ss.simulate(office, as_is, years=UNTIL_ALL_ARE_GROWN, seed=seed) for seed in SEEDS]
    seen, known = averages(before), averages([truth(run) for run in whole])
    change = {
        name: mean_interval([new[name] - old[name] for old, new in zip(before, after, strict=True)])
        for name in seen
    }

    print("What became of the children who entered in years 1 and 2, all followed to the end")
    print(f"  stayed, on average         {known['entry, mean stay']:5.1f} months")
    print(f"  home within 12 months      {100 * known['entry, home within 12 months']:5.1f} %")
    print(f"  of 24 months without home  {known['entry, months of 24 without a home']:5.1f} months")
    print()
    print("What would be published at the end of year 3")
    print("  entry cohort, followed as far as it goes (Aalen-Johansen)")
    print(f"    home within 12 months    {100 * seen['entry, home within 12 months']:5.1f} %")
    print(f"    of 24 without home       {seen['entry, months of 24 without a home']:5.1f} months")
    print("  entry cohort, finished stays only")
    print(f"    stayed, on average       {seen['entry, mean of finished stays']:5.1f} months")
    print("  point in time (census)")
    print(f"    in care so far           {seen['census, mean months so far']:5.1f} months")
    print(f"    in the end they stay     {known['census, mean whole stay']:5.1f} months")
    print("  exit cohort")
    print(f"    stayed, on average       {seen['exit, mean stay']:5.1f} months")
    print(f"    home within 12 months    {100 * seen['exit, home within 12 months']:5.1f} %")
    print()
    print(f"{more.name}: what each would say of the plan (95 % interval)")
    for name, found in change.items():
        unit, size = ("points", 100) if "within" in name else ("months", 1)
        low, high = f"{size * found.low:+.1f}", f"{size * found.high:+.1f}"
        print(f"  {name:<40} {size * found.mean:+5.1f} {unit} ({low} to {high})")
    if sys.argv[1:]:
        draw(sys.argv[1], known, seen, {name: found.mean for name, found in change.items()})
