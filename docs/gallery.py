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
import pandas as pd
from matplotlib.axes import Axes

import staffing_sim as ss
from staffing_sim import charts
from staffing_sim.charts.style import own_figure

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

WORDS = """\
# Gallery

<!-- written by docs/gallery.py; change that, not this -->

Every chart, drawn from `small-office`, an invented agency, under four plans met by the same eight
worlds. Two of the plans are chosen for what they show: *gross* hires, whose leavers nobody
replaces, and a strict cap, which moves children into a queue. `study.plot("NAME")` draws a chart,
`staffing-sim compare ... --out DIR` saves most of them as PNG, SVG and PDF, and `charts.NAME` draws
on axes of your own.

In every chart the first plan is grey; plans differ in colour *and* in line, hatching or mark, so
that colour-blind readers and photocopies keep them apart. The footer says what a band or whisker
means, the number of runs, the seed, version and fingerprint, and how many numbers are assumed.
"""


class Exhibit(NamedTuple):
    """A picture, and how to read it."""

    call: str
    draw: Callable[[], Axes]
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
    return charts.child(ss.child_history(runs, int(rows["child"].iloc[0])))


@cache
def caps() -> pd.DataFrame:
    """Return the frontier over caps."""
    office = ss.load_agency("small-office")
    return ss.cap_frontier(office, ROLE, [26, 24, 22, 20, 18, 16], progress=False, **HOW)


@cache
def clause() -> Any:
    """Return what a clause would have triggered."""
    wording = ss.Clause(role=ROLE, limit=20, consecutive=2)
    return ss.examine_clause(study(), wording, progress=False)


@cache
def scheduled() -> ss.Schedule:
    """Return the schedule that a budget buys."""
    few = {"replications": 2, "seed": 2013, "progress": False}
    return ss.optimise(ss.load_agency("small-office"), 3_000_000, months=30, **few)


def need() -> Axes:
    """Draw how many positions the open cases ask for."""
    return charts.need(ss.need_waterfall(ss.load_agency("small-office")))


@cache
def answer() -> ss.Solution:
    """Return the hires that a target needs."""
    target = ss.Target("caseload", role=ROLE, at_most=20, by_month=12, probability=0.8)
    office = ss.load_agency("small-office")
    return ss.solve_hires(office, target, kind="net", seed=2013)


@cache
def mixed() -> ss.Frontier:
    """Return mixes of levers by cost and by what they bring."""
    hires = {f"{n} hires": ss.Hires.once(n, kind="net") for n in (4, 8)}
    clerks = {"6 clerks": ss.Clerks(posts=6, cost_post_year=70_000)}
    plans = ss.mixes(hires={"no hires": None, **hires}, clerks={"no clerks": None, **clerks})
    return ss.frontier(ss.load_agency("small-office"), plans, progress=False, **HOW)


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
    return ss.tornado(office, PLANS[:2], **asked, **WRONG_HOW)


@cache
def turning() -> Any:
    """Return where two plans change rank."""
    return ss.flip_points(
        ss.load_agency("small-office"),
        PLANS[2],
        PLANS[1],
        measure="productive_staff",
        assumptions={"workforce.leaving.*.rate_per_year": (0.01, 0.6)},
        values=4,
        progress=False,
        **HOW,
    )


@cache
def doubted() -> Any:
    """Return chance beside the choice of parameters, and what knowing them would be worth."""
    sets = ss.drawn_sets(ss.load_agency("small-office"), count=6)
    prices = {"unseen_children": 50_000.0}
    return ss.compare_sets(sets, PLANS[:3], prices=prices, progress=False, **WRONG_HOW)


@cache
def shared_out() -> pd.DataFrame:
    """Return whose doing the spread of a difference is."""
    asked = ["workforce.burnout", "contact.success", "demand.families_per_month"]
    few = {"points": 16, "worlds": 4, "years": 1, "progress": False}
    return ss.global_sensitivity(
        ss.load_agency("small-office"), PLANS[:2], assumptions=asked, **few
    )


def plot(name: str, reading: str, **options: object) -> Exhibit:
    """Return a chart of the study by its name."""
    return Exhibit(f'study.plot("{name}")', lambda: study().plot(name, **options), reading)


