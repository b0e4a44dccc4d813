"""The clause tester: what a wording would have triggered in every plan, where, and at what cost.

A study keeps no records, so its runs are made again, from the same seed: once with the clause as a
report, which changes nothing, and once more with its remedy in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, InterruptedStudy
from staffing_sim.plan import Clause, Plan, check_plan
from staffing_sim.study.clause_counts import WITHOUT
from staffing_sim.study.examination import Examination
from staffing_sim.study.progress import Progress
from staffing_sim.study.results import Study, compare
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["examine_clause", "examine_plans"]


def examine_clause(
    study: Study,
    clause: Clause,
    *,
    n_jobs: int = 1,
    progress: Progress | bool | None = None,
) -> Examination:
    """Find what a clause's wording would have triggered in each plan of a study.

    Every run of the study is made again with the clause in it: the same worlds, and, as a report
    changes nothing, the same bits. A clause with a remedy is run a second time with that remedy in
    force, and the two are compared pair by pair.

    Parameters
    ----------
    study
        What to examine; its agency, plans, seed, horizon and replications are used again.
    clause
        The wording.
    n_jobs, progress
        As in `compare`.

    Raises
    ------
    InputError
        If this is no study or no clause, the study rests on functions of the user's own, or the
        clause names unknown roles or offices.
    InterruptedStudy
        If interrupted.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, replications=2)
    >>> clause = ss.Clause(role="continuing_services", limit=22, consecutive=2)
    >>> found = ss.examine_clause(study, clause)
    >>> found.table(by=())[["plan", "worker_months", "entitled"]].round(1)
        plan  worker_months  entitled
    0  As is          151.0      44.0
    """
    _check(study, clause)
    return examine_plans(
        study.agency,
        study.plans,
        clause,
        years=study.horizon / MONTHS_PER_YEAR,
        replications=study.replications,
        seed=study.seed,
        n_jobs=n_jobs,
        progress=progress,
    )


def examine_plans(agency: Agency, plans: Sequence[Plan], clause: Clause, **how: Any) -> Examination:
    """Find what a clause would have triggered in plans that no study has run yet.

    Parameters
    ----------
    agency, plans, clause
        What to run, and the wording.
    how
        Any other argument of `compare`.

    Raises
    ------
    InputError
        With every fault of the plans and of the arguments.
    InterruptedStudy
        If interrupted.
    """
    silent = clause.replace(remedy=WITHOUT, overtime_hours=0.0)
    counted = _with_clause(agency, plans, silent, **how)
    if clause.remedy == WITHOUT:
        return Examination(clause=clause, without=counted, remedied=None)
    remedied = _with_clause(agency, plans, clause, **how)
    return Examination(clause=clause, without=counted, remedied=remedied)


def _check(study: object, clause: object) -> None:
    """Refuse what is no study or clause, and a clause that does not fit the study's agency."""
    faults = []
    if not isinstance(study, Study):
        remedy = "Make one: compare(agency, plans)."
        faults.append(Fault(key="study", problem=f"must be a Study; got {study!r}", remedy=remedy))
    if not isinstance(clause, Clause):
        remedy = "Make one: Clause(role='continuing_services', limit=31)."
        problem = f"must be a Clause; got {clause!r}"
        faults.append(Fault(key="clause", problem=problem, remedy=remedy))
    elif isinstance(study, Study) and study.own_functions:
        problem = f"was run with functions of your own: {', '.join(study.own_functions)}"
        remedy = "Make the study without them, or put the clause into its plans."
        faults.append(Fault(key="study", problem=problem, remedy=remedy))
    if not isinstance(study, Study) or faults:
        raise InputError(faults)
    check_plan(Plan("The clause", clauses=clause), study.agency)


def _with_clause(agency: Agency, plans: Sequence[Plan], clause: Clause, **how: Any) -> Study:
    """Return a study of the plans, each with the clause behind its own; all of it or nothing."""
    worded = [plan.replace(clauses=(*plan.clauses, clause)) for plan in plans]
    found = compare(agency, worded, **how)
    if found.interrupted:
        raise InterruptedStudy(found.replications, found.wanted, store=how.get("store"))
    return found
