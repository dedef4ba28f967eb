"""The pairs of `pairs.txt`: read, through an export as the command reads it, and what the audit says of each.

    python -m tests.audit.pairs [--all]

prints precision and recall on both halves, and with --all every pair that is read wrong.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiceng.audit.build import audit
from jiceng.audit.findings import Finding
from jiceng.corpus.article import Article
from jiceng.corpus.markup import read_inline
from jiceng.knowledge.article import annotated
from jiceng.writing.order import export_order
from jiceng.writing.reading_back import read_back
from tests.conftest import ROOT

FILE = ROOT / "tests" / "audit" / "pairs.txt"
_HEAD = re.compile(r"## (\d{3}) (contradiction|change|nothing) (\w+) (-|\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Pair:
    """Two sentences and what is right to say of them; `published` has a day for each of two articles, none for one."""

    number: int
    right: str
    about: str
    published: tuple[str, ...]
    articles: tuple[Article, ...]

    @property
    def is_apart(self) -> bool:
        """Whether it was kept apart while the rules were written."""
        return self.number % 2 == 0


def read_pairs() -> Iterator[Pair]:
    """All pairs, in the order of the file."""
    blocks = re.split(r"^(?=## )", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for block in blocks:
        head, body = block.strip("\n").split("\n", 1)
        match = _HEAD.fullmatch(head)
        assert match, head
        sentences = re.split(r"\n--\n", body)
        assert len(sentences) == 2, head
        published = () if match[4] == "-" else tuple(match[4].split())
        texts = sentences if published else ["\n".join(sentences)]
        articles = tuple(read_inline(text, f"{match[1]}{'ab'[at]}") for at, text in enumerate(texts))
        yield Pair(int(match[1]), match[2], match[3], published, articles)


def findings(articles: Sequence[Article], published: Sequence[str] = ()) -> list[Finding]:
    """What the audit says of annotated articles, through an export."""
    about = {article.id: {"published": day} for article, day in zip(articles, published, strict=False)}
    lines = export_order(annotated(articles, about))
    return list(audit(read_back(lines, "export", spans=True)))


def said(pair: Pair) -> str:
    """What the audit says of a pair in one word; something that does not add up is a contradiction, too."""
    kinds = {finding.kind for finding in findings(pair.articles, pair.published)}
    return "contradiction" if kinds & {"contradiction", "sum"} else "change" if kinds else "nothing"


def score(pairs: Sequence[Pair]) -> str:
    """Precision and recall of contradictions, and of changes."""
    table = Counter((pair.right, said(pair)) for pair in pairs)
    parts = [f"{len(pairs)} pairs"]
    for kind in ("contradiction", "change"):
        right = table[kind, kind]
        listed = sum(count for (_, told), count in table.items() if told == kind)
        there = sum(count for (gold, _), count in table.items() if gold == kind)
        parts.append(
            f"{kind}: {right} of {listed} listed are right ({right / max(1, listed):.3f}), "
            f"{right} of {there} are found ({right / max(1, there):.3f})"
        )
    return "; ".join(parts)


def main() -> None:
    """Print the figures."""
    pairs = list(read_pairs())
    show_all = "--all" in sys.argv
    if show_all or "--seen" in sys.argv:
        for pair in pairs:
            if (show_all or not pair.is_apart) and (told := said(pair)) != pair.right:
                print(f"{pair.number:03d} {pair.about}: is {pair.right}, read as {told}")
                print("    " + " / ".join(article.text.replace("\n", " / ") for article in pair.articles))
    print("seen  ", score([pair for pair in pairs if not pair.is_apart]))
    print("apart ", score([pair for pair in pairs if pair.is_apart]))


if __name__ == "__main__":
    main()
