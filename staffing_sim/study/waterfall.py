"""The position waterfall of a study: from ordinanced to carrying cases, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from staffing_sim.frames.waterfall import LOSSES, STEPS
from staffing_sim.study.averages import averages, known_sums

__all__ = ["waterfall_table"]

_LOSS_AFTER: Final = dict(zip(STEPS, LOSSES, strict=False))  # nothing is lost after the last step


def waterfall_table(positions: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return every step with its mean and interval, and what is lost between it and the next.

    Parameters
    ----------
    positions
        ``Study.positions()``, cut down to the rows that are to be added up.
    by
        Keys to keep apart besides the plan: ``"month"``, ``"date"``, ``"office"``, ``"role"``.

    Returns
    -------
    pandas.DataFrame
        Columns plan, those of `by`, step, label, positions (with ``_low`` and ``_high``), lost
        (likewise), lost_to (what the loss is) and runs. Steps that the agency does not give for
        every role added up are left out.
    """
    keys = ["plan", "replication", *by]
    runs = known_sums(positions, keys, [*STEPS, *LOSSES])
    parts = [_of_step(runs, keys, step) for step in STEPS]
    table = pd.concat(parts, ignore_index=True).dropna(subset=["positions"])
    table["step"] = pd.Categorical(table["step"], list(STEPS), ordered=True)
    table.attrs = dict(positions.attrs)
    found = averages(table, by=[*by, "step"], values=("positions", "lost"), least=0.0)
    found.insert(len(by) + 2, "label", found["step"].astype(str).map(STEPS))
    lost_to = found["step"].astype(str).map(_LOSS_AFTER).map(LOSSES)
    found.insert(len(found.columns) - 1, "lost_to", lost_to)
    return found.sort_values(["plan", *by, "step"], kind="stable", ignore_index=True)


def _of_step(runs: pd.DataFrame, keys: Sequence[str], step: str) -> pd.DataFrame:
    """Return one step of every run as rows of a tidy table."""
    loss = _LOSS_AFTER.get(step)
    lost = 0.0 if loss is None else runs[loss]
    return runs[list(keys)].assign(step=step, positions=runs[step], lost=lost)
