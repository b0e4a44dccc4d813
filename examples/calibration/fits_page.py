"""The calibration as a page of Markdown: what was free, what was met, which sets fit, what for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from candidates import DRAWN
from headlines import PLANS, REPLICATIONS, YEARS, Headline
from judging import JUDGED, TARGETS, Verdict
from laws import FREE, FittedLaws
from targets import Target
from words import ABOUT_DRAWN, ABOUT_SOLVED, CONFLICTS, HEAD, HOW, OFFICES, PLANS_HEAD
from writing import number, table

from staffing_sim.intervals import mean_interval


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Every candidate's verdict, the laws tried, the sets that are shipped, and what they say."""

    seed: int
    verdicts: tuple[Verdict, ...]
    laws: tuple[FittedLaws, ...]
    shipped: tuple[Verdict, ...]
    headlines: tuple[Headline, ...]


def page(found: Calibration) -> str:
    """Return the whole page."""
    told = (_head, _free, _offices, _targets, _sets, _plans)
    return "\n".join([*(part(found) for part in told), CONFLICTS])


def _head(found: Calibration) -> str:
    accepted = sum(not each.missed for each in found.verdicts)
    tried = len(found.verdicts)
    return HEAD.format(tried=tried, accepted=accepted, shipped=len(found.shipped)) + HOW.format(
        seed=found.seed, judged=len(JUDGED)
    )


# --- what is free --------------------------------------------------------------------------------


def _free(found: Calibration) -> str:
    drawn = [
        [ABOUT_DRAWN[name], f"{low:g} to {high:g}", _first(found, name), _span(found, name)]
        for name, (low, high) in DRAWN.items()
        if name != "laws"
    ]
    solved = [
        [ABOUT_SOLVED[name][0], ABOUT_SOLVED[name][1], _first(found, name), _span(found, name)]
        for name in ABOUT_SOLVED
    ]
    return f"""## What is free

Nobody has measured these. They are drawn:

{table(["drawn", "from", "preset", "sets that fit"], drawn)}
These are then found by simulation, each against the figure it decides most:

{table(["solved", "against", "preset", "sets that fit"], solved)}
{len(FREE)} laws and shares of the pathway are fitted before, without simulating staff.
"""


def _numbers(verdict: Verdict) -> dict[str, float]:
    return asdict(verdict.candidate.drawn) | asdict(verdict.candidate.solved)


def _first(found: Calibration, name: str) -> str:
    return f"{_numbers(found.shipped[0])[name]:g}" if found.shipped else "none"


def _span(found: Calibration, name: str) -> str:
    numbers = [_numbers(each)[name] for each in found.shipped]
    return f"{min(numbers):g} to {max(numbers):g}" if numbers else "none"


# --- offices --------------------------------------------------------------------------------------


def _offices(found: Calibration) -> str:
    header = ["", "hires under way, percent"]
    rows = [
        [office, _span_of(found, f"offices.{office}.hires_under_way")] for office in _names(found)
    ]
    return f"{OFFICES}{table(header, rows)}"


def _names(found: Calibration) -> list[str]:
    return list(found.shipped[0].candidate.offices.hires) if found.shipped else []


def _span_of(found: Calibration, key: str) -> str:
    """Return the preset's number, and its span over the sets that fit."""
    numbers = [each.candidate.values[key] for each in found.shipped]
    return f"{numbers[0]:g} ({min(numbers):g} to {max(numbers):g})"


# --- targets -------------------------------------------------------------------------------------


def _targets(found: Calibration) -> str:
    rows = [_target_row(target, found.shipped) for target in TARGETS]
    header = ["", "target", "preset", "sets that fit", ""]
    return f"""## Targets

From worlds that nothing was fitted on; means over runs. Sources and reasons are on
[the page of the validation](validation-la-county-2013.md).

{table(header, rows)}"""


def _target_row(target: Target, shipped: Sequence[Verdict]) -> list[str]:
    values = [each.found[target.quantity] for each in shipped]
    inside = bool(values) and all(target.low <= value <= target.high for value in values)
    return [
        target.label,
        _between(target.low, target.high, target.style),
        number(values[0], target.style) if values else "none",
        _between(min(values), max(values), target.style) if values else "none",
        "hit" if inside else "**miss**",
    ]


def _between(low: float, high: float, style: str) -> str:
    return f"{number(low, style)} to {number(high, style)}"


# --- the sets ------------------------------------------------------------------------------------


def _sets(found: Calibration) -> str:
    missed = Counter(target.label for each in found.verdicts for target in each.missed)
    rows = [[label, str(count)] for label, count in missed.most_common()]
    losses = ", ".join(f"{each.candidate.number} ({each.loss:.2f})" for each in found.shipped)
    return f"""## The sets that fit

Candidates shipped, with their loss: {losses}. The first is the preset. Of the
{len(found.verdicts)} tried, candidates missed

{table(["target", "candidates"], rows)}"""


# --- plans ---------------------------------------------------------------------------------------


def _plans(found: Calibration) -> str:
    rows = [
        [_name(place, each), *_headline_cells(headline)]
        for place, (each, headline) in enumerate(zip(found.shipped, found.headlines, strict=True))
    ]
    if rows:
        rows.append(["**mean (lowest to highest)**", *_spread_cells(found.headlines)])
    names = [plan.name for plan in PLANS[1:]]
    header = ["set", *(f"{what}: {name}" for what in ("unseen", "caseload") for name in names)]
    header += ["unseen: monthly less at once", "caseload: monthly less at once"]
    head = PLANS_HEAD.format(years=YEARS, runs=REPLICATIONS, verdict=_verdict(found.headlines))
    return head + table(header, rows)


def _verdict(headlines: Sequence[Headline]) -> str:
    """Say whether the choice of a set turns the order of the two plans round."""
    signs = {
        measure: {headline.between_plans(measure) > 0 for headline in headlines}
        for measure in ("unseen_children", "caseload")
    }
    if all(len(each) == 1 for each in signs.values()):
        return "How much a plan changes depends on the set; which of the two does more does not."
    return "Which of the two plans does more depends on the set."


def _name(place: int, verdict: Verdict) -> str:
    return "preset" if place == 0 else f"candidate {verdict.candidate.number}"


def _headline_cells(headline: Headline) -> list[str]:
    return [f"{value:+,.{digits}f}" for value, digits in _headline_numbers(headline)]


def _spread_cells(headlines: Iterable[Headline]) -> list[str]:
    columns = zip(*(_headline_numbers(each) for each in headlines), strict=True)
    cells = []
    for column in columns:
        values, digits = [value for value, _ in column], column[0][1]
        low, mean, high = min(values), mean_interval(values).mean, max(values)
        cells.append(f"{mean:+,.{digits}f} ({low:+,.{digits}f} to {high:+,.{digits}f})")
    return cells


def _headline_numbers(headline: Headline) -> list[tuple[float, int]]:
    """Return the numbers of a row, each with the digits it is written with."""
    digits = {"unseen_children": 0, "caseload": 2}
    return [
        *((headline.differences[plan.name, m], d) for m, d in digits.items() for plan in PLANS[1:]),
        *((headline.between_plans(measure), d) for measure, d in digits.items()),
    ]
