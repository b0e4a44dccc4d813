"""Small studies whose truth is a known answer, and how often their intervals hold it.

    python3 -m tests.known_answers.coverage

writes the tables of docs/explanation/uncertainty.md. Every study is a few offices of one run:
offices share no worker and nobody moves between them, so each is a replication of its own, and
thousands of small studies cost a few seconds. The truth is never another simulation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.distributions import Exponential
from staffing_sim.intervals import CONFIDENCE, mean_interval, paired_together, wilson
from staffing_sim.permanence import entry_cohort
from staffing_sim.records import Run
from staffing_sim.study.run import spread_limit
from staffing_sim.world import draw_world
from tests.known_answers.agencies import (
    HOURS,
    agency,
    by_office,
    care,
    open_door,
    run_many,
    whole_service,
)

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "uncertainty.md"

Floats = NDArray[np.float64]
Held = NDArray[np.bool_]

SPARE: Final = 1e-6 * HOURS
RATE, MEAN, OFFICES = 4.0, 2.0, 16_000
TIMES: Final = (3.0, 2.5, 2.0, 1.0)


class Coverage(NamedTuple):
    """Which of many small studies hold the truth; ``planted`` is a fault that must be found out."""

    interval: str
    replications: int
    held: Held
    planted: bool = False


def in_studies(values: NDArray[Any], replications: int) -> Floats:
    """Return offices as studies of so many replications: [study, replication]."""
    studies = len(values) // replications
    return np.asarray(values[: studies * replications], dtype=np.float64).reshape(studies, -1)


def holds(interval: tuple[float, ...], truth: float) -> bool:
    _, low, high, *_ = interval
    return low <= truth <= high


# --- what is known --------------------------------------------------------------------------------


@cache
def open_at() -> list[tuple[Floats, float]]:
    """Cases open at four times in offices whose hours are never short (known answer 2).

    With their means: referrals come at a constant rate and stay for an exponential time.
    """
    described = agency(
        [whole_service(casework=SPARE, work=Exponential(mean=MEAN))], offices=OFFICES, families=RATE
    )
    cases = run_many(described, draw_world(described, months=3, seed=71)).cases
    found = []
    for time in TIMES:
        still = (cases["opened"] <= time) & ~(cases["closed"] <= time)
        truth = RATE * MEAN * (1.0 - float(np.exp(-time / MEAN)))
        found.append((by_office(still, cases["office"], OFFICES), truth))
    return found


def differences() -> list[tuple[Floats, float]]:
    """The same offices at other times, less at the first: paired as plans are in their worlds."""
    counts, truth = open_at()[0]
    return [(others - counts, other - truth) for others, other in open_at()[1:]]


@cache
def restricted_means() -> tuple[Floats, float]:
    """Months of the first six before going home, office by office, and the truth.

    Known answer 10 without ageing out: exponential stays of mean m, censored at the horizon. The
    restricted mean at L is m (1 - exp(-L / m)).
    """
    mean, limit, offices, months = 4.0, 6.0, 2_400, 12
    route = Route(to="exit", cause="home", share=1.0, work=Exponential(mean=mean))
    described = agency(
        [open_door("care"), care(route, hours=Hours(casework=SPARE))], offices=offices, families=1.0
    )
    run = Run(run_many(described, draw_world(described, months=months, seed=74)))
    stays = entry_cohort(run)
    office = run.records.cases["office"][run.care.case[stays.episodes]]
    causes = [run.records.agency.causes.index("home")]
    order = np.argsort(office, kind="stable")
    bounds = np.searchsorted(office[order], np.arange(offices + 1))
    values = [
        stays.where(order[first:last]).incidence().restricted_mean(limit, causes=causes)
        for first, last in pairwise(bounds)
    ]
    return np.array(values), mean * (1.0 - float(np.exp(-limit / mean)))


# --- how often it is held -------------------------------------------------------------------------


def of_means(replications: int) -> Coverage:
    """Student's interval of a mean."""
    counts, truth = open_at()[0]
    held = [holds(mean_interval(values), truth) for values in in_studies(counts, replications)]
    return Coverage("mean, Student's t", replications, np.array(held))


def of_means_with_normal_quantiles(replications: int) -> Coverage:
    """A planted fault: the interval as if the standard deviation were known."""
    counts, truth = open_at()[0]
    too_narrow = float(stats.norm.ppf(0.975) / stats.t.ppf(0.975, replications - 1))
    held = []
    for values in in_studies(counts, replications):
        found = mean_interval(values)
        held.append(abs(truth - found.mean) <= too_narrow * (found.high - found.mean))
    words = "the same with normal quantiles, a planted fault"
    return Coverage(words, replications, np.array(held), planted=True)


def of_differences(replications: int) -> list[Coverage]:
    """The paired interval of each difference by itself."""
    return [
        Coverage(
            f'paired difference, "plan" {number}',
            replications,
            np.array(
                [
                    holds(paired_together([gaps])[0].alone, truth)
                    for gaps in in_studies(values, replications)
                ]
            ),
        )
        for number, (values, truth) in enumerate(differences(), 1)
    ]


