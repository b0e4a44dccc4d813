"""Kaplan-Meier, Aalen-Johansen and their errors, held against scikit-survival and statsmodels.

lifelines is left out on purpose: its Aalen-Johansen moves tied times apart at random.
"""

import warnings

import numpy as np
import pytest
from sksurv.nonparametric import cumulative_incidence_competing_risks, kaplan_meier_estimator
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from staffing_sim.permanence import CENSORED, aalen_johansen, kaplan_meier

EXACT = {"rtol": 0, "atol": 1e-12}


@pytest.fixture(params=range(8), ids=lambda seed: f"seed {seed}")
def sample(request):
    """Stays full of ties: whole months, three causes, a third censored."""
    generator = np.random.default_rng(request.param)
    size = int(generator.integers(40, 300))
    lengths = generator.integers(1, 25, size).astype(float)
    causes = generator.choice([CENSORED, 0, 1, 2], size, p=[0.4, 0.3, 0.2, 0.1])
    lengths = np.append(lengths, 30.0)  # somebody outlasts all, so that no error is 0 / 0
    return lengths, np.append(causes, CENSORED)


def late(sample, seed=5):
    """Delayed entries for a sample: a third of the stays come under watch some time in."""
    lengths, _ = sample
    generator = np.random.default_rng(seed)
    later = np.floor(generator.uniform(0, 0.7, len(lengths)) * lengths)
    return np.where(generator.random(len(lengths)) < 0.3, later, 0.0)


def test_survival_and_its_log_log_band_are_scikit_survivals(sample) -> None:
    lengths, causes = sample
    ours = kaplan_meier(lengths, causes != CENSORED)
    times, survival, (low, high) = kaplan_meier_estimator(
        causes != CENSORED, lengths, conf_type="log-log"
    )
    for time, value, least, most in zip(times, survival, low, high, strict=True):
        found = ours.landmark(time, causes=[0])
        assert 1 - found.value == pytest.approx(value, abs=1e-12)
        # The log-log band of survival is not that of its complement; from the error it is theirs.
        error, sound = found.standard_error, 0 < value < 1
        if sound:
            spread = 1.959963984540054 * error / (value * np.log(value))
            np.testing.assert_allclose(
                sorted(value ** np.exp([spread, -spread])), [least, most], **EXACT
            )


def test_survival_with_delayed_entry_is_scikit_survivals_and_statsmodels(sample) -> None:
    lengths, causes = sample
    entries = late(sample)
    ours = kaplan_meier(lengths, causes != CENSORED, entries=entries)
    times, survival = kaplan_meier_estimator(causes != CENSORED, lengths, time_enter=entries)
    np.testing.assert_allclose([1 - ours.at(t, causes=[0]) for t in times], survival, **EXACT)
    theirs = SurvfuncRight(lengths, (causes != CENSORED).astype(int), entry=entries)
    np.testing.assert_allclose(
        [1 - ours.at(t, causes=[0]) for t in theirs.surv_times], theirs.surv_prob, **EXACT
    )


def test_incidence_is_scikit_survivals_and_so_is_its_band(sample) -> None:
    lengths, causes = sample
    ours = aalen_johansen(lengths, causes, n_causes=3)
    times, incidence, bands = cumulative_incidence_competing_risks(
        causes + 1, lengths, conf_type="log-log", var_type="Dinse_Approx"
    )
    for cause in range(3):
        found = [ours.landmark(time, causes=[cause]) for time in times]
        np.testing.assert_allclose([f.value for f in found], incidence[cause + 1], **EXACT)
        known = np.array([not np.isnan(f.low) for f in found])
        for end, theirs in zip(("low", "high"), bands[cause + 1], strict=True):
            ends = np.array([getattr(f, end) for f in found])
            np.testing.assert_allclose(ends[known], theirs[known], **EXACT)


def test_incidence_and_its_error_are_statsmodels(sample) -> None:
    lengths, causes = sample
    ours = aalen_johansen(lengths, causes, n_causes=3)
    theirs = CumIncidenceRight(lengths, causes + 1)
    for cause in range(3):
        found = [ours.landmark(time, causes=[cause]) for time in theirs.times]
        np.testing.assert_allclose([f.value for f in found], theirs.cinc[cause], **EXACT)
        errors = [f.standard_error for f in found]
        # Theirs are square roots of sums that cancel: compare the variances.
        np.testing.assert_allclose(np.square(errors), theirs.cinc_se[cause] ** 2, **EXACT)


def test_causes_taken_together_are_one_cause(sample) -> None:
    lengths, causes = sample
    together = np.where(causes == 1, 0, causes)
    for method in ("landmark", "restricted"):
        apart = getattr(aalen_johansen(lengths, causes, n_causes=3), method)
        joined = getattr(aalen_johansen(lengths, together, n_causes=3), method)
        np.testing.assert_allclose(apart(12, causes=[0, 1]), joined(12, causes=[0]), **EXACT)


def test_the_error_of_a_restricted_mean_without_competition_is_the_textbooks(sample) -> None:
    # Var = sum of (area under S beyond t)^2 d / (n (n - d)), Klein & Moeschberger section 4.5.
    lengths, causes = sample
    ours = kaplan_meier(lengths, causes != CENSORED)
    limit, times = 18.0, ours.times
    edges = np.minimum(np.append(times, limit), limit)
    beyond = np.cumsum((np.diff(edges) * ours.survival)[::-1])[::-1]
    ended = ours.hazards[0] * ours.at_risk
    terms = beyond**2 * ended / (ours.at_risk * (ours.at_risk - ended))
    expected = terms[times < limit].sum()
    assert ours.restricted(limit, causes=[0]).standard_error ** 2 == pytest.approx(
        expected, abs=1e-12
    )


def test_without_censoring_the_errors_are_those_of_plain_means() -> None:
    generator = np.random.default_rng(8)
    lengths = np.ceil(generator.exponential(10, 400))
    causes = generator.choice([0, 1], 400, p=[0.7, 0.3])
    found = aalen_johansen(lengths, causes, n_causes=2)
    home = (causes == 0) & (lengths <= 12)
    waits = np.where(causes == 0, np.minimum(lengths, 24), 24)
    share = found.landmark(12, causes=[0])
    mean = found.restricted(24, causes=[0])
    np.testing.assert_allclose(share[:2], (home.mean(), home.std() / 20), **EXACT)
    np.testing.assert_allclose(mean[:2], (waits.mean(), waits.std() / 20), **EXACT)


def test_an_error_is_known_where_everybody_has_ended() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = aalen_johansen([1, 2, 2], [0, 0, 1], n_causes=2).landmark(2, causes=[0])
    assert found.value == pytest.approx(2 / 3)
    assert found.standard_error == pytest.approx(np.sqrt(2 / 9 / 3))
