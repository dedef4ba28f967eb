"""The tagger on public named-entity data, beside published figures: what of it is the model, and what the domain.

Data: files `NAME.train.jsonl`, `NAME.dev.jsonl`, `NAME.test.jsonl`, a sentence a line, {"c": [characters], "t": [BIO tags]}.
No lexicon: ours is of another domain. Nothing is chosen on the test set; the threshold is chosen on the dev set.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jiceng.errors import InputError
from jiceng.evaluation.scoring import table
from jiceng.ner.bioes import decode, encode
from jiceng.ner.inputs.features import SentenceText, features_of
from jiceng.ner.inputs.lexicon import EMPTY
from jiceng.ner.inputs.prepared import PreparedArticle, PreparedText
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.decoding import LikelySpan, best_spans
from jiceng.ner.models.hybrid import HybridModel
from jiceng.ner.models.network import NetworkSettings
from jiceng.text.normalize import normalize
from jiceng.training.hybrid import train_hybrid

_THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
# Published test F1 (Zhang and Yang 2018; Li et al. 2020).
PUBLISHED = {
    "weibo": {"Lattice-LSTM": 58.79, "FLAT": 60.32},
    "resume": {"Lattice-LSTM": 94.46, "FLAT": 95.45},
}


@dataclass(frozen=True)
class TaggedLine:
    """A sentence and its spans (start, end, label)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def read_lines(path: Path) -> list[TaggedLine]:
    """The sentences of a file; characters of more than one code point are cut to their first, so that places hold.

    Raises:
        InputError: the file cannot be read, or a line is not of this form; with the line.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read as UTF-8 text ({error})") from error
    lines = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            row = json.loads(line)
            text, tags = "".join(char[:1] or " " for char in row["c"]), [str(tag) for tag in row["t"]]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}", f'is not {{"c": [...], "t": [...]}} ({error})') from error
        if len(text) != len(tags):
            raise InputError(f"{path}:{number}", f"{len(text)} characters and {len(tags)} tags")
        if text:
            lines.append(TaggedLine(text, tuple(decode(tags))))
    return lines


def bench(name: str, folder: Path, settings: NetworkSettings, vectors: Vectors, seeds: Sequence[int]) -> dict[str, Any]:
    """Train on one set, choose the threshold on its dev part, score its test part, once a seed."""
    train, dev, test = (read_lines(folder / f"{name}.{part}.jsonl") for part in ("train", "dev", "test"))
    labels = sorted({label for line in train for _, _, label in line.spans})
    tags = ["O", *(f"{kind}-{label}" for label in labels for kind in "BIES")]
    scores = []
    for seed in seeds:
        model = train_hybrid([_prepared(train)], tags, settings, vectors, [seed])
        found = _likely(model, dev)
        threshold = max(_THRESHOLDS, key=lambda value: _f1(dev, found, value))
        scores.append(round(100 * _f1(test, _likely(model, test), threshold), 2))
    return {
        "test_f1": round(float(np.mean(scores)), 2),
        "by_seed": scores,
        "sentences": [len(train), len(dev), len(test)],
        "published": PUBLISHED.get(name, {}),
    }


def _prepared(lines: Sequence[TaggedLine]) -> PreparedArticle:
    sentences = tuple(SentenceText(line.text) for line in lines)
    text = normalize("")
    prepared = PreparedText(text, (), (), sentences, features_of(sentences, EMPTY))
    return PreparedArticle(prepared, tuple(tuple(encode(len(line.text), line.spans)) for line in lines))


def _likely(model: HybridModel, lines: Sequence[TaggedLine]) -> list[list[LikelySpan]]:
    sentences = [SentenceText(line.text) for line in lines]
    return model.likely(sentences, features_of(sentences, EMPTY))


def _f1(lines: Sequence[TaggedLine], found: Sequence[Sequence[LikelySpan]], threshold: float) -> float:
    gold = {(i, *span) for i, line in enumerate(lines) for span in line.spans}
    said = {(i, *span[:3]) for i, spans in enumerate(found) for span in best_spans(spans, threshold)}
    return float(table(gold, said)["f1"])
