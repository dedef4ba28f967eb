"""The sequence model: a linear-chain CRF over BIOES tags of characters (python-crfsuite, L-BFGS, L1 + L2)."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pycrfsuite

from pipeline.corpus.article import Article, Span
from pipeline.ner.bioes import decode, encode
from pipeline.ner.features import sentence_features
from pipeline.ner.lexicon import EMPTY, Lexicon
from pipeline.ner.segmenter import segment
from pipeline.text.normalize import NormalizedText, normalize
from pipeline.text.sentences import sentences


@dataclass(frozen=True)
class TaggerSettings:
    """What the tagger sees and how it is trained. `l1`, `l2`: weights of the two penalties."""

    lexicon: bool = True
    segmenter: bool = True
    l1: float = 0.05
    l2: float = 0.05
    iterations: int = 100


@dataclass(frozen=True)
class TaggedSentence:
    """A sentence ready for training: its characters' features and their BIOES tags."""

    features: pycrfsuite.ItemSequence
    tags: list[str]


class Tagger:
    """A trained tagger: its settings, its lexicon and CRFsuite's model as bytes."""

    def __init__(self, settings: TaggerSettings, lexicon: Lexicon, model: bytes) -> None:
        self.settings = settings
        self.lexicon = lexicon
        self.model = model
        self._crf = pycrfsuite.Tagger()
        self._crf.open_inmemory(model)

    def tag(self, text: NormalizedText) -> list[Span]:
        """Spans of a text in raw offsets, in text order, with ids from 1.

        A span's confidence is the lowest marginal probability of its characters' tags: a span is as sure as its
        least sure character.
        """
        spans: list[Span] = []
        for start, end in normalized_sentences(text):
            features = self._features(text.norm, start, end)
            self._crf.set(pycrfsuite.ItemSequence(features))
            tags = self._crf.tag()
            for low, high, label in decode(tags):
                confidence = min(self._crf.marginal(tags[i], i) for i in range(low, high))
                raw_start, raw_end = text.to_raw(start + low, start + high)
                if spans and raw_start < spans[-1].end:
                    continue  # two mentions inside one replaced word: the first stands for it
                spans.append(Span(raw_start, raw_end, label, len(spans) + 1, confidence))
        return spans

    def _features(self, norm: str, start: int, end: int) -> list[list[str]]:
        return features_of(norm, start, end, self.settings, self.lexicon)

    def settings_json(self) -> dict[str, bool | float | int]:
        """The settings as a JSON object."""
        return asdict(self.settings)


def normalized_sentences(text: NormalizedText) -> Iterable[tuple[int, int]]:
    """Extents in `text.norm` of the sentences of `text.raw`."""
    for start, end in sentences(text.raw):
        extent = text.to_norm(start, end)
        assert extent is not None, "a sentence never ends inside a replaced word"
        yield extent


def features_of(norm: str, start: int, end: int, settings: TaggerSettings, lexicon: Lexicon) -> list[list[str]]:
    """Features of the characters of `norm[start:end]`, a sentence."""
    return sentence_features(
        norm[start:end],
        lexicon if settings.lexicon else EMPTY,
        segment if settings.segmenter else None,
        opens_line=start == 0 or norm[start - 1].isspace(),
    )


def tagged_sentences(article: Article, settings: TaggerSettings, lexicon: Lexicon) -> list[TaggedSentence]:
    """The article's sentences with their tags, for training. Its spans must have passed the checks."""
    text = normalize(article.text)
    spans = [
        (*extent, span.label)
        for span in sorted(article.spans)
        if (extent := text.to_norm(span.start, span.end)) is not None
    ]
    result = []
    for start, end in normalized_sentences(text):
        inside = [(low - start, high - start, label) for low, high, label in spans if start <= low and high <= end]
        features = pycrfsuite.ItemSequence(features_of(text.norm, start, end, settings, lexicon))
        result.append(TaggedSentence(features, encode(end - start, inside)))
    return result


def train_tagger(data: Sequence[TaggedSentence], settings: TaggerSettings, lexicon: Lexicon) -> Tagger:
    """Train on tagged sentences. The same data in the same order gives the same model."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": settings.l1, "c2": settings.l2, "max_iterations": settings.iterations})
    for sentence in data:
        trainer.append(sentence.features, sentence.tags)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(str(path))
        return Tagger(settings, lexicon, path.read_bytes())
