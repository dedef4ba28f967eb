"""Whether what a relation says is so: asserted, planned, conditional, negated or asked, by the cues of its sentence.

A cue governs a relation whose later end lies in its scope (石门县|计划|成立突击队: the doer stands before the cue), or
both ends where the cue stands behind (原定9月的活动取消). What only says which thing is meant (洼地的住户, a town in its
county, a person and the post beside the name) is asserted whatever is planned or denied of the thing.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from jiceng.corpus.article import ASSERTED
from jiceng.knowledge.cues import PRECEDENCE, Extent, Scope, is_joint, scopes
from jiceng.knowledge.mentions import Edge, LinkedMention
from jiceng.ontology import group

# Relations that may be one phrase with no verb (洼地的住户); counts and dates stand beside what they count and date.
_PHRASES = ("LOCATED_IN", "PART_OF", "SERVES_AS", "MEMBER_OF", "LEADS", "DEPLOYED_TO", "RESPONSIBLE_FOR")
# What a clause may speak of and the mentions before it hold: 20支突击队没有休息 denies neither count nor place.
_DONE = ("ESTABLISHES", "LEADS", "DEPLOYED_TO", "RESPONSIBLE_FOR")


def statuses(
    text: str, mentions: Sequence[LinkedMention], edges: Sequence[Edge], sentences: Sequence[tuple[int, int]]
) -> Iterator[str]:
    """The status of each edge; `sentences` are the extents of their sentences in the raw `text`, in the edges' order."""
    known: dict[tuple[int, int], list[Scope]] = {}
    for edge, (start, end) in zip(edges, sentences, strict=True):
        if (start, end) not in known:
            known[start, end] = _scopes(text, mentions, start, end)
        yield _status(text, mentions[edge.head], mentions[edge.tail], edge.label, known[start, end], start)


def has_cue(text: str, mentions: Sequence[LinkedMention], start: int, end: int) -> bool:
    """Whether a cue stands in the sentence from `start` to `end`."""
    return bool(_scopes(text, mentions, start, end))


def _scopes(text: str, mentions: Sequence[LinkedMention], start: int, end: int) -> list[Scope]:
    first, stop = (bisect_left(mentions, place, key=lambda one: one.start) for place in (start, end))
    inside = [
        Extent(one.start - start, one.end - start, one.label == "DATE")
        for one in mentions[first:stop]
        if one.end <= end
    ]
    return scopes(text[start:end], inside)


def _status(
    text: str, head: LinkedMention, tail: LinkedMention, label: str, around: Sequence[Scope], offset: int
) -> str:
    first, last = sorted((head, tail), key=lambda one: one.start)
    if not around or _only_tells_which(text, label, first, last):
        return ASSERTED
    places = first.start - offset, last.start - offset
    governing = {scope.status for scope in around if _governs(scope, label, *places)}
    return next((status for status in PRECEDENCE if status in governing), ASSERTED)


def _governs(scope: Scope, label: str, first: int, last: int) -> bool:
    if scope.topic and label not in _DONE:
        return False
    return scope.first <= first and scope.start <= last < scope.end


def _only_tells_which(text: str, label: str, first: LinkedMention, last: LinkedMention) -> bool:
    if label == "HAS_COUNT":
        # The two villages in which something is planned are there.
        return "GPE" in (first.label, last.label)
    if label == "PART_OF" and {first.label, last.label} <= group("address"):
        return True
    return label in _PHRASES and is_joint(text[first.end : last.start])
