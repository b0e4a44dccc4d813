"""A study of the small office under names that somebody meant ill with, and its briefing."""

from pathlib import Path

import pytest

import staffing_sim as ss

SCRIPT = "<script>alert('seen')</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
FORMULA = "$x_{$ & 100 % of 5"


@pytest.fixture(scope="session")
def hostile_agency(tmp_path_factory: pytest.TempPathFactory) -> ss.Agency:
    """Return the small office with markup wherever its file may hold words."""
    path = tmp_path_factory.mktemp("hostile") / "office.toml"
    ss.save_agency(ss.load_agency("small-office"), path)
    text = path.read_text("utf-8")
    text = text.replace("A small office", f"A small office {SCRIPT}")
    text = text.replace("Riverside", f"Riverside {SCRIPT}")
    text = text.replace("Invented for this example", f"Invented {SCRIPT}")
    path.write_text(text, "utf-8")
    return ss.load_agency(path)


@pytest.fixture(scope="session")
def plans() -> list[ss.Plan]:
    six = ss.Hires.once(6, kind="net")
    return [
        ss.Plan("As is"),
        ss.Plan(f"Six {IMAGE}", hires=six, note=f"Six {SCRIPT}"),
        ss.Plan(FORMULA, hires=ss.Hires.monthly(1, months=3, kind="gross")),
    ]


@pytest.fixture(scope="session")
def study(hostile_agency: ss.Agency, plans: list[ss.Plan]) -> ss.Study:
    return ss.compare(hostile_agency, plans, years=1.5, replications=2, seed=5, progress=False)


@pytest.fixture(scope="session")
def briefing(study: ss.Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the briefing, with the null model and flip points in it."""
    flips = ss.sensitivity.flip_points(
        study.agency,
        study.plans[1],
        study.plans[0],
        measure="caseload",
        assumptions=["roles.*.compressibility"],
        years=0.5,
        replications=2,
        seed=5,
        progress=False,
    )
    path = tmp_path_factory.mktemp("briefing") / "briefing.html"
    return ss.report(study, path, flips=flips, question=f"Which {SCRIPT}?", progress=False)
