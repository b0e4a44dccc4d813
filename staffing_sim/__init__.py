"""Compare hiring plans for a child-welfare agency.

Start from an agency (a preset or a file of your own), describe what could be decided as plans, and
compare them on the same families, children and luck:

>>> import staffing_sim as ss
>>> ss.Plan("Thirty a month", hires=ss.Hires.monthly(30, months=6, kind="net")).name
'Thirty a month'

Every name here is loaded when it is first used, so that importing the package, or asking the
command line for help, costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

__all__ = [
    "Agency",
    "Aides",
    "Clause",
    "Clerks",
    "Cut",
    "Expense",
    "Fluid",
    "Freeze",
    "Frontier",
    "Furlough",
    "Hires",
    "InputError",
    "Move",
    "OutsideStrike",
    "Overtime",
    "Plan",
    "PlanCap",
    "PlanRebalance",
    "PlanTriage",
    "PolicyError",
    "Precision",
    "Prices",
    "Retention",
    "Run",
    "Schedule",
    "Solution",
    "StaffingSimError",
    "Strike",
    "Study",
    "Supervisors",
    "Target",
    "cap_frontier",
    "check_plan",
    "check_policy",
    "child_history",
    "compare",
    "compare_sets",
    "draw_world",
    "drawn_sets",
    "equal_cost",
    "examine_clause",
    "flip_line",
    "flip_points",
    "fluid",
    "frontier",
    "global_sensitivity",
    "latest_start",
    "list_measures",
    "load_agency",
    "load_fits",
    "load_plan",
    "load_plans",
    "mixes",
    "need_waterfall",
    "optimise",
    "preset_names",
    "report",
    "rerun",
    "save_agency",
    "save_plan",
    "simulate",
    "solve",
    "solve_hires",
    "stability",
    "standard_names",
    "static_need",
    "tornado",
    "where_to_put",
]

_ROOMS = {
    "agency": ("Agency",),
    "briefing": ("report",),
    "calculator": ("need_waterfall", "stability", "standard_names", "static_need"),
    "engine.policy": ("check_policy",),
    "errors": ("InputError", "PolicyError", "StaffingSimError"),
    "frames": ("Run",),
    "measures": ("list_measures",),
    "plan": (
        "Aides",
        "Clause",
        "Clerks",
        "Cut",
        "Expense",
        "Freeze",
        "Furlough",
        "Hires",
        "Move",
        "OutsideStrike",
        "Overtime",
        "Plan",
        "PlanCap",
        "PlanRebalance",
        "PlanTriage",
        "Retention",
        "Strike",
        "Supervisors",
        "check_plan",
    ),
    "presets": (
        "load_agency",
        "load_plan",
        "load_plans",
        "preset_names",
        "save_agency",
        "save_plan",
    ),
    "presets.fits": ("load_fits",),
    "sensitivity": (
        "compare_sets",
        "drawn_sets",
        "flip_line",
        "flip_points",
        "global_sensitivity",
        "tornado",
    ),
    "solving": (
        "Frontier",
        "Prices",
        "Schedule",
        "Solution",
        "Target",
        "equal_cost",
        "frontier",
        "latest_start",
        "mixes",
        "optimise",
        "solve",
        "solve_hires",
    ),
    "study": (
        "Precision",
        "Study",
        "cap_frontier",
        "child_history",
        "compare",
        "examine_clause",
        "rerun",
        "simulate",
        "where_to_put",
    ),
    "twin": ("Fluid", "fluid"),
    "world": ("draw_world",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a name of the front door from its room, once."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the front door's names, loaded or not."""
    return sorted({*globals(), *__all__})
