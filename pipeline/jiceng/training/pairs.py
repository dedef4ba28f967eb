"""Candidate pairs of annotated articles as matrices: what the relation classifier is trained on and scored by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from jiceng.corpus.article import Article, Span
from jiceng.ontology import Ontology
from jiceng.relations.candidates import Pair
from jiceng.relations.classifier import RelationClassifier, RelationSettings, candidates, probabilities_of
from jiceng.relations.columns import ColumnTables
from jiceng.relations.features import PairFeatures
from jiceng.relations.verbs import VerbLexicon
from jiceng.text.normalize import normalize


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
        feature_matrix(rows, ColumnTables(settings.bits)),
        truth,
        allowed,
        len(article.relations) - int(truth.sum()),
    )


def feature_matrix(pairs: Iterable[PairFeatures], columns: ColumnTables) -> csr_matrix:
    """One row a pair, (pairs, columns), float32; a feature that occurs twice counts twice."""
    places: list[int] = []
    ends = [0]
    for pair in pairs:
        places.append(columns.plain(pair.types))
        for feature in pair.general:
            places += columns.of(pair, feature)
        ends.append(len(places))
    matrix = csr_matrix(
        (
            np.ones(len(places), dtype=np.float32),
            np.array(places, dtype=np.int32),
            np.array(ends, dtype=np.int32),
        ),
        shape=(len(ends) - 1, columns.size),
    )
    matrix.sum_duplicates()
    return matrix


def probabilities(classifier: RelationClassifier, features: csr_matrix) -> NDArray[np.float64]:
    """Uncalibrated probability of each relation for each row of `PairData.features`, (pairs, relations)."""
    return probabilities_of(np.asarray(features @ classifier.coef.T, dtype=np.float64) + classifier.intercept)
