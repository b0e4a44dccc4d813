"""``staffing-sim shades``: plans under every set of parameters that may be right."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from staffing_sim.agency import Agency
from staffing_sim.cli.choosing import two_or_more_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import Request, read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.cli.tornado import moved_settings
from staffing_sim.cli.words import Faults, named_number, whole_number
from staffing_sim.errors import Fault, InputError
from staffing_sim.presets.fits import load_fits
from staffing_sim.study.words import amount, rows_of, signed

if TYPE_CHECKING:
    from staffing_sim.sensitivity import SetComparison

__all__ = ["run", "shades_text"]

MOST_SETS = 1000
MOST_MONEY = 1e12

READING = (
    "10 to 90 % of runs: by chance alone, about the mean of their set; then of all runs of all "
    "sets. More replications narrow how well a set's mean is known, never what lies between the "
    "sets, which are taken as equally likely."
)


def run(options: argparse.Namespace) -> None:
    """Compare plans under each set, print both shades and what knowing is worth, and write."""
    faults = Faults()
    request = faults.reading(lambda: read_request(options, choose=two_or_more_plans))
    moved = faults.reading(lambda: moved_settings(options))
    count = faults.reading(lambda: _count(options))
    prices = faults.reading(lambda: _prices(options.price))
    faults.tell()

    # Heavy, so only once the arguments are right.
    from staffing_sim.sensitivity import compare_sets

    found = compare_sets(
        _sets(options, request, count=count, moved=moved),
        request.plans,
        measure=options.measure or "unseen_children",
        prices=prices,
        **request.run_settings,
    )
    print(shades_text(found))
    if request.out is not None:
        with results_in(request.out) as staging:
            found.save(staging)


def shades_text(found: SetComparison) -> str:
    """Return both shades of each difference, each set's own, and what knowing is worth."""
    parts = [_both(found), _each_set(found)]
    if found.priced:
        parts.append(_worth(found))
    if found.left_out:
        sets = "; ".join(f"{name} is {above}" for name, above in found.left_out.items())
        parts.append(fitted(f"Left out: {sets}. As is such an agency drifts."))
    return "\n\n".join([*parts, fitted(READING)])


def _both(found: SetComparison) -> str:
    headings = (
        *("measure and plan", "difference", "chance alone, 10-90 %", "all runs, 10-90 %"),
        *("between sets", "better in"),
    )
    rows: list[tuple[str, ...]] = []
    for row in rows_of(found.table()):
        widest = max(abs(row[name]) for name in ("both_low", "both_high", "difference"))
        line = f"{row['label']}, {row['unit']}, less {row['baseline']}"
        rows += [
            (line,),
            (
                f"  {row['plan']}",
                signed(row["difference"], row["unit"], like=widest),
                *(_span(row, name, widest) for name in ("chance", "both")),
                f"{row['sets_share']:.0%} of variance",
                f"{row['sets_better']:.0%} of {row['sets']} sets",
            ),
        ]
    return text_table(headings, rows)


def _span(row: Any, name: str, widest: float) -> str:
    ends = (row[f"{name}_low"], row[f"{name}_high"])
    return " to ".join(signed(end, row["unit"], like=widest) for end in ends)


def _each_set(found: SetComparison) -> str:
    rows = []
    for row in rows_of(found.sets()):
        widest = max(abs(row[name]) for name in ("difference", "low", "high"))
        difference, low, high = (
            signed(row[name], row["unit"], like=widest) for name in ("difference", "low", "high")
        )
        measure = row["measure"].replace("_", " ")
        rows.append((row["set"], measure, row["plan"], difference, f"{low} to {high}"))
    return text_table(("set", "measure", "plan", "difference", "95 % interval"), rows)


def _worth(found: SetComparison) -> str:
    """Return what each plan loses by being chosen before knowing which set is true."""
    table = found.value_of_information()
    unit = table.attrs["unit"]
    rows = [
        (
            row["plan"],
            amount(row["mean"], unit, like=row["mean"]),
            f"{row['best_in']:.0%} of sets",
            amount(row["regret"], unit, like=row["regret"]),
        )
        for row in rows_of(table)
    ]
    best = rows[0]
    text = (
        f"Knowing which set is true before choosing would be worth {best[3]} {unit}: what is lost "
        f"on average with {best[0]}, the plan that loses least."
        if table["regret"].iloc[0] > 0.0
        else f"{best[0]} is best in every set: to know which is true would change no choice."
    )
    text += " The price of harm is yours."
    headings = ("plan", f"cost and harm, {unit}", "best in", "mean loss")
    return f"{text_table(headings, rows, right=True)}\n\n{fitted(text)}"


def _count(options: argparse.Namespace) -> int | None:
    """Return how many sets to draw; None where those of the preset are to be used."""
    if options.drawn is None:
        if options.assumption:
            problem = "moves nothing without --drawn"
            remedy = "Give --drawn 16, or leave it out: the preset's sets say what they change."
            raise InputError([Fault(key="--assumption", problem=problem, remedy=remedy)])
        return None
    return whole_number("--drawn", options.drawn, at_least=2, at_most=MOST_SETS)


def _prices(typed: Iterable[str] | None) -> dict[str, float] | None:
    if typed is None:
        return None
    return dict(named_number("--price", text, at_most=MOST_MONEY) for text in typed)


def _sets(
    options: argparse.Namespace, request: Request, *, count: int | None, moved: dict[str, Any]
) -> dict[str, Agency]:
    """Return the sets by name."""
    from staffing_sim.sensitivity.parameter_sets import drawn_sets, numbered

    if count is None:
        sets = numbered(_fits(options.agency))
    else:
        sets = drawn_sets(request.agency, count=count, seed=request.seed, **moved)
    return {name: each.null() if request.null else each for name, each in sets.items()}


def _fits(name: str) -> tuple[Agency, ...]:
    try:
        return load_fits(name)
    except InputError as error:
        fault = error.faults[0]
        remedy = "Give --drawn 16, say, for sets over the ranges of the ledger."
        raise InputError([Fault(key=name, problem=fault.problem, remedy=remedy)]) from None
