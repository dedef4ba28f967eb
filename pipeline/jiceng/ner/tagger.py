"""The tagger: a model's probabilities, calibrated, decoded to spans in raw offsets."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from jiceng.corpus.article import Span
from jiceng.encoder.weights import EncoderWeights
from jiceng.ner.calibration import Calibration
from jiceng.ner.extents import to_allowed
from jiceng.ner.inputs.features import Bags, SentenceText
from jiceng.ner.inputs.lexicon import EMPTY, Lexicon
from jiceng.ner.inputs.prepared import PreparedText, prepare
from jiceng.ner.inputs.segmenter import segment
from jiceng.ner.models.decoding import LikelySpan, best_spans
from jiceng.ner.models.network import NetworkSettings
from jiceng.ner.models.plain_crf import CrfSettings
from jiceng.ner.place_extents import mended_places
from jiceng.ner.value_extents import mended
from jiceng.text.normalize import NormalizedText


@dataclass(frozen=True)
class TaggerSettings:
    """What the tagger sees and how it is trained.

    `kind`: the hybrid network or the plain CRF. `vectors`: a file that `jiceng vectors` wrote (the hybrid needs one).
    `encoder`: a file of the pre-trained encoder, whose states the hybrid reads beside them; none if it is empty.
    `members`: networks whose probabilities are averaged. `least`: how often a feature must occur to be used.
    `min_confidence`: a mention needs this much calibrated probability; a set of spans with the highest expected F1
    holds those above half of that F1 (Lipton, Elkan and Naryanaswamy 2014), and F1 is near 0.8.
    """

    kind: Literal["hybrid", "crf"] = "hybrid"
    lexicon: bool = True
    segmenter: bool = True
    vectors: str = "models/vectors.npz"
    encoder: str = ""
    members: int = 1
    least: int = 2
    min_confidence: float = 0.4
    network: NetworkSettings = field(default_factory=NetworkSettings)
    crf: CrfSettings = field(default_factory=CrfSettings)


class Model(Protocol):
    """What gives probabilities to spans."""

    def likely(
        self, sentences: Sequence[SentenceText], bags: Bags, states: NDArray[np.float16] | None = None
    ) -> list[list[LikelySpan]]:
        """The likely spans of each sentence, with their probabilities."""
        ...


@dataclass(frozen=True)
class Tagger:
    """A trained tagger. A span's confidence is the calibrated probability of exactly this extent and label.

    `weights`: the encoder's, if the model reads its states.
    """

    settings: TaggerSettings
    lexicon: Lexicon
    model: Model
    calibration: Calibration = field(default_factory=Calibration)
    weights: EncoderWeights | None = None

    def prepare(self, text: NormalizedText) -> PreparedText:
        """A text as this tagger reads it."""
        return prepare(text, self.lexicon, segment if self.settings.segmenter else None, self.weights)

    def likely(self, prepared: PreparedText) -> list[LikelySpan]:
        """LikelySpan spans of a text, uncalibrated, with extents in its normalised form that the guide allows."""
        if not prepared.sentences:
            return []
        found = self.model.likely(prepared.sentences, prepared.bags, prepared.states)
        return [
            (start + low, start + high, label, probability)
            for (start, _), (first, end), sentence, spans in zip(
                prepared.extents, prepared.cores, prepared.sentences, found, strict=True
            )
            for low, high, label, probability in mended_places(
                sentence.text, mended(sentence.text, to_allowed(sentence.text, spans))
            )
            if first <= start + low < end
        ]

    def tag(self, text: NormalizedText) -> list[Span]:
        """Spans of a text in raw offsets, in text order, with ids from 1."""
        return self.decode(text, self.likely(self.prepare(text)))

    def decode(self, text: NormalizedText, likely: Sequence[LikelySpan]) -> list[Span]:
        """The best set of spans among likely ones that `likely` gave for this text."""
        calibrated = [(low, high, label, self.calibration(probability)) for low, high, label, probability in likely]
        spans: list[Span] = []
        for low, high, label, confidence in best_spans(calibrated, self.settings.min_confidence):
            start, end = text.to_raw(low, high)
            if spans and start < spans[-1].end:
                continue  # two mentions inside one replaced word: the first stands for it
            spans.append(Span(start, end, label, len(spans) + 1, confidence))
        return spans

    def at(self, min_confidence: float) -> "Tagger":
        """The same tagger with another threshold: lower finds more, higher errs less."""
        return replace(self, settings=replace(self.settings, min_confidence=min_confidence))

    def settings_json(self) -> dict[str, Any]:
        """The settings as a JSON object."""
        return asdict(self.settings)


def lexicon_for(settings: TaggerSettings, lexicon: Lexicon) -> Lexicon:
    """The lexicon that a tagger with these settings sees."""
    return lexicon if settings.lexicon else EMPTY
