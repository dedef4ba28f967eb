"""Candidate pairs: two spans of one sentence whose labels some relation may join, in that direction."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiceng.corpus.article import Span
from jiceng.ontology import Ontology
from jiceng.text.normalize import NormalizedText


@dataclass(frozen=True)
class SentenceSpans:
    """A sentence's normalised text and its spans, in text order, with extents in that text.

    `extent` is the sentence's place in the raw text; `spans[i]` lies at `places[i]` (start, end) of `text`.
    """

    text: str
    extent: tuple[int, int]
    spans: tuple[Span, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pair:
    """Head and tail as positions in `SentenceSpans.spans`, with the relation labels that may join them."""

    head: int
    tail: int
    labels: tuple[str, ...]


def by_sentence(text: NormalizedText, spans: Sequence[Span]) -> Iterator[SentenceSpans]:
    """The sentences that hold at least one span, very long ones in pieces. A span that lies in no one sentence is left to
    the checks, one across the end of a piece is related to nothing.
    """
    bounds = list(text.pieces())
    starts = [start for start, _ in bounds]
    grouped: dict[int, list[Span]] = {}
    for span in sorted(spans):
        at = bisect_right(starts, span.start) - 1
        if at >= 0 and span.end <= bounds[at][1]:
            grouped.setdefault(at, []).append(span)
    for at, inside in sorted(grouped.items()):
        start, end = bounds[at]
        extent = text.to_norm(start, end)
        assert extent is not None, "a sentence never ends inside a replaced word"
        placed = [(span, place) for span in inside if (place := text.to_norm(span.start, span.end)) is not None]
        yield SentenceSpans(
            text.norm[slice(*extent)],
            (start, end),
            tuple(span for span, _ in placed),
            tuple((low - extent[0], high - extent[0]) for _, (low, high) in placed),
        )


def pairs_of(sentence: SentenceSpans, ontology: Ontology, reach: int) -> Iterator[Pair]:
    """Candidate pairs of a sentence, by head, then by tail: allowed types, at most `reach` mentions between the ends."""
    signatures = ontology.signatures
    kinds = [span.label for span in sentence.spans]
    for head, kind in enumerate(kinds):
        nearest, farthest = max(0, head - reach - 1), min(len(kinds), head + reach + 2)
        for tail in range(nearest, farthest):
            labels = signatures.get((kind, kinds[tail]), ())
            if labels and head != tail:
                yield Pair(head, tail, labels)
