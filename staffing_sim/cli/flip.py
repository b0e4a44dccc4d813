"""``staffing-sim flip``: the value of a disputed number at which two plans change rank."""

from __future__ import annotations

import argparse

from staffing_sim.cli.choosing import two_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted
from staffing_sim.cli.tornado import moved_settings
from staffing_sim.cli.words import Faults, number

__all__ = ["run"]

MOST_MARGIN = 1e12

READING = (
    "One number at a time moves over its range in the ledger, the others stay as described; both "
    "plans meet the same families, children and luck."
)


def run(options: argparse.Namespace) -> None:
    """Search each assumption for the value at which the plans change rank; print and write."""
    faults = Faults()
    request = faults.reading(lambda: read_request(options, choose=two_plans))
    settings = faults.reading(lambda: moved_settings(options))
    margin = faults.reading(lambda: _margin(options.margin))
    faults.tell()

    # Heavy, so only once the arguments are right.
    from staffing_sim.sensitivity import flip_points

    first, second = request.plans
    found = flip_points(
        request.agency.null() if request.null else request.agency,
        first,
        second,
        measure=options.measure,
        margin=margin,
        **settings,
        **request.run_settings,
    )
    print(fitted(f"{found.quantity.label}: {first.name} against {second.name}"), end="\n\n")
    print("\n".join(map(fitted, found.sentences())))
    print(f"\n{fitted(READING)}")
    if request.out is not None:
        with results_in(request.out) as staging:
            found.save(staging)


def _margin(typed: str | None) -> float:
    return 0.0 if typed is None else number("--margin", typed, at_most=MOST_MARGIN)
