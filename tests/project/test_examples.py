"""Every example prints what the file beside it says.

After a change of numbers: ``python3 examples/NAME.py > examples/NAME.txt``.
"""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_A_COUNTY = ("academy_seats", "goal_seek")
EXAMPLES = [
    pytest.param(path, id=path.stem, marks=pytest.mark.county if path.stem in OF_A_COUNTY else ())
    for path in sorted(ROOT.joinpath("examples").glob("*.py"))
]


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_prints_what_it_says(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run in the tests' own process, as a script is: its imports would take longer than most."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.argv", [str(example)])
    runpy.run_path(str(example), run_name="__main__")
    assert capsys.readouterr().out == example.with_suffix(".txt").read_text(encoding="utf-8")
