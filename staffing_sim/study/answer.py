"""The answer, ahead of every table: what each plan does, what it makes worse and why, and a choice.

Terminal, card and briefing all show it. Rules stand in `RULES`, in words; nothing is said that the
runs do not clearly show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from staffing_sim.measures import ALL, MEASURES
from staffing_sim.study.figures import amount, rows_of, signed
from staffing_sim.study.tables import Findings
from staffing_sim.study.tables.caps import cap_of
from staffing_sim.study.verdicts import judgement
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

FEWEST: Final = 10
"""Replications before a plan is recommended."""

RANKED: Final = ("unseen_in_reach", "late_responses_share", "months_to_permanence", "adoptions")
"""What plans are best at; the share of workers over the cap too, where plans have the same."""

WATCHED: Final = ("unseen_children", "unseen_in_reach", "unseen_three_months", "share_over_cap",
    "unassigned_children", "late_responses_share", "overdue_30_days", "permanence_within_12_months",
    "months_to_permanence", "reentry_within_12_months", "adoptions", "aged_out",
    "hand_overs_per_child", "attrition")  # fmt: skip
"""What may get worse under a plan. Money is no surprise, and more people leave where more work."""

RULES: Final = (
    "By rule: best is the best mean, and beside it stand the plans that do not clearly differ from "
    "it; of the plans that are clearly behind the best in nothing, the cheapest is named."
)
NOT_SEARCHED: Final = (
    "Which assumption would turn this was not searched here; see 'staffing-sim robustness flip'."
)

_WAITING = {
    "vacant": "not yet recruited for",
    "recruiting": "being recruited for or waiting for a seat in the academy",
    "academy": "in the academy",
    "absent": "away",
}
"""Why a position has nobody on duty, by its column of the month table."""
_FEWER = 0.01  # of a role's workers; what matters of a loss


class Budget(NamedTuple):
    """Money that a plan may cost more than the baseline: in all, or in each fiscal year."""

    amount: float
    yearly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader needs first.

    Attributes
    ----------
    headings, rows
        A row a plan.
    reading
        How to read them.
    worse
        What gets worse under a plan, and through what; a sentence each.
    advice
        Which plan is best at what, and which to take; or why nothing is recommended.
    within
        Which plans keep within the budget, where there is one, by fiscal year.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    reading: str
    worse: tuple[str, ...]
    advice: tuple[str, ...]
    within: tuple[str, ...] = ()

    @property
    def lists(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is told in sentences, each under its heading; what is empty is left out."""
        titled = (
            ("What gets worse", self.worse),
            ("Within the budget", self.within),
            ("Which plan", self.advice),
        )
        return tuple((title, lines) for title, lines in titled if lines)


def answer_of(
    study: Findings, *, cap: tuple[str, float] | None = None, budget: Budget | None = None
) -> Answer:
    """Return the answer.

    Parameters
    ----------
    study
        What was compared.
    cap
        A role and the children a worker that its cap columns are about; where not given, the role
        that hires join, and the lowest cap set for it.
    budget
        What a plan may cost more than the baseline.
    """
    role = study.agency.workforce.hiring_role
    lowest = cap_of(study, role)
    columns = dict(_columns(study, cap or (None if lowest is None else (role, lowest))))
    rows = [
        (plan, *(cells[row] for cells in columns.values())) for row, plan in enumerate(study.names)
    ]
    return Answer(
        headings=("plan", *columns),
        rows=tuple(rows),
        reading=_reading(study, role if cap is None else cap[0]),
        worse=tuple(line for plan in study.names[1:] for line in _worse(study, plan)),
        advice=tuple(_advice(study)),
        within=() if budget is None else tuple(_within(study, budget)),
    )


# --- the table ------------------------------------------------------------------------------------


def _columns(study: Findings, cap: tuple[str, float] | None) -> Iterator[tuple[str, list[str]]]:
    """Yield each column's heading and its cells, plan by plan."""
    if cap is not None:
        yield f"mean at most {cap[1]:g}", _first_met(study, *cap)
        yield f"over {cap[1]:g} at the end", _over_at_the_end(study, *cap)
    yield "unseen avoided", _avoided(study)
    shown = {
        "unassigned_children": "waiting for a worker",
        "late_responses_share": "late first contact",
        "adoptions": "adopted a month",
    }
    for name, heading in shown.items():
        if study.measured[name, ALL].any():  # an agency without adoptions is not told of none
            yield heading, _levels(study, name)
    yield "leave in a year", _levels(study, "attrition", unit="share")
    if study.priced:
        yield f"cost, more, million {study.agency.costs.currency}", _money(study)


def _first_met(study: Findings, role: str, limit: float) -> list[str]:
    """Return by plan in which month the mean is first met in most runs, and with what chance."""
    table = study.cap_met(limit, role=role)
    timeline = Timeline(study.agency.start)
    cells = []
    for _, rows in table.groupby("plan", observed=True, sort=False):
        met = rows[rows["chance"] > 0.5]
        row = (met if len(met) else rows.tail(1)).iloc[0]
        month = timeline.month_label(row["month"]) if len(met) else "not by then"
        cells.append(f"{month} ({row['chance']:.0%})")
    return cells


