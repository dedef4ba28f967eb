"""What a labelling says, without the numbers that files and servers give to its parts: two sets that can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from jiceng.corpus.article import Article, Relation, Span

SpanKey = tuple[int, int, str]
"""Start, end (code points) and label."""
RelationKey = tuple[SpanKey, SpanKey, str]
"""Head, tail and label."""


@dataclass(frozen=True)
class Labels:
    """The spans and relations of one article. Every end of a relation is one of the spans."""

    spans: frozenset[SpanKey] = frozenset()
    relations: frozenset[RelationKey] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """As lists in text order."""
        return {
            "spans": [list(span) for span in sorted(self.spans)],
            "relations": [[list(head), list(tail), label] for head, tail, label in sorted(self.relations)],
        }


def labels_from_json(data: dict[str, Any]) -> Labels:
    """What `Labels.to_json` wrote. Raises KeyError, TypeError or ValueError if it is something else."""
    return Labels(
        frozenset(_key(span) for span in data["spans"]),
        frozenset((_key(head), _key(tail), str(label)) for head, tail, label in data["relations"]),
    )


def _key(items: Iterable[Any]) -> SpanKey:
    start, end, label = items
    return int(start), int(end), str(label)


def labels_of(article: Article) -> Labels:
    """The labels of an article.

    Raises:
        ValueError: a relation names a span that does not exist.
    """
    keys: dict[int, SpanKey] = {span.id: (span.start, span.end, span.label) for span in article.spans}
    relations = set()
    for relation in article.relations:
        for end in (relation.head, relation.tail):
            if end not in keys:
                raise ValueError(f"the relation {relation.label} names the span {end}, which does not exist")
        relations.add((keys[relation.head], keys[relation.tail], relation.label))
    return Labels(frozenset(keys.values()), frozenset(relations))


def with_labels(article: Article, labels: Labels) -> Article:
    """The article with these labels; what it had already keeps its number and its place, what is new comes after."""
    wanted_spans = set(labels.spans)
    spans: list[Span] = []
    number: dict[SpanKey, int] = {}
    for span in article.spans:
        key = (span.start, span.end, span.label)
        if key in wanted_spans and key not in number:
            spans.append(span)
            number[key] = span.id
    free = max((span.id for span in article.spans), default=0) + 1
    for key in sorted(wanted_spans - number.keys()):
        spans.append(Span(*key, id=free))
        number[key] = free
        free += 1
    at = {span.id: (span.start, span.end, span.label) for span in article.spans}
    relations: list[Relation] = []
    kept: set[RelationKey] = set()
    for relation in article.relations:
        if relation.head in at and relation.tail in at:
            known = (at[relation.head], at[relation.tail], relation.label)
            if known in labels.relations and known not in kept:
                relations.append(replace(relation, head=number[known[0]], tail=number[known[1]]))
                kept.add(known)
    free = max((relation.id for relation in article.relations), default=0) + 1
    for head, tail, label in sorted(labels.relations - kept):
        relations.append(Relation(label, number[head], number[tail], free))
        free += 1
    return replace(article, spans=tuple(sorted(spans)), relations=tuple(relations))
