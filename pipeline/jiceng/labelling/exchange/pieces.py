"""An article as the pieces that labellers get, each of which fits on a screen, and the pieces as an article again.

Doccano 1.8.4 draws the lines that are on the screen and uses them anew while a person scrolls; labels of a line may
then be left out, and a drag over it does nothing. What is not scrolled is drawn whole. Pieces follow each other without
a gap: joined, their texts are the article, character for character.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from jiceng.corpus.article import Article
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import Labels, SpanKey
from jiceng.labelling.exchange.place import WHOLE, Place
from jiceng.text.sentences import sentences

# What fits on a screen of 1360 × 860: lines of this many characters, with labels below and arrows above.
LINES = 6
_WIDTH = 36
# A line break with the empty lines behind it. A text ends with what has none.
_LINE = re.compile(r"\s*[^\n]*(?:\n\s*\n|\n|\Z)")


@dataclass(frozen=True)
class Piece:
    """What becomes one example of a project: `item` holds the text and labels of the piece under the article's id.

    `before` and `after`: the text of the pieces beside it.
    """

    item: Item
    place: Place
    before: str = ""
    after: str = ""


def pieces_of(item: Item, lines: int = LINES) -> list[Piece]:
    """The pieces of an item, in order."""
    article = item.article
    bounds = list(_extents(article, lines))
    texts = [article.text[start:end] for start, end in bounds]
    pieces = []
    for number, (start, end) in enumerate(bounds, start=1):
        spans = tuple(
            replace(span, start=span.start - start, end=span.end - start)
            for span in article.spans
            if start <= span.start < end
        )
        inside = {span.id for span in spans}
        relations = tuple(relation for relation in article.relations if relation.head in inside)
        notes = tuple((at - start, note) for at, note in item.notes if start <= at < end)
        pieces.append(
            Piece(
                replace(item, article=Article(article.id, texts[number - 1], spans, relations), notes=notes),
                Place(number, len(bounds), start, end - start),
                texts[number - 2] if number > 1 else "",
                texts[number] if number < len(bounds) else "",
            )
        )
    return pieces


def _extents(article: Article, lines: int) -> Iterator[tuple[int, int]]:
    """Extents that follow each other: short paragraphs together, a long one cut at its sentences."""
    begun, full = 0, False
    for start, end, ends_paragraph in _units(article, lines):
        if begun < start and (full or _height(article.text[begun:end]) > lines):
            yield begun, start
            begun = start
        # A paragraph that had to be cut ends its last piece, so that the next begins with a paragraph.
        full = ends_paragraph
    yield begun, len(article.text)


def _units(article: Article, lines: int) -> Iterator[tuple[int, int, bool]]:
    """What is not cut: paragraphs that fit, sentences of one that does not; and whether a cut paragraph ends there."""
    text, starts = article.text, _allowed(article)
    paragraphs = [match.start() for match in _LINE.finditer(text) if match.start() < len(text)]
    bounds = [0, *(at for at in paragraphs if at in starts and at > 0), len(text)]
    for start, end in pairwise(bounds):
        inner = sorted(at for at in starts if start < at < end) if _height(text[start:end]) > lines else []
        cuts = [start, *inner, end]
        for low, high in pairwise(cuts):
            yield low, high, bool(inner) and high == end


def _allowed(article: Article) -> set[int]:
    """Where the text may be cut: where a line or a sentence begins, but inside no span and between no relation's ends."""
    text = article.text
    starts = {match.start() for match in _LINE.finditer(text)} | {start for start, _ in sentences(text)}
    whole = [(span.start, span.end) for span in article.spans]
    at = {span.id: span for span in article.spans}
    for relation in article.relations:
        ends = at[relation.head], at[relation.tail]
        whole.append((min(end.start for end in ends), max(end.end for end in ends)))
    return {start for start in starts if not any(low < start < high for low, high in whole)}


def _height(text: str) -> int:
    """Lines that a text takes on the page; empty ones at its ends do not matter."""
    return sum(max(1, math.ceil(len(line) / _WIDTH)) for line in text.strip().split("\n"))


def joined(examples: Iterable[Fetched]) -> Iterator[Fetched]:
    """Examples of a project as articles, in the order in which they first come."""
    groups: dict[tuple[str, str], list[Fetched]] = {}
    for place, example in enumerate(examples):
        # What was not uploaded by jiceng has no article; each stands for itself.
        key = (example.folder, example.article) if example.article else ("", f"\0{place}")
        groups.setdefault(key, []).append(example)
    for parts in groups.values():
        yield _article_of(sorted(parts, key=lambda part: (part.place.start, part.example)))


def _article_of(parts: Sequence[Fetched]) -> Fetched:
    first = parts[0]
    if len(parts) == 1 and first.place.whole:
        return replace(first, parts=tuple(parts))
    times: dict[str, list[datetime]] = {}
    for part in parts:
        for user, made in part.times.items():
            times.setdefault(user, []).extend(made)
    return replace(
        first,
        text="".join(part.text for part in parts),
        labels=_shifted(parts),
        faults=(*_incomplete(parts), *(fault for part in parts for fault in part.faults)),
        by=sum((Counter(dict(part.by)) for part in parts), Counter[str]()),
        times={user: tuple(sorted(made)) for user, made in times.items()},
        confirmed=_confirmed(parts),
        comments=tuple(replace(comment, at=part.place.start) for part in parts for comment in part.comments),
        place=WHOLE,
        parts=tuple(parts),
    )


def _shifted(parts: Sequence[Fetched]) -> Labels:
    spans, relations = set(), set()
    for part in parts:
        by = part.place.start
        spans |= {_moved(span, by) for span in part.labels.spans}
        relations |= {(_moved(head, by), _moved(tail, by), label) for head, tail, label in part.labels.relations}
    return Labels(frozenset(spans), frozenset(relations))


def _moved(span: SpanKey, by: int) -> SpanKey:
    return span[0] + by, span[1] + by, span[2]


def _incomplete(parts: Sequence[Fetched]) -> Iterator[str]:
    """What is wrong with pieces that do not make up an article: some are missing, or one is there twice."""
    there = Counter(part.place.number for part in parts)
    of = parts[0].place.of
    missing = [number for number in range(1, of + 1) if number not in there]
    if missing:
        shown = ", ".join(map(str, missing[:10]))
        yield f"of its {of} pieces number {shown} is missing on the server; push the article again"
    for number in sorted(number for number, count in there.items() if count > 1):
        twice = " and ".join(str(part.example) for part in parts if part.place.number == number)
        yield f"its piece {number} of {of} is there twice (examples {twice}); delete one"
    if any(part.place.of != of or part.place.length != len(part.text) for part in parts):
        yield "its pieces on the server are of different cuts or texts; push it to a new project"


def _confirmed(parts: Sequence[Fetched]) -> Mapping[str, str]:
    """Who confirmed the article, and when its last piece: nobody while a piece is open."""
    if not all(part.confirmed for part in parts):
        return {}
    users = {user for part in parts for user in part.confirmed}
    return {user: max(part.confirmed.get(user, "") for part in parts) for user in sorted(users)}


def confirmed_parts(example: Fetched) -> int:
    """How many pieces of an article are confirmed."""
    return sum(bool(part.confirmed) for part in example.parts)


def part_at(example: Fetched, at: int) -> Fetched:
    """The piece of a joined article in which a place of the article lies."""
    return example.parts[bisect_right([part.place.start for part in example.parts], at) - 1]
