"""The command line: ``staffing-sim COMMAND``.

Exit codes: 0 done; 2 the input is wrong (one line per fault on standard error, never a traceback);
130 interrupted.

Help and faults in the arguments are quick because every heavier room of the house is entered only
by the command that needs it.
"""

from __future__ import annotations

import io
import os
import sys
import threading
import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from staffing_sim.cli.arguments import read_arguments
from staffing_sim.errors import InterruptedStudy, StaffingSimError

__all__ = ["command", "main"]

DONE = 0
WRONG_INPUT = 2
INTERRUPTED = 130


def command() -> NoReturn:
    """Run one command as a process of its own, and end that with the command's exit code.

    Threads that were interrupted may still be in the middle of a run. Python's ordinary end would
    tear them out of compiled code, which aborts the process; so it ends at once instead.
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
    >>> main(["ledger", "small-ofice"])  # what is wrong goes to standard error
    2
    """
    _print_whatever_comes()
    with warnings.catch_warnings():
        warnings.showwarning = _warn_in_a_line
        return _exit_code(sys.argv[1:] if arguments is None else arguments)


def _exit_code(arguments: Sequence[str]) -> int:
    """Run one command, telling on standard error what keeps it from being done."""
    try:
        options = read_arguments(arguments)
        import_module(f"staffing_sim.cli.{options.command}").run(options)
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
    """Are there workers of a pool of threads?"""
    from multiprocessing.dummy import DummyProcess

    return any(isinstance(thread, DummyProcess) for thread in threading.enumerate())


def _warn_in_a_line(message: Warning | str, *_where: object, **_more: object) -> None:
    """Say what is worth knowing without the line of code that noticed it."""
    print(f"warning: {message}", file=sys.stderr)


def _stop_writing() -> None:
    """Let the reader of a pipe (``| head``) stop early without a complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_whatever_comes() -> None:
    """Print names that the terminal's encoding lacks with question marks, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
