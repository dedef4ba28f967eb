"""The checks of annotations: every fault with its file, article, offset, mention and rule. Nothing is dropped."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from jiceng.corpus.article import STATUSES, Article, Relation, Span
from jiceng.corpus.shifts import find_shift
from jiceng.ontology import Ontology
from jiceng.text.sentences import sentences

_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in an article. `offset` is in code points of the raw text; None if it has no place."""

    article: str
    offset: int | None
    mention: str
    rule: str
    detail: str

    def __str__(self) -> str:
        place = self.article if self.offset is None else f"{self.article}:{self.offset}"
        mention = f" “{self.mention}”" if self.mention else ""
        return f"{place}:{mention} {self.rule}: {self.detail}"


def check_article(article: Article, ontology: Ontology, raw: str | None = None) -> Iterator[Fault]:
    """All faults of an article. `raw` is the text of its file, if there is one to compare with."""
    if raw is not None and raw != article.text:
        yield _text_differs(article, raw)
    yield from _check_spans(article, ontology)
    shift = find_shift(article)
    if shift is not None:
        detail = f"all offsets look shifted ({shift.how}): {shift.now} mentions fit no word as they stand, {shift.then} would"
        yield Fault(article.id, None, "", "shifted", detail)
    yield from _check_relations(article, ontology)


def _text_differs(article: Article, raw: str) -> Fault:
    at = next((i for i, (a, b) in enumerate(zip(article.text, raw, strict=False)) if a != b), None)
    if at is None:
        at = min(len(article.text), len(raw))
    here, there = article.text[at : at + 12], raw[at : at + 12]
    return Fault(
        article.id, at, "", "text", f"differs from its article: labelled text has {here!r}, the file {there!r}"
    )


def _check_spans(article: Article, ontology: Ontology) -> Iterator[Fault]:
    known = set(ontology.entity_labels)
    ids: set[int] = set()
    extents: set[tuple[int, int, str]] = set()
    reached: Span | None = None
    for span in sorted(article.spans):
        mention = article.mention(span)

        def fault(rule: str, detail: str, span: Span = span, mention: str = mention) -> Fault:
            return Fault(article.id, span.start, mention, rule, detail)

        if span.id in ids:
            yield fault("duplicate", f"the span id {span.id} is used twice")
        ids.add(span.id)
        if span.label not in known:
            yield fault("label", f"{span.label} is not a label of the ontology")
        if not 0 <= span.start < span.end <= len(article.text):
            yield fault("offset", f"{span.start} to {span.end} is not a stretch of a text of {len(article.text)}")
            continue
        if span.said not in ("", mention):
            yield fault(
                "shifted", f"its file says “{span.said}” ({span.label}, id {span.id}); mend the offsets or the text"
            )
        if mention != mention.strip():
            yield fault("white space", "a span begins or ends with white space")
        if any(char in _LINE_BREAKS for char in mention):
            yield fault("line break", "a span crosses a line break")
        if (span.start, span.end, span.label) in extents:
            yield fault("duplicate", f"{span.label} is marked twice on the same characters")
        elif reached is not None and span.start < reached.end:
            other = article.mention(reached)
            yield fault("overlap", f"overlaps “{other}” ({reached.label} at {reached.start})")
        extents.add((span.start, span.end, span.label))
        if reached is None or span.end > reached.end:
            reached = span


def _check_relations(article: Article, ontology: Ontology) -> Iterator[Fault]:
    spans = {span.id: span for span in article.spans}
    bounds = list(sentences(article.text))
    starts = [start for start, _ in bounds]
    seen: set[tuple[str, int, int]] = set()
    for relation in article.relations:
        head, tail = spans.get(relation.head), spans.get(relation.tail)
        if head is None or tail is None:
            missing = relation.head if head is None else relation.tail
            known = head or tail
            yield Fault(
                article.id,
                known.start if known else None,
                article.mention(known) if known else "",
                "missing end",
                f"{relation.label} (id {relation.id}) names the span {missing}, which does not exist",
            )
            continue
        yield from _check_pair(article, ontology, relation, head, tail, starts)
        key = (relation.label, relation.head, relation.tail)
        if key in seen:
            yield Fault(
                article.id, head.start, article.mention(head), "duplicate", f"{_shown(article, relation, spans)} twice"
            )
        seen.add(key)


def _check_pair(
    article: Article, ontology: Ontology, relation: Relation, head: Span, tail: Span, starts: list[int]
) -> Iterator[Fault]:
    shown = _shown(article, relation, {head.id: head, tail.id: tail})

    def fault(rule: str, detail: str) -> Fault:
        return Fault(article.id, head.start, article.mention(head), rule, detail)

    if relation.status not in STATUSES:
        yield fault("status", f"{shown}: {relation.status} is none of {', '.join(STATUSES)}")
    if relation.label not in ontology.relation_labels:
        yield fault("label", f"{relation.label} is not a relation of the ontology")
    elif head.id == tail.id:
        yield fault("relation", f"{shown} joins a span with itself")
    elif not ontology.allows(relation.label, head.label, tail.label):
        yield fault("relation", f"{shown}: {relation.label} may not run from {head.label} to {tail.label}")
    if bisect_right(starts, head.start) != bisect_right(starts, tail.start):
        yield fault("sentence", f"{shown}: the ends stand in different sentences")


def _shown(article: Article, relation: Relation, spans: dict[int, Span]) -> str:
    head, tail = spans[relation.head], spans[relation.tail]
    return f"{article.mention(head)} {relation.label} {article.mention(tail)} (at {tail.start})"
