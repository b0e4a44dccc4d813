"""Laws agree with SciPy's, with themselves, and with their published histograms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy import stats

from staffing_sim.distributions import (
    MAX_CHILDREN,
    NO_TIME,
    Constant,
    Exponential,
    Gamma,
    Law,
    Lognormal,
    Table,
    Uniform,
    Weibull,
    family_size,
    family_size_mean,
)
from staffing_sim.errors import InputError

UNIFORMS = np.linspace(0.0, 1.0, 2001)[:-1]

WEIBULL_SCALE = 5 / math.gamma(1 + 1 / 1.7)
SCIPY_TWINS = [
    (Exponential(mean=0.9), stats.expon(scale=0.9)),
    (Exponential(mean=2, shift=3), stats.expon(loc=3, scale=2)),
    (Gamma(mean=10.5, shape=1.5), stats.gamma(1.5, scale=7)),
    (Gamma(mean=48, shape=1.5, shift=12), stats.gamma(1.5, loc=12, scale=32)),
    (Weibull(mean=5, shape=1.7), stats.weibull_min(1.7, scale=WEIBULL_SCALE)),
    (Lognormal(mean=2, sigma=0.5), stats.lognorm(0.5, scale=2 * math.exp(-0.125))),
    (Uniform(low=2, high=5), stats.uniform(2, 3)),
]
TABLE = Table(edges=(0, 1, 6, 12, 24), shares=(0.1, 0.3, 0.4, 0.2))
ANY_LAW = [*(law for law, _ in SCIPY_TWINS), Constant(value=3, shift=1), TABLE, NO_TIME]


@pytest.mark.parametrize(("law", "twin"), SCIPY_TWINS)
def test_a_law_is_the_one_scipy_calls_by_that_name(law, twin) -> None:
    times = np.linspace(0, 80, 321)
    np.testing.assert_allclose(law.quantile(UNIFORMS), twin.ppf(UNIFORMS), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(law.survival(times), twin.sf(times), rtol=1e-9, atol=1e-12)
    assert law.mean() == pytest.approx(twin.mean(), rel=1e-12)


@pytest.mark.parametrize("law", ANY_LAW)
def test_the_mean_is_the_area_under_the_survival_curve(law) -> None:
    times = np.linspace(0, 1500, 300_001)
    area = float(np.trapezoid(law.survival(times), times))
    assert area == pytest.approx(law.mean(), rel=1e-4, abs=3e-3)


@pytest.mark.parametrize("law", ANY_LAW)
def test_more_luck_never_means_a_shorter_time(law) -> None:
    times = law.quantile(UNIFORMS)
    assert np.all(np.diff(times) >= 0)
    assert np.all(times >= law.shift)
    assert np.all(np.isfinite(times))


@pytest.mark.parametrize("law", [law for law, _ in SCIPY_TWINS] + [TABLE])
def test_survival_undoes_the_inverse_law(law) -> None:
    inside = UNIFORMS[1:]
    np.testing.assert_allclose(law.survival(law.quantile(inside)), 1 - inside, rtol=1e-8)


@pytest.mark.parametrize("law", ANY_LAW)
def test_nothing_ends_before_it_starts(law) -> None:
    assert law.survival([-1.0, -1e-9]).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("law", ANY_LAW)
def test_the_shape_of_the_luck_is_kept(law) -> None:
    assert law.quantile(np.full((3, 2), 0.4)).shape == (3, 2)
    assert law.quantile(0.4).shape == ()


def test_the_shift_moves_every_duration_and_the_mean() -> None:
    plain, later = Gamma(mean=48, shape=1.5), Gamma(mean=48, shape=1.5, shift=12)
    np.testing.assert_array_equal(later.quantile(UNIFORMS), plain.quantile(UNIFORMS) + 12)
    assert later.mean() == plain.mean() + 12
    assert later.average == 48


def test_a_table_is_even_within_each_interval() -> None:
    assert TABLE.quantile([0.0, 0.05, 0.1, 0.25, 0.4, 0.8, 0.9]).tolist() == pytest.approx(
        [0, 0.5, 1, 3.5, 6, 12, 18]
    )
    assert TABLE.survival([0.5, 6, 24, 30]).tolist() == pytest.approx([0.95, 0.6, 0, 0])


def test_an_interval_without_a_share_is_jumped_over() -> None:
    gap = Table(edges=(0, 1, 2, 3), shares=(0.5, 0, 0.5))
    times = gap.quantile(UNIFORMS)
    assert not np.any((times > 1) & (times < 2))
    assert gap.quantile([0.5]).tolist() == [2.0]


def test_published_shares_that_sum_to_one_within_rounding_are_scaled() -> None:
    table = Table(edges=(0, 1, 2), shares=(0.3333333, 0.6666666))
    assert table.survival([2.0]).tolist() == [0.0]
    assert table.quantile([1 - 1e-12])[0] <= 2.0


def test_the_published_histogram_of_months_to_adoption_is_met() -> None:
    edges, shares = (0, 1, 6, 12, 18, 24, 30, 36, 60, 84), (2.2, 29.2, 35.3, 16.8, 7.3, 3.9)
    shares = tuple(share / 100.2 for share in (*shares, 1.8, 2.7, 1.0))
    table = Table(edges=edges, shares=shares)
    quartiles = table.quantile([0.25, 0.5, 0.75, 0.9]).tolist()
    assert quartiles == pytest.approx([4.9, 9.2, 15.0, 23.4], abs=0.15)
    assert table.mean() == pytest.approx(12, abs=0.2)


def test_a_bare_number_is_a_constant() -> None:
    law = TypeAdapter(Law).validate_python(2.5)
    assert law == Constant(value=2.5)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"low": 3, "high": 3}, "high: must be more than low"),
        ({"low": -1, "high": 3}, "low: must be at least 0"),
    ],
)
def test_a_uniform_law_needs_a_range(given, problem) -> None:
    with pytest.raises(InputError, match=problem):
        Uniform(**given)


def test_a_table_names_all_its_faults() -> None:
    with pytest.raises(InputError) as caught:
        Table(edges=(0, 2, 1, 3), shares=(0.5, 0.4))
    keys = [fault.key for fault in caught.value.faults]
    assert keys == ["edges", "edges", "shares"]


@pytest.mark.parametrize("mean", [0, -1, math.inf, math.nan, 1e9, "long"])
def test_a_mean_that_is_no_duration_is_refused(mean) -> None:
    with pytest.raises(InputError, match="mean: must be"):
        Exponential(mean=mean)


def test_a_law_can_be_changed_by_its_own_words() -> None:
    assert Gamma(mean=2, shape=3).replace(mean=4) == Gamma(mean=4, shape=3)


# --- family sizes ------------------------------------------------------------------------------


@given(mean=st.floats(1.0, 4.0), dispersion=st.floats(0.2, 50.0))
def test_the_mean_family_is_the_mean_of_the_inverse_law(mean, dispersion) -> None:
    even = (np.arange(50_000) + 0.5) / 50_000
    sizes = family_size(even, mean, dispersion)
    assert sizes.mean() == pytest.approx(family_size_mean(mean, dispersion), abs=4e-4)
    assert sizes.min() >= 1
    assert sizes.max() <= MAX_CHILDREN


def test_family_sizes_are_one_and_a_negative_binomial_cut_at_eight() -> None:
    mean, dispersion = 2.3, 2.0
    twin = stats.nbinom(dispersion, dispersion / (dispersion + mean - 1))
    chances = twin.pmf(np.arange(MAX_CHILDREN))
    chances[-1] = twin.sf(MAX_CHILDREN - 2)
    edges = np.concatenate([[0], np.cumsum(chances)])
    middles = 0.5 * (edges[1:] + edges[:-1])
    assert family_size(middles, mean, dispersion).tolist() == list(range(1, MAX_CHILDREN + 1))
    expected = float(np.dot(chances, np.arange(1, MAX_CHILDREN + 1)))
    assert family_size_mean(mean, dispersion) == pytest.approx(expected, rel=1e-12)


def test_a_mean_of_one_gives_only_children() -> None:
    assert family_size(UNIFORMS, 1.0, 2.0).tolist() == [1] * len(UNIFORMS)


@pytest.mark.parametrize(("mean", "dispersion"), [(0.9, 1), (2, 0), (math.nan, 1)])
def test_impossible_families_are_refused(mean, dispersion) -> None:
    with pytest.raises(ValueError, match="mean >= 1"):
        family_size([0.5], mean, dispersion)
