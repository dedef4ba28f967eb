"""Mentions that mean a thing named before in the article: short forms and words that only point.

普洱市政协（以下简称“州政协”） … 州政协   the article says so
文秀先锋岗 … 先锋岗                      the end of the only longer name before it
军警地联防联治巡逻队 … 队伍, 该队         the last thing of its label before it

Which labels have short forms and which words point is data: `configs/knowledge/references.tsv`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.knowledge.mentions import LinkedMention

_DECLARED = re.compile(
    r"[（(](?:以下|下)?(?:简称|簡稱|称|稱)(?:为|為)?[：:]?[“「\"]?(?P<short>[^（）()“”「」\"]+)[”」\"]?[）)]"
)


@dataclass(frozen=True)
class _Words:
    determiners: tuple[str, ...]
    bare: frozenset[tuple[str, str]]
    short: frozenset[str]
    classes: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Reference:
    """What a mention refers to: the position of the mention that names it. A pointer's words are no name of the thing."""

    target: int
    pointer: bool


def find_references(text: str, mentions: Sequence[LinkedMention], names: Sequence[str]) -> dict[int, Reference]:
    """Positions of mentions that refer to another mention, which is never itself such a mention.

    `names` are the canonical names of `mentions`; divisions (該縣) are linked elsewhere and left out here.
    """
    found: dict[int, Reference] = {}
    declared = _declared(text, mentions)
    longer = _longer_names(mentions, names)
    heads = [_pointing(mention) for mention in mentions]
    last = _Last((mention.label, head) for mention, head in zip(mentions, heads, strict=True) if head is not None)
    for at, (mention, head) in enumerate(zip(mentions, heads, strict=True)):
        before = None if head is None else last.before(mention.label, head)
        last.add(at, mention.label, names[at])
        if mention.is_place:
            continue
        target = declared.get((mention.label, mention.text))
        if target is not None and target != at:
            found[at] = Reference(found[target].target if target in found else target, pointer=False)
        elif head is not None:
            if before is not None:
                found[at] = Reference(found[before].target if before in found else before, pointer=True)
        elif (target := longer.get((mention.label, names[at]))) is not None and target < at:
            found[at] = Reference(found[target].target if target in found else target, pointer=False)
    return found


def _declared(text: str, mentions: Sequence[LinkedMention]) -> dict[tuple[str, str], int]:
    """(label, short form as written) → the mention right before the bracket that declares it."""
    found = {}
    for at, mention in enumerate(mentions):
        match = _DECLARED.match(text, mention.end)
        if match:
            found[mention.label, match["short"]] = at
    return found


def _pointing(mention: LinkedMention) -> str | None:
    """What the thing pointed to must end in; "" if any thing of the label will do, None if the mention does not point."""
    words = _words()
    if (mention.label, mention.norm) in words.bare:
        return ""
    determiner = next((word for word in words.determiners if mention.norm.startswith(word)), None)
    return mention.norm.removeprefix(determiner) if determiner else None


class _Last:
    """The last mention of each label whose name ends in a word that some mention points with."""

    def __init__(self, heads: Iterable[tuple[str, str]]) -> None:
        self._sizes: dict[str, set[int]] = defaultdict(set)
        for label, head in heads:
            self._sizes[label].add(len(head))
        self._last: dict[tuple[str, str], int] = {}

    def add(self, at: int, label: str, name: str) -> None:
        for size in self._sizes.get(label, ()):
            if size <= len(name):
                self._last[label, name[len(name) - size :]] = at

    def before(self, label: str, head: str) -> int | None:
        return self._last.get((label, head))


def _longer_names(mentions: Sequence[LinkedMention], names: Sequence[str]) -> dict[tuple[str, str], int]:
    """(label, short name) → the first mention of the only longer name that ends in it."""
    words = _words()
    first: dict[tuple[str, str], int] = {}
    for at, mention in enumerate(mentions):
        # A list (街道、社区党组织) is the name of no one thing.
        if mention.label in words.short and _pointing(mention) is None and not re.search("[、，]", names[at]):
            first.setdefault((mention.label, names[at]), at)
    longer: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (label, name), at in first.items():
        for begin in range(1, len(name) - 1):
            if (label, name[begin:]) in first:
                longer[label, name[begin:]].append(at)
    return {key: found[0] for key, found in longer.items() if len(found) == 1 and key not in words.classes}


@cache
def _words() -> _Words:
    """Read and check `configs/knowledge/references.tsv`.

    Raises:
        InputError: an unknown rule.
    """
    path = CONFIGS / "knowledge" / "references.tsv"
    rows: dict[str, list[tuple[str, str]]] = {"determiner": [], "bare": [], "short": [], "class": []}
    for rule, label, words in read_rows(path, 3):
        if rule not in rows:
            raise InputError(str(path), f"{rule}: rules are {', '.join(rows)}")
        rows[rule] += [(label, word) for word in words.split()]
    return _Words(
        determiners=tuple(sorted((word for _, word in rows["determiner"]), key=len, reverse=True)),
        bare=frozenset(rows["bare"]),
        short=frozenset(label for label, _ in rows["short"]),
        classes=frozenset(rows["class"]),
    )
