"""Measures what word boundaries are worth to the tagger: `python -m tests.ner.segmenters [ARTICLES]` prints a table.

Leave-one-article-out over the real articles with ARTICLES of the supplement (all if left out), one seed, the default
config's network without calibration: no words, jieba's, and those of spacy-pkuseg's dictionary by longest match from the
left (the package ships no segmentation model, only this dictionary of 390,000 words).
"""

import pickletools
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import product
from pathlib import Path

import spacy_pkuseg

from pipeline.corpus.article import Article
from pipeline.corpus.folder import Corpus, load_corpus
from pipeline.ner.decoding import best_spans
from pipeline.ner.extents import to_allowed
from pipeline.ner.hybrid import train_hybrid
from pipeline.ner.lexicon import load_lexicon
from pipeline.ner.prepared import prepare_article
from pipeline.ner.segmenter import segment
from pipeline.ner.tagger import tags_of
from pipeline.ner.vectors import Vectors
from pipeline.ontology import default_ontology
from pipeline.training.config import load_config
from pipeline.training.scoring import table

_LONGEST = 8
_THRESHOLD = 0.5


@cache
def pkuseg_dictionary() -> frozenset[str]:
    """The words of the dictionary that ships with spacy-pkuseg; its pickle is one string and is read without running it."""
    data = (Path(spacy_pkuseg.__file__).parent / "dicts" / "default.pkl").read_bytes()
    text = next(argument for _, argument, _ in pickletools.genops(data) if isinstance(argument, str))
    return frozenset(word for word in text.split("\n") if word)


def longest_matches(text: str) -> list[str]:
    """Words of pkuseg's dictionary by longest match from the left, single characters between them."""
    words, at = [], 0
    known = pkuseg_dictionary()
    while at < len(text):
        size = next((size for size in range(_LONGEST, 1, -1) if text[at : at + size] in known), 1)
        size = min(size, len(text) - at)
        words.append(text[at : at + size])
        at += size
    return words


WORDS: dict[str, Callable[[str], list[str]] | None] = {
    "none": None,
    "jieba": segment,
    "pkuseg's dictionary": longest_matches,
}


def spans_found(name: str, held_out: str, corpus: Corpus) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """Gold and found spans of a held-out article, sentence by sentence."""
    config, ontology = load_config(), default_ontology()
    lexicon, words = load_lexicon(ontology=ontology), WORDS[name]

    def prepared(article: Article):  # type: ignore[no-untyped-def]
        return prepare_article(article, lexicon, words)

    article = next(item for item in corpus.gold if item.id == held_out)
    training = [item for item in (*corpus.gold, *corpus.supplement) if item.id != held_out]
    vectors = Vectors.load(Path(config.tagger.vectors))
    model = train_hybrid([prepared(item) for item in training], tags_of(ontology), config.tagger.network, vectors, [0])
    own = prepared(article).prepared
    found = set()
    for (start, _), sentence, likely in zip(
        own.extents, own.sentences, model.likely(own.sentences, own.bags), strict=True
    ):
        for low, high, label, _ in best_spans(to_allowed(sentence.text, likely), _THRESHOLD):
            found.add((held_out, *own.text.to_raw(start + low, start + high), label))
    return {(held_out, *key) for key in article.span_keys()}, found


def main() -> None:
    """Measure and print."""
    everything = load_corpus(Path("annotations"), default_ontology())
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(everything.supplement)
    step = max(1, len(everything.supplement) // max(count, 1))
    corpus = Corpus(everything.gold, everything.supplement[::step][:count])
    jobs = list(product(WORDS, [article.id for article in corpus.gold]))
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(spans_found, *zip(*jobs, strict=True), [corpus] * len(jobs)))
    print(f"entities, leave one article out, {len(corpus.supplement)} supplement articles, seed 0")
    for name in WORDS:
        own = [result for (words, _), result in zip(jobs, results, strict=True) if words == name]
        gold, found = (set().union(*(pair[i] for pair in own)) for i in (0, 1))
        print(f"  {name:<22}{table(gold, found)['f1']:.3f}")


if __name__ == "__main__":
    main()
