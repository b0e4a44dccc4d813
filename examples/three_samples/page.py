"""The page of the three samples: what each would publish, beside what became of the children."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

import numpy as np
from figures import FIGURES, Unit
from running import Floats, Results

from staffing_sim import __version__
from staffing_sim.intervals import mean_interval

__all__ = ["page"]

BY_NAME = {(figure.sample, figure.says): row for row, figure in enumerate(FIGURES)}
FINISHED = BY_NAME["entry cohort, finished stays only", "mean stay"]
SO_FAR = BY_NAME["point in time", "mean time in care so far"]
LEFT = BY_NAME["exit cohort", "mean stay of those who left"]
ROUNDING = 1e-9  # differences below this are the order of sums
AT_24 = BY_NAME["entry cohort", "home within 24 months of entry (Aalen-Johansen)"]


def page(found: Results, *, preset: str) -> str:
    """Return the whole page."""
    return "\n".join(
        [
            _head(found, preset),
            "## What each would publish at the end of year 3\n",
            *_bias_table(found),
            _reading(found),
            "## What each would say of a plan\n",
            *_effect_table(found),
            _what_it_says(found),
            _TAIL,
        ]
    )


def _head(found: Results, preset: str) -> str:
    return f"""<!-- written by examples/three_samples/la_county_2013.py; change that, not this -->
# Three samples of one agency

How long do children stay in care? An agency can ask everyone who *enters*, everyone who is *there*
on a day, or everyone who *leaves*. The three answers differ, in the same agency in the same years,
and only one of them shows whether a plan brings children home sooner.

In a simulation one can wait for the truth. The preset `{preset}` runs for three years, as an
evaluator would see it; then the same seeds run for twenty, which repeat the first three years
exactly and follow every child who entered in the first two until the child has left or grown
up. The truth on this page is what became of those children. Rerun it, in about three minutes
({len(found.seeds)} replications, seeds {found.seeds[0]} to {found.seeds[-1]}, staffing_sim \
{__version__}), with

```console
python3 examples/three_samples/la_county_2013.py > docs/explanation/three-samples.md
```

![Mean stays by sample beside the truth, and what each sample says that a plan changes](\
../pictures/three-samples.png)
"""


def _bias_table(found: Results) -> Iterator[str]:
    """Yield, for each figure, what is published, what is true, and the bias with its interval."""
    yield "| sample | it would publish | published | the truth | bias (95 % interval) |"
    yield "|---|---|---|---|---|"
    for row, figure in enumerate(FIGURES):
        said, true = (
            _level(found.said[0, row], figure.unit),
            _level(found.true[0, row], figure.unit),
        )
        bias = _change(found.bias[row], figure.unit)
        yield f"| {figure.sample} | {figure.says} | {said} | {true} | {bias} |"
    yield ""


def _effect_table(found: Results) -> Iterator[str]:
    """Yield what each figure says that the plan changes, beside what it changed."""
    yield f"*{found.plans[1]}*, on the same children, against *{found.plans[0]}*:\n"
    yield "| sample | figure | says of the plan | the truth | what is missed |"
    yield "|---|---|---|---|---|"
    for row, figure in enumerate(FIGURES):
        said, true = found.effect_said[row], found.effect_true[row]
        cells = [_change(values, figure.unit) for values in (said, true, said - true)]
        yield f"| {figure.sample} | {figure.says} | {' | '.join(cells)} |"
    yield ""


def _reading(found: Results) -> str:
    bias = {row: float(np.mean(found.bias[row])) for row in (FINISHED, SO_FAR, LEFT)}
    whole, true = np.mean(found.stays_of_found), np.mean(found.true[0, SO_FAR])
    return _wrapped(f"""\
"The truth" is that of the children who entered in years 1 and 2; an interval that holds zero
shows no bias that {len(found.seeds)} replications can tell from chance.

**Entry cohort** (`entry_cohort`). Children still in care count for as long as they were followed,
so what was followed for everybody (12 months) is exactly right, and what was not (24 months, a mean
out of 24) is right on average while nothing changes from year to year. Beyond the longest follow-up
the answer is NaN. Drop the unfinished stays and the mean stay is out by {_signed(bias[FINISHED])}
months, because only short ones have had time to finish.

