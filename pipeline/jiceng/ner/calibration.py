"""Calibrated probabilities: what says 0.8 is right four times of five."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

_CLIP = 1e-4
# Below this many examples two parameters are not worth fitting, and a probability stays what it is.
_ENOUGH = 50


@dataclass(frozen=True)
class Calibration:
    """p → σ(slope · logit(p) + shift): temperature scaling (Guo et al. 2017) with a shift, as Platt (1999) has it."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: float) -> float:
        """The calibrated probability."""
        clipped = min(max(probability, _CLIP), 1 - _CLIP)
        logit = float(np.log(clipped / (1 - clipped)))
        return float(1 / (1 + np.exp(-(self.slope * logit + self.shift))))


def fit_calibration(probabilities: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Fit on probabilities given to cases whose truth is known, by a model that has not seen them."""
    if len(right) < _ENOUGH or all(right) or not any(right):
        return Calibration()
    clipped = np.clip(np.array(probabilities, dtype=np.float64), _CLIP, 1 - _CLIP)
    model = LogisticRegression(C=1e6).fit(np.log(clipped / (1 - clipped))[:, None], np.array(right))
    return Calibration(float(model.coef_[0, 0]), float(model.intercept_[0]))


@dataclass(frozen=True)
class Bin:
    """Cases whose probability falls into one stretch: how many, their mean probability, the share that is right."""

    count: int
    confidence: float
    accuracy: float


def reliability(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The reliability table over equally wide stretches of 0 to 1; empty ones are left out."""
    found = np.array(probabilities, dtype=np.float64)
    truth = np.array(right, dtype=np.float64)
    at: NDArray[np.int64] = np.minimum((found * bins).astype(np.int64), bins - 1)
    return [
        Bin(int(inside.sum()), float(found[inside].mean()), float(truth[inside].mean()))
        for number in range(bins)
        if (inside := at == number).any()
    ]


def expected_calibration_error(table: Sequence[Bin]) -> float:
    """Mean distance of confidence and accuracy over the bins, weighted by count (Naeini et al. 2015)."""
    total = sum(row.count for row in table)
    return sum(row.count * abs(row.confidence - row.accuracy) for row in table) / total if total else 0.0
