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


def audit(fault: Fault, package: Path, left_out: list[str]) -> str:
    """Return the first test that notices a fault, or NONE."""
    options = ["-x", *(f"--deselect={name}" for name in left_out)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "package"
        shutil.copytree(package, folder)
        plant(fault, folder)
        hints = [f"{KNOWN_ANSWERS}/{name}.py" for name in fault.tests]
        for tests in (hints, list(REST)):
            found = failures(folder, tests, *options)
            if found:
                return found[0]
    return "NONE"


def audit_all(faults: list[Fault]) -> list[tuple[str, str, str]]:
    """Return name, file and first failing test of each fault; say so as it goes."""
    rows: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as place:
        package = committed_package(Path(place))
        left_out = failures(package, list(REST))  # they fail anyway, and would prove nothing
        sys.stdout.write("".join(f"fails without any mistake: {name}\n" for name in left_out))
        for fault in faults:
            found = audit(fault, package, left_out)
            sys.stdout.write(f"{fault.name}: {found}\n")
            sys.stdout.flush()
            rows += [(fault.name, Path(fault.file).name, found)]
    return rows


def main() -> None:
    """Audit all faults, or those whose name has the words given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write the table to {TABLE.name}")
    parser.add_argument("words", nargs="*", help="audit only faults whose name has these words")
    given = parser.parse_args()
    wanted = " ".join(given.words).lower()
    rows = audit_all([fault for fault in FAULTS if wanted in fault.name.lower()])
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
