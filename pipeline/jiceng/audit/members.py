"""Lists whose members are named one by one, with their number: 甲镇、乙镇、丙镇4个乡镇 lists three."""

from collections.abc import Iterator, Sequence

from jiceng.audit.counts import Article, Count
from jiceng.audit.findings import Finding
from jiceng.audit.intervals import Interval
from jiceng.audit.naming import finding, said_count, said_words
from jiceng.audit.sentences import Sentence
from jiceng.audit.words import Words, words
from jiceng.knowledge.records import Mention


def members(article: Article) -> Iterator[Finding]:
    """Lists that name more or fewer than they say, in the sentences of which all is asserted."""
    for sentence in article.sentences:
        if sentence.start not in article.unsure:
            yield from _listed(article, sentence, words())


def _listed(article: Article, sentence: Sentence, table: Words) -> Iterator[Finding]:
    by_quantity = {count.quantity.id: count for count in article.counts if count.sentence is sentence}
    for at, mention in enumerate(sentence.mentions):
        count = by_quantity.get(mention.id)
        if count is None or count.thing.start < mention.end or count.value.per:
            continue
        named: list[Mention] = []
        edge, is_open = mention.start, False
        for member in reversed(sentence.mentions[:at]):
            between = sentence.words(member.end, edge).strip()
            if not named and between in ("", *table["open"]):
                is_open = bool(between)
            elif not named or between not in ("、", "和", "及", "与", "以及"):
                break
            if member.label != count.thing.label:
                break
            named.insert(0, member)
            edge = member.start
        number = Interval(len(named), len(named))
        if len(named) < 2 or not _are_members(named, count, table) or count.span.meets(number):
            continue
        if len(named) > count.span.high or not is_open:
            names = "、".join(member.text for member in named)
            why = f"{len(named)} are listed, and {mention.text} is said to be their number"
            says = [
                said_count(article, count),
                said_words(article, f"{len(named)}", names, count.place, count.time, sentence.evidence),
            ]
            yield finding("sum", "listed", count, article, why, says, count.fact.confidence)


def _are_members(members: Sequence[Mention], count: Count, table: Words) -> bool:
    """Whether each of a list is one of those counted: named things are, and kinds where kinds are counted."""
    if count.value.unit in table["kinds"]:
        return True
    named = all(member.entity is not None and not member.entity.startswith("kind:") for member in members)
    return named and count.unit == "things"