def _over_at_the_end(study: Findings, role: str, limit: float) -> list[str]:
    table = study.over(limit, role=role)
    last = table[table["month"] == study.horizon - 1].set_index("plan")["share"]
    return [amount(last.get(plan, np.nan), "share") for plan in study.names]


def _avoided(study: Findings) -> list[str]:
    """Return the child-months unseen that a plan avoids, of those that staffing could change."""
    level = study.measured["unseen_in_reach", ALL][0].mean() * study.horizon
    found = {row["plan"]: row for row in _changes(study, "unseen_in_reach")}
    cells = [f"of {level:,.0f}"]
    for plan in study.names[1:]:
        row = found[plan]
        sign = "~" if _unclear(row) else ""
        cells.append(f"{sign}{-row['difference'] * study.horizon:,.0f}")
    return cells


def _levels(study: Findings, measure: str, *, unit: str | None = None) -> list[str]:
    values = study.measured[measure, ALL].mean(axis=1)
    unclear = {row["plan"] for row in _changes(study, measure) if _unclear(row)}
    shown = unit or MEASURES[measure].unit
    return [
        f"{'~' if plan in unclear else ''}{amount(value, shown)}"
        for plan, value in zip(study.names, values, strict=True)
    ]


def _money(study: Findings) -> list[str]:
    cost = study.measured["cost", ALL].mean(axis=1) / 1e6
    return [f"of {cost[0]:,.1f}", *(f"{more:+,.1f}" for more in cost[1:] - cost[0])]


def _changes(study: Findings, measure: str, against: str | None = None) -> list[dict[str, Any]]:
    """Return how each other plan differs in a measure."""
    role = study.role_of(measure)
    table = study.differences(against)
    return rows_of(table[(table["measure"] == measure) & (table["role"] == role)])


def _unclear(row: dict[str, Any]) -> bool:
    return judgement(row) in {"no clear difference", "needs more than one run", "exactly the same"}


def _reading(study: Findings, role: str) -> str:
    parts = ["Means over the replications"]
    if len(study.plans) > 1:
        parts.append(f"~ marks what does not clearly differ from {study.names[0]}")
    label = study.agency.role(role).label.lower()
    return (
        f"{'; '.join(parts)}. Caseloads are those of {label}: the first month that ends with the "
        "mean within the limit in most runs, and with what chance; then the workers who are over "
        "it. Unseen avoided: child-months, of those whom staffing could have reached."
    )


# --- what gets worse, and through what -----------------------------------------------------------


def _worse(study: Findings, plan: str) -> Iterator[str]:
    """Yield what is clearly worse under a plan, and each role that it thins out."""
    parts = []
    for measure in WATCHED:
        for row in _changes(study, measure):
            if row["plan"] == plan and judgement(row) == "worse":
                label = MEASURES[measure].label_for(row["role"])
                size = signed(row["difference"], row["unit"], like=abs(row["difference"]))
                points = " points" if row["unit"] == "share" else ""
                told = f"{size}{points}{_because(study, plan, measure)}"
                parts.append(f"{label[0].lower()}{label[1:]} ({told})")
    if parts:
        yield f"'{plan}': {'; '.join(parts)}."
    yield from _fewer_on_duty(study, plan)


def _because(study: Findings, plan: str, measure: str) -> str:
    """Return through what a measure got worse, where the month table can tell; else nothing."""
    parts = {
        "unseen_children": _REASONS,
        "unseen_in_reach": _REASONS,
        "hand_overs_per_child": _HAND_OVERS,
    }.get(measure, {})
    if not parts:
        return ""
    grown = _beside(study, plan, list(parts)).sum()
    most = str(grown.idxmax())
    return f", mostly because {parts[most]}" if grown[most] > 0.0 else ""


_REASONS: Final = {
    "unseen_unassigned": "there was no worker yet",
    "unseen_worker_absent": "the worker was absent",
    "unseen_overload": "the worker's hours ran out",
    "unseen_missed_attempts": "nobody was met",
}
_HAND_OVERS: Final = {
    "hand_overs_by_leaver": "workers left",
    "hand_overs_by_transfer": "workers moved office",
    "hand_overs_by_rebalance": "cases were evened out",
}


def _fewer_on_duty(study: Findings, plan: str) -> Iterator[str]:
    """Yield a sentence for each role that has fewer workers on duty than the baseline.

    On duty are the positions less those that stand empty for one reason or another, so the loss
    is split exactly.
    """
    columns = ["authorised", "carrying", *_WAITING]
    timeline = Timeline(study.agency.start)
    for role in study.agency.roles:
        gap = _beside(study, plan, columns, role=role.name)
        lost = gap["carrying"].rolling(3, min_periods=1).mean()  # a season, not a day
        month = int(lost.to_numpy().argmin())
        fewer = -lost.iloc[month]
        if fewer < max(1.0, _FEWER * role.positions):
            continue
        here = gap.iloc[max(0, month - 2) : month + 1].mean()
        empty = here[list(_WAITING)]
        most = str(empty.idxmax())
        yield (
            f"'{plan}': {role.label.lower()}, {fewer:,.0f} fewer workers on duty than under "
            f"{study.names[0]} around {timeline.month_label(month)}: {here['authorised']:+,.0f} "
            f"positions, {empty[most]:+,.0f} of them {_WAITING[most]}."
        )


