"""Writes docs/gallery.md and the pictures on it: every chart, of one small invented agency.

Run ``python3 docs/gallery.py``; the same version gives the same pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy.stats import qmc

import staffing_sim as ss
from staffing_sim import charts
from staffing_sim.briefing.elements import alt_text
from staffing_sim.charts.registry import EXHIBITS
from staffing_sim.charts.style import own_figure
from staffing_sim.presets.fits import with_values

PAGE = Path(__file__).parent / "gallery.md"
PICTURES = Path(__file__).parent / "pictures" / "gallery"
DOTS_PER_INCH = 80
ROLE = "continuing_services"

PLANS = (
    ss.Plan("As is"),
    ss.Plan("Ten at once", hires=ss.Hires.once(10, kind="net")),
    ss.Plan("Two a month for ten months", hires=ss.Hires.monthly(2, months=10, kind="gross")),
    ss.Plan("At most 18, wait", caps=ss.PlanCap(role=ROLE, limit=18, overflow="hard")),
)
HOW = {"years": 3, "replications": 8, "seed": 2013}
WRONG_HOW = {"years": 2, "replications": 4, "seed": 2013}  # many variants of the agency are run
FLIP_HOW = {"years": 3, "replications": 8, "seed": 2013}
SOLVE_HOW = {"replications": 40, "seed": 2013}
SETS, SETS_HOW = 16, {"years": 2, "replications": 3, "seed": 2013}

WORDS = """\
# Gallery

<!-- written by docs/gallery.py; change that, not this -->

Every chart, drawn from `small-office`, an invented agency, under four plans run on the same eight
worlds. Two of the plans are chosen for what they show: *gross* hires, whose leavers nobody
replaces, and a strict cap, which moves children into a queue. `study.plot("NAME")` draws a chart,
`staffing-sim compare ... --out DIR` saves the four that answer most questions (with `--all` every
one of a study, as SVG too), and `charts.NAME` draws on axes of your own.

