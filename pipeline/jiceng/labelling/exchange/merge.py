"""The three-way merge of one article's labels: what both had (base), what is here (ours), what the server has (theirs).

A change on one side is taken. Changes on both sides are taken if they touch different text; where they touch the same,
nobody but a person can say who is right, and the article is a conflict that is left as it is.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from jiceng.labelling.exchange.labels import Labels, RelationKey, SpanKey

Key = TypeVar("Key")


class Outcome(StrEnum):
    """Where the merged labels come from."""

    same = "same"
    ours = "ours"
    theirs = "theirs"
    both = "both"
    conflict = "conflict"


@dataclass(frozen=True)
class Merged:
    """`labels` is what should stand here now: None for nothing, and our own labels if there is a conflict."""

    outcome: Outcome
    labels: Labels | None
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Base:
    """Both sides as they were when they last met; `ours` is None if nothing stood here then."""

    ours: Labels | None
    theirs: Labels


def merge(base: Base | None, ours: Labels | None, theirs: Labels, text: str) -> Merged:
    """Merge one article. `text` is only for the words of a conflict."""
    if ours == theirs:
        return Merged(Outcome.same, ours)
    if base is None:
        if ours is None:
            return Merged(Outcome.theirs, theirs)
        return _conflict(ours, ["it stands here with other labels, and what both had before is not known"])
    if base.ours is None and ours is not None:
        return _conflict(ours, ["it was made here, too, after it was pushed to the server"])
    if ours == base.ours:
        # Nothing happened here. What was never here is written even if the server's labels are as they were pushed:
        # a labeller who confirms a pre-annotation has labelled it.
        if base.ours is None or theirs != base.theirs:
            return Merged(Outcome.theirs, theirs)
        return Merged(Outcome.ours, ours)
    if theirs == base.theirs:
        return Merged(Outcome.ours, ours)
    if ours is None:
        return _conflict(None, ["it was removed here and changed on the server"])
    assert base.ours is not None, "the case that nothing stood here is settled above"
    clashes = [*_span_clashes(base.ours, ours, theirs, text), *_relation_clashes(base.ours, ours, theirs, text)]
    if clashes:
        return _conflict(ours, clashes)
    spans = _both(base.ours.spans, ours.spans, theirs.spans)
    relations = _both(base.ours.relations, ours.relations, theirs.relations)
    return Merged(Outcome.both, Labels(spans, relations))


def _conflict(ours: Labels | None, clashes: list[str]) -> Merged:
    return Merged(Outcome.conflict, ours, tuple(clashes))


def _both(base: frozenset[Key], ours: frozenset[Key], theirs: frozenset[Key]) -> frozenset[Key]:
    """What neither removed, and what either added."""
    return (base & ours & theirs) | (ours - base) | (theirs - base)


def _span_clashes(base: Labels, ours: Labels, theirs: Labels, text: str) -> list[str]:
    """Changes of spans on both sides that share a character and are not the same change."""
    mine, other = base.spans ^ ours.spans, base.spans ^ theirs.spans
    alike = mine & other
    clashes = []
    for here in sorted(mine - alike):
        for there in sorted(other):
            if _touch(here, there):
                clashes.append(_clash(_span_change(here, base, text), _span_change(there, base, text), here))
    for here in sorted(alike):
        for there in sorted(other - alike):
            if _touch(here, there):
                clashes.append(_clash(_span_change(here, base, text), _span_change(there, base, text), here))
    return clashes


def _relation_clashes(base: Labels, ours: Labels, theirs: Labels, text: str) -> list[str]:
    """Relations whose end the other side took away, and different changes between the same two spans."""
    mine, other = base.relations ^ ours.relations, base.relations ^ theirs.relations
    spans = _both(base.spans, ours.spans, theirs.spans)
    clashes = []
    for relation in sorted(_both(base.relations, ours.relations, theirs.relations)):
        for end in relation[:2]:
            if end not in spans:
                clashes.append(f"at {end[0]}: {_shown(relation, text)} has lost its end “{text[end[0] : end[1]]}”")
    for here in sorted(mine - other):
        for there in sorted(other - mine):
            if {here[0], here[1]} == {there[0], there[1]}:
                change = f"{_verb(here in base.relations)} {_shown(here, text)}"
                clashes.append(_clash(change, f"{_verb(there in base.relations)} {_shown(there, text)}", here[0]))
    return clashes


def _touch(a: SpanKey, b: SpanKey) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _clash(here: str, there: str, at: SpanKey) -> str:
    return f"at {at[0]}: here {here}, on the server {there}"


def _span_change(span: SpanKey, base: Labels, text: str) -> str:
    return f"{_verb(span in base.spans)} “{text[span[0] : span[1]]}” {span[2]}"


def _verb(was_there: bool) -> str:
    return "removed" if was_there else "added"


def _shown(relation: RelationKey, text: str) -> str:
    (low, high, _), (start, end, _), label = relation
    return f"“{text[low:high]}” {label} “{text[start:end]}”"
