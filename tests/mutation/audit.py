"""Plant one mistake after another in a copy of the package, and see which test notices first.

Run it by hand: ``python tests/mutation/audit.py [--write] [words of a fault's name]``. With
``--write`` the table goes to ``docs/explanation/mutation-audit.md``. It is no part of the tests.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.mutation.faults import FAULTS, Fault

ROOT = Path(__file__).parents[2]
KNOWN_ANSWERS = "tests/known_answers"
REST = ("tests/oracle", "tests/promises", KNOWN_ANSWERS)
TABLE = ROOT / "docs" / "explanation" / "mutation-audit.md"
HEAD = """# Mutation audit: would the tests notice?

Each line is a mistake planted in a copy of the package, and the first test that fails for it.
A test suite that no mistake disturbs proves nothing. The table is made by
`python tests/mutation/audit.py --write`; the mistakes stand in `tests/mutation/faults.py`.

"""


def copy_of_package(folder: Path) -> None:
    """Copy what the tests need into a folder."""
    for name in ("staffing_sim", "tests", "examples"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)


def plant(fault: Fault, folder: Path) -> None:
    """Write the mistake into the copy; the text it replaces must be there exactly once."""
    path = folder / fault.file
    text = path.read_text(encoding="utf-8")
    for old, new in fault.edits:
        if text.count(old) != 1:
            raise SystemExit(f"{fault.name}: found {text.count(old)} times in {fault.file}:\n{old}")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def failures(folder: Path, tests: list[str], *options: str) -> list[str]:
    """Run tests in the copy; return the names of those that fail."""
    present = [test for test in tests if (folder / test).exists()]
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
            timeout=900,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"{present[0]}: no end in 15 minutes"]
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, flags=re.MULTILINE)
    if not failed and done.returncode not in (0, 5):
        raise SystemExit(f"pytest could not run:\n{done.stdout}\n{done.stderr}")
    return failed


def failing_anyway() -> list[str]:
    """Return the tests that fail without any mistake: they prove nothing and are left out."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_of_package(folder)
        return failures(folder, list(REST))


def audit(fault: Fault, left_out: list[str]) -> str:
    """Return the first test that notices a fault, or NONE."""
    options = ["-x", *(f"--deselect={name}" for name in left_out)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy_of_package(folder)
        plant(fault, folder)
        hints = [f"{KNOWN_ANSWERS}/{name}.py" for name in fault.tests]
        for tests in (hints, list(REST)):
            found = failures(folder, tests, *options)
            if found:
                return found[0]
    return "NONE"


def main() -> None:
    """Audit all faults, or those whose name has the words given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write the table to {TABLE.name}")
    parser.add_argument("words", nargs="*", help="audit only faults whose name has these words")
    given = parser.parse_args()
    wanted = " ".join(given.words).lower()
    left_out = failing_anyway()
    sys.stdout.write("".join(f"fails without any mistake: {name}\n" for name in left_out))
    rows: list[tuple[str, str, str]] = []
    for fault in (fault for fault in FAULTS if wanted in fault.name.lower()):
        found = audit(fault, left_out)
        sys.stdout.write(f"{fault.name}: {found}\n")
        sys.stdout.flush()
        rows += [(fault.name, Path(fault.file).name, found)]
    caught = sum(found != "NONE" for _, _, found in rows)
    sys.stdout.write(f"{caught} of {len(rows)} noticed\n")
    if given.write:
        lines = [f"| {name} | `{file}` | {_short(found)} |" for name, file, found in rows]
        head = ["| mistake | in | first test that fails |", "|---|---|---|"]
        count = f"\n{caught} of {len(rows)} are noticed."
        TABLE.write_text(HEAD + "\n".join([*head, *lines, count]) + "\n", encoding="utf-8")


def _short(found: str) -> str:
    """Return a test's name as a sentence, with its file."""
    if "::" not in found:
        return found
    file, name = found.split("::", 1)
    words = re.sub(r"\[.*", "", name).removeprefix("test_").replace("_", " ")
    return f"{words} (`{Path(file).name}`)"


if __name__ == "__main__":
    main()
