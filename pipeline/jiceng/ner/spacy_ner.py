"""The spaCy component `jiceng_encoder_ner`: the `ner` of another spaCy pipeline, such as a transformer's, as the tagger.

The other pipeline reads the sentences of the normalised text; a beam search over its transitions gives each span a
probability, the share of the beam that holds it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from thinc.api import prefer_gpu

from jiceng.errors import InputError
from jiceng.ner.calibration import Calibration
from jiceng.ner.component import SpanTagger
from jiceng.ner.inputs.features import Bags, SentenceText
from jiceng.ner.inputs.lexicon import EMPTY
from jiceng.ner.models.decoding import LikelySpan
from jiceng.ner.tagger import Tagger, TaggerSettings

_PIPELINE, _SETTINGS = "pipeline", "settings.json"
_BEAM_WIDTH = 16
_BEAM_DENSITY = 1e-4
# Sentences that are read at once.
_BATCH = 128


@dataclass(frozen=True)
class EncoderModel:
    """LikelySpan spans by a spaCy pipeline whose component `ner` is transition-based."""

    nlp: Language

    def likely(self, sentences: Sequence[SentenceText], bags: Bags, states: object = None) -> list[list[LikelySpan]]:
        """The spans of each sentence's beam, with their shares of it; `bags` are not used."""
        rest = iter(sentences)
        return [spans for batch in iter(lambda: list(islice(rest, _BATCH)), []) for spans in self._batch(batch)]

    def _batch(self, sentences: Sequence[SentenceText]) -> Iterator[list[LikelySpan]]:
        docs = [self.nlp.make_doc(sentence.text) for sentence in sentences]
        for name, component in self.nlp.pipeline:
            if name != "ner":
                docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
        ner = self.nlp.get_pipe("ner")
        assert isinstance(ner, EntityRecognizer)
        beams = ner.beam_parse(docs, beam_width=_BEAM_WIDTH, beam_density=_BEAM_DENSITY)
        for doc, scores in zip(docs, ner.scored_ents(beams), strict=True):
            yield sorted((*_extent(doc, start, end), label, min(1.0, p)) for (start, end, label), p in scores.items())


class EncoderSpanTagger(SpanTagger):
    """As `SpanTagger`, for a tagger whose model is an `EncoderModel`."""

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the inner pipeline, the threshold and the calibration into the folder `path`."""
        if self.tagger is None:
            return
        assert isinstance(self.tagger.model, EncoderModel)
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        self.tagger.model.nlp.to_disk(folder / _PIPELINE)
        settings = {
            "min_confidence": self.tagger.settings.min_confidence,
            "calibration": asdict(self.tagger.calibration),
        }
        (folder / _SETTINGS).write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "EncoderSpanTagger":
        """Read the tagger from the folder `path`; on a GPU if there is one.

        Raises:
            InputError: a file is missing or damaged, or a library that the inner pipeline needs is not installed.
        """
        folder = Path(path)
        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            calibration = Calibration(**settings["calibration"])
            self.tagger = encoder_tagger(folder / _PIPELINE, settings["min_confidence"], calibration)
        except (OSError, TypeError, KeyError, json.JSONDecodeError) as error:
            raise InputError(str(folder), f"holds no tagger that can be read ({error}); train again") from error
        return self


def encoder_tagger(
    folder: Path, min_confidence: float = TaggerSettings.min_confidence, calibration: Calibration | None = None
) -> Tagger:
    """A tagger from a pipeline that `spacy train` wrote; on a GPU if there is one.

    Raises:
        InputError: the folder holds no pipeline with a component `ner`, or a library that it needs is not installed.
    """
    prefer_gpu()
    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).split("\n", 1)[0]
        raise InputError(
            str(folder), f"cannot be loaded ({reason}); a transformer needs jiceng's extra trf, make train-trf"
        ) from error
    if not nlp.has_pipe("ner") or not isinstance(nlp.get_pipe("ner"), EntityRecognizer):
        raise InputError(str(folder), "has no component ner")
    settings = TaggerSettings(lexicon=False, segmenter=False, min_confidence=min_confidence)
    return Tagger(settings, EMPTY, EncoderModel(nlp), calibration or Calibration())


def _extent(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Characters of a stretch of tokens."""
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


@Language.factory("jiceng_encoder_ner", assigns=["doc.ents", "span._.confidence"], retokenizes=False)
def make_encoder_tagger(nlp: Language, name: str) -> EncoderSpanTagger:
    """Factory of the component; spaCy finds it through its entry point."""
    return EncoderSpanTagger(name)
