"""Words of a briefing: names set off, lists, sentences that begin with a capital."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["by_name", "capital", "listed", "quoted", "role_name"]


def by_name(plans: Sequence[str]) -> str:
    """Return plans by name, as a list in a sentence.

    Examples
    --------
    >>> by_name(["As is", "Union"])
    '“As is” and “Union”'
    """
    return listed([quoted(plan) for plan in plans])


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def quoted(name: str) -> str:
    """Return a plan's name set off from the sentence.

    Examples
    --------
    >>> quoted("As is")
    '“As is”'
    """
    return f"“{name}”"


def capital(text: str) -> str:
    """Return a text as a sentence begins.

    Examples
    --------
    >>> capital("staffing cost: higher")
    'Staffing cost: higher'
    """
    return text[:1].upper() + text[1:]


def role_name(study: Study) -> str:
    """Return what the role that hires join is called in a sentence."""
    return study.agency.workforce.hiring_role.replace("_", " ")
