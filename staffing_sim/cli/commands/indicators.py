"""``indicators``: published indicators of each plan, side by side."""

from __future__ import annotations

import argparse
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.options import Commands, comparison_options
from staffing_sim.cli.printing import fitted, publish, report_interruption, text_table, what_was_run
from staffing_sim.cli.request import compared_plans, read_request

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

READING = (
    "Each indicator is shown for the last period that the run follows to its end; --out writes "
    "every period, and what each counts. The rules are national performance in the federal "
    "reviews, which is risk-standardised: no pass mark for observed shares. Each 95 % interval is "
    "judged alone: of twenty differences that are really zero, one will look clear."
)
NOT_KNOWN = "Not known, because the run ends before everyone was followed; raise --years: "
HEADINGS = ("indicator and plan", "share", "95 % interval", "of", "less the first plan")


def show_indicators(options: argparse.Namespace) -> None:
    """Compare plans, print their indicators and write tables and a chart."""
    request = read_request(options, choose=compared_plans)
    study = request.compare()
    publish(indicator_text(study), options.out, partial(write_indicators, study))
    report_interruption(study, store=request.store)


def indicator_text(study: Study) -> str:
    """Return each indicator's latest known period as text, a line for each plan."""
    from staffing_sim.permanence import latest_known

    table = study.indicators()
    latest = latest_known(table)
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys(latest["indicator"]):
        of_plans = latest[latest["indicator"] == name].to_dict("records")
        rows += [(_heading(of_plans[0]),), *(_row(found) for found in of_plans)]
    shown = text_table(HEADINGS, rows, right=True) if rows else ""
    missing = [
        label for label in dict.fromkeys(table["label"]) if label not in set(latest["label"])
    ]
    notes = [fitted(READING)]
    if missing:
        notes.append(fitted(f"{NOT_KNOWN}{'; '.join(missing)}."))
    return "\n\n".join(part for part in (what_was_run(study), shown, *notes) if part)


def _heading(row: dict[Any, Any]) -> str:
    """Return an indicator's name, its period, and the rule it is compared with."""
    rule = "" if math.isnan(row["rule"]) else f"; rule {100 * row['rule']:.1f} %"
    use = "" if row["in_use"] else "; definition not in use then"
    return f"{row['label']}, {row['period']}{rule}{use}"


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    """Return a plan's line; a dash where nothing is known."""
    span = _span(row["low"], row["high"], ".1f")
    gap = "-" if math.isnan(row["difference"]) else f"{100 * row['difference']:+.1f} points"
    ends = _span(row["difference_low"], row["difference_high"], "+.1f")
    less = gap if ends == "-" else f"{gap} ({ends})"
    of = f"{row['denominator']:,.0f}"
    return (f"  {row['plan']}", f"{100 * row['share']:.1f} %", span, of, less)


def _span(low: float, high: float, form: str) -> str:
    if math.isnan(low) or math.isnan(high):
        return "-"
    return f"{100 * low:{form}} to {100 * high:{form}}"


def definitions() -> pd.DataFrame:
    """Return what each indicator counts, as a table to be written beside its values."""
    import pandas as pd

    from staffing_sim.permanence import INDICATORS

    names = ("label", "denominator", "numerator", "better", "not_comparable", "source")
    rows = [
        {"indicator": name} | {field: getattr(indicator, field) for field in names}
        for name, indicator in INDICATORS.items()
    ]
    return pd.DataFrame(rows)


def write_indicators(study: Study, directory: Path) -> None:
    """Write the indicators, what they count, permanence by group, and a chart."""
    import pandas as pd

    from staffing_sim.study.files import chart_files, table_file, write_csv
    from staffing_sim.study.tables.children import GROUPINGS

    groups = [study.permanence(by=by).assign(by=by) for by in GROUPINGS]
    permanence = pd.concat(groups, ignore_index=True)
    permanence.attrs = dict(groups[0].attrs)
    indicators = study.indicators()
    table_file(indicators, directory / "indicators.csv")
    table_file(permanence, directory / "permanence.csv")
    write_csv(definitions(), directory / "definitions.csv")
    if indicators["runs"].any():  # else there is nothing to draw
        chart_files(study.plot("indicators"), directory / "indicators")


# --- what is typed -------------------------------------------------------------------------------


COMMANDS: Commands = {
    "indicators": (comparison_options, show_indicators),
}