def _beside(
    study: Findings, plan: str, columns: list[str], *, role: str | None = None
) -> pd.DataFrame:
    """Return by month what a plan has more than the baseline, in the mean of the replications."""
    months = study.months()
    if role is not None:
        months = months[months["role"] == role]
    sums = months.groupby(["plan", "month"], observed=True)[columns].sum() / study.replications
    base, more = (pd.DataFrame(sums.loc[(name,), :]) for name in (study.names[0], plan))
    return more - base


# --- the budget -----------------------------------------------------------------------------------


def _within(study: Findings, budget: Budget) -> Iterator[str]:
    """Yield for each plan whether its mean cost keeps within the budget, and where not."""
    if not study.priced:
        yield "The agency gives no price of a worker, so no cost is known."
        return
    table = study.costs(against=study.names[0])
    table = table[table["line"] == "staffing"]
    for plan in study.names[1:]:
        rows = rows_of(table[table["plan"] == plan])
        spent = sum(row["gross"] for row in rows)
        told = ", ".join(f"{row['fiscal_year']} {row['gross'] / 1e6:,.1f}" for row in rows)
        if budget.yearly:
            shares = (budget.amount * row["months"] / MONTHS_PER_YEAR for row in rows)
            broken = [
                row["fiscal_year"]
                for row, share in zip(rows, shares, strict=True)
                if row["gross"] > share
            ]
        else:
            broken = ["in all"] if spent > budget.amount else []
        verdict = f"beyond it {', '.join(broken)}" if broken else "within it"
        yield f"'{plan}': {verdict}; {spent / 1e6:,.1f} million more in all ({told})."
    each = "a fiscal year, less where only a part of one is run" if budget.yearly else "in all"
    yield f"The budget: {budget.amount / 1e6:,.1f} million {study.agency.costs.currency} {each}."


# --- which plan ----------------------------------------------------------------------------------


def _advice(study: Findings) -> Iterator[str]:
    """Yield which plan is best at what, and which of the best is cheapest."""
    if len(study.plans) == 1:
        return
    if study.replications < FEWEST:
        yield (
            f"No plan is recommended from {study.replications} replications: run "
            f"{FEWEST} or more, 20 to report it."
        )
        return
    behind: set[str] = set()
    for measure in _ranked(study):
        best, alike, worse = _best(study, measure)
        label = MEASURES[measure].label_for(study.role_of(measure))
        if study.names[0] in alike:
            yield f"{label}: no plan is clearly better than {study.names[0]}."
        else:
            beside = f"; not clearly different: {_listed(alike)}" if alike else ""
            cheapest = _cheapest(study, [best, *alike])
            beside += f"; cheapest of these: '{cheapest}'" if alike and cheapest else ""
            yield f"{label}: best under '{best}'{beside}."
        behind.update(worse)
    leading = [plan for plan in study.names if plan not in behind]
    if not study.priced:
        yield f"Clearly behind in none of these: {_listed(leading) or 'no plan'}."
    elif leading:
        cheapest = _cheapest(study, leading)
        yield f"Clearly behind in none of these, and the cheapest such plan: '{cheapest}'."
    else:
        yield "Every plan is clearly behind in something: which to take depends on what counts."
    yield RULES
    yield NOT_SEARCHED


def _cheapest(study: Findings, plans: list[str]) -> str:
    """Return the cheapest of some plans; nothing where the agency gives no prices."""
    cost = dict(zip(study.names, study.measured["cost", ALL].mean(axis=1), strict=True))
    return min(plans, key=cost.__getitem__) if study.priced else ""


def _listed(plans: list[str]) -> str:
    return ", ".join(f"'{plan}'" for plan in plans)


def _ranked(study: Findings) -> Iterator[str]:
    """Yield the measures that are defined for every plan, and in which any plan clearly differs."""
    for measure in ("share_over_cap", *RANKED):
        rows = _changes(study, measure)
        if any(np.isnan(row["difference"]) for row in rows):
            continue
        if any(not _unclear(row) for row in rows):
            yield measure


def _best(study: Findings, measure: str) -> tuple[str, list[str], list[str]]:
    """Return the plan with the best mean, those not clearly different from it, and the rest."""
    values = study.measured[measure, study.role_of(measure)].mean(axis=1)
    order = values if MEASURES[measure].better == "lower" else -values
    best = study.names[int(np.argmin(order))]
    rows = _changes(study, measure, best)
    alike = [row["plan"] for row in rows if judgement(row) != "worse"]
    worse = [row["plan"] for row in rows if judgement(row) == "worse"]
    return best, alike, worse
