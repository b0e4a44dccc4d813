"""Every exhibit of a study stands in one registry, whole: what is written is what it says."""

import re
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from staffing_sim import Hires, Plan, Study, compare, load_agency
from staffing_sim.charts import registry
from staffing_sim.charts.registry import EXHIBITS, Exhibit
from staffing_sim.errors import InputError

CHARTS = [each for each in EXHIBITS.values() if each.draw is not None]
TABLES = [each for each in EXHIBITS.values() if each.table is not None]
ALWAYS = {"study.json", "months.parquet"}
NAMED = {"plans", "baseline", "others", "months", "role", "target"}


@pytest.fixture(scope="module")
def study() -> Study:
    plans = [Plan("As is"), Plan("Ten", hires=Hires.once(10, kind="net"))]
    settings = {"years": 2.25, "replications": 2, "seed": 4}
    return compare(load_agency("small-office"), plans, clock="simpy", progress=False, **settings)


@pytest.fixture(autouse=True)
def no_figure_is_left_open():
    yield
    plt.close("all")


def names(paths: tuple[Path, ...]) -> set[str]:
    assert len(set(paths)) == len(paths)
    assert all(path.stat().st_size for path in paths)
    return {path.name for path in paths}


def ids(exhibit: Exhibit) -> str:
    return exhibit.name


def test_names_are_unique_and_good_for_a_file_and_for_python() -> None:
    assert len({each.name for each in registry.ALL_EXHIBITS}) == len(registry.ALL_EXHIBITS)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in EXHIBITS)


@pytest.mark.parametrize("exhibit", EXHIBITS.values(), ids=ids)
def test_an_exhibit_has_a_table_or_a_chart_and_answers_with_what_it_has(exhibit: Exhibit) -> None:
    has = {"table": exhibit.table is not None, "chart": exhibit.draw is not None}
    assert any(has.values())
    assert all(has[form] for form in exhibit.answers)


@pytest.mark.parametrize("exhibit", CHARTS, ids=ids)
def test_a_chart_is_told_in_words_and_how_to_read_it(exhibit: Exhibit) -> None:
    said = exhibit.alt.format(**dict.fromkeys(NAMED, "such"))
    assert len(said) > 40
    assert exhibit.reading
    assert all(text.endswith(".") and "  " not in text for text in (said, exhibit.reading))
    assert len({each.alt for each in CHARTS}) == len(CHARTS)


@pytest.mark.parametrize("exhibit", TABLES, ids=ids)
def test_a_table_says_where_it_comes_from(study: Study, exhibit: Exhibit) -> None:
    assert exhibit.table is not None
    table = exhibit.table(study)
    assert len(table)
    assert table.attrs["fingerprint"] == study.fingerprint


def test_every_file_of_an_answer_and_every_table_is_described_to_readers() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "command-line.md"
    described = set(re.findall(r"^\| `(\w+\.\w+)` \|", page.read_text("utf-8"), re.MULTILINE))
    tables = {f"{each.name}.csv" for each in TABLES}
    pictures = {f"{each.name}.png" for each in CHARTS if "chart" in each.answers}
    assert described == tables | pictures | ALWAYS | {"beside_null.csv"}


def test_everything_that_stands_in_the_registry_is_written(study: Study, tmp_path: Path) -> None:
    assert all(each.speaks(study) for each in EXHIBITS.values())
    wanted = {f"{each.name}.csv" for each in TABLES}
    wanted |= {f"{each.name}.{kind}" for each in CHARTS for kind in ("png", "svg")}
    assert names(study.save(tmp_path, everything=True)) == wanted | ALWAYS


def test_what_answers_the_question_is_two_tables_and_four_pictures(
    study: Study, tmp_path: Path
) -> None:
    wanted = {f"{each.name}.csv" for each in TABLES if "table" in each.answers}
    wanted |= {f"{each.name}.png" for each in CHARTS if "chart" in each.answers}
    assert names(study.save(tmp_path)) == wanted | ALWAYS
    assert {path.rpartition(".")[2] for path in wanted} == {"csv", "png"}
    assert (len([path for path in wanted if path.endswith("csv")]), len(wanted)) == (2, 6)


def test_a_study_with_less_to_say_writes_less(tmp_path: Path) -> None:
    office = load_agency("small-office")
    bare = office.replace(roles=tuple(role.replace(cap=None) for role in office.roles))
    short = compare(bare, Plan("As is"), years=1 / 6, replications=1, clock="simpy", progress=False)
    answer = {"summary.csv", "unseen_children.png", "mean_caseload.png"}
    assert names(short.save(tmp_path)) == answer | ALWAYS
    silent = {name for name, each in EXHIBITS.items() if not each.speaks(short)}
    compared = {"differences", "cost_and_unseen"}
    assert silent == compared | {"cap", "time_to_permanence", "indicators"}
    for name in silent:
        with pytest.raises(InputError):
            short.plot(name)


def test_a_study_that_is_just_long_enough_speaks_of_those_it_followed(study: Study) -> None:
    longer = EXHIBITS["time_to_permanence"].speaks
    assert longer(study) == (not study.followed().empty)
    assert not longer(replace(study, horizon=24))
