"""The plain CRF (python-crfsuite, L-BFGS with L1 and L2), the baseline that the hybrid stands beside."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from jiceng.errors import InputError
from jiceng.ner.bioes import decode
from jiceng.ner.inputs.features import Bags, SentenceText
from jiceng.ner.inputs.prepared import PreparedArticle
from jiceng.ner.models.decoding import LikelySpan


@dataclass(frozen=True)
class CrfSettings:
    """`l1`, `l2`: weights of the two penalties."""

    l1: float = 0.05
    l2: float = 0.05
    iterations: int = 100


class PlainCrf:
    """CRFsuite's model, kept as bytes."""

    def __init__(self, model: bytes) -> None:
        self.model = model
        self._crf = _crfsuite().Tagger()
        self._crf.open_inmemory(model)

    def likely(self, sentences: Sequence[SentenceText], bags: Bags, states: object = None) -> list[list[LikelySpan]]:
        """The spans of the best sequence of each sentence; a span is as sure as its least sure character."""
        found = []
        for items in _items([len(sentence.text) for sentence in sentences], bags):
            self._crf.set(items)
            tags = self._crf.tag()
            found.append(
                [
                    (start, end, label, min(self._crf.marginal(tags[i], i) for i in range(start, end)))
                    for start, end, label in decode(tags)
                ]
            )
        return found


def _crfsuite() -> ModuleType:
    """The library, which only this baseline needs.

    Raises:
        InputError: it is not installed.
    """
    try:
        import pycrfsuite
    except ImportError as error:
        raise InputError("the plain CRF", "needs python-crfsuite: pip install jiceng[train]") from error
    return pycrfsuite  # type: ignore[no-any-return]


def _items(lengths: Sequence[int], bags: Bags) -> list[Any]:
    """CRFsuite's form of the features: a hash in hexadecimal is a feature's name."""
    order = np.argsort(bags.all_rows, kind="stable")
    names = [f"{value:x}" for value in bags.all_hashes[order].tolist()]
    starts = np.concatenate([[0], np.cumsum(np.bincount(bags.all_rows, minlength=bags.size))]).tolist()
    rows = [names[low:high] for low, high in pairwise(starts)]
    ends = np.concatenate([[0], np.cumsum(lengths)]).tolist()
    sequence = _crfsuite().ItemSequence
    return [sequence(rows[low:high]) for low, high in pairwise(ends)]


def train_plain_crf(articles: Sequence[PreparedArticle], settings: CrfSettings) -> PlainCrf:
    """Train on prepared articles. The same articles in the same order give the same model."""
    trainer = _crfsuite().Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": settings.l1, "c2": settings.l2, "max_iterations": settings.iterations})
    for article in articles:
        lengths = [len(sentence.text) for sentence in article.prepared.sentences]
        for items, tags in zip(_items(lengths, article.prepared.bags), article.tags, strict=True):
            trainer.append(items, tags)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(str(path))
        return PlainCrf(path.read_bytes())
