"""Baselines that stand beside every figure: memorised mentions, spaCy's default `ner`, nearest-pair rules."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from jiceng.corpus.article import Article, Relation, renumber
from jiceng.corpus.article import Span as ArticleSpan
from jiceng.evaluation.bakeoff.spacy_words import NER_WITH_VECTORS, WORD_TAGS, give_vectors, word_tags
from jiceng.ner.document import set_spans, spans_of
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ontology import Ontology
from jiceng.relations.candidates import by_sentence, pairs_of
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences

Predictor = Callable[[Article], tuple[ArticleSpan, ...]]
RelationPredictor = Callable[[Article], tuple[Relation, ...]]

_BATCH = 16


def memorised(articles: Sequence[Article]) -> Predictor:
    """The majority baseline: every string that was ever a mention is one, with its most frequent label, longest first."""
    seen: dict[str, Counter[str]] = {}
    for article in articles:
        for span in article.spans:
            seen.setdefault(normalize(article.mention(span)).norm, Counter())[span.label] += 1
    labels = {mention: min(counts, key=lambda label: (-counts[label], label)) for mention, counts in seen.items()}
    pattern = re.compile("|".join(re.escape(mention) for mention in sorted(labels, key=lambda m: (-len(m), m))))

    def predict(article: Article) -> tuple[ArticleSpan, ...]:
        text = normalize(article.text)
        return renumber(
            ArticleSpan(*text.to_raw(*match.span()), labels[match[0]], 0) for match in pattern.finditer(text.norm)
        )

    return predict


def spacy_pipeline(
    articles: Sequence[Article], seed: int = 0, epochs: int = 8, vectors: Vectors | None = None
) -> Language:
    """spaCy's default `ner` (tok2vec with hash embeddings, transition-based) on characters, trained sentence by sentence.

    Dropout 0.2, batches of 16 sentences. With `vectors` it sees them, and word boundaries, too.
    """
    fix_random_seed(seed)
    shuffled = random.Random(seed)
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    if vectors is None:
        nlp.add_pipe("ner")
    else:
        give_vectors(nlp, vectors)
        nlp.add_pipe(WORD_TAGS)
        nlp.add_pipe("ner", config=NER_WITH_VECTORS)
    examples = []
    for article in articles:
        for start, end in sentences(article.text):
            inside = [s for s in article.spans if start <= s.start and s.end <= end]
            text = article.text[start:end]
            reference = nlp.make_doc(text)
            set_spans(reference, [replace(s, start=s.start - start, end=s.end - start) for s in inside])
            read = nlp.make_doc(text)
            examples.append(Example(read if vectors is None else word_tags(read), reference))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(epochs):
        shuffled.shuffle(examples)
        for first in range(0, len(examples), _BATCH):
            nlp.update(examples[first : first + _BATCH], sgd=optimizer, drop=0.2)
    return nlp


def spacy_ner(articles: Sequence[Article], seed: int = 0, epochs: int = 8) -> Predictor:
    """The baseline that reads with `spacy_pipeline`."""
    nlp = spacy_pipeline(articles, seed, epochs)
    return lambda article: spacy_spans(nlp, article.text)


def spacy_spans(nlp: Language, text: str) -> tuple[ArticleSpan, ...]:
    """What a pipeline that was trained sentence by sentence finds in a text."""
    found = []
    bounds = list(sentences(text))
    for (start, _), doc in zip(
        bounds, nlp.pipe((text[start:end] for start, end in bounds), batch_size=64), strict=True
    ):
        for span in spans_of(doc):
            found.append(replace(span, start=span.start + start, end=span.end + start))
    return renumber(found)


def nearest_pairs(articles: Sequence[Article], ontology: Ontology, reach: int = 15) -> RelationPredictor:
    """Rules from counts: a mention is joined to the nearest one of its sentence that a relation allows.

    A signature (relation, type of head, type of tail, order) is used if more than half of its nearest pairs in the
    training articles have the relation.
    """
    seen: Counter[tuple[str, str, str, bool]] = Counter()
    true: Counter[tuple[str, str, str, bool]] = Counter()
    for article in articles:
        gold = {(relation.label, relation.head, relation.tail) for relation in article.relations}
        for signature, head, tail in _nearest(article, ontology, reach):
            seen[signature] += 1
            true[signature] += (signature[0], head, tail) in gold
    used = {signature for signature, count in seen.items() if 2 * true[signature] > count}

    def predict(article: Article) -> tuple[Relation, ...]:
        return tuple(
            Relation(signature[0], head, tail, number)
            for number, (signature, head, tail) in enumerate(
                (item for item in _nearest(article, ontology, reach) if item[0] in used), start=1
            )
        )

    return predict


def _nearest(article: Article, ontology: Ontology, reach: int) -> Iterator[tuple[tuple[str, str, str, bool], int, int]]:
    """For each tail and relation the nearest head that the ontology allows, with its signature; ends by id."""
    for sentence in by_sentence(normalize(article.text), article.spans):
        best: dict[tuple[str, int], tuple[int, int]] = {}
        for pair in pairs_of(sentence, ontology, reach):
            (_, low), (high, _) = (sentence.places[end] for end in sorted((pair.head, pair.tail)))
            for label in pair.labels:
                best[label, pair.tail] = min(
                    best.get((label, pair.tail), (high - low, pair.head)), (high - low, pair.head)
                )
        for (label, tail), (_, head) in best.items():
            ends = sentence.spans[head], sentence.spans[tail]
            yield (label, ends[0].label, ends[1].label, head < tail), ends[0].id, ends[1].id
