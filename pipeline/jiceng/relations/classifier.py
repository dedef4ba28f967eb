"""The pair classifier: one logistic regression a relation over hashed features, saved as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiceng.corpus.article import Relation, Span
from jiceng.ner.calibration import Calibration
from jiceng.ner.storage import calibration_of, finite
from jiceng.ontology import Ontology
from jiceng.relations.candidates import Pair, by_sentence, pairs_of
from jiceng.relations.columns import ColumnTables
from jiceng.relations.count_lists import with_whole_lists
from jiceng.relations.features import PairFeatures, pair_features, rivals_of
from jiceng.relations.scoring import PairScorer
from jiceng.relations.structure import Structure
from jiceng.relations.verbs import VerbLexicon
from jiceng.text.normalize import NormalizedText

# A damaged file must not ask for all memory there is.
_MOST_BITS = 24


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

    def extract(self, text: NormalizedText, spans: Sequence[Span], ontology: Ontology) -> list[Relation]:
        """Relations between the spans of a text, in text order of heads and tails, with ids from 1."""
        relations: list[Relation] = []
        column = {label: i for i, label in enumerate(self.labels)}
        needed = {label: self.thresholds.get(label, self.settings.threshold) for label in self.labels}
        found = list(candidates(text, spans, self.settings, self.verbs, ontology))
        if not found:
            return []
        scores = probabilities_of(self._scorer.logits(features for _, _, features in found) + self.intercept)
        for (pair, ends, _), row in zip(found, scores, strict=True):
            for label in pair.labels:
                probability = float(row[column[label]])
                if probability >= needed[label]:
                    confidence = self.calibrations.get(label, Calibration())(probability)
                    relations.append(Relation(label, ends[0].id, ends[1].id, len(relations) + 1, confidence))
        return with_whole_lists(text, spans, relations)

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
        if not 1 <= settings.bits <= _MOST_BITS:
            raise ValueError(f"bits is {settings.bits}, from 1 to {_MOST_BITS} are allowed")
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            coef = np.zeros((len(labels), 2**settings.bits), dtype=np.float32)
            columns, intercept = arrays["columns"], finite(arrays["intercept"], "intercept")
            if columns.ndim != 1 or columns.dtype.kind not in "iu" or intercept.shape != (len(labels),):
                raise ValueError(f"columns are {columns.shape}, intercept {intercept.shape}, labels {len(labels)}")
            if columns.size and not 0 <= columns.min() <= columns.max() < 2**settings.bits:
                raise ValueError(f"columns lie outside of 0 to {2**settings.bits}")
            weights = finite(arrays["coef"], "coef")
            if weights.shape != (len(labels), len(columns)) or {weights.dtype, intercept.dtype} != {
                np.dtype(np.float32)
            }:
                raise ValueError(
                    f"coef is {weights.dtype} {weights.shape}, float32 {(len(labels), len(columns))} is needed"
                )
            coef[:, columns] = weights
            return cls(
                settings,
                VerbLexicon({word: tuple(classes) for word, classes in data["verbs"].items()}),
                labels,
                coef,
                intercept,
                {label: float(value) for label, value in data["thresholds"].items()},
                {label: calibration_of(value) for label, value in data["calibrations"].items()},
            )


def probabilities_of(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of logits, to 5 decimals."""
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
