"""The command line ``staffing-sim``: reading arguments, running, printing.

parser      the commands in their groups, and reading the command line
commands    each command's options and what it does, by task
options     the options that several commands share, and what reads the value of one
request     the agency, the plans and the settings that a command is to run
printing    text, tables and the output directory

An option takes one route: the `parser` finds the command, which declares its options and hands what
was typed to the library as a `request`. Help and faults in the arguments are quick, because only
the command that needs a heavy part of the library loads it.

Exit codes: 0 done; 2 the input is wrong (one line per fault on standard error, never a traceback);
130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
import threading
import warnings
from collections.abc import Sequence
from typing import NoReturn

from staffing_sim.cli.parser import read_arguments
from staffing_sim.errors import InterruptedStudy, StaffingSimError

__all__ = ["command", "main"]

DONE = 0
WRONG_INPUT = 2
INTERRUPTED = 130


def command() -> NoReturn:
    """Run one command as its own process, which ends with the command's exit code.

    Threads that were interrupted may still be in the middle of a run. Python's ordinary exit would
    tear them out of compiled code, which aborts the process, so it ends at once instead.
    """
    code = main()
    if code == INTERRUPTED and _threads_are_running():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments
        The words after ``staffing-sim``; by default those the process was started with.

    Examples
    --------
    >>> main(["ledger", "small-ofice"])  # faults go to standard error
    2
    """
    _print_any_name()
    with warnings.catch_warnings():
        warnings.showwarning = _warn_in_one_line
        return _exit_code(sys.argv[1:] if arguments is None else arguments)


def _exit_code(arguments: Sequence[str]) -> int:
    """Run one command, reporting on standard error what keeps it from being done."""
    try:
        options = read_arguments(arguments)
        options.run(options)
        sys.stdout.flush()
    except InterruptedStudy as error:
        print(error, file=sys.stderr)
        return INTERRUPTED
    except StaffingSimError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        print("interrupted; nothing was written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _stop_writing()
    return DONE


def _threads_are_running() -> bool:
    """Are any threads of a worker pool still running?"""
    from multiprocessing.dummy import DummyProcess

    return any(isinstance(thread, DummyProcess) for thread in threading.enumerate())


def _warn_in_one_line(message: Warning | str, *_where: object, **_more: object) -> None:
    """Print a warning without the line of code that raised it."""
    print(f"warning: {message}", file=sys.stderr)


def _stop_writing() -> None:
    """Let the reader of a pipe (``| head``) stop early without an error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_any_name() -> None:
    """Print characters that the terminal cannot show as question marks, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
