"""A user's own assignment policy: what it is shown, what it may answer, and how it is checked.

A policy is a function ``policy(case, workers)`` that returns one of the workers it was shown, or
None to leave the case waiting. It sees `CaseView` and `WorkerView` values, not the engine's own
tables, so it can change nothing but its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from staffing_sim.errors import PolicyError

Policy = Callable[["CaseView", Sequence["WorkerView"]], "WorkerView | None"]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A group that needs a worker: siblings together, or a family to be investigated.

    ``children`` is how many they are, ``waiting_months`` how long they have waited already.
    """

    case: int
    stage: str
    office: str
    children: int
    tier: int
    months: float
    waiting_months: float


@dataclass(frozen=True, slots=True)
class WorkerView:
    """A worker on duty in the case's office and role.

    ``load`` is the hours the caseload asks for over the hours there are (infinite without hours),
    ``ramp`` the share of a full caseload a newcomer has reached, ``has_room`` whether the cap in
    force leaves room for the group.
    """

    worker: int
    children: int
    families: int
    load: float
    ramp: float
    has_room: bool


def ask(policy: Policy, case: CaseView, workers: Sequence[WorkerView]) -> int:
    """Return the worker a policy chooses, or -1 when it lets the case wait.

    Raises
    ------
    PolicyError
        If the policy raises, or answers with anything but one of these workers or None.
    """
    try:
        chosen = policy(case, tuple(workers))
    except Exception as problem:  # whatever it is, it is the policy's
        raise PolicyError(
            name_of(policy),
            f"raised {type(problem).__name__}: {problem}. "
            "Make it return one of the workers it is given, or None.",
        ) from problem
    if chosen is None:
        return -1
    if not any(chosen is worker for worker in workers):
        raise PolicyError(
            name_of(policy),
            f"returned {chosen!r}. "
            "Return one of the workers it is given, or None to let the case wait.",
        )
    return chosen.worker


def check_policy(policy: Any) -> None:
    """Try a policy on a few situations before a run is spent on it.

    Parameters
    ----------
    policy
        ``policy(case, workers)``; ``workers`` may be empty.

    Raises
    ------
    PolicyError
        Naming the policy, what it did and what it should do.

    Examples
    --------
    >>> def fewest_children(case, workers):
    ...     return min(workers, key=lambda worker: worker.children, default=None)
    >>> check_policy(fewest_children)
    >>> check_policy(lambda case, workers: 7)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PolicyError: policy '<lambda>': returned 7. Return one of the workers...
    """
    if not callable(policy):
        raise PolicyError(
            name_of(policy), "is not a function. Give a function of a case and its workers."
        )
    case = CaseView(0, "in_home_services", "an office", 2, 0, 3.0, 0.0)
    busy = WorkerView(0, 40, 20, 1.9, 1.0, has_room=False)
    idle = WorkerView(1, 3, 2, 0.2, 0.5, has_room=True)
    for workers in ((), (idle,), (busy, idle), (busy,)):
        answers = {ask(policy, case, workers) for _ in range(2)}
        if len(answers) > 1:
            raise PolicyError(
                name_of(policy),
                "gives different answers to the same question. "
                "Remove its randomness: two runs with one seed must be identical.",
            )


def name_of(policy: Any) -> str:
    """Return the name by which a policy is called in messages."""
    return str(getattr(policy, "__name__", None) or type(policy).__name__)
