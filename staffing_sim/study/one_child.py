"""One child's way through the agency under several plans: an example, never a forecast."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from staffing_sim.errors import Fault, InputError
from staffing_sim.frames import Run
from staffing_sim.frames.identity import origin
from staffing_sim.records import HAND_OVER_KINDS

__all__ = ["WAITING", "child_history"]

WAITING = "waiting"
"""Stands for a stage: the case is open, and nobody has it yet."""


def child_history(runs: Run | Iterable[Run], child: int) -> pd.DataFrame:
    """Return what happened to one child in runs of several plans in one world.

    The child, the family's needs and all luck are the same in every run; only the plan differs.

    Parameters
    ----------
    runs
        Runs of one agency with one seed (`simulate`), one for each plan.
    child
        A child of ``run.children``.

    Returns
    -------
    pandas.DataFrame
        One row per stage that began, the family's investigation first: plan, stage (`WAITING` until
        a worker first had the family; later waits are not told apart), started, ended (NaN while it
        lasts), cause; and, the same in each row of a plan, workers, hand_overs (but those the
        pathway asks for), eligible_months, unseen_months. Times are in months since the start.

    Raises
    ------
    InputError
        If there are no runs, they met different worlds, or there is no such child.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> run = ss.simulate(
    ...     ss.load_agency("small-office"), ss.Plan("As is"), years=0.5, clock="simpy"
    ... )
    >>> first = int(run.children["child"].iloc[0])
    >>> child_history(run, first)["plan"].unique().tolist()
    ['As is']
    """
    chosen = [runs] if isinstance(runs, Run) else list(runs)
    if problem := _problem(chosen, child):
        raise InputError([problem])
    parts = [_history(run, child).assign(plan=run.records.plan.name) for run in chosen]
    frame = pd.concat(parts, ignore_index=True)
    plans = [run.records.plan for run in chosen]
    frame["plan"] = pd.Categorical(frame["plan"], [plan.name for plan in plans], ordered=True)
    records = chosen[0].records
    produced = origin(records.agency, plans, seed=records.seed, months=records.months)
    frame.attrs = {**produced, "child": child}
    return frame[["plan", *(name for name in frame.columns if name != "plan")]]


def _problem(runs: list[Run], child: int) -> Fault | None:
    """Return why there is no such history."""
    if not runs:
        return Fault(key="runs", problem="is empty", remedy="Give at least one run.")
    if len({(run.records.seed, run.records.months, run.records.agency.title) for run in runs}) > 1:
        problem = "are not of one agency, seed and horizon"
        return Fault(key="runs", problem=problem, remedy="Simulate each plan with the same ones.")
    if any(child not in set(run.children["child"]) for run in runs):
        problem = f"knows no child {child} in every run"
        remedy = "Take one whose case opened under every plan, from run.children."
        return Fault(key="child", problem=problem, remedy=remedy)
    return None


def _history(run: Run, child: int) -> pd.DataFrame:
    """Return the legs of a child, the family's investigation and its wait before them."""
    me = run.children.set_index("child").loc[child]
    legs = run.legs[run.legs["case"].isin([child, me["family"]])].sort_values("started")
    rows = legs[["stage", "started", "ended", "cause"]].astype({"stage": object, "cause": object})
    family = run.families.set_index("family")
    if me["family"] in family.index:
        told = family.loc[me["family"]]
        until = told["assigned"] if told["assigned"] < run.records.months else np.nan
        if not told["assigned"] <= told["opened"]:
            wait = (WAITING, told["opened"], until, None)
            rows = pd.concat([pd.DataFrame([wait], columns=rows.columns), rows])
    moved = sum(me[f"hand_overs_{kind}"] for kind in HAND_OVER_KINDS if kind != "by_design")
    same = {name: me[name] for name in ("workers", "eligible_months", "unseen_months")}
    return rows.assign(hand_overs=moved, **same)