def of_differences_together(replications: int) -> tuple[Coverage, Coverage]:
    """Bonferroni's intervals of all differences at once, and those by themselves, a fault."""
    studies = [in_studies(values, replications) for values, _ in differences()]
    truths = [truth for _, truth in differences()]
    together, alone = [], []
    for gaps in zip(*studies, strict=True):
        found = paired_together(gaps)
        together.append(all(holds(p.together, t) for p, t in zip(found, truths, strict=True)))
        alone.append(all(holds(p.alone, t) for p, t in zip(found, truths, strict=True)))
    words = "those three together"
    return (
        Coverage(f"{words}, Bonferroni", replications, np.array(together)),
        Coverage(f"{words}, each by itself", replications, np.array(alone), planted=True),
    )


def of_chances(limit: int, replications: int) -> tuple[Coverage, float]:
    """Wilson's interval of the chance of few open cases, and how often theory says it holds.

    A chance of counts cannot be covered by exactly 95 %; what Wilson covers is known exactly.
    """
    counts, mean = open_at()[0]
    truth = float(stats.poisson.cdf(limit, mean))
    low, high = wilson(in_studies(counts <= limit, replications).sum(axis=1), replications)
    possible = np.arange(replications + 1)
    least, most = wilson(possible, replications)
    inside = (least <= truth) & (truth <= most)
    exact = float(stats.binom.pmf(possible, replications, truth)[inside].sum())
    words = f"chance of {truth:.2f}, Wilson (theory: {exact:.1%})"
    return Coverage(words, replications, (low <= truth) & (truth <= high)), exact


def of_restricted_means(replications: int) -> Coverage:
    """Student's interval of restricted mean months."""
    values, truth = restricted_means()
    held = [holds(mean_interval(months), truth) for months in in_studies(values, replications)]
    return Coverage("restricted mean months, Student's t", replications, np.array(held))


# --- stopping when precise enough -----------------------------------------------------------------


class Rule(NamedTuple):
    """When to look whether a half-width is reached, and by which standard deviation."""

    words: str
    least: int
    batch: int
    assurance: float | None


RULES: Final = (
    Rule("after every replication from the second", 2, 1, None),
    Rule("ten and ten, as seen", 10, 10, None),
    Rule("**ten and ten, upper limit**", 10, 10, 0.8),
)
DRAWS: Final[dict[str, Callable[[np.random.Generator, tuple[int, int]], Floats]]] = {
    "normal": lambda generator, shape: generator.normal(size=shape),
    "skewed": lambda generator, shape: generator.exponential(size=shape) - 1.0,
}
WIDTHS: Final = (0.6, 0.4, 0.25)
SEQUENCES, MOST = 6_000, 400


def stopped(rule: Rule, law: str, wanted: float) -> tuple[Held, NDArray[np.int64]]:
    """Tell which sequences of differences with mean 0 hold it when they stop, and after how many.

    Standard deviations are 1.
    """
    values = DRAWS[law](np.random.default_rng(75), (SEQUENCES, MOST))
    looks = np.arange(rule.least, MOST + 1, rule.batch)
    means = np.cumsum(values, axis=1)[:, looks - 1] / looks
    squares = np.cumsum(values**2, axis=1)[:, looks - 1]
    spreads = np.sqrt(np.maximum(0.0, squares - looks * means**2) / (looks - 1))
    halves = stats.t.ppf((1.0 + CONFIDENCE) / 2.0, looks - 1) * spreads / np.sqrt(looks)
    factor = np.ones(len(looks))
    if rule.assurance is not None:
        factor = np.array([spread_limit(int(runs), rule.assurance) for runs in looks])
    enough = halves * factor <= wanted
    enough[:, -1] = True
    first = enough.argmax(axis=1)
    rows = np.arange(SEQUENCES)
    return np.abs(means[rows, first]) <= halves[rows, first], looks[first]


# --- the tables -----------------------------------------------------------------------------------


def coverage_table() -> str:
    """Return what was promised and kept, as a table of Markdown."""
    together, alone = of_differences_together(6)
    rows = [
        *(of_means(replications) for replications in (3, 5, 20)),
        of_means_with_normal_quantiles(5),
        *of_differences(6),
        together,
        alone,
        *(of_chances(limit, runs)[0] for limit, runs in ((4, 20), (6, 20), (9, 40))),
        of_restricted_means(6),
    ]
    lines = [
        f"| {row.interval} | {row.replications} | {len(row.held):,} | {np.mean(row.held):.1%}"
        f"{', found out' if row.planted else ''} |"
        for row in rows
    ]
    head = "| interval | replications in a study | studies | holds the truth |\n|---|---|---|---|"
    return "\n".join([head, *lines])


def stopping_table() -> str:
    """Return how stopping rules keep a promise of 95 %, as a table of Markdown."""
    return "\n".join(_stopping_lines())


def _stopping_lines() -> Iterator[str]:
    yield "| half-width wanted | rule | normal: covers | mean replications | skewed: covers |"
    yield "|---|---|---|---|---|"
    for wanted in WIDTHS:
        for rule in RULES:
            held, runs = stopped(rule, "normal", wanted)
            skewed, _ = stopped(rule, "skewed", wanted)
            shares = f"{held.mean():.1%} | {runs.mean():.0f} | {skewed.mean():.1%}"
            yield f"| {wanted} | {rule.words} | {shares} |"


TABLES: Final = {"coverage": coverage_table, "stopping": stopping_table}


def with_tables(text: str) -> str:
    """Return a page with the tables between its marks written afresh."""
    for name, table in TABLES.items():
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n{table()}\n\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
