"""What a run leaves has one documented shape."""

from dataclasses import replace

import numpy as np
import pytest

from staffing_sim.engine import records as fields
from tests.records.records_builder import Scene

DTYPES = [getattr(fields, name) for name in dir(fields) if name.endswith("_DTYPE")]


@pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.names[0])
def test_every_field_is_a_64_bit_float_or_integer(dtype) -> None:
    assert {dtype[name].str for name in dtype.names} <= {"<f8", "<i8"}


def test_states_and_reasons_are_in_the_order_of_the_engines_codes() -> None:
    from staffing_sim.engine import codes

    states = [getattr(codes, name.upper()) for name in fields.POSITION_STATES]
    reasons = [getattr(codes, name.upper()) for name in fields.UNSEEN_REASONS]
    kinds = [getattr(codes, name.upper()) for name in fields.HAND_OVER_KINDS]
    leaving = [codes.STAYED, codes.RESIGNED, codes.FAILED_ACADEMY, codes.LAID_OFF]
    for found in (states, reasons, kinds, leaving):
        assert found == list(range(len(found)))


def test_a_whole_scene_has_no_problems() -> None:
    scene = Scene(months=2)
    scene.position()
    assert scene.records().problems() == ()


def test_a_missing_month_and_a_wrong_type_are_told() -> None:
    scene = Scene(months=2)
    scene.position()
    records = scene.records()
    short = replace(records, snapshots=records.snapshots[:1], legs=np.zeros(0))
    told = "; ".join(short.problems())
    assert "snapshots has 1 rows, not 2" in told
    assert "legs has fields None" in told
