"""Trains the pair classifier: one logistic regression a relation (scikit-learn) over hashed features."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from jiceng.ner.calibration import Calibration
from jiceng.ontology import Ontology
from jiceng.relations.classifier import RelationClassifier, RelationSettings
from jiceng.relations.verbs import VerbLexicon
from jiceng.training.pairs import PairData

# The dual solver stops here; a hundred times less changes no decision and takes five times longer (measured).
_TOLERANCE = 0.1


def train_classifier(
    data: Sequence[PairData], settings: RelationSettings, verbs: VerbLexicon, ontology: Ontology
) -> RelationClassifier:
    """One binary logistic regression a relation, over the pairs whose types allow it. Deterministic."""
    labels = ontology.relation_labels
    coef = np.zeros((len(labels), 2**settings.bits), dtype=np.float32)
    intercept = np.full(len(labels), -20.0, dtype=np.float32)  # a relation never seen is never found
    features = csr_matrix(vstack([item.features for item in data]))
    # Only the columns that occur: a tenth of them, and the solver's vectors are as long as there are columns.
    used = np.unique(features.indices)
    features = features[:, used]
    truth = np.concatenate([item.truth for item in data])
    allowed = np.concatenate([item.allowed for item in data])
    for i in range(len(labels)):
        rows = np.flatnonzero(allowed[:, i])
        target = truth[rows, i]
        if not target.any() or target.all():
            intercept[i] = 20.0 if target.any() else -20.0
            continue
        model = LogisticRegression(C=settings.c, solver="liblinear", dual=True, tol=_TOLERANCE, random_state=0)
        model.fit(features[rows], target)
        coef[i, used], intercept[i] = model.coef_[0], model.intercept_[0]
    return RelationClassifier(settings, verbs, labels, coef, intercept)


def with_decisions(
    classifier: RelationClassifier, thresholds: Mapping[str, float], calibrations: Mapping[str, Calibration]
) -> RelationClassifier:
    """The same classifier with thresholds and calibrations by relation."""
    return replace(classifier, thresholds=dict(thresholds), calibrations=dict(calibrations))
