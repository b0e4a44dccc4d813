"""The page of tables says what the tables hold."""

import importlib.util
from pathlib import Path

from staffing_sim import Plan, load_agency, simulate
from staffing_sim.frames import MONTH_COLUMNS
from staffing_sim.frames.cohorts import COHORT_COLUMNS
from staffing_sim.frames.service import SERVICE_COLUMNS
from staffing_sim.frames.waterfall import LOSSES, STEPS

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_tables_is_that_of_the_columns() -> None:
    where = ROOT / "docs" / "frame_tables.py"
    specification = importlib.util.spec_from_file_location("frame_tables", where)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    written = module.PAGE.read_text(encoding="utf-8")
    assert module.page() == written, "run: python3 docs/frame_tables.py"


def test_every_table_has_the_columns_that_are_described() -> None:
    run = simulate(load_agency("small-office"), Plan("As is"), years=0.25, clock="simpy")
    assert list(run.months) == list(MONTH_COLUMNS)
    assert list(run.positions) == ["month", "date", "office", "role", *STEPS, *LOSSES]
    assert list(run.service) == list(SERVICE_COLUMNS)
    assert list(run.cohorts) == list(COHORT_COLUMNS)
