"""What makes decisions of probabilities: a threshold and a calibration a relation, fitted on scores of unseen articles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiceng.ner.calibration import Calibration
from jiceng.training.calibration import fit_calibration

_THRESHOLDS = tuple(i / 100 for i in range(15, 71, 5))
# A relation's own threshold is pulled towards the common one by this many relations' worth of evidence: few examples
# choose a threshold by chance.
_PRIOR = 40.0


@dataclass(frozen=True)
class Scored:
    """Probabilities of pairs by a classifier that has not seen their article; shapes (pairs, relations).

    `missed` counts, a relation each, what no pair of the article can give.
    """

    probabilities: NDArray[np.float64]
    truth: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    missed: NDArray[np.int64]


def fit_decisions(scored: Sequence[Scored], labels: Sequence[str]) -> tuple[dict[str, float], dict[str, Calibration]]:
    """Thresholds with the highest F1, and calibrations, by relation.

    A relation's threshold is that with the highest mean of its own F1 and the F1 over all relations at this
    threshold, the latter weighted as 40 relations.
    """
    probabilities = np.concatenate([item.probabilities for item in scored])
    truth = np.concatenate([item.truth for item in scored])
    allowed = np.concatenate([item.allowed for item in scored])
    missed = np.sum([item.missed for item in scored], axis=0)
    overall = {
        threshold: _f1((probabilities >= threshold) & allowed, truth, int(missed.sum())) for threshold in _THRESHOLDS
    }
    thresholds, calibrations = {}, {}
    for i, label in enumerate(labels):
        rows = np.flatnonzero(allowed[:, i])
        own, right = probabilities[rows, i], truth[rows, i]
        count = float(right.sum() + missed[i])

        def worth(
            threshold: float,
            own: NDArray[np.float64] = own,
            i: int = i,
            right: NDArray[np.bool_] = right,
            count: float = count,
        ) -> float:
            return count * _f1(own >= threshold, right, int(missed[i])) + _PRIOR * overall[threshold]

        thresholds[label] = max(_THRESHOLDS, key=lambda threshold: (worth(threshold), -threshold))
        calibrations[label] = fit_calibration(own.tolist(), right.tolist())
    return thresholds, calibrations


def _f1(found: NDArray[np.bool_], truth: NDArray[np.bool_], missed: int) -> float:
    return float(2 * (found & truth).sum() / max(1, found.sum() + truth.sum() + missed))
