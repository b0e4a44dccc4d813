"""History matching: which descriptions of an agency its published figures do not rule out.

figures    what was published: value, error, discrepancy, and what each figure is worth
free       what nobody has measured, and how far each number may reasonably go
emulation  a fast statistical stand-in for the runs of an agency
matching   waves: run a design, learn from it, rule out, design again
runs       running points side by side, finished ones kept
"""

from staffing_sim.calibration.emulation import Emulator
from staffing_sim.calibration.figures import WORTHS, Figure, Figures, read_figures
from staffing_sim.calibration.free import FreeNumber, Space
from staffing_sim.calibration.matching import Budget, Matching, match_history
from staffing_sim.calibration.runs import Evaluations, Point

__all__ = [
    "WORTHS",
    "Budget",
    "Emulator",
    "Evaluations",
    "Figure",
    "Figures",
    "FreeNumber",
    "Matching",
    "Point",
    "Space",
    "match_history",
    "read_figures",
]
