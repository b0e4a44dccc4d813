"""Where a result comes from, and a short name for everything that decides it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from staffing_sim import __version__
from staffing_sim.agency import Agency
from staffing_sim.plan import Plan

_LENGTH = 12


def in_full(value: Agency | Plan) -> dict[str, Any]:
    """Return an agency or a plan as plain JSON values, with nothing left out.

    A Python function in a plan (an assignment policy) is given by its name: it can be read but
    not rerun from the file.
    """
    return value.model_dump(mode="json", by_alias=True, fallback=_name_of)


def _name_of(value: object) -> str:
    """Return a function's dotted name."""
    module = getattr(value, "__module__", "")
    return f"{module}.{getattr(value, '__qualname__', type(value).__qualname__)}"


def fingerprint(
    agency: Agency, plans: Sequence[Plan], *, seed: object, months: int, **settings: object
) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of everything that decides a result.

    Two results with one fingerprint came from the same numbers and the same version.

    Parameters
    ----------
    agency, plans
        What was run; every field counts, the ledger included.
    seed, months
        The seed and the horizon.
    **settings
        Anything else that decides a number, such as the replications of a study.
    """
    content: Mapping[str, object] = {
        "agency": in_full(agency),
        "plans": [in_full(plan) for plan in plans],
        "seed": seed,
        "months": months,
        "version": __version__,
        **settings,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def origin(
    agency: Agency, plans: Sequence[Plan], *, seed: object, months: int, **settings: Any
) -> dict[Hashable, Any]:
    """Return what a table, chart or file says about where it comes from, for a frame's ``attrs``.

    Parameters
    ----------
    agency, plans, seed, months
        What was run.
    **settings
        As in `fingerprint`; ``replications`` are told, too.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> found = origin(load_agency("small-office"), [], seed=1, months=36, replications=20)
    >>> found["replications"], found["months"]
    (20, 36)
    """
    grades = agency.ledger.counts(agency)
    found: dict[Hashable, Any] = {"agency": agency.title, "seed": seed}
    if "replications" in settings:
        found["replications"] = settings["replications"]
    return found | {
        "months": months,
        "numbers": sum(grades.values()),
        "assumptions": grades["assumption"],
        "version": __version__,
        "fingerprint": fingerprint(agency, plans, seed=seed, months=months, **settings),
    }
