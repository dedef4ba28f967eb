"""The pair classifier: one logistic regression a relation (scikit-learn) over hashed features, saved as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from pipeline.corpus.article import Article, Relation, Span
from pipeline.ontology import Ontology
from pipeline.relations.candidates import Pair, by_sentence, pairs_of
from pipeline.relations.features import SentenceView, pair_features
from pipeline.text.normalize import NormalizedText, normalize


@dataclass(frozen=True)
class RelationSettings:
    """`c`: inverse strength of the L2 penalty. `bits`: features are hashed to 2 ** bits columns."""

    c: float = 1.0
    bits: int = 18
    threshold: float = 0.5


@dataclass(frozen=True)
class PairData:
    """Candidate pairs of one article: hashed features, a row a pair, and for each which labels it has and may have.

    `truth` and `allowed` are (pairs, relations) of bool, columns in the ontology's order. `missed` counts the gold
    relations that are no candidate.
    """

    features: csr_matrix
    truth: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    missed: int


class RelationClassifier:
    """Weights of a trained classifier: `coef` (relations, columns) and `intercept` (relations,), float32."""

    def __init__(
        self,
        settings: RelationSettings,
        labels: tuple[str, ...],
        coef: NDArray[np.float32],
        intercept: NDArray[np.float32],
    ) -> None:
        self.settings = settings
        self.labels = labels
        self.coef = coef
        self.intercept = intercept

    def probabilities(self, features: csr_matrix) -> NDArray[np.float64]:
        """Probability of each relation for each pair, (pairs, relations)."""
        logits = np.asarray(features @ self.coef.T, dtype=np.float64) + self.intercept
        # Identical text must give identical files on every machine with the same libraries, and more digits mean
        # nothing: 6 decimals, the precision of the export.
        return np.asarray(np.round(1 / (1 + np.exp(-logits)), 6), dtype=np.float64)

    def extract(self, text: NormalizedText, spans: Sequence[Span], ontology: Ontology) -> list[Relation]:
        """Relations between the spans of a text, in text order of heads and tails, with ids from 1."""
        column = {label: i for i, label in enumerate(self.labels)}
        relations: list[Relation] = []
        for sentence in by_sentence(text, spans):
            pairs = list(pairs_of(sentence, ontology))
            if not pairs:
                continue
            view = SentenceView(sentence)
            scores = self.probabilities(hashed([pair_features(view, pair) for pair in pairs], self.settings))
            for pair, row in zip(pairs, scores, strict=True):
                for label in pair.labels:
                    confidence = float(row[column[label]])
                    if confidence >= self.settings.threshold:
                        head, tail = sentence.spans[pair.head].id, sentence.spans[pair.tail].id
                        relations.append(Relation(label, head, tail, len(relations) + 1, confidence))
        return relations

    def save(self, path: Path) -> None:
        """Write the weights as one npz file; only columns that any relation uses are kept."""
        used = np.flatnonzero(np.any(self.coef != 0, axis=0)).astype(np.int32)
        np.savez_compressed(path, columns=used, coef=self.coef[:, used], intercept=self.intercept)

    @classmethod
    def load(cls, path: Path, settings: RelationSettings, labels: tuple[str, ...]) -> "RelationClassifier":
        """Read what `save` wrote; no pickle is allowed in the file."""
        with np.load(path, allow_pickle=False) as arrays:
            coef = np.zeros((len(labels), 2**settings.bits), dtype=np.float32)
            coef[:, arrays["columns"]] = arrays["coef"]
            return cls(settings, labels, coef, arrays["intercept"])

    def settings_json(self) -> dict[str, float | int]:
        """The settings as a JSON object."""
        return asdict(self.settings)


def hashed(rows: Iterable[list[str]], settings: RelationSettings) -> csr_matrix:
    """Feature strings hashed (MurmurHash3) to a sparse matrix of 2 ** bits columns."""
    hasher = FeatureHasher(2**settings.bits, input_type="string", dtype=np.float32, alternate_sign=False)
    return csr_matrix(hasher.transform(rows))


def pair_data(article: Article, settings: RelationSettings, ontology: Ontology) -> PairData:
    """Candidate pairs of an article with what its relations say of them."""
    column = {label: i for i, label in enumerate(ontology.relation_labels)}
    wanted: dict[tuple[int, int], set[str]] = {}
    for relation in article.relations:
        wanted.setdefault((relation.head, relation.tail), set()).add(relation.label)
    rows: list[list[str]] = []
    pairs: list[tuple[Pair, set[str]]] = []
    for sentence in by_sentence(normalize(article.text), article.spans):
        view = SentenceView(sentence)
        for pair in pairs_of(sentence, ontology):
            rows.append(pair_features(view, pair))
            pairs.append((pair, wanted.get((sentence.spans[pair.head].id, sentence.spans[pair.tail].id), set())))
    truth = np.zeros((len(pairs), len(column)), dtype=np.bool_)
    allowed = np.zeros_like(truth)
    for i, (pair, labels) in enumerate(pairs):
        allowed[i, [column[label] for label in pair.labels]] = True
        truth[i, [column[label] for label in labels if label in pair.labels]] = True
    return PairData(hashed(rows, settings), truth, allowed, len(article.relations) - int(truth.sum()))


def train_classifier(data: Sequence[PairData], settings: RelationSettings, ontology: Ontology) -> RelationClassifier:
    """One binary logistic regression a relation, over the pairs whose types allow it. Deterministic."""
    from scipy.sparse import vstack

    labels = ontology.relation_labels
    coef = np.zeros((len(labels), 2**settings.bits), dtype=np.float32)
    intercept = np.full(len(labels), -20.0, dtype=np.float32)  # a relation never seen is never found
    features = csr_matrix(vstack([item.features for item in data]))
    truth = np.concatenate([item.truth for item in data])
    allowed = np.concatenate([item.allowed for item in data])
    for i in range(len(labels)):
        rows = np.flatnonzero(allowed[:, i])
        target = truth[rows, i]
        if not target.any() or target.all():
            intercept[i] = 20.0 if target.any() else -20.0
            continue
        model = LogisticRegression(C=settings.c, solver="liblinear", random_state=0)
        model.fit(features[rows], target)
        coef[i], intercept[i] = model.coef_[0], model.intercept_[0]
    return RelationClassifier(settings, labels, coef, intercept)


def with_threshold(classifier: RelationClassifier, threshold: float) -> RelationClassifier:
    """The same classifier at another threshold."""
    settings = replace(classifier.settings, threshold=threshold)
    return RelationClassifier(settings, classifier.labels, classifier.coef, classifier.intercept)
