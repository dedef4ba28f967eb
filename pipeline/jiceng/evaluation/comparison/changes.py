"""What changed between two states of the annotations: labels by type, gold apart from training data."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus

Change = dict[str, Counter[str]]


@dataclass(frozen=True)
class PartChanges:
    """Changes of one part of the corpus.

    `changed` articles are in both with other labels, a status included. `spans` and `relations` are how many were
    added, changed and removed by type; a span is changed if its extent stays and its label does not.
    """

    part: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    spans: Change = field(default_factory=dict)
    relations: Change = field(default_factory=dict)

    @property
    def articles(self) -> frozenset[str]:
        """Ids of the articles that are not as they were."""
        return frozenset((*self.added, *self.removed, *self.changed))


def corpus_changes(old: Corpus, new: Corpus) -> tuple[PartChanges, PartChanges]:
    """The changes of gold and of the supplement."""
    return _changes("gold", old.gold, new.gold), _changes("supplement", old.supplement, new.supplement)


def _changes(part: str, old: Sequence[Article], new: Sequence[Article]) -> PartChanges:
    before, after = ({article.id: article for article in articles} for articles in (old, new))
    both = sorted(before.keys() & after.keys())
    changed = [name for name in both if _said(before[name]) != _said(after[name])]
    spans: Change = {kind: Counter() for kind in ("added", "changed", "removed")}
    relations: Change = {kind: Counter() for kind in ("added", "changed", "removed")}
    for name in {*before, *after}:
        _count(before.get(name), after.get(name), spans, relations)
    return PartChanges(
        part,
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(changed),
        spans,
        relations,
    )


def _said(article: Article) -> object:
    return article.text, article.span_keys(), frozenset(_relations(article).items())


def _relations(article: Article) -> dict[tuple[int, int, int, int, str], str]:
    """Each relation by its ends' extents and its label, with its status."""
    at = {span.id: span for span in article.spans}
    return {
        (at[r.head].start, at[r.head].end, at[r.tail].start, at[r.tail].end, r.label): r.status
        for r in article.relations
    }


def _count(old: Article | None, new: Article | None, spans: Change, relations: Change) -> None:
    before, after = ({(s.start, s.end): s.label for s in article.spans} if article else {} for article in (old, new))
    _tally(before, after, spans, lambda key, label: label)
    was, now = (_relations(article) if article else {} for article in (old, new))
    _tally(was, now, relations, lambda key, status: key[4])


Key = TypeVar("Key")


def _tally(before: dict[Key, str], after: dict[Key, str], into: Change, label: Callable[[Key, str], str]) -> None:
    for key in before.keys() | after.keys():
        if key not in before:
            into["added"][label(key, after[key])] += 1
        elif key not in after:
            into["removed"][label(key, before[key])] += 1
        elif before[key] != after[key]:
            into["changed"][label(key, after[key])] += 1


def change_lines(changes: Iterable[PartChanges]) -> list[str]:
    """The changes as text for a terminal."""
    lines = []
    for part in changes:
        name = "gold (evaluation)" if part.part == "gold" else "supplement (training only)"
        if not part.articles:
            lines.append(f"{name}: as it was")
            continue
        counts = (f"{len(getattr(part, kind))} articles {kind}" for kind in ("added", "changed", "removed"))
        lines.append(f"{name}: {', '.join(counts)}")
        for what, table in (("labels", part.spans), ("relations", part.relations)):
            for kind, counter in table.items():
                if counter:
                    each = ", ".join(f"{label} {count}" for label, count in counter.most_common())
                    lines.append(f"  {what} {kind}: {counter.total()} ({each})")
    return lines
