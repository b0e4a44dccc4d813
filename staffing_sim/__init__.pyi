# What the lazily loaded names of the front door are, for type checkers and editors.
# tests/unit/test_front_door.py holds this file, the table of rooms and __all__ together.

from staffing_sim.agency import Agency as Agency
from staffing_sim.calculator import need_waterfall as need_waterfall
from staffing_sim.calculator import standard_names as standard_names
from staffing_sim.calculator import static_need as static_need
from staffing_sim.engine.policy import check_policy as check_policy
from staffing_sim.errors import InputError as InputError
from staffing_sim.errors import PolicyError as PolicyError
from staffing_sim.errors import StaffingSimError as StaffingSimError
from staffing_sim.fluid import Fluid as Fluid
from staffing_sim.fluid import fluid as fluid
from staffing_sim.frames import Run as Run
from staffing_sim.measures import list_measures as list_measures
from staffing_sim.plan import Aides as Aides
from staffing_sim.plan import Clause as Clause
from staffing_sim.plan import Clerks as Clerks
from staffing_sim.plan import Expense as Expense
from staffing_sim.plan import Freeze as Freeze
from staffing_sim.plan import Furlough as Furlough
from staffing_sim.plan import Hires as Hires
from staffing_sim.plan import Move as Move
from staffing_sim.plan import Overtime as Overtime
from staffing_sim.plan import Plan as Plan
from staffing_sim.plan import PlanCap as PlanCap
from staffing_sim.plan import PlanRebalance as PlanRebalance
from staffing_sim.plan import PlanTriage as PlanTriage
from staffing_sim.plan import Retention as Retention
from staffing_sim.plan import Strike as Strike
from staffing_sim.plan import Supervisors as Supervisors
from staffing_sim.plan import check_plan as check_plan
from staffing_sim.presets import load_agency as load_agency
from staffing_sim.presets import load_plan as load_plan
from staffing_sim.presets import load_plans as load_plans
from staffing_sim.presets import preset_names as preset_names
from staffing_sim.presets import save_agency as save_agency
from staffing_sim.presets.fits import load_fits as load_fits
from staffing_sim.sensitivity import compare_sets as compare_sets
from staffing_sim.sensitivity import drawn_sets as drawn_sets
from staffing_sim.sensitivity import flip_points as flip_points
from staffing_sim.sensitivity import global_sensitivity as global_sensitivity
from staffing_sim.sensitivity import tornado as tornado
from staffing_sim.solving import Frontier as Frontier
from staffing_sim.solving import Prices as Prices
from staffing_sim.solving import Schedule as Schedule
from staffing_sim.solving import Solution as Solution
from staffing_sim.solving import Target as Target
from staffing_sim.solving import equal_cost as equal_cost
from staffing_sim.solving import frontier as frontier
from staffing_sim.solving import latest_start as latest_start
from staffing_sim.solving import mixes as mixes
from staffing_sim.solving import optimise as optimise
from staffing_sim.solving import solve as solve
from staffing_sim.solving import solve_hires as solve_hires
from staffing_sim.study import Precision as Precision
from staffing_sim.study import Study as Study
from staffing_sim.study import cap_frontier as cap_frontier
from staffing_sim.study import child_history as child_history
from staffing_sim.study import compare as compare
from staffing_sim.study import examine_clause as examine_clause
from staffing_sim.study import rerun as rerun
from staffing_sim.study import simulate as simulate
from staffing_sim.study import where_to_put as where_to_put
from staffing_sim.world import draw_world as draw_world

__version__: str
__all__: list[str]
