"""Which fact of one export is which of another, when they are not the same: the closest first."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from jiceng.explorer.reading import Export, Line

# With more candidates than this between the same two things they are paired by place alone, for each is compared with each.
MANY: Final = 100_000
Key = Hashable
Pair = tuple[Line, Line]


def pairs(before: Export, after: Export, olds: Sequence[Line], news: Sequence[Line]) -> Iterator[Pair]:
    """Pairs among facts that are in one of the exports only; every fact is in one pair at most.

    First facts between the same things; then between things of the same name and place, for what has no name of its
    own has another id in another article; then whatever one sentence says of things of these names.
    """
    left, right = list(olds), list(news)
    anchors = [_anchors(export) for export in (before, after)]
    shared = {line["id"] for line in before.documents} & {line["id"] for line in after.documents}

    def may_join(old: Line, new: Line) -> bool:
        """Two articles that are in both exports are not each other."""
        here, there = _articles(old), _articles(new)
        return bool(here & there) or not (here <= shared and there <= shared)

    rounds: tuple[tuple[Callable[[Line, int], Key], Callable[[Line, Line], bool]], ...] = (
        (lambda fact, side: _key(fact, _identity), lambda old, new: True),
        (lambda fact, side: _key(fact, lambda part: _named(part, anchors[side])), may_join),
        (lambda fact, side: _key(fact, _name), lambda old, new: bool(_sentences(old) & _sentences(new))),
    )
    for key, fits in rounds:
        found = list(_match(left, right, key, fits))
        yield from found
        gone = {id(fact) for pair in found for fact in pair}
        left = [fact for fact in left if id(fact) not in gone]
        right = [fact for fact in right if id(fact) not in gone]


def _match(
    left: Iterable[Line],
    right: Iterable[Line],
    key: Callable[[Line, int], Key],
    fits: Callable[[Line, Line], bool],
) -> Iterator[Pair]:
    groups: dict[Key, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for side, facts in enumerate((left, right)):
        for fact in facts:
            groups[key(fact, side)][side].append(fact)
    for olds, news in groups.values():
        if len(olds) * len(news) > MANY:
            ordered = zip(sorted(olds, key=_order), sorted(news, key=_order), strict=False)
            yield from (pair for pair in ordered if fits(*pair))
            continue
        ranked = sorted(
            (-_likeness(old, new), old["id"], new["id"], i, j)
            for i, old in enumerate(olds)
            for j, new in enumerate(news)
            if fits(old, new)
        )
        taken: tuple[set[int], set[int]] = (set(), set())
        for *_, i, j in ranked:
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                yield olds[i], news[j]


def _order(fact: Line) -> tuple[str, str]:
    return _place(fact) or "", fact["id"]


def _likeness(old: Line, new: Line) -> int:
    same_sentence = bool(_sentences(old) & _sentences(new))
    return 4 * same_sentence + 2 * (old.get("date") == new.get("date")) + (_place(old) == _place(new))


def _key(fact: Line, of: Callable[[Mapping[str, Any]], Key]) -> Key:
    return fact["predicate"], of(fact["subject"]), of(fact["object"])


def _identity(part: Mapping[str, Any]) -> Key:
    # A value has no id. 63 batches and 314 people of one thing are two numbers, so the unit belongs to the key; and what
    # is meant for each of some things is no other total.
    value = part.get("value") or {}
    return part.get("id") or (part["label"], value.get("unit"), value.get("per"))


def _name(part: Mapping[str, Any]) -> Key:
    return (part["label"], part["name"]) if part.get("id") else _identity(part)


def _named(part: Mapping[str, Any], anchors: Mapping[str, str | None]) -> Key:
    return _name(part), anchors.get(part.get("id") or "")


def _anchors(export: Export) -> dict[str, str | None]:
    return {entity["id"]: entity.get("place") for entity in export.entities}


def _articles(fact: Line) -> set[str]:
    return {item["doc"] for item in fact["evidence"]}


def _sentences(fact: Line) -> set[tuple[str, str]]:
    return {(item["doc"], item["text"]) for item in fact["evidence"]}


def _place(fact: Line) -> str | None:
    place = fact.get("place") or {}
    return place.get("id") or place.get("name")
