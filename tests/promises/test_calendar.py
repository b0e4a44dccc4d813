"""The heap of next events against a plain list that is sorted anew each time."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from staffing_sim.engine.rules.calendar import cancel, schedule
from staffing_sim.engine.tables import CALENDAR, WHERE, as_objects, rows
from tests.promises.running import many_examples

ACTORS = 9
Operation = tuple[int, float, int, int]

times = st.sampled_from([0.0, 1.0, 1.0, 1.5, 2.0, 3.25, math.inf])
operations = st.tuples(
    st.integers(0, ACTORS - 1), times, st.integers(1, 3), st.integers(0, 2)
)  # actor, time, kind, whether to cancel (0)


@many_examples
@given(st.lists(operations, max_size=60))
def test_the_first_entry_is_the_earliest_by_time_kind_and_subject(
    planned: list[Operation],
) -> None:
    """Each actor's subjects are its own, as a case belongs to one worker."""
    heap, where = as_objects(rows(CALENDAR, ACTORS + 1)), as_objects(rows(WHERE, ACTORS))
    plain: dict[int, tuple[float, int, int]] = {}
    for number, (actor, time, kind, choice) in enumerate(planned):
        if choice == 0:
            cancel(heap, where, actor)
            plain.pop(actor, None)
        else:
            subject = (number % 3) * ACTORS + actor
            schedule(heap, where, actor, time, kind, subject)
            plain.pop(actor, None)
            if time < math.inf:
                plain[actor] = (time, kind, subject)
        _agree(heap, where, plain)
    _empty_in_order(heap, where, plain)


def _agree(heap: list, where: list, plain: dict[int, tuple[float, int, int]]) -> None:
    size = heap[0].actor
    entries = [(row.time, row.kind, row.subject) for row in heap[1 : size + 1]]
    assert sorted(entries) == sorted(plain.values())
    assert {row.actor for row in heap[1 : size + 1]} == set(plain)
    for actor in range(ACTORS):
        place = where[actor].row
        assert (place > 0) == (actor in plain)
        assert place == 0 or heap[place].actor == actor
    for place in range(2, size + 1):
        assert entries[place // 2 - 1] <= entries[place - 1]
    assert (heap[1].time if heap[0].actor else math.inf) == min(
        (time for time, _, _ in plain.values()), default=math.inf
    )


def _empty_in_order(heap: list, where: list, plain: dict[int, tuple[float, int, int]]) -> None:
    taken = []
    while heap[0].actor > 0:
        first = heap[1]
        taken.append((first.time, first.kind, first.subject))
        cancel(heap, where, first.actor)
    assert taken == sorted(plain.values())
