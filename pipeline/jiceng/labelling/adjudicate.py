"""Two passes made into one: the project in which a third person sees both versions where they differ, and settles it.

What both passes have stands as it is. What only one has carries a label of its own, `A/TEAM` or `B/TEAM`; the person
gives it its plain label or removes it. An article in which such a label is left is not settled and not taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jiceng.corpus.article import Article
from jiceng.errors import InputError
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import Labels, RelationKey, SpanKey, labels_of, with_labels
from jiceng.labelling.schema import WantedType, relation_types, span_types, type_names
from jiceng.ontology import Ontology

_SIDES = {"A": ("甲", "#d9480f"), "B": ("乙", "#1864ab")}


def side_label(side: str, label: str) -> str:
    """How a label that only one pass has is called in the project: `A/TEAM`."""
    return f"{side}/{label}"


def unsettled(labels: Labels) -> list[str]:
    """The labels of an article that still carry a side."""
    used = [label for *_, label in (*labels.spans, *labels.relations)]
    return sorted(label for label in used if label.partition("/")[0] in _SIDES and "/" in label)


def adjudication_types(ontology: Ontology) -> tuple[list[WantedType], list[WantedType]]:
    """The project's types of spans and relations: the ontology's, and each again for either side."""
    spans, relations = span_types(ontology), relation_types(ontology)
    for side, (name, colour) in _SIDES.items():
        for entity in ontology.entities:
            label = side_label(side, entity.label)
            spans.append(WantedType(label, f"{name}·{entity.name}", colour))
        for relation in ontology.relations:
            label = side_label(side, relation.label)
            relations.append(WantedType(label, f"{name}·{relation.name}", colour))
    return spans, relations


def adjudication_items(
    a: Iterable[Article], b: Iterable[Article], who: Sequence[str], ontology: Ontology
) -> Iterator[Item]:
    """The articles that both passes have, with both versions where they differ; `who` made A and B.

    Raises:
        InputError: the passes have no article in common, or an article's text differs between them.
    """
    left, right = {article.id: article for article in a}, {article.id: article for article in b}
    common = sorted(left.keys() & right.keys())
    if not common:
        raise InputError(" and ".join(who), "have no article in common; articles are matched by id")
    names = type_names(ontology)
    for key in common:
        if left[key].text != right[key].text:
            raise InputError(key, f"its texts differ between {who[0]} and {who[1]}")
        yield _item(left[key], right[key], who, names)


def _item(a: Article, b: Article, who: Sequence[str], names: Mapping[str, str]) -> Item:
    first, second = labels_of(a), labels_of(b)
    shown = both_versions(first, second)
    disputed = sorted(
        (start, f"{name}：{a.text[start:end]}（{names[label]}）")
        for name, only in (("甲", first.spans - second.spans), ("乙", second.spans - first.spans))
        for start, end, label in only
    )
    count = len(first.spans ^ second.spans) + len(first.relations ^ second.relations)
    reason = f"甲＝{who[0]}，乙＝{who[1]}；" + (f"全文分歧{count}处" if count else "全文无分歧")
    article = with_labels(Article(a.id, a.text), shown)
    return Item(article, "gold", reason, tuple(disputed))


def both_versions(a: Labels, b: Labels) -> Labels:
    """What both have as it is, what one has under its side's label."""
    spans = set(a.spans & b.spans)
    relations: set[RelationKey] = set(a.relations & b.relations)
    for side, mine, other in (("A", a, b), ("B", b, a)):
        place: dict[SpanKey, SpanKey] = {}
        for span in mine.spans:
            place[span] = span if span in other.spans else (span[0], span[1], side_label(side, span[2]))
        spans |= set(place.values())
        for head, tail, label in mine.relations - other.relations:
            relations.add((place[head], place[tail], side_label(side, label)))
    return Labels(frozenset(spans), frozenset(relations))
