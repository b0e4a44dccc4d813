"""A pytest plugin that hides numba, so that a changed rule need not be compiled to be tested."""

from __future__ import annotations

import sys


def pytest_configure() -> None:
    """Hide numba where this is asked for with ``-p``; collecting this file must not."""
    sys.modules["numba"] = None  # type: ignore[assignment]
