"""Two counts of the same ones: at one time they contradict each other, at two times they tell a change.

The same ones are of one type and name, at one place, in units that count alike, with the same words of which ones they
are, and by the same doers. They differ if no number is in what both leave open.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from jiceng.audit.counts import Article, Count
from jiceng.audit.findings import Finding
from jiceng.audit.naming import finding, place_name, said_count
from jiceng.audit.times import Order, compare
from jiceng.audit.words import words

Pair = tuple[Article, Count]


def numbers(articles: Iterable[Article]) -> Iterator[Finding]:
    """Counts that cannot both be true, and counts that changed."""
    groups: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for article in articles:
        yield from _said_to_change(article)
        for count in article.counts:
            if not count.is_part:
                groups[_key(count)].append((article, count))
    for group in groups.values():
        yield from _of_the_same(group)


def _key(count: Count) -> tuple[object, ...]:
    # What has no name of its own and no known place is known within its article only.
    place = count.place
    known_everywhere = place is not None and not place.startswith("kind:")
    return (*count.stands_for(), count.partners, place, None if known_everywhere else count.doc)


def _of_the_same(group: list[Pair]) -> Iterator[Finding]:
    told: set[tuple[object, ...]] = set()
    for at, (article, one) in enumerate(group):
        for other_article, other in group[at + 1 :]:
            if one.thing.id == other.thing.id or one.span.meets(other.span):
                continue
            order = when(one, other)
            mark = (order, *sorted((one.span, other.span)), *sorted((str(one.time), str(other.time))))
            if order == "unclear" or mark in told:
                continue
            told.add(mark)
            if order == "same":
                yield _contradiction((article, one), (other_article, other))
            elif order == "earlier":
                yield _change((article, one), (other_article, other))
            else:
                yield _change((other_article, other), (article, one))


def when(one: Count, other: Count) -> Order:
    """Whether one count speaks of the time of another, or of one before or after it."""
    in_one_article = one.doc == other.doc
    if one.is_earlier != other.is_earlier and in_one_article:
        return "earlier" if one.is_earlier else "later"
    if in_one_article:
        return compare(one.time, other.time, True)
    return compare(one.time or one.published, other.time or other.published, False)


def _contradiction(one: Pair, other: Pair) -> Finding:
    (article, first), (other_article, second) = one, other
    place = place_name(article, first.place)
    why = (
        f"{first.quantity.text} and {second.quantity.text} of {first.name}{f' at {place}' if place else ''} at one time"
    )
    says = [said_count(article, first), said_count(other_article, second)]
    confidence = min(first.fact.confidence, second.fact.confidence)
    return finding("contradiction", "number", first, article, why, says, confidence)


def _change(one: Pair, other: Pair) -> Finding:
    (article, first), (other_article, second) = one, other
    up = second.span.low > first.span.high
    why = f"{first.name} {'grew' if up else 'fell'} from {first.quantity.text} to {second.quantity.text}"
    says = [said_count(article, first), said_count(other_article, second)]
    confidence = min(first.fact.confidence, second.fact.confidence)
    return finding("change", "number", first, article, why, says, confidence, "up" if up else "down")


def _said_to_change(article: Article) -> Iterator[Finding]:
    """由9个增加到12个: the sentence itself says that it is a change."""
    table = words()
    for one, other in zip(article.counts, article.counts[1:], strict=False):
        if one.thing.id != other.thing.id or one.unit != other.unit or one.span.meets(other.span):
            continue
        sentence = one.sentence
        before = sentence.words(sentence.start, one.quantity.start).rstrip()
        between = sentence.words(one.quantity.end, other.quantity.start).rstrip()
        if before.endswith(("由", "从")) and between.endswith(table["changed"]):
            yield _change((article, one), (article, other))
