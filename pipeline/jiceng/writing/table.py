"""The lines of one article as a table for a person: each sentence with its relations."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from jiceng.corpus.article import ASSERTED
from jiceng.knowledge.records import Document, DocumentLine, Mention, Relation
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize


def article_table(text: str, lines: Sequence[DocumentLine], ontology: Ontology) -> Iterator[str]:
    """Rows of text: the document, then each sentence with its mentions and, below it, its relations."""
    mentions = {line.id: line for line in lines if isinstance(line, Mention)}
    in_order = list(mentions.values())
    relations: dict[tuple[int, int], list[Relation]] = defaultdict(list)
    for line in lines:
        if isinstance(line, Relation):
            relations[line.sentence].append(line)
    names = {relation.label: relation.name for relation in ontology.relations}
    for line in lines:
        if isinstance(line, Document):
            yield f"# {line.id}: {line.chars} characters, {line.script}"
    for start, end in normalize(text).pieces():
        first, stop = (bisect_left(in_order, place, key=lambda one: one.start) for place in (start, end))
        inside = [mention for mention in in_order[first:stop] if mention.end <= end]
        if not inside:
            continue
        yield ""
        yield _in_one_line(_marked(text, start, end, inside))
        for relation in relations.get((start, end), ()):
            head, tail = mentions[relation.head], mentions[relation.tail]
            arrow = f"─{relation.label} {names[relation.label]}→"
            status = "" if relation.status == ASSERTED else f" {relation.status}"
            yield _in_one_line(f"    {head.text} {arrow} {tail.text}    {relation.confidence:.2f}{status}")


def _in_one_line(text: str) -> str:
    """A sentence that a page broke by hand, as the line that it is."""
    return text.replace("\r", "").replace("\n", "")


def _marked(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str:
    pieces, done = [], start
    for mention in mentions:
        pieces += [text[done : mention.start], f"[{mention.text} {mention.label}]"]
        done = mention.end
    return "".join(pieces) + text[done:end]
