"""The pages hold together: words of the glossary, tables of contents, lists of modules, papers."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    page
    for suffix in ("md", "rst")
    for page in DOCS.rglob(f"*.{suffix}")
    if "_build" not in page.parts and "notebooks" not in page.relative_to(DOCS).parts
)
PACKAGES = sorted(path.parent for path in ROOT.joinpath("staffing_sim").rglob("__init__.py"))
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")
IN_A_COLUMN = re.compile(r"\w+ {2,}\S")
PAPERS = ("CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md", "README.md")


def glossary() -> list[str]:
    """Return the words that the glossary explains, as often as it does."""
    page = DOCS.joinpath("reference", "glossary.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\{glossary\}\n(.*?)```", page, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.lower() for line in lines if line and not line.startswith(" ")]


def listed_modules(docstring: str) -> set[str]:
    """Return the names that begin the lines of a list, ``name   what it is for``."""
    blocks = [block.splitlines() for block in docstring.split("\n\n")]
    lists = [
        [line for line in block if not line.startswith(" ")]
        for block in blocks
        if sum(bool(IN_A_COLUMN.match(line)) for line in block) > len(block) / 2
    ]
    return {line.split()[0] for block in lists for line in block}


def in_contents(page: Path) -> set[Path]:
    """Return the pages that a page's table of contents names."""
    named: set[Path] = set()
    for block in re.findall(r"```\{toctree\}\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        entries = [line for line in block.splitlines() if line and not line.startswith(":")]
        for entry in entries:
            named |= {found for found in page.parent.glob(f"{entry}.*") if found != page}
    return named


def test_the_glossary_explains_each_word_once() -> None:
    counted = Counter(glossary())
    assert len(counted) > 50
    assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_word_a_page_links_to_is_in_the_glossary(page: Path) -> None:
    used = {" ".join(word.split()).lower() for word in TERM.findall(page.read_text("utf-8"))}
    assert used <= set(glossary())


def test_a_good_part_of_the_glossary_is_linked_from_some_page() -> None:
    used = {word.lower() for page in PAGES for word in TERM.findall(page.read_text("utf-8"))}
    assert len(used & set(glossary())) > len(glossary()) / 3


def test_every_page_is_in_a_table_of_contents() -> None:
    named = set().union(*(in_contents(page) for page in PAGES if page.suffix == ".md"))
    assert set(PAGES) - named == {DOCS / "index.md"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: ".".join(path.parts[-2:]))
def test_a_package_that_lists_its_modules_lists_those_that_exist(package: Path) -> None:
    tree = ast.parse(package.joinpath("__init__.py").read_text(encoding="utf-8"))
    listed = listed_modules(ast.get_docstring(tree) or "")
    there = {path.stem for path in package.glob("*.py")} - {"__init__", "__main__"}
    there |= {path.parent.name for path in package.glob("*/__init__.py")}
    if listed:
        assert listed == there


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_of_a_paper_leads_somewhere(paper: str) -> None:
    text = ROOT.joinpath(paper).read_text(encoding="utf-8")
    links = re.findall(r"\[[^\]]*\]\(([^)#]+)[^)]*\)", text)
    lost = [link for link in links if "://" not in link and not ROOT.joinpath(link).exists()]
    assert lost == []


def test_the_hosted_checks_only_call_the_script_that_runs_anywhere() -> None:
    workflow = ROOT.joinpath(".github", "workflows", "ci.yml").read_text(encoding="utf-8")
    assert re.findall(r"run: (.*)", workflow) == ["bash .ci/run"]
