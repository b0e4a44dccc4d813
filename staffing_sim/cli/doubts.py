"""The options of the commands that doubt an agency's numbers: tornado, flip, shades, shares."""

from __future__ import annotations

from argparse import ArgumentParser

from staffing_sim.cli.shared_options import PLANS, add_agency, add_jobs, add_plans, add_run

__all__ = ["add_flip", "add_shades", "add_shares", "add_tornado"]


def add_tornado(command: ArgumentParser) -> None:
    """Add which numbers move, and what is measured."""
    _add_moved(command, several_measures=True)


def add_flip(command: ArgumentParser) -> None:
    """Add which numbers move, and when a plan is ahead."""
    _add_moved(command, several_measures=False)
    command.add_argument(
        "--margin", metavar="N", help="by how much the first must be better to be ahead (default 0)"
    )


def add_shades(command: ArgumentParser) -> None:
    """Add where the parameter sets come from, and what harm costs."""
    _add_moved(command, several_measures=True)
    command.add_argument(
        "--drawn",
        metavar="N",
        help="draw so many sets over the ranges of the ledger (default: those that come with the "
        "preset, which fit the past)",
    )
    command.add_argument(
        "--price",
        metavar="MEASURE=MONEY",
        action="append",
        help="money for each unit of harm, such as unseen_children=500 for a child-month: tells "
        "what it would be worth to know which set is true; several times",
    )


def add_shares(command: ArgumentParser) -> None:
    """Add which numbers move, and the size of the design."""
    _add_moved(command, several_measures=False)
    command.add_argument(
        "--points",
        metavar="N",
        default="64",
        help="size of the design, a power of 2; runs of each plan: N x (assumptions + 3) "
        "(default 64)",
    )


def _add_moved(command: ArgumentParser, *, several_measures: bool) -> None:
    """Add what all four share: plans, what is measured, which numbers move, in which worlds."""
    add_agency(command)
    add_plans(command, PLANS, "two of them, or one against the agency's first, As is")
    command.add_argument(
        "--measure",
        metavar="NAME",
        action="append" if several_measures else "store",
        default=None if several_measures else "unseen_children",
        help="what they are compared by, such as caseload/adoption (default unseen_children)",
    )
    command.add_argument(
        "--assumption",
        metavar="KEY[=LOW:HIGH]",
        action="append",
        help="a key of the ledger to move, with a range of your own if wanted; several times "
        "(default: those that are disputed)",
    )
    command.add_argument(
        "--replications", metavar="N", default="5", help="worlds of each run (default 5)"
    )
    add_jobs(command, of="worlds")
    command.set_defaults(store=None)
    add_run(command)
