"""Linking gold: places of the corpus, each linked by a reader to the division that it names, and the score against it.

A row has article, start, end, mention and code: a code of GB/T 2260 or ISO 3166-1 valid today, `under:CODE` for a
township or lower place of that division, `-` for what names no such place (社区, 边境乡镇), `?` for a row still to be read.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jiceng.configs import read_rows
from jiceng.corpus.article import Article, Span
from jiceng.errors import InputError
from jiceng.ontology import group
from jiceng.places.article_places import article_places
from jiceng.places.divisions import Divisions
from jiceng.text.normalize import normalize

UNDER = "under:"
NOTHING = "-"
UNKNOWN = "?"


@dataclass(frozen=True)
class GoldLink:
    """A mention (code points of the raw text, end exclusive) and what a reader linked it to."""

    article: str
    start: int
    end: int
    mention: str
    code: str


def read_links(path: Path, divisions: Divisions) -> list[GoldLink]:
    """The rows of one file, checked.

    Raises:
        InputError: a code that is not valid today, a row that was not read yet, or a mention that stands twice.
    """
    links = []
    seen: set[tuple[str, int, int]] = set()
    for article, start, end, mention, code in read_rows(path, 5):
        where = f"{path}: {article} {start} {mention}"
        if code != NOTHING and code.removeprefix(UNDER) not in divisions.by_code:
            raise InputError(where, "is not linked yet" if code == UNKNOWN else f"{code} is no code valid today")
        if (article, int(start), int(end)) in seen:
            raise InputError(where, "stands twice")
        seen.add((article, int(start), int(end)))
        links.append(GoldLink(article, int(start), int(end), mention, code))
    return links


def place_mentions(article: Article, divisions: Divisions) -> list[Span]:
    """What a linker is asked about: every GPE, and every other bearer that holds the name of a division."""
    return [
        span
        for span in sorted(article.spans)
        if span.label == "GPE"
        or (span.label in group("anchored") and names_inside(normalize(article.mention(span)).norm, divisions))
    ]


def names_inside(text: str, divisions: Divisions) -> bool:
    """Whether any stretch of two characters or more is the name of a division."""
    return any(
        divisions.named(text[start:end])
        for start in range(len(text))
        for end in range(start + 2, min(len(text), start + divisions.longest) + 1)
    )


def draw(articles: Iterable[Article], count: int, seed: int, divisions: Divisions) -> list[GoldLink]:
    """So many place mentions of the articles, drawn at random, in text order and still to be read."""
    every = [
        GoldLink(article.id, span.start, span.end, article.mention(span), UNKNOWN)
        for article in sorted(articles, key=lambda article: article.id)
        for span in place_mentions(article, divisions)
    ]
    chosen = random.Random(seed).sample(range(len(every)), min(count, len(every)))
    return [every[at] for at in sorted(chosen)]


def rows_of(links: Iterable[GoldLink]) -> str:
    """The rows as the file has them."""
    return "".join(f"{link.article}\t{link.start}\t{link.end}\t{link.mention}\t{link.code}\n" for link in links)


def linked_codes(article: Article, relations: bool = True) -> dict[tuple[int, int], str]:
    """What `link_places` links the mentions of an article to, in the form of a row's code; `relations` lets PART_OF help."""
    read = article if relations else replace(article, relations=())
    links = article_places(read, normalize(article.text))
    return {
        (span.start, span.end): f"{UNDER if link.is_lower else ''}{link.code}"
        for span, link in zip(sorted(article.spans), links, strict=True)
        if link is not None
    }


@dataclass(frozen=True)
class LinkScore:
    """`linkable` rows have a place, `right` of them were linked to it; `linked` rows were linked, `wrong` of them not to it."""

    linkable: int
    right: int
    linked: int
    wrong: int
    errors: tuple[str, ...]

    @property
    def share_right(self) -> float:
        """Share of the linkable mentions that were linked right."""
        return self.right / self.linkable if self.linkable else 1.0

    @property
    def share_wrong(self) -> float:
        """Share of the links made that are wrong."""
        return self.wrong / self.linked if self.linked else 0.0


def score_links(
    gold: Sequence[GoldLink], articles: dict[str, Article], link: Callable[[Article], dict[tuple[int, int], str]]
) -> LinkScore:
    """Score a linker that gives each mention's link in the form of a row's code; what it leaves out is unlinked.

    Raises:
        InputError: a row's article is missing, or its text is not what the row says.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    linkable = right = linked = wrong = 0
    errors = []
    for row in gold:
        article = articles.get(row.article)
        if article is None or article.text[row.start : row.end] != row.mention:
            raise InputError(f"{row.article} {row.start}", f"{row.mention} does not stand there")
        if row.article not in found:
            found[row.article] = link(article)
        code = found[row.article].get((row.start, row.end), NOTHING)
        linkable += row.code != NOTHING
        right += code == row.code != NOTHING
        linked += code != NOTHING
        wrong += code not in (NOTHING, row.code)
        if code != row.code:
            errors.append(f"{row.article} {row.start} {row.mention}: {code}, right is {row.code}")
    return LinkScore(linkable, right, linked, wrong, tuple(errors))