In every chart the first plan is grey; plans differ in colour *and* in line, hatching or mark, so
that colour-blind readers and photocopies keep them apart. The footer says what a band or whisker
means, and gives the number of runs, seed, version, fingerprint and how many numbers are assumed.
"""


class Picture(NamedTuple):
    """A picture: the call that draws it, what it shows, and how to read it."""

    call: str
    draw: Callable[[], Axes]
    alt: str
    reading: str


@cache
def study() -> ss.Study:
    """Return the study that most pictures are of."""
    return ss.compare(ss.load_agency("small-office"), PLANS, progress=False, **HOW)


def one_child() -> Axes:
    """Draw the first child who enters care in the first year under every plan, and goes unseen."""
    office = ss.load_agency("small-office")
    chosen = [PLANS[0], PLANS[1], PLANS[3]]
    runs = [ss.simulate(office, plan, years=3, seed=2013) for plan in chosen]
    known = set.intersection(*(set(run.children["child"]) for run in runs))
    rows = runs[-1].children.query("opened > 1 and opened < 12 and episodes > 0")
    rows = rows[rows["child"].isin(known) & (rows["unseen_months"] > 2)]
    return charts.child(ss.study.child_history(runs, int(rows["child"].iloc[0])))


@cache
def caps() -> pd.DataFrame:
    """Return the frontier over caps."""
    office = ss.load_agency("small-office")
    return ss.study.cap_frontier(office, ROLE, [26, 24, 22, 20, 18, 16], progress=False, **HOW)


@cache
def clause() -> Any:
    """Return what a clause would have triggered."""
    wording = ss.Clause(role=ROLE, limit=20, consecutive=2)
    return ss.study.examine_clause(study(), wording, progress=False)


@cache
def scheduled() -> ss.solving.Schedule:
    """Return the schedule that a budget buys."""
    few = {"replications": 2, "seed": 2013, "progress": False}
    return ss.solving.optimise(ss.load_agency("small-office"), 3_000_000, months=30, **few)


def need() -> Axes:
    """Draw how many positions the open cases ask for."""
    return charts.need(ss.need.need_waterfall(ss.load_agency("small-office")))


@cache
def answer() -> ss.solving.Solution:
    """Return the hires that a target needs."""
    target = ss.solving.Target("caseload", role=ROLE, at_most=20, by_month=12, probability=0.8)
    office = ss.load_agency("small-office")
    return ss.solving.solve_hires(office, target, kind="net", **SOLVE_HOW)


@cache
def mixed() -> ss.solving.Frontier:
    """Return mixes of levers by cost and by what they bring."""
    hires = {f"{n} hires": ss.Hires.once(n, kind="net") for n in (4, 8)}
    clerks = {"6 clerks": ss.Clerks(posts=6, cost_post_year=70_000)}
    plans = ss.solving.mixes(
        hires={"no hires": None, **hires}, clerks={"no clerks": None, **clerks}
    )
    return ss.solving.frontier(ss.load_agency("small-office"), plans, progress=False, **HOW)


@cache
def storm() -> Any:
    """Return what each disputed number would change."""
    office = ss.load_agency("small-office")
    moved = {
        "workforce.burnout": (0.0, 1.0),
        "demand.families_per_month": (80.0, 120.0),
        "roles.*.compressibility": (0.0, 0.8),
        "workforce.time_to_fill_days.mean": (30.0, 180.0),
        "workforce.leaving.*.rate_per_year": (0.15, 0.45),
        "workforce.academy.months": (1.0, 4.0),
    }
    asked = {"measure": "caseload", "role": ROLE, "assumptions": moved, "progress": False}
    return ss.sensitivity.tornado(office, PLANS[:2], **asked, **WRONG_HOW)


@cache
def turning() -> Any:
    """Return where two plans change rank."""
    return ss.sensitivity.flip_points(
        ss.load_agency("small-office"),
        PLANS[2],
        PLANS[1],
        measure="productive_staff",
        assumptions={"workforce.leaving.*.rate_per_year": (0.01, 0.6)},
        values=4,
        progress=False,
        **FLIP_HOW,
    )


@cache
def doubted() -> tuple[Any, pd.DataFrame]:
    """Return plans compared under parameter sets, and the free numbers of these."""
    ranges = {"burnout": (0.0, 0.6), "success of visits": (0.6, 0.95), "families": (85.0, 110.0)}
    keys = ("workforce.burnout", "contact.success", "demand.families_per_month")
    low, high = np.transpose(list(ranges.values()))
    places = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(1)).random(SETS)
    numbers = pd.DataFrame(low + places * (high - low), columns=list(ranges))
    office = ss.load_agency("small-office")
    sets = [with_values(office, dict(zip(keys, row, strict=True))) for row in numbers.to_numpy()]
    prices = {"unseen_children": 50_000.0}
    found = ss.sensitivity.compare_sets(sets, PLANS[:3], prices=prices, progress=False, **SETS_HOW)
    return found, numbers


def both_ranges() -> Any:
    """Draw chance alone, and chance with parameter sets."""
    return doubted()[0].plot()


def drivers() -> Any:
    """Draw what makes the effect of the second plan vary."""
    found, numbers = doubted()
    return charts.drivers(found.drivers(numbers, plan=PLANS[1].name))


def plot(name: str) -> Picture:
    """Return a chart of the study by its name."""
    return Picture(
        f'study.plot("{name}")',
        lambda: study().plot(name),
        alt_text(name, names=[plan.name for plan in PLANS], months=36, role=ROLE, target="the cap"),
        EXHIBITS[name].reading,
    )


PICTURES_BY_QUESTION: dict[str, dict[str, Picture]] = {
    "Does the plan outrun turnover?": {
        "staff": plot("staff"),
        "break_even": plot("break_even"),
        "waterfall": plot("waterfall"),
        "need": Picture(
            "charts.need(ss.need.need_waterfall(agency))",
            need,
            "Bars, each step on top of those before it: positions that the open cases require, "
            "from the static need to the need after leave, turnover and uneven workloads, "
            "beside existing positions.",
            "How many positions the open cases require by a standard, and what leave, turnover and "
            "uneven workloads add. Arithmetic, before anything is simulated.",
        ),
        "promises": plot("promises"),
    },
    "When, and with what chance, is the cap met?": {
        "mean_caseload": plot("mean_caseload"),
        "cap": plot("cap"),
        "caseloads": plot("caseloads"),
        "shared_caseload": plot("shared_caseload"),
        "two_queues": plot("two_queues"),
        "cap_frontier": Picture(
            "charts.cap_frontier(ss.study.cap_frontier(...))",
            lambda: charts.cap_frontier(caps()),
            "Two lines over caps from 16 to 26: children waiting for a worker, and children whose "
            "worker is over the cap.",
            "The lower the cap, the fewer children over it and the more without a worker.",
        ),
        "clause": Picture(
            "ss.study.examine_clause(study, clause).plot()",
            lambda: clause().plot(),
            "Lines by month, one for each plan: workers whom the clause would have entitled to its "
            "remedy.",
            "Whom a clause's wording would have entitled to its remedy, month by month.",
        ),
    },
    "How many hires does a target need?": {
        "target_curve": Picture(
            "ss.solving.solve_hires(agency, target).plot()",
            lambda: answer().plot(),
            "Marks with intervals, rising: the chance that the target is met, by hires a month; an "
            "upright line at the answer.",
            "The chance that the target is met, by hires a month. The answer is confirmed in "
            "worlds that had no part in finding it.",
        ),
    },
    "How many children go unseen?": {
        "unseen_children": plot("unseen_children"),
        "unseen_by_reason": plot("unseen_by_reason"),
        "unseen_running": plot("unseen_running"),
        "child": Picture(
            "charts.child(ss.study.child_history(runs, child))",
            one_child,
            "A row for each of three plans: the stages of one child's case over 36 months, with "
            "what came of it.",
            "The very same child under three plans: an example, and a check on all the averages.",
        ),
    },
    "How much sooner is permanence?": {
        "time_to_permanence": plot("time_to_permanence"),
        "permanence": plot("permanence"),
        "indicators": plot("indicators"),
    },
    "What does each dollar buy?": {
        "cost_and_unseen": plot("cost_and_unseen"),
        "efficient_set": Picture(
            "ss.solving.frontier(agency, plans).plot()",
            lambda: mixed().plot(),
            "Marks with crosses for intervals: child-months unseen against staffing cost, for each "
            "mix of levers; those that nothing beats are filled and joined.",
            "Filled and joined: nothing else leaves fewer unseen for the same money.",
        ),
    },
    "Which plan, against the agency as it is?": {
        "differences": plot("differences"),
    },
    "Where should they go?": {
        "office_loads": plot("office_loads"),
        "schedule": Picture(
            "ss.solving.optimise(...).plot()",
            lambda: scheduled().plot(),
            "A map with a number in each cell: positions opened, by office and month, with their "
            "sums.",
            "What a budget and the free seats of the academy buy: first where most hours are "
            "short, and nothing late, because a post opened in the last months is never past "
            "training.",
        ),
    },
    "What if we are wrong?": {
        "tornado": Picture(
            "ss.sensitivity.tornado(agency, plans).plot()",
            lambda: storm().plot(),
            "Bars to both sides of the value as described, the longest on top: the difference "
            "between two plans at the low and the high end of each assumption's range.",
            "One disputed number at a time at the ends of its range. Where a bar crosses the red "
            "line, the plans change rank.",
        ),
        "flip": Picture(
            "ss.sensitivity.flip_points(agency, one, other).plot()",
            lambda: turning().plot(),
            "A line with its interval: by how much one plan is ahead of the other, over the rate "
            "of leaving; an upright line where they change rank.",
            "The value of an assumption at which the plan that is ahead falls behind: twenty hires "
            "who are not replaced when they leave, against ten who are, by the rate of leaving.",
        ),
        "parameter_sets": Picture(
            "ss.sensitivity.compare_sets(agencies, plans).plot()",
            both_ranges,
            "For each plan a dark bar inside a light one: the spread of its difference by chance "
            "alone, and by chance and parameter sets together; diamonds for the sets' means.",
            "Chance alone, and with it the uncertainty about the numbers, which more runs do not "
            "reduce.",
        ),
        "information": Picture(
            "charts.information(sets.value_of_information())",
            lambda: charts.information(doubted()[0].value_of_information()),
            "Bars: the mean loss of choosing each plan now, with the share of the sets in which it "
            "is best.",
            "What choosing now loses on average, where harm has been given a price; the shortest "
            "bar is what better knowledge would be worth.",
        ),
        "drivers": Picture(
            "charts.drivers(sets.drivers(numbers, plan=...))",
            drivers,
            "Bars with whiskers, a number each: how much the difference between two plans changes "
            "from a set in which the number is low to one in which it is high.",
            "Which numbers make a plan's effect larger or smaller from parameter set to set, the "
            "others held.",
        ),
    },
}
"""The pictures, by the question they answer."""

MORE = """\
[What if we are wrong?](how-to/what-if-we-are-wrong.md) says what these rest on.
"""


def page() -> str:
    """Return the whole page."""
    parts = [WORDS]
    for question, pictures in PICTURES_BY_QUESTION.items():
        parts.append(f"## {question}\n")
        for name, (call, _, alt, reading) in pictures.items():
            parts.append(f"### `{call}`\n\n{reading}\n\n![{alt}](pictures/gallery/{name}.png)\n")
    return "\n".join([*parts, MORE])


def main() -> None:
    """Draw every picture and write the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for pictures in PICTURES_BY_QUESTION.values():
        for name, picture in pictures.items():
            figure = own_figure(picture.draw())
            metadata = {"Software": None, "Description": figure.get_supxlabel().replace("\n", " ")}
            with charts.styled():
                figure.savefig(PICTURES / f"{name}.png", dpi=DOTS_PER_INCH, metadata=metadata)
            plt.close(figure)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    mpl.use("agg")
    main()
