"""What a newcomer meets first: one version, commands that exist, pages that are current."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

import staffing_sim
from staffing_sim.cli.parser import read_arguments
from tests.scripts import script

ROOT = Path(__file__).resolve().parents[2]
INSTALL_AND_COMPARE = (
    "python3 -m pip install . && staffing-sim compare la-county-2013 --out results"
)
INSTALL_AND_TEST = 'python3 -m pip install -e ".[test]" && python3 -m pytest -n logical'
INSTALL_AND_BUILD_SITE = (
    'python3 -m pip install -e ".[docs]" && python3 -m sphinx -W -b html docs docs/_build/html'
)
PAGES = sorted([ROOT / "README.md", *ROOT.joinpath("docs").rglob("*.md")])


def commands_in(page: Path) -> list[str]:
    """Return every ``staffing-sim`` line of a page's console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.partition("#")[0] for block in blocks for line in block.splitlines()]
    found = [line.split("staffing-sim ", 1)[1].strip() for line in lines if "staffing-sim " in line]
    return [command for command in found if "--help" not in command]


def test_the_readme_holds_its_commands_on_one_line_each() -> None:
    lines = ROOT.joinpath("README.md").read_text(encoding="utf-8").splitlines()
    assert INSTALL_AND_COMPARE in lines
    assert INSTALL_AND_TEST in lines
    assert INSTALL_AND_BUILD_SITE in lines


def test_the_check_script_runs_exactly_the_readmes_commands() -> None:
    script = ROOT.joinpath(".ci", "run").read_text(encoding="utf-8")
    assert INSTALL_AND_TEST in script
    assert INSTALL_AND_BUILD_SITE in script


@pytest.mark.parametrize(
    ("page", "command"),
    [(page, command) for page in PAGES for command in commands_in(page)],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_every_command_on_a_page_is_one_the_library_has(page: Path, command: str) -> None:
    words = shlex.split(command)
    assert read_arguments(words).command == words[0], page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost


def test_the_tables_of_files_are_those_of_the_fields() -> None:
    module = script("docs/file_tables.py")
    page = module.PAGE.read_text(encoding="utf-8")
    assert module.page_with_tables(page) == page, "run: python3 docs/file_tables.py"


def test_the_version_is_the_same_everywhere() -> None:
    citation = ROOT.joinpath("CITATION.cff").read_text(encoding="utf-8")
    changelog = ROOT.joinpath("CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {staffing_sim.__version__}\n" in citation
    newest = re.search(r"^## (\d\S+)", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == staffing_sim.__version__


def test_every_version_of_the_changelog_says_which_numbers_changed() -> None:
    versions = ROOT.joinpath("CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert all("### Changed numbers" in version for version in versions)


def test_the_import_contracts_name_every_module() -> None:
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8"))
    contracts = {found["id"]: found for found in project["tool"]["importlinter"]["contracts"]}
    house, no_pictures = contracts["house"], contracts["no-pictures-below-charts"]
    layers = [name.strip("() ") for layer in house["layers"] for name in layer.split("|")]
    below_charts = layers[layers.index("charts") + 1 :]
    assert sorted(no_pictures["source_modules"]) == sorted(
        f"staffing_sim.{name}" for name in below_charts
    )


def test_no_file_of_the_project_names_a_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp)/\w")
    folders = ("staffing_sim", "docs", "examples", "notebooks", "tests", ".ci")
    files = [path for folder in folders for path in ROOT.joinpath(folder).rglob("*")]
    texts = {".py", ".pyi", ".md", ".rst", ".ipynb", ".toml", ".cff", ".yaml", ""}
    named = [
        str(path.relative_to(ROOT))
        for path in [*files, *ROOT.glob("[!.]*.*")]
        if path.is_file() and path.suffix in texts and path != Path(__file__).resolve()
        if "_build" not in path.parts  # the site, where it has been built
        if pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not named
