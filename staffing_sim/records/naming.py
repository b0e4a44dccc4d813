"""Names instead of codes: the categorical columns of every frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def named(codes: NDArray[Any], names: Sequence[str], *, ordered: bool = False) -> pd.Series:
    """Return a column of names from their indices; -1 is missing.

    Examples
    --------
    >>> named(np.array([1, 0, -1]), ("North", "South")).tolist()
    ['South', 'North', nan]
    """
    whole = np.asarray(codes, dtype=np.int64)
    categories = pd.Index(list(names), dtype=object)
    return pd.Series(pd.Categorical.from_codes(whole, categories=categories, ordered=ordered))
