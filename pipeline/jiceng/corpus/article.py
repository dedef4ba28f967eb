"""An article with its spans and relations. Offsets are code points of the raw text, end exclusive."""

from collections.abc import Iterable
from dataclasses import dataclass, field

# What a relation's sentence makes of it: so, to come or ordered, depending on something, not so, or a question.
ASSERTED = "asserted"
STATUSES = (ASSERTED, "planned", "conditional", "negated", "asked")


@dataclass(frozen=True, order=True)
class Span:
    """A labelled stretch of an article's text. `id` is unique among the article's spans.

    `said` is what its file says that it stands on, if the file does; the checks compare it with the text.
    """

    start: int
    end: int
    label: str
    id: int = field(compare=False)
    confidence: float = field(default=1.0, compare=False)
    said: str = field(default="", compare=False)


@dataclass(frozen=True)
class Relation:
    """A directed relation between two spans, named by their ids. `status` is one of `STATUSES`."""

    label: str
    head: int
    tail: int
    id: int = 0
    confidence: float = 1.0
    status: str = ASSERTED


@dataclass(frozen=True)
class Article:
    """A text with what was labelled in it."""

    id: str
    text: str
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()

    def mention(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def span_keys(self) -> set[tuple[int, int, str]]:
        """What strict scoring of entities compares: start, end, label."""
        return {(span.start, span.end, span.label) for span in self.spans}

    def relation_keys(self) -> set[tuple[int, int, int, int, str]]:
        """What strict scoring of relations compares: both ends' extents and the label, directed.

        The ends' own labels are compared by the entity score; a relation between the right extents is right.
        """
        at = {span.id: span for span in self.spans}
        return {
            (at[r.head].start, at[r.head].end, at[r.tail].start, at[r.tail].end, r.label)
            for r in self.relations
            if r.head in at and r.tail in at
        }


def renumber(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in text order, with ids from 1."""
    ordered = sorted(spans)
    return tuple(
        Span(span.start, span.end, span.label, number, span.confidence) for number, span in enumerate(ordered, start=1)
    )
