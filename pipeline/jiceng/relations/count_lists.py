"""Lists of counts behind one thing: 甲镇、乙镇、丙镇分别设卡点3个、4个、6个. What the first counts, the others count too.

The guide has one mention with several counts there. A classifier that sees pairs finds the count that stands beside the thing
and often passes over the rest; what it said of one is said of all.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from jiceng.corpus.article import Relation, Span
from jiceng.text.normalize import NormalizedText

_JOINT = re.compile("[、和及与]")


def with_whole_lists(text: NormalizedText, spans: Sequence[Span], relations: Sequence[Relation]) -> list[Relation]:
    """The relations, and a `HAS_COUNT` from the same head to each further count of its list; ids from 1 as they come.

    A list is counts joined by 、 or 和 that end in the same measure word. Counts with a head of their own are left to it, and
    so is a list whose heads are a list themselves (甲、乙各有5人、8人).
    """
    heads: dict[int, set[int]] = defaultdict(set)
    for relation in relations:
        if relation.label == "HAS_COUNT":
            heads[relation.tail].add(relation.head)
    ordered = sorted(spans)
    listed = _listed(text, ordered)
    # The count of a list that has a head → those that have none.
    others: dict[int, list[int]] = {}
    for run in _runs(text, ordered):
        owners = {head for count in run for head in heads[count.id]}
        if len(owners) == 1 and not owners & listed:
            first = next(count.id for count in run if heads[count.id])
            others[first] = [count.id for count in run if not heads[count.id]]
    found: list[Relation] = []
    for relation in relations:
        found.append(relation)
        if relation.label == "HAS_COUNT":
            found += [replace(relation, tail=count) for count in others.get(relation.tail, ())]
    return [replace(relation, id=number) for number, relation in enumerate(found, start=1)]


def _runs(text: NormalizedText, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Counts of one measure word that are joined to one another."""
    run: list[Span] = []
    for span in spans:
        if run and _is_joined(text, run[-1], span) and text.plain[run[-1].end - 1] == text.plain[span.end - 1]:
            run.append(span)
            continue
        if len(run) > 1:
            yield run
        run = [span] if span.label == "QUANTITY" else []
    if len(run) > 1:
        yield run


def _listed(text: NormalizedText, spans: Sequence[Span]) -> set[int]:
    """The ids of mentions that are members of a list of mentions of their type."""
    pairs = [(a, b) for a, b in pairwise(spans) if a.label == b.label and _is_joined(text, a, b)]
    return {span.id for pair in pairs for span in pair}


def _is_joined(text: NormalizedText, before: Span, behind: Span) -> bool:
    return before.label == behind.label and _JOINT.fullmatch(text.plain, before.end, behind.start) is not None
