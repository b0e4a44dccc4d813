"""Exhibit: does hiring outrun turnover, and is what was promised delivered?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.monthly import by_month
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import by_name, capital, role_name
from staffing_sim.study.figures import interval_text, rows_of

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["turnover_exhibit"]

Row = dict[str, Any]

_READING: Final = (
    "Break-even is the rate of leaving that would just undo everybody who begins their duty. On "
    "the payroll counts the academy; on duty does not. Hires promised as gross are people, not "
    "growth."
)


def turnover_exhibit(study: Study) -> Exhibit:
    """Return attrition beside the rate that would undo all hiring, and promise beside delivery."""
    return Exhibit(
        question="Does the plan outrun turnover?",
        found=(_outrun(rows_of(study.break_even())),),
        panels=(
            _rates(study),
            _staff(study),
            Panel(table=_promised(study, "on_duty", "people on duty")),
        ),
        reading=_READING,
    )


def _outrun(rates: list[Row]) -> str:
    """Return under which plans more people come than go, and where that is open."""
    found: dict[str, list[str]] = {}
    for row in rates:
        found.setdefault(_balance(row), []).append(row["plan"])
    text = "; ".join(
        f"{words} under {'every plan' if len(plans) == len(rates) > 1 else by_name(plans)}"
        for words, plans in found.items()
    )
    return f"{capital(text)}."


def _balance(row: Row) -> str:
    """Return whether more come than go, as far as the intervals of the two rates tell."""
    if math.isnan(row["attrition_low"]):
        return "one replication tells nothing of turnover"
    if row["break_even_low"] > row["attrition_high"]:
        return "more people come to duty than leave it"
    if row["break_even_high"] < row["attrition_low"]:
        return "more people leave duty than come to it"
    return "the intervals of attrition and of its break-even overlap"


def _rates(study: Study) -> Panel:
    role = role_name(study)
    table = Table(
        caption=f"Rates of {role} a year, over the years that people were on duty",
        headings=("plan", "attrition", "break-even"),
        rows=tuple(
            (str(row["plan"]), _mean(row, "attrition", "share"), _mean(row, "break_even", "share"))
            for row in rows_of(study.break_even())
        ),
    )
    return Panel(figure=chart_of(study, "break_even"), table=table)


def _staff(study: Study) -> Panel:
    table = _promised(study, "filled", "people on the payroll")
    return Panel(
        figure=chart_of(study, "staff", role=study.agency.workforce.hiring_role), table=table
    )


def _promised(study: Study, name: str, what: str) -> Table:
    """Return people delivered of those promised."""
    cells = {
        (row["plan"], row["month"]): _mean(row, name, "people") + _of_promised(row)
        for row in rows_of(study.promises())
    }
    rest = "more than on day 0, of hires promised by then (95 % intervals)"
    return by_month(study, cells, caption=f"{capital(role_name(study))}: {what}, {rest}")


def _of_promised(row: Row) -> str:
    return f" of {row['promised']:,.0f}" if row["promised"] else ""


def _mean(row: Row, name: str, unit: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)
