"""Registers what the model foretells of Los Angeles from the settlement of December 2013 on.

    cd examples/counties
    python3 predictions.py --jobs 2

Takes about half an hour on two cores. Writes docs/explanation/predictions-la-county-2013.md and the
table beside it. Both were committed before anything was compared with them; a later run, on other
sets or rules, belongs in a new file and never in theirs.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import words
from decembers import DECEMBERS, MEASURES, of_decembers
from joblib import Parallel, delayed
from tqdm import tqdm
from words import prose

import staffing_sim as ss
from staffing_sim.presets import fits as preset_fits

PRESET = "la-county-2013"
DOCS = Path(__file__).parents[2] / "docs" / "explanation"
PAGE = DOCS / f"predictions-{PRESET}.md"
TABLE = Path(__file__).parent / f"predictions-{PRESET}.csv"
VALUES_FILE = Path(preset_fits.__file__).parent / "fits" / PRESET / preset_fits.VALUES
WORLDS = 2  # of each set
FIRST_MONTH = 10  # October 2014, when the 450 are to be there
HORIZON = 61  # months, to the end of December 2018
SETTLEMENT = ss.Hires.monthly(45, months=FIRST_MONTH, kind="net")
SHARES = {"low_95": 0.025, "low_80": 0.1, "median": 0.5, "high_80": 0.9, "high_95": 0.975}


def further(posts_a_year: int) -> ss.Plan:
    """Return the settlement, followed by so many further net posts a year."""
    months = HORIZON - FIRST_MONTH
    total = round(posts_a_year * months / 12)
    more = [ss.Hires.over(total, months=months, start=FIRST_MONTH, kind="net")] if total else []
    return ss.Plan(f"{posts_a_year} further a year", hires=(SETTLEMENT, *more))


PLANS = tuple(further(posts) for posts in (0, 250, 500))


def main() -> None:
    """Run every set, and write the page and the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--sets", type=int, help="only the first so many, and write nothing")
    asked = parser.parse_args()
    fits = ss.load_fits(PRESET)
    chosen = fits if asked.sets is None else fits.first(asked.sets)
    table = foretold(chosen, jobs=asked.jobs)
    if asked.sets is not None:
        print(table.to_string())
        return
    table.to_csv(TABLE, index=False, float_format="%.6g")
    PAGE.write_text(page(table, sets=len(fits)), encoding="utf-8")


def foretold(fits: preset_fits.ParameterSets, *, jobs: int) -> pd.DataFrame:
    """Return medians and ranges over sets and chance: a row a plan, December, measure and role."""
    tasks = [
        delayed(run)(fits[name], plan, (2013, row, world))
        for row, name in enumerate(fits)
        for world in range(WORLDS)
        for plan in range(len(PLANS))
    ]
    parallel = Parallel(n_jobs=jobs, return_as="generator")
    found = pd.concat(tqdm(parallel(tasks), total=len(tasks), file=sys.stderr))
    by = found.groupby(["plan", "december", "measure", "role"], sort=False)["value"]
    quantiles = {name: by.quantile(share) for name, share in SHARES.items()}
    return pd.DataFrame(quantiles | {"runs": by.size()}).reset_index()


def run(agency: ss.Agency, plan: int, seed: tuple[int, int, int]) -> pd.DataFrame:
    """Return what a plan gives at each December, in a world of its set and number."""
    number = 1_000_000 * seed[0] + 1_000 * seed[1] + seed[2]
    found = ss.simulate(agency, PLANS[plan], years=HORIZON / 12, seed=number)
    return of_decembers(found).assign(plan=PLANS[plan].name)


# --- the page ------------------------------------------------------------------------------------


def page(table: pd.DataFrame, *, sets: int) -> str:
    """Return the page of registered predictions."""
    parts = [_head(table, sets)]
    for plan in PLANS:
        rows = table[table["plan"] == plan.name]
        parts.append(f"## {_heading(plan)}\n\n{_table(rows)}")
    return "\n".join(parts)


def _heading(plan: ss.Plan) -> str:
    first = plan.name.partition(" ")[0]
    after = "nothing further" if first == "0" else f"{first} further net posts a year"
    return f"The settlement, and then {after}"


def _head(table: pd.DataFrame, sets: int) -> str:
    digest = hashlib.sha256(VALUES_FILE.read_bytes()).hexdigest()[:12]
    text = f"""
*Written by `examples/counties/predictions.py` on {date.today():%d %B %Y}, version
{ss.__version__}, parameter sets `{digest}`, and committed before anything was compared with it. It
is not edited afterwards: a later model makes a page of its own. All figures with more digits:
`examples/counties/{TABLE.name}`.*

What the model says of the county under the settlement as worded (450 positions more by 1 October
2014, 45 a month, leavers replaced, the hires under way arriving), and under the settlement followed
by 0, 250 or 500 further net positions a year until the end of 2018. Which of the three the county
came nearest to is for whoever compares to establish, from positions and not from what they did to
caseloads. Positions go where hours are short, whichever the role.

Every cell: the median, (the middle 80 %) and [the middle 95 %] of {table["runs"].iloc[0]} runs,
over the {sets} [parameter sets](matching-{PRESET}.md) and {WORLDS} worlds of each. Sets count as
equally likely; good and bad years for referrals are drawn. A county is *one* such run, so that
about one figure in five should fall outside its 80 % range and one in twenty outside its 95 %
range. Figures of a row are not independent, nor are rows.

**What was known.** No figure that describes a time after December 2013 was read for these runs,
with two exceptions among those that parameter sets were matched to: a caseload of 32 "on average"
in a report of 2014, which agrees with the 31 of December 2013; and statistics over several years of
which the last are later (tenure in California, 2004-15). Sources printed after 2013 that describe
earlier years were read.

**What is not foreseen.** Referrals, thresholds, court practice and pay stay as they are; no
recession, campaign, death in the news, new law, pandemic or strike happens here. There are three
roles, and caseloads are children a worker on duty. Money is the staffing cost in prices of 2013.
"""
    title = "# Registered predictions: Los Angeles after the settlement of December 2013\n"
    return "\n".join([title, *(prose(each.strip()) for each in text.strip().split("\n\n"))])


def _table(rows: pd.DataFrame) -> str:
    lines = []
    for measure in MEASURES:
        of_measure = rows[rows["measure"] == measure.name]
        for role, of_role in of_measure.groupby("role", sort=False):
            name = measure.label if role == "all" else f"{measure.label}: {role.replace('_', ' ')}"
            cells = of_role.set_index("december").to_dict("index")
            lines.append([name, *(_cell(cells[year], measure.write) for year in DECEMBERS)])
    return words.table(["", *(f"Dec {year}" for year in DECEMBERS)], lines)


def _cell(row: dict[str, float], write: str) -> str:
    if math.isnan(row["median"]):
        return "not known"
    low_95, low_80, median, high_80, high_95 = (format(row[name], write) for name in SHARES)
    return f"{median} ({low_80} to {high_80}) [{low_95} to {high_95}]"


if __name__ == "__main__":
    main()
