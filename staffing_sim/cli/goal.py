"""The options of ``solve`` that say what must hold and what may be done."""

from __future__ import annotations

from argparse import ArgumentParser

from staffing_sim.cli.shared_options import add_jobs, add_seed

__all__ = ["add_goal"]


def add_goal(command: ArgumentParser) -> None:
    """Add the options of the target, of the hires, and of the search."""
    _add_target(command)
    _add_hires(command)
    command.add_argument(
        "--replications",
        metavar="N",
        default="40",
        help="worlds to search in, and fresh ones to confirm in (default 40)",
    )
    add_seed(command)
    add_jobs(command, default=-1)


def _add_target(command: ArgumentParser) -> None:
    goal = command.add_argument_group("target", "one of the first three")
    goal.add_argument(
        "--cap", metavar="ROLE=CHILDREN", help="a role's mean caseload at or under so many"
    )
    goal.add_argument(
        "--at-most", metavar="MEASURE=NUMBER", help="any measure; MEASURE@ROLE for a role's"
    )
    goal.add_argument(
        "--at-least", metavar="MEASURE=NUMBER", help="any measure; MEASURE@ROLE for a role's"
    )
    goal.add_argument("--by-month", metavar="N", required=True, help="as this month ends")
    goal.add_argument("--through-month", metavar="N", help="and every month end up to this one")
    goal.add_argument("--office", metavar="NAME", help="in this office")
    goal.add_argument(
        "--probability", metavar="P", default="0.9", help="with this chance (default 0.9)"
    )


def _add_hires(command: ArgumentParser) -> None:
    hires = command.add_argument_group("hires")
    hires.add_argument(
        "--kind", metavar="KIND", default="net", help="net or gross, as in compare (default net)"
    )
    hires.add_argument("--months", metavar="N", help="hires last so long (default: to the target)")
    hires.add_argument("--start", metavar="N", default="0", help="their first month (default 0)")
    hires.add_argument("--most", metavar="N", help="the highest monthly rate to look at")
    hires.add_argument("--plan", metavar="FILE", help="the plan they are added to")
    hires.add_argument("--seats", metavar="N", help="academy seats a month, instead of its own")
