"""Random pathways: investigation, home, care, kin, a last stage, care after 18."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.promises.laws import among, hundredth, laws, quarter


@cache
def perhaps(most: float) -> st.SearchStrategy[Any]:
    """Return nought, or a law of durations with a mean up to a bound."""
    return st.one_of(st.just(0.0), laws(most))


@cache
def some_work() -> st.SearchStrategy[Any]:
    """Return what is seldom nought: the work that ends a leg."""
    return st.one_of(st.just(0.0), laws(2.5), laws(2.5))


@st.composite
def hours(draw: st.DrawFn, most: float) -> dict[str, float]:
    return {name: draw(hundredth(0, most)) for name in ("contact", "casework", "court")}


@st.composite
def routes(draw: st.DrawFn, ways: list[tuple[str, str]], worked: bool, hearing: bool) -> list[Any]:
    """Return routes to these stages for these causes; the first takes most."""
    share = round(0.16 / max(1, len(ways) - 1), 6)
    found = []
    for number, (to, cause) in enumerate(ways):
        route: dict[str, Any] = {"to": to, "cause": cause, "share": share}
        if number == 0:
            route["share"] = 1.0 - share * (len(ways) - 1)
        if worked:
            route["work"] = draw(some_work())
        route["wait"] = draw(perhaps(1))
        route["legal"] = draw(perhaps(3))
        if number == 0 and route.get("work", 0.0) == route["wait"] == 0.0:
            route["legal"] = draw(laws(3))  # a stage that nobody stays in can hold no stock
        if hearing:
            route["hearing_share"] = draw(among([0.0, 0.5, 1.0]))
        found.append(route)
    return found


@st.composite
def pathways(draw: st.DrawFn, roles: list[str]) -> dict[str, Any]:
    """Investigation, home, care, a kin home nobody works, a last stage, and care after 18."""
    first, later, last = roles[0], roles[min(1, len(roles) - 1)], roles[-1]
    has_hearings = draw(st.booleans())
    second = draw(st.booleans()) and last != later

    def stage(role: str | None, ways: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
        worked = role is not None
        hearing = bool(more.get("hearing"))
        described = {"label": "A stage", "role": role, **more}
        described["routes"] = draw(routes(ways, worked, hearing))
        if worked:
            described["hours"] = draw(hours(8 if role == first else 5))
        return described

    hearing = {"first": 0.5, "interval": draw(quarter(0.5, 2))} if has_hearings else None
    visited = {"contact_required": draw(st.booleans())}
    care = stage(
        later,
        [("kin_home", "to_kin"), ("home", "reunified"), ("last_stage", "moved_on")],
        in_care=True,
        contact_required=True,
        hearing=hearing,
    )
    if second:
        care |= {"second_role": last, "second_hours": draw(hours(2))}
    return {
        "investigation": stage(
            first,
            [("home", "opened"), ("care", "removed"), ("exit", "unfounded")],
            unit="family",
        ),
        "home": stage(
            later,
            [("exit", "closed"), ("care", "removed_later")],
            shared=draw(st.booleans()),
            contact_required=True,
        ),
        "care": care,
        "kin_home": stage(None, [("exit", "guardianship"), ("care", "disrupted")], in_care=True),
        "last_stage": stage(last, [("exit", "adopted")], in_care=draw(st.booleans()), **visited),
        "extended": stage(later, [("exit", "left_at_will")], contact_required=True),
    }
