"""The page of tables says what the tables hold."""

from staffing_sim import Plan, load_agency, simulate
from staffing_sim.records import CLAUSE_COLUMNS, MONTH_COLUMNS
from staffing_sim.records.episodes import AFCARS_COLUMNS
from staffing_sim.records.people import (
    CHILD_COLUMNS,
    EPISODE_COLUMNS,
    FAMILY_COLUMNS,
    LEG_COLUMNS,
    WORKER_COLUMNS,
)
from staffing_sim.records.service import COHORT_COLUMNS, SERVICE_COLUMNS
from staffing_sim.records.waterfall import LOSSES, STEPS
from tests.scripts import script


def test_the_page_of_tables_is_that_of_the_columns() -> None:
    module = script("docs/frame_tables.py")
    written = module.PAGE.read_text(encoding="utf-8")
    assert module.page() == written, "run: python3 docs/frame_tables.py"


def test_every_table_has_the_columns_that_are_described() -> None:
    run = simulate(load_agency("small-office"), Plan("As is"), years=0.25, clock="simpy")
    described = {
        "months": MONTH_COLUMNS,
        "positions": ["month", "date", "office", "role", *STEPS, *LOSSES],
        "service": SERVICE_COLUMNS,
        "cohorts": COHORT_COLUMNS,
        "clauses": CLAUSE_COLUMNS,
        "children": CHILD_COLUMNS,
        "families": FAMILY_COLUMNS,
        "legs": LEG_COLUMNS,
        "episodes": EPISODE_COLUMNS,
        "workers": WORKER_COLUMNS,
        "afcars": AFCARS_COLUMNS,
    }
    for table, columns in described.items():
        assert list(getattr(run, table)) == list(columns), table
