"""The division that each place mention of an annotated or read article names."""

from jiceng.corpus.article import Article, Span
from jiceng.places.linking import PlaceLink, link_places
from jiceng.text.normalize import NormalizedText, normalize


def article_places(article: Article, text: NormalizedText, outlet: str | None = None) -> list[PlaceLink | None]:
    """The link of each span in text order; `PART_OF` relations help. `outlet` is the paper's name, whose place is a hint."""
    spans = sorted(article.spans)
    at = {span.id: number for number, span in enumerate(spans)}
    places = [(span.start, span.end, span.label, mention_norm(article, span, text)) for span in spans]
    part_of = [
        (at[relation.head], at[relation.tail])
        for relation in article.relations
        if relation.label == "PART_OF" and relation.head in at and relation.tail in at
    ]
    return link_places(text.plain, places, sorted(part_of), outlet=outlet)


def mention_norm(article: Article, span: Span, text: NormalizedText) -> str:
    """A mention in simplified script, normalised within its article, whose script is sure."""
    extent = text.to_norm(span.start, span.end)
    return (text.norm[slice(*extent)] if extent else "") or normalize(article.mention(span)).norm
