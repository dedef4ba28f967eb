"""Articles made ready for training and reading: sentences of normalised text, their features, their gold spans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiceng.corpus.article import Article
from jiceng.encoder.weights import EncoderWeights
from jiceng.encoder.windows import text_states
from jiceng.ner.bioes import encode
from jiceng.ner.inputs.features import Bags, SentenceText, features_of
from jiceng.ner.inputs.lexicon import Lexicon
from jiceng.ner.inputs.segmenter import segment
from jiceng.text.normalize import NormalizedText, Window, normalize


@dataclass(frozen=True)
class PreparedText:
    """The sentences of a text: extents in `text.norm`, and what the models read of them.

    Of a very long sentence they are pieces that overlap. What begins in a piece's extent in `cores` is that piece's.
    `states`: a row a character of `sentences`, one after another, if there is an encoder.
    """

    text: NormalizedText
    extents: tuple[tuple[int, int], ...]
    cores: tuple[tuple[int, int], ...]
    sentences: tuple[SentenceText, ...]
    bags: Bags
    states: NDArray[np.float16] | None = None


@dataclass(frozen=True)
class PreparedArticle:
    """A prepared text with its BIOES tags, sentence by sentence."""

    prepared: PreparedText
    tags: tuple[tuple[str, ...], ...]


def prepare(
    text: NormalizedText,
    lexicon: Lexicon,
    words: Callable[[str], Sequence[str]] | None = segment,
    weights: EncoderWeights | None = None,
) -> PreparedText:
    """Cut a text into sentences and compute their features, and their states if there are weights of an encoder."""
    windows = list(text.windows())
    cut = tuple(SentenceText(text.norm[slice(*window.around)], _opens_line(text.norm, window)) for window in windows)
    extents = tuple(window.around for window in windows)
    return PreparedText(
        text,
        extents,
        tuple(window.core for window in windows),
        cut,
        features_of(cut, lexicon, words),
        None if weights is None else sentence_states(weights, text.norm, extents),
    )


def sentence_states(weights: EncoderWeights, norm: str, extents: Sequence[tuple[int, int]]) -> NDArray[np.float16]:
    """The encoder's states of the characters of sentences, one after another, (N, d); sentences may overlap."""
    states = text_states(weights, norm, extents)
    return np.concatenate([states[:0], *(states[low:high] for low, high in extents)])


def _opens_line(norm: str, window: Window) -> bool:
    """Whether a sentence begins at its window, at the beginning of a line or behind a blank."""
    start = window.around[0]
    return start == 0 or (start == window.core[0] and norm[start - 1].isspace())


def prepare_article(
    article: Article, lexicon: Lexicon, words: Callable[[str], Sequence[str]] | None = segment
) -> PreparedArticle:
    """Prepare an article whose spans have passed the checks."""
    prepared = prepare(normalize(article.text), lexicon, words)
    spans = [
        (*extent, span.label)
        for span in sorted(article.spans)
        if (extent := prepared.text.to_norm(span.start, span.end)) is not None
    ]
    tags = []
    for start, end in prepared.extents:
        inside = [(low - start, high - start, label) for low, high, label in spans if start <= low and high <= end]
        tags.append(tuple(encode(end - start, inside)))
    return PreparedArticle(prepared, tuple(tags))


def all_states(articles: Sequence[PreparedArticle]) -> NDArray[np.float16] | None:
    """The states of the characters of several articles, one after another; none if an article has none."""
    found = [article.prepared.states for article in articles]
    there = [item for item in found if item is not None]
    return np.concatenate(there) if there and len(there) == len(found) else None


def all_sentences(articles: Sequence[PreparedArticle]) -> list[SentenceText]:
    """The sentences of several articles, one after another."""
    return [sentence for article in articles for sentence in article.prepared.sentences]
