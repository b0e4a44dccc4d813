"""Compare hiring plans for a child-welfare agency.

Start from an agency (a preset or a file of your own), describe what could be decided as plans, and
compare them on the same families, children and luck:

>>> import staffing_sim as ss
>>> ss.Plan("Thirty a month", hires=ss.Hires.monthly(30, months=6, kind="net")).name
'Thirty a month'

The names most people need are here. The rest are in subpackages, reached from here as well:

>>> ss.solving.Target("caseload", at_most=21, by_month=12).by_month
12

    ss.solving      the hires a target needs, frontiers, schedules
    ss.calibration  history matching: what published figures do not rule out
    ss.sensitivity  tornado, flip points, parameter sets
    ss.need         workload standards, stability, the model without chance
    ss.measures     every measure with its definition
    ss.permanence   survival curves and published indicators
    ss.study        caps, clauses, one child's history, where posts help most
    ss.charts       the charts, from frames

Names and subpackages are loaded when first used, so that importing the package, or asking the
command line for help, is quick.
"""

from importlib import import_module

__version__ = "0.2.0"

__all__ = [
    "Agency",
    "Aides",
    "Clause",
    "Clerks",
    "Cut",
    "Expense",
    "Freeze",
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
    "Precision",
    "Retention",
    "Run",
    "StaffingSimError",
    "Strike",
    "Study",
    "Supervisors",
    "compare",
    "load_agency",
    "load_fits",
    "load_plan",
    "load_plans",
    "preset_names",
    "report",
    "rerun",
    "save_agency",
    "save_plan",
    "simulate",
]

_NAMES = {
    "agency": ("Agency",),
    "briefing": ("report",),
    "errors": ("InputError", "StaffingSimError"),
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
    "records": ("Run",),
    "study": ("Precision", "Study", "compare", "rerun", "simulate"),
}
"""The names offered here, by the subpackage they come from."""

_ROOMS = (
    "calibration",
    "charts",
    "engine",
    "errors",
    "intervals",
    "ledger",
    "measures",
    "need",
    "permanence",
    "plan",
    "records",
    "sensitivity",
    "solving",
    "study",
    "world",
)
"""The subpackages reached from here."""

_MOVED = {
    "engine": ("check_policy",),
    "errors": ("PolicyError",),
    "measures": ("list_measures",),
    "need": ("Fluid", "fluid", "need_waterfall", "stability", "standard_names", "static_need"),
    "plan": ("check_plan",),
    "sensitivity": (
        "compare_sets",
        "flip_line",
        "flip_points",
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
    "study": ("cap_frontier", "child_history", "examine_clause", "where_to_put"),
    "world": ("draw_world",),
}
"""Names that were here in 0.1.0, by the subpackage they are in now."""

_ROOM_OF = {name: room for room, names in _NAMES.items() for name in names}
_NEW_ROOM_OF = {name: room for room, names in _MOVED.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a name or a subpackage, once."""
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    if name in _NEW_ROOM_OF:
        new = f"{__name__}.{_NEW_ROOM_OF[name]}.{name}"
        raise AttributeError(f"{__name__}.{name} is now {new}", name=name)
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    value = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return all names and subpackages, loaded or not."""
    return sorted({*globals(), *__all__, *_ROOMS})
