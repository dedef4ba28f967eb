"""Contradictions planted into real wording: each article beside a copy of it in which one number is another one.

    python -m tests.audit.planted [FOLDER]

prints how many of the planted numbers are found, and how many other findings there are. Every count of an article whose
quantity has a number in digits and which an export asserts is planted once.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jiceng.corpus.article import Article
from jiceng.corpus.folder import read_articles
from tests.audit.pairs import findings

_DIGITS = re.compile(r"\d+")
DAY = "2022-03-01"


def planted(article: Article) -> Iterator[tuple[Article, int]]:
    """Copies of an article with one number of as many digits changed, and where in the text it is."""
    counted = {edge.tail for edge in article.relations if edge.label == "HAS_COUNT" and edge.status == "asserted"}
    for span in article.spans:
        match = _DIGITS.search(article.text, span.start, span.end)
        if span.id not in counted or match is None:
            continue
        # The first digit becomes another one: 143 is 643, 9 is 4.
        first = int(match[0][0])
        other = f"{first + 5 if first < 5 else first - 5 or 1}{match[0][1:]}"
        text = article.text[: match.start()] + other + article.text[match.end() :]
        yield replace(article, id=f"{article.id}-copy", text=text), span.start


def measure(articles: Iterator[Article] | list[Article]) -> tuple[int, int, int]:
    """How many numbers were planted, how many of them are found, and how many findings quote something else."""
    there = found = others = 0
    for article in articles:
        for copy, start in planted(article):
            there += 1
            hits = [
                any(said.evidence.start <= start < said.evidence.end for said in one.says)
                for one in findings([article, copy], [DAY, DAY])
                if one.kind != "change"
            ]
            found += any(hits)
            others += hits.count(False)
    return there, found, others


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "annotations/gold")
    there, found, others = measure(read_articles(folder))
    print(f"{folder}: {found} of {there} planted numbers are found ({found / there:.3f}); {others} other findings")


if __name__ == "__main__":
    main()
