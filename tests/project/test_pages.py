"""The Python on the pages runs: each page's blocks in order, on the small office and briefly."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from staffing_sim import Plan, compare, load_agency

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
FIGURES = re.compile(r"```toml\n(.*?)```", re.DOTALL)
MATCHING = ROOT / "docs" / "how-to" / "rule-out-parameter-sets.md"
SHORTER = {
    r'load_agency\("la-county-\d+"\)': 'load_agency("small-office")',
    r"\byears=\d+": "years=0.5",
    r"\breplications=\d+": "replications=2",
    r"\.first\(\d+\)": ".first(2)",
    r"\bpoints=\d+, candidates=\d+": "points=10, candidates=5, particles=100",
    r"n_jobs=2, progress=True": "n_jobs=1, progress=False",
}
LONG = ("find-the-hires-a-target-needs", "what-if-we-are-wrong")  # minutes even so
PAGES = [
    pytest.param(page, id=page.stem, marks=pytest.mark.county if page.stem in LONG else ())
    for page in [ROOT / "README.md", *sorted(ROOT.joinpath("docs").rglob("*.md"))]
    if BLOCK.search(page.read_text(encoding="utf-8"))
]


def shortened(code: str) -> str:
    """Return the code with a small agency in place of a county, and few and short runs."""
    for pattern, instead in SHORTER.items():
        code = re.sub(pattern, instead, code)
    return code


@pytest.fixture(scope="module")
def folder_with_results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a study has been saved, and figures lie, as the pages say."""
    folder = tmp_path_factory.mktemp("pages")
    study = compare(load_agency("small-office"), Plan("As is"), years=0.5, replications=1)
    study.save(folder / "results")
    (figures,) = FIGURES.findall(MATCHING.read_text(encoding="utf-8"))
    (folder / "figures.toml").write_text(figures, encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs(
    page: Path, folder_with_results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder_with_results)
    known = {"__name__": page.stem}
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        exec(compile(shortened(block), str(page), "exec"), known)
    plt.close("all")
