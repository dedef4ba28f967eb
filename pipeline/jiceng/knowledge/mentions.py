"""An article as this room sees it: its mentions in text order, with their places, and its relations between them."""

from dataclasses import dataclass
from functools import cached_property

from jiceng.corpus.article import ASSERTED, Article, Relation, Span
from jiceng.places.article_places import article_places, mention_norm
from jiceng.places.divisions import default_divisions
from jiceng.places.linking import PlaceLink
from jiceng.places.names import Reading, read_place
from jiceng.text.normalize import NormalizedText


@dataclass(frozen=True)
class LinkedMention:
    """A mention: `text` is raw, `norm` simplified; `link` is the division that it names, points to or lies in."""

    start: int
    end: int
    label: str
    text: str
    norm: str
    link: PlaceLink | None
    quoted: bool  # whether quotation or title marks enclose it, or stand in it
    written: str  # the raw text without markup

    @cached_property
    def place_reading(self) -> Reading:
        """What the mention by itself says of places."""
        return read_place(self.norm, self.label, default_divisions())

    @property
    def is_place(self) -> bool:
        """Whether the mention stands for its link, which others only have in their name."""
        return self.label == "GPE" and self.link is not None


@dataclass(frozen=True)
class Edge:
    """A relation between mentions, by their positions; `status` is what was labelled, or what the sentence's cues say."""

    label: str
    head: int
    tail: int
    confidence: float
    status: str = ASSERTED


_OPENING = "“‘「『《\"'"
_CLOSING = "”’」』》\"'"


def read_mentions(
    article: Article, text: NormalizedText, outlet: str | None = None
) -> tuple[list[LinkedMention], list[Edge]]:
    """Mentions in text order, linked to divisions, and the relations between them in the order of heads and tails.

    `text` is the article's text, normalised; `outlet` is the name of the paper, whose place is a hint.
    """
    spans = sorted(article.spans)
    at = {span.id: number for number, span in enumerate(spans)}
    relations = sorted(
        (relation for relation in article.relations if relation.head in at and relation.tail in at),
        key=lambda relation: (at[relation.head], at[relation.tail], relation.label),
    )
    edges = [_edge(relation, at) for relation in relations]
    norms = [mention_norm(article, span, text) for span in spans]
    links = article_places(article, text, outlet)
    mentions = [
        LinkedMention(
            span.start,
            span.end,
            span.label,
            article.mention(span),
            norm,
            link,
            _is_quoted(text, span),
            text.without_markup(span.start, span.end),
        )
        for span, norm, link in zip(spans, norms, links, strict=True)
    ]
    return mentions, edges


def _edge(relation: Relation, at: dict[int, int]) -> Edge:
    return Edge(relation.label, at[relation.head], at[relation.tail], relation.confidence, relation.status)


def _is_quoted(text: NormalizedText, span: Span) -> bool:
    if any(char in "“「『《" for char in text.without_markup(span.start, span.end)):
        return True
    around, low, high = text.raw, span.start, span.end
    if text.written is not None and (extent := text.to_norm(span.start, span.end)) is not None:
        around, (low, high) = text.norm, extent
    before, after = around[max(0, low - 1) : low], around[high : high + 1]
    return before != "" and before in _OPENING and after != "" and after in _CLOSING
