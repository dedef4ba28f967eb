"""Two counts of the same ones: at one time they contradict each other, at two times they tell a change.

The same ones are of one type and name, at one place, in units that count alike, with the same words of which ones they
are, and by the same doers. They differ if no number is in what both leave open.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from jiceng.audit.counts import Article, Count
from jiceng.audit.findings import Finding
from jiceng.audit.naming import finding, place_name, said_count
from jiceng.audit.times import Order, Time, compare
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
    own = list({_mark(count): (article, count) for article, count in reversed(group)}.values())[::-1]
    follows = _Between([count for _, count in own])
    told: set[tuple[object, ...]] = set()
    for at, (article, one) in enumerate(own):
        for other_article, other in own[at + 1 :]:
            if one.thing.id == other.thing.id or one.span.meets(other.span):
                continue
            order = when(one, other)
            if order == "unclear":
                continue
            pair = [(article, one), (other_article, other)]
            if order == "same":
                mark = (*sorted((one.span, other.span)), _moment(one), _moment(other))
                if mark not in told:
                    yield _contradiction(*pair)
                told.add(mark)
            else:
                first, second = pair if order == "earlier" else pair[::-1]
                if not follows.has_one_between(first[1], second[1]):
                    yield _change(first, second)


def _mark(count: Count) -> tuple[object, ...]:
    """What is said twice of one time in the same words is compared once."""
    moment = _moment(count)
    return (count.span, moment, count.is_earlier, count.doc if moment is None or count.time is None else None)


def _moment(count: Count) -> Time | None:
    return count.time or count.published


class _Between:
    """Tells whether a count's time lies between those of two others: a change is told from one to the next."""

    def __init__(self, counts: list[Count]) -> None:
        times = sorted((moment.begin, moment.end) for count in counts if (moment := _moment(count)) is not None)
        self.begins = [begin for begin, _ in times]
        self.first_ends = list(accumulate((end for _, end in reversed(times)), min))[::-1]

    def has_one_between(self, one: Count, other: Count) -> bool:
        """Whether something begins after the first one's time and ends before the second one's."""
        first, second = _moment(one), _moment(other)
        if first is None or second is None:
            return False
        at = bisect_right(self.begins, first.end)
        return at < len(self.begins) and self.first_ends[at] < second.begin


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
