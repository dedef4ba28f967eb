"""Numbers that should add up: parts and wholes that a sentence sets side by side.

part    其中 is followed by one that is more than the whole
parts   其中 is followed by parts of which nothing is two, which are more than the whole together
total   a list with 共 or 合计 behind it, or with a colon before it, has another sum
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from jiceng.audit.counts import Article, Count, lies_in, unit_of
from jiceng.audit.findings import Finding
from jiceng.audit.intervals import interval, shown, together
from jiceng.audit.naming import finding, said_count, said_words
from jiceng.audit.sentences import Sentence, adjacent
from jiceng.audit.words import Words, words
from jiceng.knowledge.records import Mention, QuantityValue

_LIST = re.compile("(?:[、,，和及与]|以及)*")


def sums(article: Article) -> Iterator[Finding]:
    """What does not add up within the sentences of an article."""
    table = words()
    by_sentence: dict[int, list[Count]] = defaultdict(list)
    for count in article.counts:
        by_sentence[count.sentence.start].append(count)
    previous = {second.start: first for first, second in adjacent(article.sentences)}
    for sentence in article.sentences:
        before = previous.get(sentence.start)
        counts = by_sentence[sentence.start]
        yield from _of_which(article, sentence, counts, by_sentence[before.start] if before else [], table)
        yield from _totals(article, sentence, counts, table)


def _of_which(
    article: Article, sentence: Sentence, counts: Sequence[Count], before: Sequence[Count], table: Words
) -> Iterator[Finding]:
    for match in re.finditer("其中", sentence.text):
        at = sentence.start + match.start()
        stop = re.search("[;；。]", sentence.text[match.end() :])
        end = sentence.start + match.end() + stop.start() if stop else sentence.evidence.end
        parts = [count for count in counts if at < count.quantity.start < end and not count.value.per]
        own = [count for count in counts if count.quantity.end <= at]
        # A sentence that begins with 其中 speaks of what was counted last.
        wholes = own or (list(before) if match.start() <= 1 else [])
        if not parts or not wholes:
            continue
        whole = wholes[-1]
        parts = [part for part in parts if part.unit == whole.unit and _may_be_part(part, whole)]
        for part in parts:
            if part.span.low > whole.span.high:
                why = f"{part.quantity.text} of {part.name} is a part, and more than {whole.quantity.text} of {whole.name}"
                yield _sum("part", article, whole, [whole, part], why)
        if all(part.span.low <= whole.span.high for part in parts) and _are_apart(article, parts, table):
            total = together(part.span for part in parts)
            if total.low > whole.span.high:
                why = f"the parts are {shown(total)} together, and more than {whole.quantity.text} of {whole.name}"
                yield _sum("parts", article, whole, [whole, *parts], why)


def _may_be_part(part: Count, whole: Count) -> bool:
    """Persons are parts of persons, other things of their own type."""
    return part.fact.subject.label == whole.fact.subject.label


def _are_apart(article: Article, parts: Sequence[Count], table: Words) -> bool:
    """Whether nothing can be two of the parts: at places that lie apart, or by words that exclude each other."""
    if len(parts) < 2:
        return False
    for one, other in combinations(parts, 2):
        entities = article.said.entities
        apart = (
            one.name == other.name
            and one.place != other.place
            and not lies_in(entities, one.place, other.place)
            and not lies_in(entities, other.place, one.place)
        )
        if not apart and not table.parted(one.name, other.name):
            return False
    return True


def _sum(rule: str, article: Article, whole: Count, counts: Sequence[Count], why: str) -> Finding:
    confidence = min(count.fact.confidence for count in counts)
    says = [said_count(article, count) for count in counts]
    return finding("sum", rule, whole, article, why, says, confidence)  # type: ignore[arg-type]


def _totals(article: Article, sentence: Sentence, counts: Sequence[Count], table: Words) -> Iterator[Finding]:
    """A pure list of counts and its total, behind it or before it."""
    quantities = [one for one in sentence.mentions if isinstance(one.value, QuantityValue)]
    counted = {count.quantity.id: count for count in counts}
    for mention in quantities:
        value = mention.value
        assert isinstance(value, QuantityValue)
        if value.per or (mention.id not in counted and sentence.start in article.unsure):
            continue
        for parts, is_open in (
            _list_before(sentence, mention, counts, table),
            _list_after(sentence, counted.get(mention.id), counts, table),
        ):
            own = counted.get(mention.id)
            if len(parts) < 2 or any(part.value.per or part.thing.id == parts[0].thing.id for part in parts[1:]):
                continue
            label = parts[0].fact.subject.label
            units = {part.unit for part in parts} | {own.unit if own else unit_of(label, value, table)}
            labels = {part.fact.subject.label for part in parts} | ({own.fact.subject.label} if own else set())
            # 雨衣300件、手电200件，总计600件: a total without a name of its own is of all that is listed.
            if len(units) > 1 or len(labels) > 1:
                continue
            total, span = together(part.span for part in parts), interval(value, mention.text)
            if total.low > span.high or (total.high < span.low and not is_open):
                why = f"the list is {shown(total)} together, and {mention.text} is said to be the total"
                says = [said_count(article, part) for part in parts]
                told = said_words(
                    article,
                    mention.text,
                    own.name if own else "",
                    own.place if own else None,
                    own.time if own else None,
                    sentence.evidence,
                    value,
                )
                confidence = min(part.fact.confidence for part in parts)
                yield finding("sum", "total", own or parts[0], article, why, [told, *says], confidence)


def _list_before(sentence: Sentence, total: Mention, counts: Sequence[Count], table: Words) -> tuple[list[Count], bool]:
    """The counts of a pure list that a word of a total joins to a quantity, and whether the list is open."""
    before = [count for count in counts if count.end <= total.start and count.quantity.id != total.id]
    parts: list[Count] = []
    is_open = False
    edge = total.start
    for count in reversed(before):
        words_between = "".join(sentence.besides(count.end, edge).split())
        if not parts:
            rest = re.fullmatch(rf"[,，、]?(等?)[,，、]?({table.pattern('total').pattern})", words_between)
            if rest is None:
                break
            is_open = bool(rest[1])
        elif not _LIST.fullmatch(words_between):
            break
        parts.insert(0, count)
        edge = count.start
    return parts, is_open


def _list_after(
    sentence: Sentence, total: Count | None, counts: Sequence[Count], table: Words
) -> tuple[list[Count], bool]:
    """The counts of a pure list that a colon or 分别为 joins to a count, and whether the list is open."""
    if total is None:
        return [], False
    parts: list[Count] = []
    edge = total.end
    for count in counts:
        if count.start < edge or count is total:
            continue
        words_between = "".join(sentence.besides(edge, count.start).split())
        fits = (
            re.fullmatch(rf"[,，]?(?:{table.pattern('listing').pattern})", words_between)
            if not parts
            else _LIST.fullmatch(words_between)
        )
        if not fits:
            break
        parts.append(count)
        edge = count.end
    rest = sentence.words(edge, sentence.evidence.end)
    # 县级卡点5个、乡镇卡点6个、哨所若干: what goes on is no whole list.
    is_open = rest.lstrip().startswith(("、", *table["open"]))
    return parts, is_open
