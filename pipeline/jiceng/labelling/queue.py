"""What to label next (active learning): the sentences from which a model has most to learn, each with the reason.

Near-copies of what was chosen (bulletins of one template) are left out. Three things count. Uncertainty: what the model said of the sentence it said with low confidence, or it said nothing
of a long sentence. Rare types: it believes to see a type that has few labels so far. Diversity: the sentence is unlike
those that were chosen before it. Only texts and a model's output come in, so any tagger serves.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiceng.corpus.article import Article, Span
from jiceng.corpus.doccano import row_of
from jiceng.text.sentences import sentences

# A stretch of this many characters (code points) with no mention is counted as one doubtful mention: in the corpus a
# mention comes every 9 characters.
_SILENCE = 25
# How much a sentence loses whose pairs of characters were all chosen before, and what a rare type adds at most.
_SAME = 0.7
_RARE = 0.5
_SHORTEST = 6
# A sentence of whose pairs of characters, digits alike, one that was chosen has more than this share is a near-copy.
_COPY = 0.6
# The score is divided by the length to this power: with 0 long sentences always win, with 1 their cost is paid in full.
_LENGTH = 0.5


@dataclass(frozen=True)
class Candidate:
    """A sentence that could be labelled, with what the model says of it (the pre-annotation)."""

    article: Article
    uncertainty: float
    pairs: frozenset[str]
    form: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Choice:
    """A sentence to label, its place in the queue (from 1), its score when it was chosen, and why."""

    article: Article
    rank: int
    score: float
    reason: str


def cut(article: Article) -> Iterator[Article]:
    """The article's sentences as articles of their own, named by their place: `ruili@120-168`.

    Spans and relations that leave a sentence, which the checks do not allow, are left out.
    """
    for start, end in sentences(article.text):
        spans = tuple(
            replace(span, start=span.start - start, end=span.end - start)
            for span in article.spans
            if start <= span.start and span.end <= end
        )
        inside = {span.id for span in spans}
        relations = tuple(r for r in article.relations if r.head in inside and r.tail in inside)
        yield Article(f"{article.id}@{start}-{end}", article.text[start:end], spans, relations)


def candidate(article: Article) -> Candidate:
    """A sentence with its uncertainty: doubtful mentions expected in it, a number from 0 up."""
    return Candidate(
        article, uncertainty(article), frozenset(_pairs(article.text)), frozenset(_pairs(_form(article.text)))
    )


def uncertainty(article: Article) -> float:
    """Sum of 1 − confidence over spans and relations, and a doubtful mention for each long stretch without any."""
    doubts = sum(1.0 - span.confidence for span in article.spans)
    doubts += 0.5 * sum(1.0 - relation.confidence for relation in article.relations)
    return doubts + 0.5 * sum(length // _SILENCE for length in _silences(article))


def _silences(article: Article) -> Iterator[int]:
    cursor = 0
    for span in sorted(article.spans):
        yield max(0, span.start - cursor)
        cursor = max(cursor, span.end)
    yield max(0, len(article.text) - cursor)


def _form(text: str) -> str:
    """A text with all its numbers alike: what bulletins of one template have in common."""
    return re.sub("[0-9〇零一二两三四五六七八九十百千万亿.]+", "0", text)


def _pairs(text: str) -> Iterator[str]:
    return (text[i : i + 2] for i in range(len(text) - 1))


def choose(
    candidates: Iterable[Candidate],
    labelled: Mapping[str, int],
    seen: Iterable[str],
    size: int,
    names: Mapping[str, str] | None = None,
) -> Iterator[Choice]:
    """The `size` sentences to label next, best first.

    `labelled`: spans of each type that are labelled already; `seen`: texts of labelled sentences. A sentence of fewer
    than six characters is never chosen, nor is a near-copy of what was, so there may be fewer than `size`. The score is
    per √length, or long sentences would always win and cost more. `names`: what labellers call each type, for the
    reasons.
    """
    pool = [c for c in candidates if len(c.article.text) >= _SHORTEST]
    known: set[str] = {pair for text in seen for pair in _pairs(text)}
    counts = Counter(dict(labelled))
    for rank in range(1, size + 1):
        if not pool:
            return
        scores = [_score(item, known, counts) for item in pool]
        best = max(range(len(pool)), key=lambda i: (scores[i], pool[i].article.id))
        item = pool.pop(best)
        yield Choice(item.article, rank, round(scores[best], 4), _reason(item, known, counts, names or {}))
        known |= item.pairs
        counts.update(span.label for span in item.article.spans)
        pool = [other for other in pool if not _is_copy(other, item)]


def _is_copy(item: Candidate, chosen: Candidate) -> bool:
    """Whether two sentences are of one template."""
    shared, every = len(item.form & chosen.form), len(item.form | chosen.form)
    return every > 0 and shared > _COPY * every


def _score(item: Candidate, known: set[str], counts: Counter[str]) -> float:
    old = len(item.pairs & known) / len(item.pairs) if item.pairs else 1.0
    rare = max((_rarity(span.label, counts) for span in item.article.spans), default=0.0)
    value: float = (item.uncertainty + _RARE * rare) / len(item.article.text) ** _LENGTH * (1.0 - _SAME * old)
    return value


def _rarity(label: str, counts: Counter[str]) -> float:
    """1 for a type without labels, near 0 for the most frequent one."""
    most = max(counts.values(), default=0)
    return 1.0 - counts[label] / most if most else 1.0


def _reason(item: Candidate, known: set[str], counts: Counter[str], names: Mapping[str, str]) -> str:
    reasons = []
    weakest = sorted(item.article.spans, key=lambda span: span.confidence)[:2]
    doubtful = [
        f"{item.article.mention(s)}（{names.get(s.label, s.label)} {s.confidence:.2f}）"
        for s in weakest
        if s.confidence < 0.8
    ]
    if doubtful:
        reasons.append("没把握：" + "、".join(doubtful))
    silent = sum(length // _SILENCE for length in _silences(item.article))
    if silent:
        reasons.append(f"长段无标注：{silent}处")
    rare = [label for label in dict.fromkeys(s.label for s in item.article.spans) if _rarity(label, counts) > 0.9]
    if rare:
        reasons.append(
            "少见类型：" + "、".join(f"{names.get(label, label)}（已标{counts[label]}）" for label in rare[:3])
        )
    new = 1.0 - len(item.pairs & known) / len(item.pairs) if item.pairs else 0.0
    if new >= 0.7:
        reasons.append(f"新内容：{new:.0%}")
    return "；".join(reasons) or "其余"


def queue_rows(choices: Iterable[Choice], batch: int) -> Iterator[dict[str, Any]]:
    """The queue's file, a row a sentence: the pre-annotation with confidences, rank, batch (from 1), score, reason."""
    for choice in choices:
        row = row_of(choice.article)
        confidence = {span.id: span.confidence for span in choice.article.spans}
        for entity in row["entities"]:
            entity["confidence"] = round(confidence[entity["id"]], 4)
        yield {
            **row,
            "rank": choice.rank,
            "batch": (choice.rank - 1) // batch + 1,
            "score": choice.score,
            "reason": choice.reason,
        }


def span_counts(spans: Iterable[Span]) -> Counter[str]:
    """Labels of each type."""
    return Counter(span.label for span in spans)


def candidates_of(articles: Sequence[Article], labelled: Sequence[Article]) -> list[Candidate]:
    """The sentences of articles that are not labelled yet, word for word, and not twice."""
    seen = {article.text for whole in labelled for article in cut(whole)}
    found = []
    for article in articles:
        for sentence in cut(article):
            if sentence.text not in seen:
                seen.add(sentence.text)
                found.append(candidate(sentence))
    return found
