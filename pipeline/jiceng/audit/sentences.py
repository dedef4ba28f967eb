"""The sentences of an article that mention something counted: their words, their mentions, and what is said of them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jiceng.knowledge.records import Evidence, Mention, Relation
from jiceng.text.fold import fold

_CLAUSE = re.compile("[,，;；:：。！？!?\n]")


@dataclass
class Sentence:
    """A sentence; `mentions` are those in it, by their start. Offsets are those of the article."""

    evidence: Evidence
    mentions: list[Mention] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        self.text = fold(self.evidence.text)

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.evidence.start

    def words(self, start: int, end: int) -> str:
        """The words between two offsets, mentions included."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def besides(self, start: int, end: int) -> str:
        """The words between two offsets without the mentions there."""
        left: list[str] = []
        at = start
        for mention in self.mentions:
            if mention.end > start and mention.start < end:
                left.append(self.words(at, mention.start))
                at = max(at, mention.end)
        return "".join([*left, self.words(at, end)])

    def clause(self, at: int) -> tuple[int, int]:
        """The extent of the clause that an offset is in; what ends a clause within a mention ends none."""
        inside = [(mention.start, mention.end) for mention in self.mentions]
        ends = [
            self.start + match.start()
            for match in _CLAUSE.finditer(self.text)
            if not any(low <= self.start + match.start() < high for low, high in inside)
        ]
        start = max((end + 1 for end in ends if end < at), default=self.start)
        end = min((end for end in ends if end >= at), default=self.evidence.end)
        return start, end


def sentences(evidences: Sequence[Evidence], mentions: Sequence[Mention]) -> list[Sentence]:
    """The sentences that an article's facts quote, in text order; of two that overlap the longer one."""
    longest: dict[int, Evidence] = {}
    for evidence in evidences:
        before = longest.get(evidence.start)
        if before is None or before.end < evidence.end:
            longest[evidence.start] = evidence
    found = [Sentence(longest[start]) for start in sorted(longest)]
    starts = [sentence.start for sentence in found]
    for mention in sorted(mentions, key=lambda one: one.start):
        at = bisect_right(starts, mention.start) - 1
        if at >= 0 and mention.end <= found[at].evidence.end:
            found[at].mentions.append(mention)
    return found


def by_end(relations: Sequence[Relation]) -> dict[str, list[Relation]]:
    """Mention → the relations that run from it or to it."""
    found: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        found[relation.head].append(relation)
        found[relation.tail].append(relation)
    return found


def adjacent(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Each sentence with the next one, where nothing but a few characters lies between them."""
    for one, following in pairwise(sentences):
        if 0 <= following.start - one.evidence.end <= 3:
            yield one, following
