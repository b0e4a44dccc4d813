"""Writes docs/gallery.md and the pictures on it: every chart, of one small invented agency.

Run ``python3 docs/gallery.py``; the same version gives the same pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
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

WORDS = """\
# Gallery

<!-- written by docs/gallery.py; change that, not this -->

Every chart, drawn from `small-office`, an invented agency, under four plans met by the same eight
worlds. Two of the plans are chosen for what they show: *gross* hires, whose leavers nobody
replaces, and a strict cap, which empties desks into a queue. `study.plot("NAME")` draws a chart,
`staffing-sim compare ... --out DIR` saves most of them as PNG, SVG and PDF, and `charts.NAME` draws
on axes of your own.

In every chart the first plan is grey; plans differ in colour *and* in line, hatching or mark, so
that colour-blind readers and photocopies keep them apart. What a band or whisker means, how many
runs there were, the seed, version and fingerprint, and how many numbers are assumed stand below.
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


def caps() -> Axes:
    """Draw the frontier over caps."""
    office = ss.load_agency("small-office")
    return charts.cap_frontier(
        ss.cap_frontier(office, ROLE, [26, 24, 22, 20, 18, 16], progress=False, **HOW)
    )


def clause() -> Axes:
    """Draw what a clause would have triggered."""
    wording = ss.Clause(role=ROLE, limit=20, consecutive=2)
    return ss.examine_clause(study(), wording, progress=False).plot()


def schedule() -> Axes:
    """Draw the schedule that a budget buys."""
    office = ss.load_agency("small-office")
    return ss.optimise(
        office, 3_000_000, months=30, replications=2, seed=2013, progress=False
    ).plot()


def plot(name: str, reading: str, **options: object) -> Exhibit:
    """Return a chart of the study by its name."""
    return Exhibit(f'study.plot("{name}")', lambda: study().plot(name, **options), reading)


EXHIBITS: dict[str, dict[str, Exhibit]] = {
    "Does the plan outrun turnover?": {
        "staff": plot(
            "staff",
            "Authorised, filled, at work and in training are four lines. Gross hires fill posts "
            "that empty again.",
        ),
        "break_even": plot(
            "break_even",
            "Where the diamond lies right of the circle, more came to duty than left. A break-even "
            "rate has a base; it is written below.",
        ),
        "waterfall": plot("waterfall", "From positions on paper to hands on cases, step by step."),
        "promises": plot("promises", "What a plan promised, and what is there net of leavers."),
    },
    "When, and with what chance, is the cap met?": {
        "cap": plot(
            "cap",
            "The share of worlds in which the mean caseload is at most the cap. Eight of eight "
            "worlds are not certainty, and the band says so.",
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
            caps,
            "The lower the cap, the fewer over it and the more without a worker.",
        ),
        "clause": Exhibit(
            "ss.examine_clause(study, clause).plot()",
            clause,
            "Whom a clause's wording would have entitled to its remedy, month by month.",
        ),
    },
    "How many children go unseen?": {
        "unseen_children": plot("unseen_children", "By month, with the spread between worlds."),
        "unseen_by_reason": plot(
            "unseen_by_reason", "Hiring mends the first three reasons, not the last two."
        ),
        "unseen_running": plot(
            "unseen_running", "The same child three months running is another matter than three."
        ),
        "child": Exhibit(
            "charts.child(ss.child_history(runs, child))",
            one_child,
            "The very same child under three plans: an example, and a check on all the averages.",
        ),
    },
    "How much sooner is permanence?": {
        "time_to_permanence": plot(
            "time_to_permanence",
            "Above, how children leave who could be followed for 24 months; below, what that comes "
            "to, and what must stand beside every gain: children who turn 18 and children who "
            "come back.",
        ),
        "permanence": plot(
            "permanence",
            "Children who entered care, followed to 24 months; other exits compete, and the "
            "unfinished count for as long as they were seen.",
        ),
        "indicators": plot(
            "indicators",
            "Published indicators in the last period followed to its end; re-entry beside every "
            "gain.",
        ),
    },
    "What does each dollar buy?": {
        "cost_and_unseen": plot(
            "cost_and_unseen",
            "Up and to the left is better. A cross that spans the level line may have bought "
            "nothing.",
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
            "Hours demanded for each hour there is; bold where surely over 1. The numbers are the "
            "message, the colour only a guide to them.",
        ),
        "schedule": Exhibit(
            "ss.optimise(...).plot()",
            schedule,
            "What a budget and the free seats of the academy buy: where most hours are short comes "
            "first, and nothing late, for a post that opens in the last months trains and never "
            "works.",
        ),
    },
}
"""The pictures, by the question they answer."""

WRONG = """\
## What if we are wrong?

The tornado and the flip points of a comparison have [a page of
their own](how-to/what-if-we-are-wrong.md).
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
    return "\n".join([*parts, WRONG])


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
