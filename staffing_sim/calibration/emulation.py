"""A statistical stand-in for the runs of an agency: a Gaussian process for each quantity.

A run of a county takes seconds and is left to chance; an emulator answers in microseconds what the
mean of many runs would be, and how unsure it is of that. It is learned from a space-filling design
of single runs: a linear trend, a smooth departure from it, and chance as noise.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.errors import wrong

Floats = NDArray[np.float64]

_SHORTEST, _LONGEST = 0.3, 30.0  # length scales, in ranges of a free number
_STARTS = 1  # searches for the scales besides the first


@dataclass(frozen=True)
class Emulator:
    """What runs say about one quantity anywhere in the space.

    Attributes
    ----------
    trend, process
        The fitted linear model, and the Gaussian process of what it leaves over.
    scale
        The standard deviation of what the trend leaves over, in the quantity's unit.
    chance
        The variance of a single run about its mean.
    """

    trend: Any
    process: Any
    scale: float
    chance: float

    @classmethod
    def fitted(cls, points: Floats, results: Floats, *, seed: int = 0) -> Emulator:
        """Learn a quantity from single runs.

        Parameters
        ----------
        points
            Shape (runs, free numbers), each in [0, 1].
        results
            Shape (runs,).
        seed
            Where the search for the scales starts anew.

        Raises
        ------
        InputError
            If scikit-learn, the extra ``calibrate``, is not installed.
        """
        try:
            from sklearn.exceptions import ConvergenceWarning
            from sklearn.gaussian_process import GaussianProcessRegressor
            from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
            from sklearn.linear_model import BayesianRidge
        except ImportError:
            remedy = "Install it with: pip install 'staffing-sim[calibrate]'."
            raise wrong("calibration", "needs scikit-learn", remedy) from None
        trend = BayesianRidge().fit(points, results)
        left = results - trend.predict(points)
        scale = float(left.std()) or 1.0
        lengths = np.full(points.shape[1], 3.0)
        kernel = ConstantKernel(0.5, (1e-3, 1e2)) * RBF(lengths, (_SHORTEST, _LONGEST)) + (
            WhiteKernel(0.5, (1e-6, 2.0))
        )
        process = GaussianProcessRegressor(
            kernel, n_restarts_optimizer=_STARTS, random_state=np.random.RandomState(seed)
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            process.fit(points, left / scale)
        chance = float(process.kernel_.k2.noise_level) * scale**2
        return cls(trend, process, scale, chance)

    def predict(self, points: Floats) -> tuple[Floats, Floats]:
        """Return the mean of many runs at each point, and the variance of that estimate."""
        left, spread = self.process.predict(points, return_std=True)
        mean = self.trend.predict(points) + self.scale * left
        variance = np.maximum((spread * self.scale) ** 2 - self.chance, 0.0)
        return mean, variance

    def covered(self, points: Floats, results: Floats, *, runs: int = 1) -> float:
        """Return the share of fresh results inside the emulator's 95 % intervals.

        Parameters
        ----------
        points, results
            Points it has not learned from, and the means over runs there.
        runs
            How many runs each result is the mean of.
        """
        mean, variance = self.predict(points)
        reach = 1.96 * np.sqrt(variance + self.chance / runs)
        return float(np.mean(np.abs(results - mean) <= reach))
