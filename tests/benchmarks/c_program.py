"""Compiles and runs ``small_agency.c``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pandas as pd

SOURCE = Path(__file__).with_name("small_agency.c")


def compiler() -> str | None:
    """Return the C compiler of this machine, if it has one."""
    return shutil.which("cc")


def compiled(folder: Path) -> Path:
    """Return the program, compiled into a folder."""
    program = folder / "small_agency"
    command = [str(compiler()), "-std=c99", "-O2", "-o", str(program), str(SOURCE), "-lm"]
    subprocess.run(command, check=True, capture_output=True)
    return program


def replications(program: Path, *, seed: int, count: int) -> pd.DataFrame:
    """Return one row for each replication: means of month ends, counts, CPU seconds."""
    command = [str(program), str(seed), str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        return pd.read_csv(running.stdout)
