"""Fits calibrations on probabilities of cases whose truth is known."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from jiceng.ner.calibration import CLIP, Calibration

# Below this many examples two parameters are not worth fitting, and a probability stays what it is.
_ENOUGH = 50


def fit_calibration(probabilities: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Fit on probabilities given to cases whose truth is known, by a model that has not seen them."""
    if len(right) < _ENOUGH or all(right) or not any(right):
        return Calibration()
    clipped = np.clip(np.array(probabilities, dtype=np.float64), CLIP, 1 - CLIP)
    model = LogisticRegression(C=1e6).fit(np.log(clipped / (1 - clipped))[:, None], np.array(right))
    return Calibration(float(model.coef_[0, 0]), float(model.intercept_[0]))
