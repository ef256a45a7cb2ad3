"""Logistic regression by Newton's method, for the tools that fit weights; needs numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_STEPS = 50


def logistic(
    values: NDArray[np.float64], right: NDArray[np.float64], *, penalty: float
) -> NDArray[np.float64]:
    """The weights of the columns, then the bias, which the L2 penalty leaves alone."""
    table = np.hstack([values, np.ones((len(values), 1))])
    ridge = np.diag([penalty] * values.shape[1] + [1e-6])
    weights = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - right) + ridge @ weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
        weights -= np.linalg.solve(curve, slope)
    return weights
