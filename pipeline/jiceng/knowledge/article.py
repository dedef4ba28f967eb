"""From an article's spans and relations to what the export says of it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jiceng.corpus.article import Article
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.entities import article_entities
from jiceng.knowledge.facts import article_facts, fact_sentences
from jiceng.knowledge.lists import Lists
from jiceng.knowledge.mention_values import Value, read_values
from jiceng.knowledge.mentions import LinkedMention, read_mentions
from jiceng.knowledge.records import (
    WITHOUT_SYSTEMS,
    DateValue,
    Document,
    DocumentLine,
    Entity,
    Fact,
    Mention,
    Origin,
    QuantityValue,
    Relation,
    status_field,
)
from jiceng.knowledge.sharing import shared_values
from jiceng.knowledge.status import statuses
from jiceng.text.normalize import normalize
from jiceng.values.value_types import Unread

# The export's confidences carry no more digits than calibration could ever support.
_DIGITS = 4
ANNOTATION = "annotation"


@dataclass(frozen=True)
class ArticleKnowledge:
    """What an article says: `lines` in the export's order; entities and facts are joined with those of other articles."""

    source: Source
    lines: tuple[DocumentLine, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]

    @property
    def document(self) -> Document:
        """The article itself."""
        return next(line for line in self.lines if isinstance(line, Document))

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Its mentions in text order; `start` and `end` are code points of the raw text, end exclusive."""
        return tuple(line for line in self.lines if isinstance(line, Mention))

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Its relations, whose `head` and `tail` are ids of mentions."""
        return tuple(line for line in self.lines if isinstance(line, Relation))

    @property
    def values(self) -> dict[str, QuantityValue | DateValue]:
        """Id of a QUANTITY or DATE mention → what it says; a mention that could not be read is left out."""
        return {mention.id: mention.value for mention in self.mentions if mention.value is not None}


def article_knowledge(source: Source, article: Article, model: str, origin: Origin) -> ArticleKnowledge:
    """What an article says, from its spans and relations; the status of annotated relations is the labelled one."""
    text = normalize(article.text)
    mentions, edges = read_mentions(article, text, source.outlet)
    bounds = list(text.pieces())
    lists = Lists(text.plain, mentions)
    values = shared_values(
        mentions,
        edges,
        lists,
        read_values(text.plain, mentions, source.published),
        [bisect_right(bounds, mention.start, key=lambda bound: bound[0]) for mention in mentions],
    )
    entities = article_entities(source.id, text.plain, mentions, edges, values)
    extents = list(fact_sentences(mentions, edges, bounds))
    if origin != ANNOTATION:
        known = statuses(text.plain, mentions, edges, extents)
        edges = [replace(edge, status=status) for edge, status in zip(edges, known, strict=True)]
    facts = article_facts(source.id, article.text, mentions, edges, values, entities, lists, extents, _DIGITS)
    document = Document(
        type="document",
        schema=WITHOUT_SYSTEMS,
        id=source.id,
        sha256=source.sha256,
        chars=len(source.text),
        script=text.script,
        title=source.title,
        published=source.published,
        model=model,
        source=source.source,
    )
    confidences = [span.confidence for span in sorted(article.spans)]
    lines: list[DocumentLine] = [document]
    lines += [
        _mention(source.id, at, mention, entity.id if entity else None, values[at], confidences[at], origin)
        for at, (mention, entity) in enumerate(zip(mentions, entities.of, strict=True))
    ]
    lines += [
        Relation(
            type="relation",
            id=f"{source.id}#r{number}",
            doc=source.id,
            label=edge.label,
            head=_mention_id(source.id, edge.head),
            tail=_mention_id(source.id, edge.tail),
            confidence=round(edge.confidence, _DIGITS),
            origin=origin,
            sentence=extent,
            **status_field(edge.status),
        )
        for number, (edge, extent) in enumerate(zip(edges, extents, strict=True), start=1)
    ]
    return ArticleKnowledge(source, tuple(lines), tuple(entities.every), tuple(facts))


def _mention_id(doc: str, at: int) -> str:
    return f"{doc}#m{at + 1}"


def _mention(
    doc: str,
    at: int,
    mention: LinkedMention,
    entity: str | None,
    value: Value | None,
    confidence: float,
    origin: Origin,
) -> Mention:
    fields: dict[str, object] = {}
    if isinstance(value, Unread):
        fields = {"value": None, "value_note": value.reason}
    elif value is not None:
        fields = {"value": value}
    return Mention.model_validate(
        {
            "type": "mention",
            "id": _mention_id(doc, at),
            "doc": doc,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "norm": mention.norm,
            "label": mention.label,
            "confidence": round(confidence, _DIGITS),
            "origin": origin,
            "entity": entity,
            **fields,
        }
    )


def annotated(
    articles: Iterable[Article], metadata: Mapping[str, Mapping[str, Any]] | None = None
) -> Iterator[ArticleKnowledge]:
    """What annotated articles say: origin "annotation", confidence 1. `metadata` is id → title, published, source, outlet.

    Raises:
        InputError: two articles have the same id.
    """
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            raise InputError(article.id, "is annotated twice; give each article its own id")
        seen.add(article.id)
        known = (metadata or {}).get(article.id, {})
        about = {field: known.get(field) for field in ("source", "title", "published", "outlet")}
        yield article_knowledge(Source(article.id, article.text, **about), article, ANNOTATION, "annotation")
