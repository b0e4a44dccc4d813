"""A statistical stand-in for the runs of an agency: a Gaussian process for each quantity.

A run of a county takes seconds and is left to chance; an emulator says in microseconds what the
mean of many runs would be, and how unsure it is of that. It is learned from a space-filling design
of single runs as a linear trend, a smooth departure from it, and chance. Scales of all three have a
log-normal prior, without which as many length scales as free numbers fit chance itself, and the
intervals become too narrow.

Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, MIT Press 2006, 2.7 and 5.4.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.calibration.figures import Figure
from staffing_sim.errors import InputError, wrong

Floats = NDArray[np.float64]

TREND, DEPARTURE, CHANCE = 0.03, 0.3, 0.3  # shares of the variance, before runs are looked at
LENGTH = 3.0  # over how many ranges of a number the departure changes, before runs are looked at
SHARES_PRIOR, LENGTHS_PRIOR = 2.0, 0.3  # standard deviations of the logarithms of these
WIDE: Final = 4.0  # largest over smallest result beyond which logarithms are learned


@dataclass(frozen=True, kw_only=True)
class Emulator:
    """What runs say about one quantity anywhere in the space.

    Attributes
    ----------
    process
        The fitted Gaussian process, of results less their mean over their standard deviation.
    mean, deviation
        These two.
    logarithm
        Whether results are learned as logarithms: positive ones that differ many times over.
    """

    process: Any
    mean: float
    deviation: float
    logarithm: bool

    @classmethod
    def fitted(cls, places: Floats, results: Floats) -> Emulator:
        """Learn a quantity from single runs.

        Parameters
        ----------
        places
            Shape (runs, free numbers), each in [0, 1].
        results
            Shape (runs,).

        Raises
        ------
        InputError
            If scikit-learn, the extra ``calibrate``, is not installed.
        """
        logarithm = bool(results.min() > 0 and results.max() > WIDE * results.min())
        learned = np.log(results) if logarithm else results
        mean, deviation = float(learned.mean()), float(learned.std()) or 1.0
        process = _process(places.shape[1])
        process.fit(_centred(places), (learned - mean) / deviation)
        return cls(process=process, mean=mean, deviation=deviation, logarithm=logarithm)

    @property
    def chance(self) -> float:
        """The variance of a single run about its mean, on the emulator's scale."""
        return float(self.process.kernel_.k2.noise_level) * self.deviation**2

    def predict(self, places: Floats) -> tuple[Floats, Floats]:
        """Return the mean of many runs at each place, and the variance of that estimate.

        Both on the emulator's scale: of logarithms, where these are learned.
        """
        found, spread = self.process.predict(_centred(places), return_std=True)
        mean: Floats = self.mean + self.deviation * found
        return mean, np.maximum((spread * self.deviation) ** 2 - self.chance, 0.0)

    def implausibility(self, figure: Figure, places: Floats, *, one_history: bool) -> Floats:
        """Return how many standard deviations the runs at each place would be off a figure.

        Parameters
        ----------
        figure
            What was published.
        places
            Where.
        one_history
            Whether the figure is of one history, left to chance as a run is; else of the mean.
        """
        mean, variance = self.predict(places)
        return self._off(figure, mean, variance + one_history * self.chance)

    def judged(self, figure: Figure, results: Floats, *, runs: int, one_history: bool) -> Floats:
        """Return how many standard deviations results, means over runs, are off a figure."""
        found = np.log(results) if self.logarithm else results
        return self._off(figure, found, self.chance / runs + one_history * self.chance)

    def covered(self, places: Floats, results: Floats, *, runs: int = 1) -> float:
        """Return the share of fresh results inside the emulator's 95 % intervals.

        Parameters
        ----------
        places, results
            Places it has not learned from, and the means over runs there.
        runs
            How many runs each result is the mean of.
        """
        mean, variance = self.predict(places)
        found = np.log(results) if self.logarithm else results
        return float(np.mean(np.abs(found - mean) <= 1.96 * np.sqrt(variance + self.chance / runs)))

    def _off(self, figure: Figure, found: Floats, variance: Floats | float) -> Floats:
        value, own = figure.value, figure.variance
        if self.logarithm:
            value, own = np.log(figure.value), figure.variance / figure.value**2
        off: Floats = np.abs(found - value) / np.sqrt(own + variance)
        return off


def one_core() -> AbstractContextManager[object]:
    """Keep linear algebra on one core: with more, its last bits depend on their number."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise _not_installed() from None
    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits


def _not_installed() -> InputError:
    remedy = "Install it with: pip install 'staffing-sim[calibrate]'."
    return wrong("calibration", "needs scikit-learn", remedy)


def _centred(places: Floats) -> Floats:
    return 2.0 * places - 1.0


def _process(numbers: int) -> Any:
    """Return a Gaussian process that has learned nothing yet."""
    try:
        from sklearn.gaussian_process import GaussianProcessRegressor, kernels
    except ImportError:
        raise _not_installed() from None
    anything = (1e-9, 1e9)  # the prior keeps scales where they belong
    trend = kernels.ConstantKernel(TREND, anything) * kernels.DotProduct(1.0, "fixed")
    lengths = np.full(numbers, 2.0 * LENGTH)  # a range is 2 long once it is centred
    departure = kernels.ConstantKernel(DEPARTURE, anything) * kernels.RBF(lengths, anything)
    return GaussianProcessRegressor(
        trend + departure + kernels.WhiteKernel(CHANCE, anything), optimizer=_most_probable
    )


def _most_probable(objective: Any, start: Floats, bounds: Any) -> tuple[Floats, float]:
    """Return the most probable logarithms of the scales: likelihood and prior together."""
    from scipy.optimize import minimize

    prior = np.full(len(start), LENGTHS_PRIOR)
    prior[[0, 1, -1]] = SHARES_PRIOR  # trend and departure come first, chance comes last

    def both(scales: Floats) -> tuple[float, Floats]:
        value, slope = objective(scales)
        off = (scales - start) / prior
        return value + 0.5 * float(off @ off), slope + off / prior

    found = minimize(both, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return found.x, float(found.fun)
