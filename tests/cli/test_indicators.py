"""``indicators`` on the small office, for real."""

from pathlib import Path

import pandas as pd

from staffing_sim.cli.printing import WIDTH

ASKED = ("indicators", "small-office", "--net", "6", "--years", "1.75", "--replications", "2")


def test_indicators_prints_each_in_its_last_known_period_and_writes_all(
    command, tmp_path: Path
) -> None:
    outcome = command(*ASKED, "--out", tmp_path)
    assert outcome.code == 0
    assert outcome.width <= WIDTH
    heading = "Monthly caseworker visits, children in care (child-months), FFY 2025; rule 95.0 %"
    assert heading in outcome.out
    assert "Not known, because the run ends" in outcome.out
    files = {path.name for path in tmp_path.iterdir()}
    charts = {"indicators.png", "indicators.svg"}
    assert files == {"indicators.csv", "permanence.csv", "definitions.csv", *charts}
    written = pd.read_csv(tmp_path / "indicators.csv")
    defined = pd.read_csv(tmp_path / "definitions.csv")
    assert set(written["indicator"]) == set(defined["indicator"])
    assert defined["not_comparable"].notna().all()


def test_a_run_too_short_for_any_indicator_says_so(command, tmp_path: Path) -> None:
    words = ("indicators", "small-office", "--years", "0.25", "--replications", "1")
    outcome = command(*words, "--out", tmp_path)
    assert outcome.code == 0
    assert "Not known, because the run ends" in outcome.out
    assert not (tmp_path / "indicators.png").exists()
