"""Wholes that other sentences tell the parts of: a city and its counties, and what each of several makes together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from jiceng.audit.counts import Article, Count, chain, lies_in
from jiceng.audit.findings import Finding
from jiceng.audit.intervals import Interval, shown, together
from jiceng.audit.naming import finding, place_name, said_count
from jiceng.audit.numbers import when


def each(article: Article) -> Iterator[Finding]:
    """12个乡镇各成立1支突击队 makes 12, whatever the total says."""
    for one in article.counts:
        if not one.value.reckoned or one.value.bound != "exact":
            continue
        made = Interval(one.value.reckoned, one.value.reckoned)
        for total in article.counts:
            same = total.stands_for()[:3] == one.stands_for()[:3] and total.place == one.place
            is_total = total.is_whole and not total.value.per and not total.partners and not total.action
            fits = same and is_total and when(one, total) == "same"
            if fits and not total.span.meets(made):
                why = f"{shown(made)} by reckoning, and {total.quantity.text} is said to be the total"
                says = [said_count(article, total), said_count(article, one)]
                confidence = min(total.fact.confidence, one.fact.confidence)
                yield finding("sum", "each", total, article, why, says, confidence)


def below(articles: Sequence[Article]) -> Iterator[Finding]:
    """What lies in a place against all there are in the place; of one article also together."""
    wholes: dict[tuple[object, ...], list[tuple[Article, Count]]] = defaultdict(list)
    for article in articles:
        for count in article.counts:
            if count.is_whole and not count.is_part and count.place is not None:
                wholes[count.place, *count.stands_for(), count.partners].append((article, count))
    for article in articles:
        smaller: dict[str, tuple[Article, Count, list[Count]]] = {}
        for count in article.counts:
            for place in chain(article.said.entities, count.place)[1:]:
                for other_article, whole in wholes.get((place, *count.stands_for(), count.partners), ()):
                    if when(whole, count) != "same" or count.sentence is whole.sentence:
                        continue
                    if count.span.low > whole.span.high:
                        yield _finding_below(other_article, whole, article, [count], count.span)
                    elif other_article is article:
                        smaller.setdefault(whole.quantity.id, (other_article, whole, []))[2].append(count)
        for other_article, whole, counts in smaller.values():
            own = _apart(article, counts)
            total = together(count.span for count in own)
            if total.low > whole.span.high:
                yield _finding_below(other_article, whole, article, own, total)


def _apart(article: Article, counts: Sequence[Count]) -> list[Count]:
    """Of counts at places those that lie in none of the others, one a place."""
    kept: dict[str | None, Count] = {}
    for count in counts:
        if not any(lies_in(article.said.entities, count.place, other.place) for other in counts):
            kept.setdefault(count.place, count)
    return list(kept.values())


def _finding_below(article: Article, whole: Count, other: Article, counts: Sequence[Count], total: Interval) -> Finding:
    places = "、".join(place_name(other, count.place) or "?" for count in counts)
    why = f"{shown(total)} at {places}, and {whole.quantity.text} in all of {place_name(article, whole.place)}"
    says = [said_count(article, whole), *(said_count(other, count) for count in counts)]
    confidence = min(whole.fact.confidence, *(count.fact.confidence for count in counts))
    return finding("sum", "below", whole, article, why, says, confidence)
