"""``staffing-sim presets``: the agencies that come with the library."""

from __future__ import annotations

import argparse

from staffing_sim.cli.tables import text_table
from staffing_sim.presets import load_agency, load_plans, preset_names

__all__ = ["run"]


def run(_options: argparse.Namespace) -> None:
    """Print each preset with its title and its plans."""
    rows = [
        (name, load_agency(name).title, "; ".join(plan.name for plan in load_plans(name)))
        for name in preset_names()
    ]
    print(text_table(("preset", "agency", "plans"), rows))
