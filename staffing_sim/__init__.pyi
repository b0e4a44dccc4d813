# What the lazily loaded names of the front door are, for type checkers and editors.
# tests/house/test_front_door.py holds this file, the table of rooms and __all__ together.

from staffing_sim import calibration as calibration
from staffing_sim import charts as charts
from staffing_sim import engine as engine
from staffing_sim import errors as errors
from staffing_sim import intervals as intervals
from staffing_sim import ledger as ledger
from staffing_sim import measures as measures
from staffing_sim import need as need
from staffing_sim import permanence as permanence
from staffing_sim import plan as plan
from staffing_sim import records as records
from staffing_sim import sensitivity as sensitivity
from staffing_sim import solving as solving
from staffing_sim import study as study
from staffing_sim import world as world
from staffing_sim.agency import Agency as Agency
from staffing_sim.briefing import report as report
from staffing_sim.errors import InputError as InputError
from staffing_sim.errors import StaffingSimError as StaffingSimError
from staffing_sim.plan import Aides as Aides
from staffing_sim.plan import Clause as Clause
from staffing_sim.plan import Clerks as Clerks
from staffing_sim.plan import Cut as Cut
from staffing_sim.plan import Expense as Expense
from staffing_sim.plan import Freeze as Freeze
from staffing_sim.plan import Furlough as Furlough
from staffing_sim.plan import Hires as Hires
from staffing_sim.plan import Move as Move
from staffing_sim.plan import OutsideStrike as OutsideStrike
from staffing_sim.plan import Overtime as Overtime
from staffing_sim.plan import Plan as Plan
from staffing_sim.plan import PlanCap as PlanCap
from staffing_sim.plan import PlanRebalance as PlanRebalance
from staffing_sim.plan import PlanTriage as PlanTriage
from staffing_sim.plan import Retention as Retention
from staffing_sim.plan import Strike as Strike
from staffing_sim.plan import Supervisors as Supervisors
from staffing_sim.presets import load_agency as load_agency
from staffing_sim.presets import load_plan as load_plan
from staffing_sim.presets import load_plans as load_plans
from staffing_sim.presets import preset_names as preset_names
from staffing_sim.presets import save_agency as save_agency
from staffing_sim.presets import save_plan as save_plan
from staffing_sim.presets.fits import load_fits as load_fits
from staffing_sim.records import Run as Run
from staffing_sim.study import Precision as Precision
from staffing_sim.study import Study as Study
from staffing_sim.study import compare as compare
from staffing_sim.study import rerun as rerun
from staffing_sim.study import simulate as simulate

__version__: str
__all__: list[str]
