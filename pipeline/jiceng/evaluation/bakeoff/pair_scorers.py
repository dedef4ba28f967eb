"""The scorers of the relations' bake-off: fitted on pairs of training articles, they give each relation's probability.

All see the same pairs and have the same thresholds fitted; what differs is what they see of a pair and how they weigh it.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.neural_network import MLPClassifier

from jiceng.corpus.article import Span
from jiceng.ner.models.hybrid import HybridModel
from jiceng.ner.tagger import Tagger
from jiceng.ontology import Ontology
from jiceng.relations.classifier import RelationSettings
from jiceng.relations.verbs import VerbLexicon
from jiceng.text.normalize import normalize
from jiceng.training.classifier import train_classifier
from jiceng.training.pairs import PairData, probabilities

Floats = NDArray[np.float32]
Probabilities = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of an article, and `states` (pairs, width): what the tagger's LSTM makes of their places."""

    data: PairData
    states: Floats


# Probabilities of the relations, (pairs, relations).
Scorer = Callable[[Pairs], Probabilities]
Fit = Callable[[Sequence[Pairs], RelationSettings, VerbLexicon, Ontology, int], Scorer]

# Boosting sees this many of the columns, those that tell most of a relation by themselves: it takes no sparse ones.
_COLUMNS = 300
_BOOSTING: Mapping[str, Any] = {
    "max_iter": 100,
    "learning_rate": 0.1,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 10,
    "l2_regularization": 5.0,
    "early_stopping": False,
}
_NEURAL: Mapping[str, Any] = {"hidden_layer_sizes": (64,), "alpha": 1e-3, "batch_size": 256, "max_iter": 10}


def logistic_regression(
    pairs: Sequence[Pairs], settings: RelationSettings, verbs: VerbLexicon, ontology: Ontology, seed: int
) -> Scorer:
    """The default: see `jiceng.relations.classifier`."""
    classifier = train_classifier([item.data for item in pairs], settings, verbs, ontology)
    return lambda item: probabilities(classifier, item.data.features)


def gradient_boosting(
    pairs: Sequence[Pairs], settings: RelationSettings, verbs: VerbLexicon, ontology: Ontology, seed: int
) -> Scorer:
    """Boosted trees (scikit-learn's, over histograms), one model a relation, on the columns chosen by χ²."""
    features = csr_matrix(vstack([item.data.features for item in pairs]))
    used = np.unique(features.indices)
    features = features[:, used]
    truth = np.concatenate([item.data.truth for item in pairs])
    allowed = np.concatenate([item.data.allowed for item in pairs])
    models: list[tuple[NDArray[np.int64], Any] | float] = []
    for i in range(truth.shape[1]):
        rows = np.flatnonzero(allowed[:, i])
        target = truth[rows, i]
        if not target.any() or target.all():
            models.append(float(target.any()))
            continue
        chosen = SelectKBest(chi2, k=min(_COLUMNS, len(used))).fit(features[rows], target).get_support(indices=True)
        model = HistGradientBoostingClassifier(**_BOOSTING, random_state=seed)
        models.append((used[chosen], model.fit(features[rows][:, chosen].toarray(), target)))

    def score(item: Pairs) -> Probabilities:
        found = np.zeros(item.data.truth.shape)
        for i, model in enumerate(models):
            rows = np.flatnonzero(item.data.allowed[:, i])
            if isinstance(model, float):
                found[rows, i] = model
            elif len(rows):
                columns, trees = model
                found[rows, i] = trees.predict_proba(item.data.features[rows][:, columns].toarray())[:, 1]
        return found

    return score


def neural_scorer(
    pairs: Sequence[Pairs], settings: RelationSettings, verbs: VerbLexicon, ontology: Ontology, seed: int
) -> Scorer:
    """One hidden layer (scikit-learn's) over the LSTM's states at both ends and between, and all relations at once."""
    states = np.concatenate([item.states for item in pairs])
    mean, spread = states.mean(axis=0), states.std(axis=0) + 1e-3
    model = MLPClassifier(**_NEURAL, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a fixed number of epochs is what we ask for
        model.fit((states - mean) / spread, np.concatenate([item.data.truth for item in pairs]))

    def score(item: Pairs) -> Probabilities:
        if not len(item.states):
            return np.zeros(item.data.truth.shape)
        return np.asarray(model.predict_proba((item.states - mean) / spread), dtype=np.float64)

    return score


SCORERS: dict[str, Fit] = {
    "logistic_regression": logistic_regression,
    "gradient_boosting": gradient_boosting,
    "neural": neural_scorer,
}
# Those whose fit has something random in it.
RANDOM = frozenset({"neural"})


def pair_states(
    text: str, spans: Sequence[Span], ends: NDArray[np.int64], tagger: Tagger, ontology: Ontology
) -> Floats:
    """Of each pair the LSTM's states at the first and last character of head and tail, and the mean between the two.

    Beside them both labels, the order, and how far the two are apart (logarithm of characters). Shape (pairs, width).
    """
    assert isinstance(tagger.model, HybridModel)
    normalised = normalize(text)
    prepared = tagger.prepare(normalised)
    states = tagger.model.states(prepared.sentences, prepared.bags)
    row = np.zeros(len(normalised.norm) + 1, dtype=np.int64)
    count = 0
    for low, high in prepared.extents:
        row[low:high] = np.arange(count, count + high - low)
        count += high - low
    sums = np.concatenate([np.zeros((1, states.shape[1]), dtype=np.float32), np.cumsum(states, axis=0)])
    at = {span.id: (normalised.to_norm(span.start, span.end) or (0, 1), span.label) for span in spans}
    labels = {label: i for i, label in enumerate(ontology.entity_labels)}
    found = np.zeros((len(ends), 5 * states.shape[1] + 2 * len(labels) + 2), dtype=np.float32)
    for i, (head, tail) in enumerate(ends.tolist()):
        (low_h, high_h), label_h = at[head]
        (low_t, high_t), label_t = at[tail]
        between = sorted((row[min(high_h, high_t) - 1] + 1, row[max(low_h, low_t)]))
        inner = (sums[between[1]] - sums[between[0]]) / max(1, between[1] - between[0])
        places = [row[low_h], row[high_h - 1], row[low_t], row[high_t - 1]]
        marks = np.zeros(2 * len(labels) + 2, dtype=np.float32)
        marks[[labels[label_h], len(labels) + labels[label_t]]] = 1
        marks[-2:] = low_h < low_t, np.log1p(between[1] - between[0])
        found[i] = np.concatenate([*states[places], inner, marks])
    return found
