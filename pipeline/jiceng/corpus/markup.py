"""Inline markup, the form in which articles are labelled by hand in an editor.

The article's exact text with every mention written as ``⟦n:LABEL|mention⟧`` (n: a number unique in the file), and
after a line of text, on lines of their own, ``=> n RELATION m`` for the relations of that line, with a status where it
is not asserted (``=> 4 ESTABLISHES 8 planned``). Lines that start with ``=>`` are not text.
"""

import re
from collections import defaultdict

from jiceng.corpus.article import ASSERTED, Article, Relation, Span
from jiceng.errors import InputError

_SPAN = re.compile(r"⟦(\d+):([A-Z_]+)\|([^⟦⟧]*)⟧")
_LINK = re.compile(r"=>\s*(\d+)\s+([A-Z_]+)\s+(\d+)(?:\s+([a-z]+))?\s*")


def read_inline(content: str, article_id: str, where: str | None = None) -> Article:
    """Parse one article in inline markup. `where` names its source in errors (the article's id if left out).

    Raises:
        InputError: a bracket without its partner, a number used twice, a line ``=>`` that is no relation or that
            names a mention which does not exist; with the line.
    """
    where = where or article_id
    lines: list[tuple[int, str]] = []
    links: list[tuple[int, int, str, int, str]] = []
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.startswith("=>"):
            lines.append((number, line))
            continue
        match = _LINK.fullmatch(line)
        if match is None:
            raise InputError(f"{where}:{number}", f"not a relation, which is written => 4 PART_OF 8: {line}")
        links.append((number, int(match[1]), match[2], int(match[3]), match[4] or ASSERTED))
    spans: list[Span] = []
    text: list[str] = []
    offset = 0
    seen: set[int] = set()
    for index, (number, line) in enumerate(lines):
        cursor = 0
        pieces: list[str] = []
        for match in _SPAN.finditer(line):
            pieces.append(line[cursor : match.start()])
            span_id = int(match[1])
            if span_id in seen:
                raise InputError(f"{where}:{number}", f"the mention number {span_id} is used twice in the file")
            seen.add(span_id)
            start = offset + sum(map(len, pieces))
            spans.append(Span(start, start + len(match[3]), match[2], span_id))
            pieces.append(match[3])
            cursor = match.end()
        plain = "".join(pieces) + line[cursor:]
        stray = re.search("[⟦⟧]", plain)
        if stray:
            near = plain[max(0, stray.start() - 15) : stray.end() + 15]
            raise InputError(f"{where}:{number}", f"a bracket without its partner, or a nested mention, near {near!r}")
        text.append(plain)
        offset += len(plain) + (index < len(lines) - 1)
    relations: list[Relation] = []
    for number, head, label, tail, status in links:
        for end in (head, tail):
            if end not in seen:
                raise InputError(f"{where}:{number}", f"there is no mention {end} in the file")
        relations.append(Relation(label, head, tail, id=len(relations) + 1, status=status))
    return Article(article_id, "\n".join(text), tuple(spans), tuple(relations))


def write_inline(article: Article) -> str:
    """The article in inline markup; `read_inline` gives it back, relations in the order of their heads' lines.

    Raises:
        InputError: spans overlap, or the text has a bracket or a line of the markup itself.
    """
    if re.search("[⟦⟧]|^=>", article.text, flags=re.MULTILINE):
        raise InputError(article.id, "the text has ⟦, ⟧ or a line that starts with =>, which inline markup cannot hold")
    pieces: list[str] = []
    cursor = 0
    line_of: dict[int, int] = {}
    for span in sorted(article.spans):
        if span.start < cursor or "\n" in article.mention(span):
            raise InputError(
                article.id, f"mention {span.id} overlaps another or crosses a line break; run jiceng check"
            )
        line_of[span.id] = article.text.count("\n", 0, span.start)
        pieces += [article.text[cursor : span.start], f"⟦{span.id}:{span.label}|{article.mention(span)}⟧"]
        cursor = span.end
    pieces.append(article.text[cursor:])
    after: defaultdict[int, list[str]] = defaultdict(list)
    for relation in article.relations:
        after[line_of[relation.head]].append(f"=> {relation.head} {relation.label} {relation.tail}{_status(relation)}")
    lines = "".join(pieces).split("\n")
    return "\n".join("\n".join([line, *after[number]]) for number, line in enumerate(lines))


def _status(relation: Relation) -> str:
    return "" if relation.status == ASSERTED else f" {relation.status}"
