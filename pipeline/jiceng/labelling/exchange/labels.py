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
    """The article with these labels; what it had already keeps its number, place and status, what is new comes after.

    A span that only changed its label keeps its number, and so do the relations that it is an end of.
    """
    number, spans = _numbered(article.spans, labels.spans)
    wanted = {(number[head], number[tail], label) for head, tail, label in labels.relations}
    relations = []
    for relation in article.relations:
        key = (relation.head, relation.tail, relation.label)
        if key in wanted:
            relations.append(relation)
            wanted.remove(key)
    free = max((relation.id for relation in article.relations), default=0) + 1
    at = {span.id: span for span in spans}
    for head, tail, label in sorted(wanted, key=lambda key: (at[key[0]], at[key[1]], key[2])):
        relations.append(Relation(label, head, tail, free))
        free += 1
    return replace(article, spans=tuple(sorted(spans)), relations=tuple(relations))


def _numbered(old: Iterable[Span], wanted: Iterable[SpanKey]) -> tuple[dict[SpanKey, int], list[Span]]:
    """The wanted spans with their numbers: first those that stand already, then those whose extent does."""
    left, rest, spans = sorted(old), sorted(wanted), []
    number: dict[SpanKey, int] = {}
    for width in (3, 2):  # start, end and label; then only start and end
        for key in list(rest):
            known = next((span for span in left if (span.start, span.end, span.label)[:width] == key[:width]), None)
            if known is not None:
                left.remove(known)
                rest.remove(key)
                spans.append(replace(known, label=key[2]))
                number[key] = known.id
    free = max((span.id for span in (*left, *spans)), default=0) + 1
    for key in rest:
        spans.append(Span(*key, id=free))
        number[key] = free
        free += 1
    return number, spans
