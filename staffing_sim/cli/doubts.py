"""The options of ``shades`` and ``shares`` that say which sets, which prices, how many points."""

from __future__ import annotations

import argparse

__all__ = ["add_design", "add_sets"]


def add_sets(command: argparse.ArgumentParser) -> None:
    """Add where the parameter sets come from, and what harm costs."""
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


def add_design(command: argparse.ArgumentParser) -> None:
    """Add the size of the design."""
    command.add_argument(
        "--points",
        metavar="N",
        default="64",
        help="size of the design, a power of 2; runs of each plan: N x (assumptions + 3) "
        "(default 64)",
    )
