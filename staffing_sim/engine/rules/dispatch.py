"""Which rule lets an entry of the case calendar happen."""

from staffing_sim.engine.codes import LEG_END, WORK_DONE
from staffing_sim.engine.rules.casework import come_of_age, end_leg, finish_work
from staffing_sim.engine.tables import Tables


def case_event(t: Tables, actor: int, kind: int, now: float) -> None:
    """Let the first entry of the case calendar happen."""
    c = t.case_calendar[1].subject
    if kind == WORK_DONE:
        finish_work(t, c, now)
    elif kind == LEG_END:
        end_leg(t, c, now)
    else:
        come_of_age(t, c, now)
