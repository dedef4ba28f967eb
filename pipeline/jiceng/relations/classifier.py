"""The pair classifier: one logistic regression a relation (scikit-learn) over hashed features, saved as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from jiceng.corpus.article import Article, Relation, Span
from jiceng.ner.calibration import Calibration
from jiceng.ontology import Ontology
from jiceng.relations.candidates import Pair, by_sentence, pairs_of
from jiceng.relations.columns import ColumnTables
from jiceng.relations.features import PairFeatures, pair_features, rivals_of
from jiceng.relations.scoring import PairScorer
from jiceng.relations.structure import Structure
from jiceng.relations.verbs import VerbLexicon
from jiceng.text.normalize import NormalizedText, normalize

# The dual solver stops here; a hundred times less changes no decision and takes five times longer (measured).
_TOLERANCE = 0.1


@dataclass(frozen=True)
class RelationSettings:
    """`c`: inverse strength of the L2 penalty. `bits`: features are hashed to 2 ** bits columns.

    `reach`: how many mentions may stand between the two ends. `threshold`: what a relation needs that has no threshold
    of its own.
    """

    c: float = 0.3
    bits: int = 20
    reach: int = 15
    threshold: float = 0.4


@dataclass(frozen=True)
class PairData:
    """Candidate pairs of one article: hashed features, a row a pair, and for each which labels it has and may have.

    `ends` (pairs, 2) are the ids of head and tail. `truth` and `allowed` are (pairs, relations) of bool, columns in the
    ontology's order. `missed` counts the gold relations that are no candidate.
    """

    ends: NDArray[np.int64]
    features: csr_matrix
    truth: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    missed: int


@dataclass(frozen=True)
class RelationClassifier:
    """Weights of a trained classifier: `coef` (relations, columns) and `intercept` (relations,), float32.

    `thresholds` and `calibrations` by relation; a relation without one has the settings' and none.
    """

    settings: RelationSettings
    verbs: VerbLexicon
    labels: tuple[str, ...]
    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]
    thresholds: Mapping[str, float] = field(default_factory=dict)
    calibrations: Mapping[str, Calibration] = field(default_factory=dict)

    @cached_property
    def _scorer(self) -> PairScorer:
        return PairScorer(np.ascontiguousarray(self.coef.T), ColumnTables(self.settings.bits))

    def probabilities(self, features: csr_matrix) -> NDArray[np.float64]:
        """Uncalibrated probability of each relation for each row of `PairData.features`, (pairs, relations)."""
        return _probabilities(np.asarray(features @ self.coef.T, dtype=np.float64) + self.intercept)

    def extract(self, text: NormalizedText, spans: Sequence[Span], ontology: Ontology) -> list[Relation]:
        """Relations between the spans of a text, in text order of heads and tails, with ids from 1."""
        relations: list[Relation] = []
        column = {label: i for i, label in enumerate(self.labels)}
        needed = {label: self.thresholds.get(label, self.settings.threshold) for label in self.labels}
        found = list(candidates(text, spans, self.settings, self.verbs, ontology))
        if not found:
            return []
        scores = _probabilities(self._scorer.logits(features for _, _, features in found) + self.intercept)
        for (pair, ends, _), row in zip(found, scores, strict=True):
            for label in pair.labels:
                probability = float(row[column[label]])
                if probability >= needed[label]:
                    confidence = self.calibrations.get(label, Calibration())(probability)
                    relations.append(Relation(label, ends[0].id, ends[1].id, len(relations) + 1, confidence))
        return relations

    def save(self, path: Path) -> None:
        """Write the weights as one npz file; only columns that any relation uses are kept."""
        used = np.flatnonzero(np.any(self.coef != 0, axis=0)).astype(np.int32)
        np.savez_compressed(path, columns=used, coef=self.coef[:, used], intercept=self.intercept)

    def settings_json(self) -> dict[str, Any]:
        """Everything but the weights as a JSON object."""
        return {
            "settings": asdict(self.settings),
            "labels": list(self.labels),
            "thresholds": dict(self.thresholds),
            "calibrations": {label: asdict(value) for label, value in self.calibrations.items()},
            "verbs": {word: list(classes) for word, classes in sorted(self.verbs.classes.items())},
        }

    @classmethod
    def load(cls, path: Path, data: dict[str, Any]) -> "RelationClassifier":
        """Read what `save` and `settings_json` wrote; no pickle is allowed in the file."""
        settings, labels = RelationSettings(**data["settings"]), tuple(data["labels"])
        with np.load(path, allow_pickle=False) as arrays:
            coef = np.zeros((len(labels), 2**settings.bits), dtype=np.float32)
            coef[:, arrays["columns"]] = arrays["coef"]
            return cls(
                settings,
                VerbLexicon({word: tuple(classes) for word, classes in data["verbs"].items()}),
                labels,
                coef,
                arrays["intercept"],
                data["thresholds"],
                {label: Calibration(**value) for label, value in data["calibrations"].items()},
            )


def _probabilities(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    # Identical text must give identical files on every machine with the same libraries, and more digits mean nothing:
    # 5 decimals, more than the export has.
    return np.asarray(np.round(1 / (1 + np.exp(-logits)), 5), dtype=np.float64)


def candidates(
    text: NormalizedText, spans: Sequence[Span], settings: RelationSettings, verbs: VerbLexicon, ontology: Ontology
) -> Iterable[tuple[Pair, tuple[Span, Span], PairFeatures]]:
    """Candidate pairs of a text with their two spans and their features."""
    for sentence in by_sentence(text, spans):
        pairs = list(pairs_of(sentence, ontology, settings.reach))
        if not pairs:
            continue
        structure = Structure(sentence, verbs)
        for pair, rivals in zip(pairs, rivals_of(structure, pairs), strict=True):
            ends = (sentence.spans[pair.head], sentence.spans[pair.tail])
            yield pair, ends, pair_features(structure, pair, rivals)


def pair_data(
    article: Article,
    settings: RelationSettings,
    verbs: VerbLexicon,
    ontology: Ontology,
    spans: Sequence[Span] | None = None,
) -> PairData:
    """Candidate pairs of an article, between its own spans or between others, with what its relations say of them.

    A pair of other spans has a relation if both spans are the article's own to the letter and label.
    """
    column = {label: i for i, label in enumerate(ontology.relation_labels)}
    at = {span.id: span for span in article.spans}
    wanted: dict[tuple[Span, Span], set[str]] = {}
    for relation in article.relations:
        wanted.setdefault((at[relation.head], at[relation.tail]), set()).add(relation.label)
    rows: list[PairFeatures] = []
    ids: list[tuple[int, int]] = []
    truth_rows: list[tuple[Pair, set[str]]] = []
    own = article.spans if spans is None else spans
    for pair, ends, features in candidates(normalize(article.text), own, settings, verbs, ontology):
        rows.append(features)
        ids.append((ends[0].id, ends[1].id))
        truth_rows.append((pair, wanted.get(ends, set())))
    truth = np.zeros((len(rows), len(column)), dtype=np.bool_)
    allowed = np.zeros_like(truth)
    for i, (pair, labels) in enumerate(truth_rows):
        allowed[i, [column[label] for label in pair.labels]] = True
        truth[i, [column[label] for label in labels if label in pair.labels]] = True
    return PairData(
        np.array(ids, dtype=np.int64).reshape(-1, 2),
        ColumnTables(settings.bits).matrix(rows),
        truth,
        allowed,
        len(article.relations) - int(truth.sum()),
    )


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
