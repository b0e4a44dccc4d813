"""What the page of the three samples rests on, tried in the small office."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from staffing_sim import Hires, Plan, load_agency

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "three_samples"
NAMES = ("figures", "page", "picture", "running")


@pytest.fixture(scope="module")
def example():
    """Import the modules of the example, whose names others might use too."""
    sys.path.insert(0, str(FOLDER))
    yield {name: importlib.import_module(name) for name in NAMES}
    sys.path.remove(str(FOLDER))
    for name in NAMES:
        del sys.modules[name]


@pytest.fixture(scope="module")
def found(example):
    plans = [Plan("As is"), Plan("Six more workers", hires=Hires.once(6, kind="net"))]
    return example["running"].results(load_agency("small-office"), plans, range(1, 3))


def row(example, sample, says):
    return next(
        number
        for number, figure in enumerate(example["figures"].FIGURES)
        if figure.sample == sample and figure.says.startswith(says)
    )


@pytest.mark.slow
def test_an_entry_cohort_is_exactly_right_where_everybody_was_followed(example, found) -> None:
    within_12 = row(example, "entry cohort", "home within 12")
    np.testing.assert_allclose(found.bias[within_12], 0.0, atol=1e-12)
    np.testing.assert_allclose(found.effect_said[within_12], found.effect_true[within_12])


@pytest.mark.slow
def test_finished_stays_are_too_short_and_those_found_on_a_day_too_long(example, found) -> None:
    stay = row(example, "entry cohort, finished stays only", "mean stay")
    assert (found.bias[stay] < -5.0).all()
    assert (found.stays_of_found > 1.5 * found.true[0, stay]).all()


@pytest.mark.slow
def test_the_page_has_a_row_for_every_figure_in_both_tables(example, found, tmp_path) -> None:
    text = example["page"].page(found, preset="small-office")
    for figure in example["figures"].FIGURES:
        assert text.count(f"| {figure.sample} | {figure.says} |") == 2
    assert "nan" not in text
    example["picture"].draw(found, tmp_path / "three.png")


def test_the_page_in_the_documentation_is_one_that_this_example_writes(example) -> None:
    text = ROOT.joinpath("docs", "explanation", "three-samples.md").read_text(encoding="utf-8")
    for figure in example["figures"].FIGURES:
        assert text.count(f"| {figure.sample} | {figure.says} |") == 2
