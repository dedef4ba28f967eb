"""Articles made ready for training and reading: sentences of normalised text, their features, their gold spans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jiceng.corpus.article import Article
from jiceng.ner.bioes import encode
from jiceng.ner.inputs.features import Bags, SentenceText, features_of
from jiceng.ner.inputs.lexicon import Lexicon
from jiceng.ner.inputs.segmenter import segment
from jiceng.text.normalize import NormalizedText, normalize


@dataclass(frozen=True)
class PreparedText:
    """The sentences of a text: extents in `text.norm`, and what the models read of them."""

    text: NormalizedText
    extents: tuple[tuple[int, int], ...]
    sentences: tuple[SentenceText, ...]
    bags: Bags


@dataclass(frozen=True)
class PreparedArticle:
    """A prepared text with its BIOES tags, sentence by sentence."""

    prepared: PreparedText
    tags: tuple[tuple[str, ...], ...]


def prepare(
    text: NormalizedText, lexicon: Lexicon, words: Callable[[str], Sequence[str]] | None = segment
) -> PreparedText:
    """Cut a text into sentences and compute their features."""
    extents = []
    for start, end in text.sentences():
        extent = text.to_norm(start, end)
        assert extent is not None, "a sentence never ends inside a replaced word"
        extents.append(extent)
    cut = tuple(
        SentenceText(text.norm[start:end], start == 0 or text.norm[start - 1].isspace()) for start, end in extents
    )
    return PreparedText(text, tuple(extents), cut, features_of(cut, lexicon, words))


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


def all_sentences(articles: Sequence[PreparedArticle]) -> list[SentenceText]:
    """The sentences of several articles, one after another."""
    return [sentence for article in articles for sentence in article.prepared.sentences]