**Point in time** (`point_in_time`). A census finds stays in proportion to their length: children
found there stay {whole:.1f} months in the end, {whole / true:.1f} times as long as those who
enter. Their time *so far* (out by {_signed(bias[SO_FAR])} months) comes near the truth by
accident: at rest it is $E[T^2] / 2 E[T]$ for stays of length $T$, which may lie on either side of
$E[T]$. Allowing for late entry (`Stays.incidence` puts nobody at risk before the day they were
found) removes the preference for long stays. What is left is another question: the rates at which
children of all ages of stay went home in year 3, put end to end, instead of what became of those
who entered in years 1 and 2.

**Exit cohort** (`exit_cohort`). In an agency at rest leavers' stays have the law of entrants', so
the bias of {_signed(bias[LEFT])} months says how far this one is from rest. Its size is an accident
of history, nobody who is still waiting is in it, and it answers late: a plan shows up only as the
children it affected leave.
""")


def _what_it_says(found: Results) -> str:
    true = np.mean(found.effect_true[SO_FAR])
    said = {row: np.mean(found.effect_said[row]) for row in (FINISHED, SO_FAR, LEFT)}
    missed = _change(found.effect_said[AT_24] - found.effect_true[AT_24], "share")
    return _wrapped(f"""\
The plan changes the mean stay of the children who enter in the first two years by {_signed(true)}
months, most of it after year 3. Finished stays say {_signed(said[FINISHED])}, because the plan
adds long stays to those that are finished as it shortens them. The census says
{_signed(said[SO_FAR])}: a quicker agency leaves behind those who take longest. The exit cohort
says {_signed(said[LEFT])}, a mixture of children who entered years before the plan.

The entry cohort shows what has happened so far and no more. It has a weakness: only
those who entered in the first year, when few of the new workers were at work, have been followed
for 24 months, and censoring that goes with the calendar is not independent of a plan that takes
time. Here it misses {missed}. To be safe compare cohorts by year of entry
(`staffing_sim.permanence.landmark_table`), or look no further than everybody was followed.

So plans are compared by entry cohorts here, and no measure is a mean of finished stays. Re-entry is
shown beside every gain (`study.permanence()`, `study.indicators()`), since a
quicker return may be a shorter one. Published indicators use all three samples, by definition;
[each says what it must not be compared with](../reference/indicators.md).
""")


_TAIL = """\
## How well a curve is known

Within one run, standard errors are Greenwood's for a single cause, and for several the delta method
on the shares that end at each time (Gaynor and others, 1993); intervals are log-log, so they stay
between 0 and 1. The restricted mean has the error of the area under the same curve. The tests
compare all of them with scikit-survival and
statsmodels, to $10^{-12}$, ties and late entry included.

These errors take children to be independent. Siblings who enter and leave together are not: with
sibling groups of $B$ children a count varies $E[B^2]/E[B]$ times as much as if they were. A study
does not use them. It measures the spread between replications, and compares plans pair by pair
on the same children.
"""


def _wrapped(text: str) -> str:
    """Return paragraphs in lines of at most 100 characters."""
    paragraphs = text.strip().split("\n\n")
    lines = (fill(one, 100, break_long_words=False, break_on_hyphens=False) for one in paragraphs)
    return "\n\n".join(lines) + "\n"


def _level(values: Floats, unit: Unit) -> str:
    """Write the mean over seeds of a share or of months."""
    mean = float(np.mean(values))
    return f"{100 * mean:.1f} %" if unit == "share" else f"{mean:.1f} months"


def _change(values: Floats, unit: Unit) -> str:
    """Write a mean difference over seeds, in points or months, with its interval."""
    if np.allclose(values, 0.0, rtol=0.0, atol=ROUNDING):
        return "exactly 0"
    mean, low, high, _ = mean_interval(100 * values if unit == "share" else values)
    word = "points" if unit == "share" else "months"
    return f"{_signed(mean)} {word} ({_signed(low)} to {_signed(high)})"


def _signed(value: float) -> str:
    """Write a number with its sign; nothing is minus zero."""
    return f"{round(float(value), 1) + 0.0:+.1f}"
