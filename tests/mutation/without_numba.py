"""A pytest plugin that hides numba, so that a changed rule need not be compiled to be tested."""

from __future__ import annotations

import sys

sys.modules["numba"] = None  # type: ignore[assignment]
