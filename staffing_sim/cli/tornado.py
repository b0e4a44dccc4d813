"""``staffing-sim tornado``: how far each disputed number moves the difference between plans."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.choosing import two_or_more_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted
from staffing_sim.cli.words import Faults, keys_with_ranges

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Tornado

__all__ = ["moved_settings", "run"]

READING = (
    "One number at a time goes to both ends of its range in the ledger, the others stay as "
    "described; plans meet the same families, children and luck. Re-based: with that number "
    "durations and leaving are still those observed, and work at full service is derived anew. "
    "Numbers wrong together can do more than each alone."
)


def run(options: argparse.Namespace) -> None:
    """Move each assumption, run the plans; print sentences and write files."""
    faults = Faults()
    request = faults.reading(lambda: read_request(options, choose=two_or_more_plans))
    settings = faults.reading(lambda: moved_settings(options))
    faults.tell()

    # Heavy, so only once the arguments are right.
    from staffing_sim.sensitivity import tornado

    found = tornado(
        request.agency.null() if request.null else request.agency,
        request.plans,
        measure=options.measure or "unseen_children",
        **settings,
        **request.run_settings,
    )
    print(tornado_text(found))
    if request.out is not None:
        with results_in(request.out) as staging:
            found.save(staging)


def tornado_text(found: Tornado) -> str:
    """Return what each assumption does, measure by measure and plan by plan."""
    plans = [plan.name for plan in found.experiment.setting.plans]
    parts = []
    for quantity in found.experiment.quantities:
        for plan in plans[1:]:
            better = f" ({quantity.better} is better)" if quantity.better else ""
            heading = f"{quantity.label}{better}: {plan}, less {plans[0]}"
            sentences = found.sentences(measure=quantity.name, plan=plan)
            parts.append("\n".join(fitted(text) for text in (heading, "", *sentences)))
    return "\n\n".join([*parts, fitted(READING)])


def moved_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Return which numbers are moved, as typed."""
    if not options.assumption:
        return {}
    return {"assumptions": keys_with_ranges("--assumption", options.assumption)}
