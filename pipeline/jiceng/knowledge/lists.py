"""Lists of a sentence: mentions that stand side by side, and each one's place in its list.

甲镇、乙镇、丙镇分别设卡点3个、4个、6个       甲镇 and 3个 are the first of lists of three, 乙镇 and 4个 the second …
由村支书禤秋成、妇女主任练月英担任          村支书 and 禤秋成 are the first of a list of two, 妇女主任 and 练月英 the second
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from jiceng.knowledge.mentions import LinkedMention
from jiceng.ontology import group, kind_of

_JOINT = re.compile("、|，|,|和|与|與|及|以及|、和|或|暨")
# A comma joins counts and dates (3个，4个), but may begin a new statement before a thing.
_COMMA = ("，", ",")
_VALUES = ("QUANTITY", "DATE")

# With such a word, or joined by 的 (甲局、乙站的干部、民警), even lists of two go together by position.
_RESPECTIVELY = re.compile("分别|分別|依次|各自|逐一")
# So many characters behind the second list the word may stand (由甲、乙分别看管).
_BEHIND = 4


@dataclass(frozen=True)
class Member:
    """A mention's place in a list: which list of the article, which item of how many, and its slot among those of the item."""

    list: int
    index: int
    length: int
    slot: int
    slots: int


class Lists:
    """The lists of an article's mentions, and which of them go together."""

    def __init__(self, text: str, mentions: Sequence[LinkedMention]) -> None:
        self._text, self._mentions = text, mentions
        self._members: dict[int, Member] = {}
        self._beside: dict[tuple[int, int], set[int]] = {}
        self._norms: dict[tuple[int, int], frozenset[str]] = {}
        self._extents: list[tuple[int, int]] = []
        for items in (items for run in _runs(text, mentions) for items in _alike(run, mentions)):
            number = len(self._extents)
            for index, item in enumerate(items):
                for slot, at in enumerate(item):
                    self._members[at] = Member(number, index, len(items), slot, len(item))
                    self._beside.setdefault((number, slot), set()).add(at)
            self._extents.append((mentions[items[0][0]].start, mentions[items[-1][-1]].end))

    def member(self, at: int) -> Member | None:
        """The place of a mention in its list; None if it stands alone."""
        return self._members.get(at)

    def beside(self, at: int) -> set[int]:
        """The members of a mention's list that stand in it as this one does; alone it is its own list."""
        member = self._members.get(at)
        return {at} if member is None else self._beside[member.list, member.slot]

    def norms_beside(self, at: int) -> frozenset[str]:
        """What the members of a mention's list that stand in it as this one does are called."""
        member = self._members.get(at)
        if member is None:
            return frozenset((self._mentions[at].norm,))
        key = member.list, member.slot
        if key not in self._norms:
            self._norms[key] = frozenset(self._mentions[one].norm for one in self._beside[key])
        return self._norms[key]

    def are_paired(self, one: int, other: int) -> bool:
        """Whether two mentions stand at one position of a list, or of two that go together."""
        a, b = self._members.get(one), self._members.get(other)
        if a is None or b is None or a.index != b.index:
            return False
        return a.slot != b.slot if a.list == b.list else self.go_together(one, other)

    def are_crossed(self, one: int, other: int) -> bool:
        """Whether two mentions stand at different positions of one list or of two that go together: 练月英 is no 村支书."""
        a, b = self._members.get(one), self._members.get(other)
        if a is None or b is None or a.index == b.index:
            return False
        return a.slot != b.slot if a.list == b.list else self.go_together(one, other)

    def are_siblings(self, one: int, other: int) -> bool:
        """Whether two mentions are different members of one list: 西咸新区 and 两江新区 in 西咸新区、两江新区."""
        a, b = self._members.get(one), self._members.get(other)
        return a is not None and b is not None and a.list == b.list and a.index != b.index

    def go_together(self, one: int, other: int) -> bool:
        """Whether two mentions of a sentence stand in lists that pair by position.

        Lists of counts or dates need no word for that, nor do lists of three and more; in two places two teams may each be
        in both.
        """
        a, b = self._members.get(one), self._members.get(other)
        if a is None or b is None or a.list == b.list or a.length != b.length:
            return False
        if a.length > 2 or self._is_of_values(one, a) or self._is_of_values(other, b):
            return True
        first, second = sorted((self._extents[a.list], self._extents[b.list]))
        between = self._text[first[1] : second[0]]
        if between in ("", "的"):
            return True
        said = self._text[first[0] : second[1] + _BEHIND]
        return "；" not in between and _RESPECTIVELY.search(said) is not None

    def _is_of_values(self, at: int, member: Member) -> bool:
        return member.slots == 1 and self._mentions[at].label in _VALUES


def _runs(text: str, mentions: Sequence[LinkedMention]) -> Iterator[list[list[int]]]:
    """Items side by side; an item is what stands together without a sign between (妇女主任练月英)."""
    run: list[list[int]] = []
    for at, mention in enumerate(mentions):
        between = text[mentions[at - 1].end : mention.start] if at else None
        if between == "":
            run[-1].append(at)
        elif between is not None and _joins(between, mentions[at - 1], mention):
            run.append([at])
        else:
            yield run
            run = [[at]]
    yield run


def _joins(between: str, before: LinkedMention, behind: LinkedMention) -> bool:
    if _JOINT.fullmatch(between) is None:
        return False
    return between not in _COMMA or before.label == behind.label in _VALUES


def _alike(run: Sequence[Sequence[int]], mentions: Sequence[LinkedMention]) -> Iterator[list[list[int]]]:
    """The stretches of a run whose items end or begin alike, each item cut to what they share.

    卡点3个、4个、6个 ends alike in counts; 甲、乙、丙卡点 begins alike in places.
    """
    kinds = [[_kind(mentions[at]) for at in item] for item in run]
    start = 0
    while start < len(run):
        # How many mentions all items from the first on have in common at their ends, and at their beginnings.
        ends = begins = len(run[start])
        stop = start + 1
        while stop < len(run):
            less_ends = min(ends, _alike_so_far(reversed(kinds[start]), reversed(kinds[stop])))
            less_begins = min(begins, _alike_so_far(kinds[start], kinds[stop]))
            if not less_ends and not less_begins:
                break
            ends, begins, stop = less_ends, less_begins, stop + 1
        if stop > start + 1:
            yield [list(item[-ends:] if ends else item[:begins]) for item in run[start:stop]]
        start = stop


def _alike_so_far(one: Iterable[str], other: Iterable[str]) -> int:
    """How many kinds two items begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _kind(mention: LinkedMention) -> str:
    """What stands in one list: places, or bodies, of several types; people only of one."""
    return mention.label if mention.label in group("people") else kind_of(mention.label)
