"""Plant one mistake after another in a copy of the package, and see which test notices first.

Run it by hand: ``python tests/mutation/audit.py [--write] [--new] [words of a name]``. With
``--write`` the table goes to ``docs/explanation/mutation-audit.md``; rows of faults that were not
planted this time stay as they are. It is no part of the tests.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.mutation.fault import Fault
from tests.mutation.faults import FAULTS

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("agency", "charts", "house", "ledger", "measures", "need", "permanence", "plan", "presets"),
    *("records", "study"),
)
REST = tuple(f"tests/{folder}" for folder in ("oracle", "promises", "known_answers", *ROOMS, "cli"))
SIMPY_ALONE = ("-p", "tests.mutation.without_numba")
LONGEST_SECONDS = 3_600
TABLE = ROOT / "docs" / "explanation" / "mutation-audit.md"
HEAD = """# Mutation audit: would the tests notice?

Each line is a mistake planted in a copy of the package, and the first test that fails for it.
A test suite that no mistake disturbs proves nothing. The table is made by
`python tests/mutation/audit.py --write`, and completed with `--write --new`; the mistakes stand
beside it, room by room.

"""


def committed_package(folder: Path) -> Path:
    """Write the last commit into a folder: what others are working on would blur the picture."""
    archive = folder / "committed.tar"
    subprocess.run(
        ["git", "archive", f"--output={archive}", "HEAD"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    shutil.unpack_archive(archive, folder / "committed", filter="data")
    return folder / "committed"


def plant(fault: Fault, folder: Path) -> None:
    """Write the mistake into the copy; the text it replaces must be there exactly once."""
    path = folder / fault.file
    text = path.read_text(encoding="utf-8")
    for old, new in fault.edits:
        if text.count(old) != 1:
            raise SystemExit(f"{fault.name}: found {text.count(old)} times in {fault.file}:\n{old}")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def failures(folder: Path, tests: Sequence[str], *options: str) -> list[str]:
    """Run tests in the copy; return the names of those that fail."""
    present = [test for test in tests if (folder / test.split("::")[0]).exists()]
    if not present:
        return []
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=no", "-rfE"]
    try:
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", *options, *present],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"{present[0]}: no end within an hour"]
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, flags=re.MULTILINE)
    if not failed and done.returncode not in (0, 5):
        raise SystemExit(f"pytest could not run:\n{done.stdout}\n{done.stderr}")
    return failed


def audit(fault: Fault, package: Path) -> str:
    """Return the first test that notices a fault, or NONE."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "package"
        shutil.copytree(package, folder)
        plant(fault, folder)
        for tests, clocks in ((fault.tests, SIMPY_ALONE), (REST, ())):
            for found in failures(folder, tests, "--maxfail=3", *clocks):
                if passes_without(found, package, clocks):
                    return found
    return "NONE"


@cache
def passes_without(test: str, package: Path, clocks: tuple[str, ...]) -> bool:
    """Does a test pass where no mistake is planted? One that fails anyway proves nothing."""
    return not failures(package, [test], *clocks)


def main() -> None:
    """Audit all faults, or those that are new, or those whose name has the words given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write the table to {TABLE.name}")
    parser.add_argument("--new", action="store_true", help="only faults the table does not have")
    parser.add_argument("words", nargs="*", help="only faults whose name has these words")
    given = parser.parse_args()
    wanted = " ".join(given.words).lower()
    known = written() if given.new else {}
    rows: dict[str, tuple[str, str]] = {}
    with tempfile.TemporaryDirectory() as place:
        package = committed_package(Path(place))
        for fault in FAULTS:
            if wanted in fault.name.lower() and fault.name not in known:
                found = _short(audit(fault, package))
                sys.stdout.write(f"{fault.name}: {found}\n")
                sys.stdout.flush()
                rows[fault.name] = (Path(fault.file).name, found)
                if given.write:
                    write(rows)
    sys.stdout.write(f"{_caught(rows)} of {len(rows)} noticed\n")


def written() -> dict[str, tuple[str, str]]:
    """Return the table as the page has it: file and test of each fault, by name."""
    page = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    rows = re.findall(r"^\| (.+) \| `(.+?)` \| (.+) \|$", page, flags=re.MULTILINE)
    return {name: (file, found) for name, file, found in rows}


def write(rows: dict[str, tuple[str, str]]) -> None:
    """Write the table: these rows, and those of the other faults as the page has them."""
    known = written() | rows
    table = {fault.name: known[fault.name] for fault in FAULTS if fault.name in known}
    lines = [f"| {name} | `{file}` | {found} |" for name, (file, found) in table.items()]
    head = ["| mistake | in | first test that fails |", "|---|---|---|"]
    count = f"\n{_caught(table)} of {len(table)} are noticed."
    TABLE.write_text(HEAD + "\n".join([*head, *lines, count]) + "\n", encoding="utf-8")


def _caught(rows: dict[str, tuple[str, str]]) -> int:
    return sum(found != "NONE" for _, found in rows.values())


def _short(found: str) -> str:
    """Return a test's name as a sentence, with its file."""
    if "::" not in found:
        return found
    file, name = found.split("::", 1)
    words = re.sub(r"\[.*", "", name).removeprefix("test_").replace("_", " ")
    return f"{words} (`{Path(file).name}`)"


if __name__ == "__main__":
    main()
