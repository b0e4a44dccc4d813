"""The page as a file: whole, the same again, harmless whoever wrote the names, and honest."""

from base64 import b64decode
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import staffing_sim as ss
from staffing_sim.study.tables.runs import sources_of
from tests.briefing.conftest import FORMULA, IMAGE, SCRIPT

MOST_BYTES = 5_000_000


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, its words, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data) -> None:
        self.words.append(data)

    def values(self, *names: str) -> list[str]:
        return [value for _, name, value in self.attributes if name in names]


@pytest.fixture(scope="module")
def page(briefing: Path) -> Reader:
    return Reader(briefing.read_text("utf-8"))


@pytest.fixture(scope="module")
def bare(study: ss.Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a briefing of the study alone: no null model, no flip points."""
    return ss.report(study, tmp_path_factory.mktemp("bare") / "bare.html", null=False)


def held(page: Reader, name: str) -> bytes:
    """Return the content of a file that the page carries."""
    links = [entry for entry in page.attributes if entry[0] == "a"]
    place = next(row for row, entry in enumerate(links) if entry[1:] == ("download", name))
    return b64decode(links[place + 1][2].partition("base64,")[2])


def test_markup_in_names_notes_and_sources_is_shown_and_never_obeyed(page: Reader) -> None:
    assert page.tags["script"] == 0
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert "x" not in page.values("src")
    words = "".join(page.words)
    for planted in (f"A small office {SCRIPT}", f"Six {IMAGE}", f"Invented {SCRIPT}"):
        assert planted in words
    assert FORMULA.replace(" %", "\N{NO-BREAK SPACE}%") in words


def test_the_page_asks_for_nothing_but_itself(page: Reader, briefing: Path) -> None:
    places = page.values("src", "href", "srcset", "action", "data", "poster")
    assert places
    assert all(place.startswith(("data:", "#")) for place in places)
    style = briefing.read_text("utf-8").partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in "".join(page.values("content"))


def test_every_picture_has_words_and_every_table_a_caption_and_headings(page: Reader) -> None:
    pictures = page.tags["img"]
    assert pictures >= 8
    assert len([alt for alt in page.values("alt") if len(alt) > 40]) == pictures
    assert page.tags["caption"] == page.tags["table"] > pictures
    headings = [value for tag, name, value in page.attributes if (tag, name) == ("th", "scope")]
    assert len(headings) == page.tags["th"]
    assert set(headings) == {"col", "row"}


def test_the_links_of_the_contents_lead_to_the_sections(page: Reader) -> None:
    places = {place[1:] for place in page.values("href") if place.startswith("#")}
    assert len(places) >= 10
    assert places <= set(page.values("id"))


def test_the_file_the_page_carries_gives_the_same_study_and_the_same_page(
    page: Reader, bare: Path, tmp_path: Path
) -> None:
    path = tmp_path / "study.json"
    path.write_bytes(held(page, "study.json"))
    again = ss.rerun(path, progress=False)
    assert held(page, "summary.csv").decode() == again.summary().to_csv(index=False)
    of_again = ss.report(again, tmp_path / "again.html", null=False).read_bytes()
    assert of_again == bare.read_bytes()
    assert len(of_again) < MOST_BYTES


def test_the_page_carries_the_agency_as_a_file_to_change(
    page: Reader, study: ss.Study, tmp_path: Path
) -> None:
    path = tmp_path / "agency.toml"
    path.write_bytes(held(page, "agency.toml"))
    assert ss.load_agency(path) == study.agency
    assert ss.load_plans(path) == study.plans


def test_every_number_of_the_ledger_is_counted_with_its_source(
    page: Reader, study: ss.Study
) -> None:
    words = "".join(page.words)
    labels = {
        "assumption": "Assumed",
        "published": "Published",
        "given": "Given by the user, so neither sourced nor assumed",
    }
    for grade, label in labels.items():
        rows = sources_of(study.agency, study.plans)
        of_grade = [row for row in rows if row.grade == grade]
        assert f"{label}: {len(of_grade)} numbers" in words
        assert all(row.source in words for row in of_grade)


def test_flip_points_and_the_two_queues_are_in_it(page: Reader) -> None:
    words = "".join(page.words)
    assert "change rank by caseload" in words
    assert "Who waits, and whose worker is over the cap?" in words
    assert "was not searched" not in words


def test_what_was_not_looked_at_is_said(bare: Path) -> None:
    words = "".join(Reader(bare.read_text("utf-8")).words)
    assert "The null model was not run beside these results." in words
    assert "(flip points) was not searched" in words
    assert "2 replications: intervals are rough" in words


def test_one_plan_and_one_replication_claim_nothing(tmp_path: Path) -> None:
    office = ss.load_agency("small-office")
    running = {"years": 0.5, "replications": 1, "clock": "simpy", "progress": False}
    alone = ss.compare(office, ss.Plan("As is"), **running)
    path = ss.report(alone, tmp_path / "alone.html", clock="simpy", progress=False)
    words = "".join(Reader(path.read_text("utf-8")).words)
    assert "No other plan was run, so nothing is compared" in words
    two = ss.compare(office, [ss.Plan("As is"), ss.Plan("Same")], **running)
    path = ss.report(two, tmp_path / "two.html", null=False)
    words = "".join(Reader(path.read_text("utf-8")).words)
    assert "more than one run is needed for “Same”" in words
    assert "clearly better in" not in words


def test_a_file_that_cannot_be_written_is_told_before_anything_is_run(
    study: ss.Study, tmp_path: Path
) -> None:
    for name, problem in {
        "briefing.docx": "must end in .html or .pdf",
        "nowhere/briefing.html": "is not in a folder",
    }.items():
        with pytest.raises(ss.InputError, match=problem):
            ss.report(study, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_without_weasyprint_a_pdf_is_refused_with_what_to_do(
    study: ss.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(ss.InputError, match=r"Install staffing-sim\[pdf\]"):
        ss.report(study, tmp_path / "briefing.pdf")
