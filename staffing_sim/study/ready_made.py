"""Ready-made experiments: where to put new posts, what each cap leads to, one child's history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Overflow
from staffing_sim.engine.records import ACTIVITIES, HAND_OVER_KINDS
from staffing_sim.errors import Fault, InputError, wrong
from staffing_sim.plan import Hires, Kind, Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.records import Run
from staffing_sim.records.identity import origin
from staffing_sim.study.study import compare
from staffing_sim.study.tables.averages import averages

# --- where to put new posts -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Placement:
    """New posts of a role, and the offices they go to.

    Attributes
    ----------
    role, posts
        What is placed.
    table
        One row per office: office, hours_demanded and hours_available (a month, as is), load (one
        over the other), posts, load_after (with full-time hours for each post).
    """

    role: str
    posts: int
    table: pd.DataFrame

    @property
    def offices(self) -> dict[str, float]:
        """The share of each office that gets a post, as `Hires` takes it."""
        given = self.table[self.table["posts"] > 0]
        counts = zip(given["office"], given["posts"], strict=True)
        return {str(office): int(posts) / self.posts for office, posts in counts}

    def plans(self, *, kind: Kind, **rest: Any) -> tuple[Plan, Plan, Plan]:
        """Return three plans to compare: as is, the posts allotted by referrals, and by need.

        Parameters
        ----------
        kind
            What a number of posts means, as in `Hires`: ``"net"``, say.
        **rest
            Other fields of `Hires`, such as ``start``.
        """
        same: dict[str, Any] = {"kind": kind, "role": self.role, **rest}
        return (
            Plan("As is"),
            Plan(
                f"{self.posts} by referrals",
                hires=Hires.once(self.posts, offices="referrals", **same),
            ),
            Plan(
                f"{self.posts} by need",
                hires=Hires.once(self.posts, offices=self.offices, **same),
            ),
        )

    def _repr_html_(self) -> str:
        """Return the offices as a table for a notebook."""
        return self.table.to_html(index=False, float_format="{:,.2f}".format)


def where_to_put(
    agency: Agency,
    posts: int,
    *,
    role: str | None = None,
    years: float = 1,
    replications: int = 3,
    seed: int = 0,
) -> Placement:
    """Return the offices that new posts should go to, one post at a time.

    Each post goes to the office whose load (hours demanded over hours available, full-time hours
    of the posts already placed there included) is highest. Loads are those of the agency as it is,
    mean of the replications and of the months. A rule of thumb, not an optimum: simulate
    `Placement.plans` before relying on it.

    Parameters
    ----------
    agency
        The agency as it is.
    posts
        How many posts.
    role
        The role they join; the one that hires join where not given.
    years, replications, seed
        The runs that the loads are taken from, as in `compare`.

    Raises
    ------
    InputError
        If there is nothing to place, or the role is unknown.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> found = where_to_put(load_agency("small-office"), 5, years=0.5)
    >>> int(found.table["posts"].sum()), round(sum(found.offices.values()), 6)
    (5, 1.0)
    """
    if posts < 1:
        raise wrong("posts", f"must be at least 1; got {posts}", "Give 50, say.")
    chosen = agency.role_or_hiring(role)
    study = compare(
        agency, Plan("As is"), years=years, replications=replications, seed=seed, progress=False
    )
    months = study.months()
    of_role = months[months["role"] == chosen.name]
    columns = [f"{activity}_hours_demanded" for activity in ACTIVITIES]
    sums = of_role.groupby("office", observed=False)[[*columns, "hours_available"]].sum()
    runs = study.horizon * study.replications
    demanded = sums[columns].sum(axis=1).to_numpy() / runs
    available = sums["hours_available"].to_numpy() / runs
    placed = posts_by_load(demanded, available, posts=posts, hours_per_post=chosen.hours_per_month)
    table = pd.DataFrame(
        {
            "office": sums.index.astype(str),
            "hours_demanded": demanded,
            "hours_available": available,
            "load": demanded / available,
            "posts": placed,
            "load_after": demanded / (available + placed * chosen.hours_per_month),
        }
    )
    table.attrs = dict(months.attrs)
    return Placement(role=chosen.name, posts=posts, table=table)


def posts_by_load(
    demanded: NDArray[np.float64],
    available: NDArray[np.float64],
    *,
    posts: int,
    hours_per_post: float,
) -> NDArray[np.int64]:
    """Return how many posts each office gets, each going to the highest load so far."""
    placed = np.zeros(len(demanded), dtype=np.int64)
    for _ in range(posts):
        with np.errstate(divide="ignore", invalid="ignore"):
            load = demanded / (available + placed * hours_per_post)
        placed[int(np.nanargmax(load))] += 1
    return placed


# --- what each cap leads to -----------------------------------------------------------------------


def cap_frontier(
    agency: Agency, role: str, limits: Sequence[float], *, overflow: Overflow = "hard", **how: Any
) -> pd.DataFrame:
    """Find what each cap on a role's caseload leads to, on the same worlds.

    Parameters
    ----------
    agency
        The agency; it is also run as it is.
    role
        The role whose new cases are capped, in children.
    limits
        The caps to try.
    overflow
        What a cap does to a new case when everybody is at it; see `PlanCap`.
    how
        Any other argument of `compare`: ``years``, ``replications``, ``seed`` ...

    Returns
    -------
    pandas.DataFrame
        One row for the agency as it is, then one per cap, the highest first: plan, limit, then
        waiting (children without a worker of the role) and over (children whose worker holds more
        than the cap), means of the month ends, unseen (children not seen in a month, all roles) and
        late_share (of first responses due), each with ``_low`` and ``_high``; and runs.

    Raises
    ------
    InputError
        If a limit, the role or another argument is wrong.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> table = cap_frontier(office, "continuing_services", [22, 18], years=0.5, replications=2)
    >>> table["plan"].tolist()
    ['As is', 'At most 22', 'At most 18']
    """
    agency.role(role)
    ordered = sorted(set(limits), reverse=True)
    caps = [PlanCap(role=role, limit=limit, overflow=overflow) for limit in ordered]
    plans = [Plan("As is"), *(Plan(f"At most {cap.limit:g}", caps=cap) for cap in caps)]
    study = compare(agency, plans, **how)
    months, keys = study.months(), ["plan", "replication"]
    of_role = months[months["role"] == role].groupby(keys, observed=True)
    everywhere = months.groupby(keys, observed=True)
    columns = {"unassigned_children": "waiting", "children_over_cap": "over"}
    runs = of_role[list(columns)].sum().rename(columns=columns) / study.horizon
    runs["unseen"] = everywhere["unseen"].sum() / study.horizon
    due = everywhere["responses_due"].sum().replace(0.0, np.nan)
    runs["late_share"] = everywhere["late_responses"].sum() / due
    rows = runs.reset_index()
    rows.attrs = dict(months.attrs)
    table = averages(rows, by=(), values=("waiting", "over", "unseen", "late_share"))
    ends = [name for name in table.columns if name.endswith("_low")]
    table[ends] = table[ends].clip(lower=0.0)
    table.insert(
        1,
        "limit",
        table["plan"].astype(str).map(dict(zip(study.names, [np.nan, *ordered], strict=True))),
    )
    return table


# --- one child's way ------------------------------------------------------------------------------

WAITING: Final = "waiting"
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
        return Fault("runs", "is empty", "Give at least one run.")
    if len({(run.records.seed, run.records.months, run.records.agency.title) for run in runs}) > 1:
        problem = "are not of one agency, seed and horizon"
        return Fault("runs", problem, "Simulate each plan with the same ones.")
    if any(child not in set(run.children["child"]) for run in runs):
        remedy = "Take one whose case opened under every plan, from run.children."
        return Fault("child", f"has no child {child} in every run", remedy)
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
