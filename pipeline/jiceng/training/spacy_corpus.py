"""Annotations as spaCy's training files: `train.spacy`, `dev.spacy`, and `corpus.json`, which says what is in them.

A document is a sentence of normalised text, a token a character: what `jiceng_encoder_ner` gives its pipeline to read.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from jiceng.corpus.article import Article, Span
from jiceng.corpus.files import write_json
from jiceng.corpus.folder import Corpus, articles_hash
from jiceng.errors import InputError
from jiceng.ner.document import set_spans
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences

_MANIFEST = "corpus.json"


@dataclass(frozen=True)
class Manifest:
    """What the files hold: `data` is the hash of the articles in `train.spacy`; `held_out` is `dev.spacy`'s article."""

    data: str
    held_out: str
    trained_on: list[str]


def sentence_docs(article: Article, nlp: Language) -> Iterator[Doc]:
    """The sentences of an article as documents with entities, in text order.

    Raises:
        InputError: a span has no counterpart in the normalised text, or crosses a sentence or a token.
    """
    text = normalize(article.text)
    spans = []
    for span in sorted(article.spans):
        extent = text.to_norm(span.start, span.end)
        if extent is None:
            raise _lost(article, span, "ends inside a word that normalisation replaces")
        spans.append((*extent, span))
    placed = 0
    for low, high in sentences(article.text):
        extent = text.to_norm(low, high)
        assert extent is not None, "a sentence never ends inside a replaced word"
        start, end = extent
        inside = [(first, last, span) for first, last, span in spans if start <= first and last <= end]
        placed += len(inside)
        doc = nlp.make_doc(text.norm[start:end])
        set_spans(doc, [Span(first - start, last - start, span.label, span.id) for first, last, span in inside])
        yield doc
    if placed != len(spans):
        raise InputError(article.id, f"{len(spans) - placed} spans cross the end of a sentence; run jiceng check")


def write_spacy_corpus(corpus: Corpus, held_out: str, folder: Path, supplement: bool = True) -> Manifest:
    """Write the files of a training that does not see the gold article `held_out`, which becomes the dev set.

    Raises:
        InputError: there is no such article, nothing else to train on, or a span cannot be written.
    """
    dev = [article for article in corpus.gold if article.id == held_out]
    if not dev:
        known = ", ".join(article.id for article in corpus.gold)
        raise InputError(held_out, f"is no gold article; hold out one of {known}")
    train = [article for article in corpus.gold if article.id != held_out]
    train += corpus.supplement if supplement else ()
    if not train:
        raise InputError(held_out, "is the only article; there is nothing else to train on")
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    manifest = Manifest(articles_hash(train), held_out, sorted(article.id for article in train))
    folder.mkdir(parents=True, exist_ok=True)
    for name, articles in (("train", train), ("dev", dev)):
        _doc_bin(articles, nlp).to_disk(folder / f"{name}.spacy")
    write_json(folder / _MANIFEST, asdict(manifest))
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """What the files in a folder hold.

    Raises:
        InputError: `corpus.json` is missing or damaged.
    """
    path = folder / _MANIFEST
    try:
        return Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(str(path), f"cannot be read ({error}); run jiceng corpus-spacy") from error


def _doc_bin(articles: Iterable[Article], nlp: Language) -> DocBin:
    docs = [doc for article in articles for doc in sentence_docs(article, nlp)]
    return DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SPACY"], docs=docs)


def _lost(article: Article, span: Span, why: str) -> InputError:
    return InputError(article.id, f"“{article.mention(span)}” at {span.start} {why}")