EXHIBITS: dict[str, dict[str, Exhibit]] = {
    "Does the plan outrun turnover?": {
        "staff": plot(
            "staff",
            "Authorised, filled, at work and in training are four lines, of all roles. Gross "
            "hires fill posts that empty again.",
        ),
        "break_even": plot(
            "break_even",
            "Where the diamond is to the right of the circle, more people came to duty than left. "
            "A break-even rate has a denominator; the footer names it.",
        ),
        "waterfall": plot("waterfall", "From positions on paper to hands on cases, step by step."),
        "need": Exhibit(
            "charts.need(ss.need_waterfall(agency))",
            need,
            "How many positions the open cases ask for by a standard, and what leave, turnover and "
            "uneven workloads add. Arithmetic, before anything is simulated.",
        ),
        "promises": plot("promises", "What a plan promised, and what it delivered net of leavers."),
    },
    "When, and with what chance, is the cap met?": {
        "mean_caseload": plot(
            "mean_caseload",
            "Any number can be compared with it: where a line goes under a cap, the cap is met on "
            "average. Single workers differ; see the caseloads below.",
        ),
        "cap": plot(
            "cap",
            "The share of worlds in which the mean caseload is at most the cap. Eight of eight "
            "worlds are not certainty, and the bars say so; with fewer worlds none is drawn.",
        ),
        "caseloads": plot("caseloads", "Read at the cap: the share of workers over it."),
        "shared_caseload": plot(
            "shared_caseload",
            "What a worker carries and what a child shares are both true; one side quotes the "
            "first, the other the second.",
        ),
        "two_queues": plot(
            "two_queues",
            "A strict cap moves children from the right-hand queue to the left-hand one; neither "
            "is shown alone.",
        ),
        "cap_frontier": Exhibit(
            "charts.cap_frontier(ss.cap_frontier(...))",
            lambda: charts.cap_frontier(caps()),
            "The lower the cap, the fewer children over it and the more without a worker.",
        ),
        "clause": Exhibit(
            "ss.examine_clause(study, clause).plot()",
            lambda: clause().plot(),
            "How many workers a clause would have entitled to its remedy, month by month.",
        ),
    },
    "How many hires does a target need?": {
        "target_curve": Exhibit(
            "ss.solve_hires(agency, target).plot()",
            lambda: answer().plot(),
            "The chance that the target is met, by hires a month. The answer is confirmed in "
            "worlds that had no part in finding it.",
        ),
    },
    "How many children go unseen?": {
        "unseen_children": plot("unseen_children", "By month, with the spread between worlds."),
        "unseen_by_reason": plot(
            "unseen_by_reason", "Hiring reduces the first three reasons, not the last two."
        ),
        "unseen_running": plot(
            "unseen_running",
            "One child unseen three months running is not the same as three children unseen once.",
        ),
        "child": Exhibit(
            "charts.child(ss.child_history(runs, child))",
            one_child,
            "The same child under three plans: an example, and a check on all the averages.",
        ),
    },
    "How much sooner is permanence?": {
        "time_to_permanence": plot(
            "time_to_permanence",
            "Above, how children who could be followed for 24 months leave care; below, what that "
            "amounts to, and what must be shown beside every gain: children who turn 18 and "
            "children who come back.",
        ),
        "permanence": plot(
            "permanence",
            "Children who entered care, followed to 24 months; other exits compete, and the "
            "unfinished count for as long as they were seen. In a short run the lines end sooner.",
        ),
        "indicators": plot(
            "indicators",
            "Published indicators in the last period followed to its end, with re-entry beside "
            "every gain.",
        ),
    },
    "What does each dollar buy?": {
        "cost_and_unseen": plot(
            "cost_and_unseen",
            "Down and to the left is better. A cross that spans the level line may have bought "
            "nothing.",
        ),
        "efficient_set": Exhibit(
            "ss.frontier(agency, plans).plot()",
            lambda: mixed().plot(),
            "Filled marks, joined: no other plan leaves fewer unseen for the same money.",
        ),
    },
    "Which plan, against the agency as it is?": {
        "differences": plot(
            "differences",
            "Paired on the same worlds; a hollow mark is a difference chance alone could make.",
        ),
    },
    "Where should they go?": {
        "office_loads": plot(
            "office_loads",
            "Hours demanded per hour available: darker is worse, bold is clearly over 1. Read the "
            "numbers; the colour is only a guide to them.",
        ),
        "schedule": Exhibit(
            "ss.optimise(...).plot()",
            lambda: scheduled().plot(),
            "What a budget and the free seats of the academy buy. The office with most unmet hours "
            "comes first, and nothing comes late: somebody hired in the last months would train "
            "and never work.",
        ),
    },
    "What if we are wrong?": {
        "tornado": Exhibit(
            "ss.tornado(agency, plans).plot()",
            lambda: storm().plot(),
            "One disputed number at a time at the ends of its range. Where a bar crosses the red "
            "line, the plans change rank.",
        ),
        "flip": Exhibit(
            "ss.flip_points(agency, one, other).plot()",
            lambda: turning().plot(),
            "The value of an assumption at which the plan that is ahead falls behind: twenty hires "
            "who are not replaced against ten who are, by the rate of leaving.",
        ),
        "shades": Exhibit(
            "ss.compare_sets(agencies, plans).plot()",
            lambda: doubted().plot(),
            "Chance, and beside it parameter uncertainty, which more runs do not shrink.",
        ),
        "information": Exhibit(
            "charts.information(shades.value_of_information())",
            lambda: charts.information(doubted().value_of_information()),
            "The average loss from choosing now, with a price on harm; the shortest bar is the "
            "value of knowing better.",
        ),
        "shares": Exhibit(
            "charts.shares(ss.global_sensitivity(agency, plans))",
            lambda: charts.shares(shared_out()),
            "How much of the variance of a difference each assumption, and chance, explains. "
            "Sixteen points are too few to say much, and the whiskers say so.",
        ),
    },
}
"""The pictures, by the question they answer."""

MORE = """\
[What if we are wrong?](how-to/what-if-we-are-wrong.md) says how the last five are made.
"""


def page() -> str:
    """Return the whole page."""
    parts = [WORDS]
    for question, exhibits in EXHIBITS.items():
        parts.append(f"## {question}\n")
        for name, (call, _, reading) in exhibits.items():
            parts.append(
                f"### `{call}`\n\n{reading}\n\n![{reading}](pictures/gallery/{name}.png)\n"
            )
    return "\n".join([*parts, MORE])


def main() -> None:
    """Draw every picture and write the page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for exhibits in EXHIBITS.values():
        for name, exhibit in exhibits.items():
            figure = own_figure(exhibit.draw())
            metadata = {"Software": None, "Description": figure.get_supxlabel().replace("\n", " ")}
            with charts.styled():
                figure.savefig(PICTURES / f"{name}.png", dpi=DOTS_PER_INCH, metadata=metadata)
            plt.close(figure)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    mpl.use("agg")
    main()
