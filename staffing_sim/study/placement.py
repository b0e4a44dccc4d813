"""Where to put new posts: to the offices where work is furthest beyond the hours there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError
from staffing_sim.levers import Hires, Kind
from staffing_sim.plan import Plan
from staffing_sim.records import ACTIVITIES
from staffing_sim.study.results import compare

__all__ = ["Placement", "where_to_put"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Placement:
    """So many new posts of a role, and the offices they go to.

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
        """Return three plans to compare: as is, the posts dealt out by referrals, and by need.

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
                f"{self.posts} where the need is",
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
    `Placement.plans` before believing it.

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
        problem = f"must be at least 1; got {posts}"
        raise InputError([Fault(key="posts", problem=problem, remedy="Give 50, say.")])
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
    placed = _placed(demanded, available, posts=posts, hours_per_post=chosen.hours_per_month)
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


def _placed(
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
