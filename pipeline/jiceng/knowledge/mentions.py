"""An article as this room sees it: its mentions in text order, with their places, and its relations between them."""

from dataclasses import dataclass
from functools import cached_property

from jiceng.corpus.article import Article, Relation, Span
from jiceng.knowledge.place_names import Reading, read_place
from jiceng.knowledge.places import PlaceLink, link_places
from jiceng.text.divisions import default_divisions
from jiceng.text.normalize import NormalizedText, normalize


@dataclass(frozen=True)
class Said:
    """A mention: `text` is raw, `norm` simplified; `link` is the division that it names, points to or lies in."""

    start: int
    end: int
    label: str
    text: str
    norm: str
    link: PlaceLink | None
    quoted: bool  # whether quotation or title marks enclose it, or stand in it

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
    """A relation between mentions, by their positions."""

    label: str
    head: int
    tail: int
    confidence: float


_OPENING = "“‘「『《\"'"
_CLOSING = "”’」』》\"'"


def read_mentions(article: Article, text: NormalizedText, outlet: str | None = None) -> tuple[list[Said], list[Edge]]:
    """Mentions in text order, linked to divisions, and the relations between them in the order of heads and tails.

    `text` is the article's text, normalised; `outlet` is the name of the paper, whose place is a hint.
    """
    spans = sorted(article.spans)
    at = {span.id: number for number, span in enumerate(spans)}
    norms = [mention_norm(article, span, text) for span in spans]
    relations = sorted(
        (relation for relation in article.relations if relation.head in at and relation.tail in at),
        key=lambda relation: (at[relation.head], at[relation.tail], relation.label),
    )
    edges = [_edge(relation, at) for relation in relations]
    places = [(span.start, span.end, span.label, norm) for span, norm in zip(spans, norms, strict=True)]
    part_of = [(edge.head, edge.tail) for edge in edges if edge.label == "PART_OF"]
    links = link_places(article.text, places, part_of, outlet=outlet)
    said = [
        Said(span.start, span.end, span.label, article.mention(span), norm, link, _is_quoted(article.text, span))
        for span, norm, link in zip(spans, norms, links, strict=True)
    ]
    return said, edges


def mention_norm(article: Article, span: Span, text: NormalizedText) -> str:
    """A mention in simplified script, normalised within its article, whose script is sure."""
    extent = text.to_norm(span.start, span.end)
    return (text.norm[slice(*extent)] if extent else "") or normalize(article.mention(span)).norm


def _edge(relation: Relation, at: dict[int, int]) -> Edge:
    return Edge(relation.label, at[relation.head], at[relation.tail], relation.confidence)


def _is_quoted(text: str, span: Span) -> bool:
    inside = text[span.start : span.end]
    if any(char in "“「『《" for char in inside):
        return True
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    return before != "" and before in _OPENING and after != "" and after in _CLOSING
