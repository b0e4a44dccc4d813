"""Every fault that is planted, room by room."""

from __future__ import annotations

from tests.mutation import casework, chance, edges, findings, levers, placing, staff, visits
from tests.mutation.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *casework.FAULTS,
    *placing.FAULTS,
    *visits.FAULTS,
    *staff.FAULTS,
    *levers.FAULTS,
    *chance.FAULTS,
    *findings.FAULTS,
    *edges.FAULTS,
)
