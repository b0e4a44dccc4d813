"""What 35 gross hires a month come to, on each base of staff and rate of leaving."""

from __future__ import annotations

import math
from collections.abc import Iterator

from prose import prose

import staffing_sim as ss
from staffing_sim.intervals import Interval, mean_interval

BASES = (4_000, 3_000, 2_570)
RATES = (0.05, 0.105, 0.15)  # a year
PER_MONTH = 35
MONTHS = 17
ROLE = "continuing_services"


def gross_hires(*, seed: int, replications: int) -> Iterator[str]:
    """Yield the section of the page, line by line."""
    yield "## 35 a month, if leavers are not replaced\n"
    yield prose(
        f"On paper, with a constant rate $d$ of leaving, $W_0$ workers and {PER_MONTH} hires a "
        f"month come to $W_0 e^{{-dt}} + (35/d)(1 - e^{{-dt}})$. Net gain after 17 months, on "
        "the three bases that were in use (all represented workers, all social workers, "
        "caseworkers):"
    )
    yield "| base | leaving a year | on paper | on paper, hired on the first of each month | run |"
    yield "|---|---|---|---|---|"
    for base in BASES:
        for rate in RATES:
            run = _run(base, rate, seed=seed, replications=replications)
            sums = f"{_smooth(base, rate):+,.0f} | {_monthly(base, rate):+,.0f}"
            found = f"{run.mean:+,.0f} ({run.low:+,.0f} to {run.high:+,.0f})"
            yield f"| {base:,} | {rate:.1%} | {sums} | {found} |"
    yield ""
    yield prose(
        f"The plan of {PER_MONTH * MONTHS} breaks even at {_break_even(4_000):.1%} on 4,000, at "
        f"{_break_even(3_000):.1%} on 3,000 and at {_break_even(2_570):.1%} on 2,570. Hence a "
        "plan must say whether its number is *net* or *gross*, and a rate of attrition its base. "
        "The runs are the library's own staff, in an agency with one rate of leaving, no academy "
        "and no load on anybody. In brackets: 95 % intervals; all rows share the same random "
        "numbers, so they miss the sum together or not at all."
    )


def _smooth(base: float, rate: float) -> float:
    """Return the net gain when hires come evenly over time."""
    monthly = rate / 12
    stays = math.exp(-monthly * MONTHS)
    return base * stays + PER_MONTH / monthly * (1 - stays) - base


def _monthly(base: float, rate: float) -> float:
    """Return the net gain when hires come on the first of each month."""
    stays = [math.exp(-rate / 12 * (MONTHS - month)) for month in range(MONTHS)]
    return base * stays[0] + PER_MONTH * sum(stays) - base


def _break_even(base: float) -> float:
    """Return the yearly rate at which 35 a month just replace the leavers of a base."""
    return PER_MONTH * 12 / base


def _run(base: int, rate: float, *, seed: int, replications: int) -> Interval:
    """Return the net gain of runs, with its interval."""
    study = ss.compare(
        _agency(base, rate),
        ss.Plan("35 gross", hires=ss.Hires.monthly(PER_MONTH, months=MONTHS, kind="gross")),
        years=MONTHS / 12,
        replications=replications,
        seed=seed,
        progress=False,
    )
    months = study.months()
    last = months[(months["role"] == ROLE) & (months["month"] == MONTHS - 1)]
    return mean_interval(last.groupby("replication")["carrying"].sum() - base)


def _agency(base: int, rate: float) -> ss.Agency:
    """Return an office with this many workers who leave at this rate whatever they carry."""
    office = ss.load_agency("small-office")
    roles = tuple(
        role.replace(positions=base, vacant=0) if role.name == ROLE else role
        for role in office.roles
    )
    staff = office.workforce.replace(
        leaving=[{"rate_per_year": rate}],
        burnout=0,
        transfer_rate_per_year=0,
        absence_rate_per_year=0,
        academy={},
    )
    offices = tuple(one.replace(leaving_factor=1.0) for one in office.offices)
    return office.replace(roles=roles, workforce=staff, offices=offices, pipeline=(), ledger=[])
