"""The queue of events: who has the next one; an indexed binary heap with a total order.

Each actor has at most one entry. Row 0 is the header (``actor`` holds the number of entries), the
heap proper stands in rows 1, 2, ...; ``where[actor].row`` finds an actor's entry, 0 meaning none.
Entries are ordered by (time, kind, subject): never by actor or by place in the heap, because ties
are common (hand-overs, month starts) and any other tie-break would change results.
"""

import math

from staffing_sim.engine.tables import Table


def schedule(rows: Table, where: Table, actor: int, time: float, kind: int, subject: int) -> None:
    """Give an actor its next event, in place of any it had; an infinite time means none."""
    place = where[actor].row
    if time == math.inf:
        if place > 0:
            _remove(rows, where, place)
        return
    if place == 0:
        place = rows[0].actor + 1
        rows[0].actor = place
    _rise(rows, where, place, time, kind, subject, actor)
    if rows[where[actor].row].actor == actor:
        _sink(rows, where, where[actor].row)


def cancel(rows: Table, where: Table, actor: int) -> None:
    """Take an actor's entry out, if it has one."""
    if where[actor].row > 0:
        _remove(rows, where, where[actor].row)


def _before(rows: Table, place: int, time: float, kind: int, subject: int) -> bool:
    """Does the entry at this place come before (time, kind, subject)?"""
    row = rows[place]
    if row.time != time:
        return bool(row.time < time)
    if row.kind != kind:
        return bool(row.kind < kind)
    return bool(row.subject < subject)


def _write(
    rows: Table, where: Table, place: int, time: float, kind: int, subject: int, actor: int
) -> None:
    row = rows[place]
    row.time = time
    row.kind = kind
    row.subject = subject
    row.actor = actor
    where[actor].row = place


def _rise(
    rows: Table, where: Table, place: int, time: float, kind: int, subject: int, actor: int
) -> None:
    """Write the entry at this place or, while it comes before its parent, higher up."""
    while place > 1:
        parent = place // 2
        if _before(rows, parent, time, kind, subject):
            break
        above = rows[parent]
        _write(rows, where, place, above.time, above.kind, above.subject, above.actor)
        place = parent
    _write(rows, where, place, time, kind, subject, actor)


def _sink(rows: Table, where: Table, place: int) -> None:
    """Let the entry at this place sink below every child that comes before it."""
    size = rows[0].actor
    entry = rows[place]
    time = entry.time
    kind = entry.kind
    subject = entry.subject
    actor = entry.actor
    while 2 * place <= size:
        child = 2 * place
        if child < size:
            right = rows[child + 1]
            if _before(rows, child, right.time, right.kind, right.subject):
                pass
            else:
                child += 1
        if not _before(rows, child, time, kind, subject):
            break
        below = rows[child]
        _write(rows, where, place, below.time, below.kind, below.subject, below.actor)
        place = child
    _write(rows, where, place, time, kind, subject, actor)


def _remove(rows: Table, where: Table, place: int) -> None:
    """Take out the entry at this place and close the gap with the last one."""
    where[rows[place].actor].row = 0
    size = rows[0].actor
    rows[0].actor = size - 1
    if place == size:
        return
    last = rows[size]
    actor = last.actor
    _rise(rows, where, place, last.time, last.kind, last.subject, actor)
    _sink(rows, where, where[actor].row)
