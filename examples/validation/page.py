"""The validation as a page of Markdown: targets beside results, drift, and unseen by reason."""

from __future__ import annotations

from dataclasses import dataclass

from quantities import ADOPTION, ER, REASONS, SERVICES, WORST_OFFICE, Quantities
from targets import AS_IS, EXPERIMENT, FIVE_YEARS, THREE_YEARS
from writing import TARGET_HEADER, interval, means, table, target_row

from staffing_sim import __version__

LABELS = {
    ER: "Emergency response",
    SERVICES: "Continuing services",
    ADOPTION: "Adoption",
}
HALVES = ("first", "second", "third", "fourth", "fifth", "sixth")
STAGES = {
    "investigation": "Investigations",
    "er_services": "Emergency response, case open",
    "in_home_services": "In-home services",
    "reunification_services": "Reunification services",
    "permanent_placement": "Permanent placement",
    "adoption_planning": "Adoption planning",
    "adoption": "Adoption",
    "guardian_home": "Homes of guardians",
    "in_home_after_return": "In-home after return",
    "non_minor_dependent": "Young adults",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The quantities of every run: as is over two, three and five years, and by caseload."""

    seed: int
    as_is: list[Quantities]
    three_years: list[Quantities]
    five_years: list[Quantities]
    experiment: list[Quantities]


def page(found: Results) -> str:
    """Return the whole page."""
    parts = [_head(found), _targets(found), _reasons(found), _drift(found), _experiment(found)]
    return "\n".join(parts)


def _head(found: Results) -> str:
    last = found.seed + len(found.as_is) - 1
    return f"""# Los Angeles 2013: what was published, what the preset gives

*Generated; do not edit. Rerun it, in about two minutes, with*

```
python3 examples/validation/la_county_2013.py > docs/explanation/validation-la-county-2013.md
```

The preset `la-county-2013` as it is loaded, no plan, staffing_sim {__version__}:
{len(found.as_is)} replications of two and of three years (seeds {found.seed} to {last}: none of \
the worlds on which anything was fitted), {len(found.five_years)} of five years.

Results are means with 95 % intervals over replications: they show how well the mean is known, not
how right the preset is. A *hit* is a mean inside the range in the target column, which is ours
wherever a single figure was published. Many parameters were fitted to some of these figures (the
ledger says which: `staffing-sim ledger la-county-2013`), so a hit often proves little; the misses
are more informative.
"""


# --- targets -------------------------------------------------------------------------------------


def _targets(found: Results) -> str:
    rows = [
        *(target_row(target, found.as_is) for target in AS_IS),
        *(target_row(target, found.three_years) for target in THREE_YEARS),
        *(target_row(target, found.five_years) for target in FIVE_YEARS),
        *(target_row(target, found.experiment) for target in EXPERIMENT),
    ]
    hits = sum(row[3] == "hit" for row in rows)
    tail = interval([run["restricted_stay"] for run in found.five_years], "decimal")
    return (
        f"## Targets\n\n{hits} of {len(rows)} are hit.\n\n{table(TARGET_HEADER, rows)}\n"
        f"Mean stay in care cut off at 59 months: {tail} months.\n"
    )


# --- unseen by reason ----------------------------------------------------------------------------


def _reasons(found: Results) -> str:
    spans = {"first": "first three months", "last": "last three months", "all": "two years"}
    rows = [
        [reason.replace("_", " "), *means(found.as_is, [f"{reason}_{s}" for s in spans], "whole")]
        for reason in REASONS
    ]
    rows.append(["**all**", *means(found.as_is, [f"unseen_{span}" for span in spans], "whole")])
    shares = [
        [label, *means(found.as_is, [f"unseen_share_{role}_{s}" for s in spans], "share")]
        for role, label in LABELS.items()
    ]
    return f"""## Children not seen in a month, by reason

{table(["children a month", *spans.values()], rows)}
*Out of reach* (runaway, out of county, refusal) is a floor that no hire lowers. *Overload* is the
part that hours decide.

{table(["share of those due", *spans.values()], shares)}"""


# --- drift ---------------------------------------------------------------------------------------


def _drift(found: Results) -> str:
    stages = [
        [label, *means(found.as_is, [f"open_{stage}_{month}" for month in (0, 12, 24)], "whole")]
        for stage, label in STAGES.items()
    ]
    staff = [
        ["Workers who carry cases", "", *_years(found, "carrying", "whole")],
        ["Children not seen in a month", "", *_years(found, "unseen", "whole")],
    ]
    loads = [
        [f"{label}: children a worker", "", *_years(found, f"caseload_{role}", "decimal")]
        for role, label in LABELS.items()
    ]
    header = ["", "day 0", "mean of year 1", "mean of year 2"]
    return f"""## What a run as is has built in

Children open by stage, staff and caseloads. A stock of day 0 is a flow times a mean stay as
observed, office by office, so what moves as is moves because of the 162
hires under way, of whom 60 more come than leave meanwhile, of good and bad years of referrals, and
of turnover.

{table(header, [*stages, *staff, *loads])}
Children not seen a month, by half-year:

{table(["", *HALVES], [_halves(found, "all"), _halves(found, "worst")])}"""


def _halves(found: Results, name: str) -> list[str]:
    label = {"all": "all offices", "worst": WORST_OFFICE}[name]
    names = [f"unseen_{name}_half_{half}" for half in range(1, len(HALVES) + 1)]
    return [label, *means(found.three_years, names, "whole")]


def _years(found: Results, name: str, style: str) -> list[str]:
    return means(found.as_is, [f"{name}_12", f"{name}_24"], style)


# --- the experiment ------------------------------------------------------------------------------


def _experiment(found: Results) -> str:
    rows = [
        [
            f"{wanted:g}",
            *means(found.experiment, [f"load_{wanted:g}"], "decimal"),
            interval([run[f"rate_{wanted:g}"] for run in found.experiment], "ratio"),
        ]
        for wanted in (32.0, 21.0, 16.5, 12.0)
    ]
    header = ["wanted", "children a worker", "exits to permanence a child-year in care"]
    return f"""## Fewer children a worker, nothing else changed

Two years, no hires under way, positions in continuing services set on day 0.

{table(header, rows)}"""
