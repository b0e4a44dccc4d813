"""The page of the three samples holds the figures that its example prints."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_figures_of_the_page_are_those_of_the_example() -> None:
    page = ROOT.joinpath("docs", "explanation", "three-samples.md").read_text(encoding="utf-8")
    printed = ROOT.joinpath("examples", "three_samples.txt").read_text(encoding="utf-8")
    rows = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    number = r"[+-]?\d+\.\d"
    figures = set(re.findall(number, rows))
    assert len(figures) > 15
    assert figures <= set(re.findall(number, printed))
