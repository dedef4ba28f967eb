"""Calibrated probabilities: what says 0.8 is right four times of five."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Surer than this nothing is.
CLIP = 1e-4


@dataclass(frozen=True)
class Calibration:
    """p → σ(slope · logit(p) + shift): temperature scaling (Guo et al. 2017) with a shift, as Platt (1999) has it."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: float) -> float:
        """The calibrated probability."""
        clipped = min(max(probability, CLIP), 1 - CLIP)
        logit = float(np.log(clipped / (1 - clipped)))
        return float(1 / (1 + np.exp(-(self.slope * logit + self.shift))))


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
