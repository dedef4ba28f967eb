"""Names of things: their canonical form, and whether they are names of one thing or words for a kind.

“五级包保”工作机制   → 五级包保工作机制, a name (quoted)
孟连县融媒体中心     → 孟连傣族拉祜族佤族自治县融媒体中心, a name (of a place that is known)
县委书记             → 宁明县委书记 where 县 points to 宁明县, a name (a post that one person holds)
疫情防控卡点         → itself, a word for a kind

What the rules need to know is data: `configs/knowledge/naming.tsv`.
"""

import re
from dataclasses import dataclass
from functools import cache

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.knowledge.mentions import LinkedMention
from jiceng.places.divisions import Divisions, default_divisions
from jiceng.places.names import Reading, is_generic, is_zone

_MARKS = re.compile(r"[“”‘’「」『』《》\"'\s]")
_NUMBER = re.compile("[0-9一二三四五六七八九十两百千]")
_BODY_PREFIX = re.compile("(?:中共|共青团)?")


@dataclass(frozen=True)
class _Naming:
    quoted: frozenset[str]
    numbered: frozenset[str]
    heads: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    posts: tuple[str, ...]
    generic: re.Pattern[str]


def canonical_name(mention: LinkedMention) -> str:
    """The name in simplified script and Latin capitals without quotation marks, with the official name of a place that begins it.

    A pointer to a division (市委) and a full name of one (孟连县委) become its official name; an everyday name stays as it is
    (百色边境管理支队), for an official name is not what the thing is called. So do words for kinds (县直单位).
    """
    divisions = default_divisions()
    if mention.is_place and mention.link is not None:
        return mention.link.name
    name = (_MARKS.sub("", mention.norm) or mention.norm).upper()
    if mention.link is None or mention.link.is_lower or mention.link.level == "country":
        return name
    if not is_name(mention, name, many=False):
        return name
    reading = mention.place_reading
    if reading.pointer is not None and mention.link.kind == "pointer":
        prefix = _BODY_PREFIX.match(name)
        start = prefix.end() if prefix else 0
        if name.startswith(reading.pointer.level, start):
            return name[:start] + mention.link.name + name[start + len(reading.pointer.level) :]
    return _with_official_place(name, reading, divisions)


def _with_official_place(name: str, reading: Reading, divisions: Divisions) -> str:
    first = reading.names[0] if reading.names else None
    if first is None or not first.full or len(first.codes) != 1 or not name.startswith(first.text):
        return name
    return divisions.by_code[first.codes[0]].name + name[len(first.text) :]


def is_name(mention: LinkedMention, name: str, many: bool) -> bool:
    """Whether a mention that is no division is the name of one thing.

    `name` is its canonical name; `many` tells that the article counts more than one of it: 129支“党员突击队” are a kind.
    """
    naming = _naming()
    label = mention.label
    if label == "PERSON":
        return True
    if label == "GPE":
        # A GPE that is linked to no division is a word for places (边境乡镇) or a township of many of that name.
        return is_zone(name)
    if label in ("QUANTITY", "DATE", "CASE"):
        return False
    if label == "ROLE":
        return mention.link is not None and name.endswith(naming.posts)
    if mention.link is not None:
        return not name.endswith(naming.kinds.get(label, ()) or "\0")
    if mention.quoted and not many and label in naming.quoted:
        return True
    if label in naming.numbered and _NUMBER.match(name):
        return True
    return _has_proper_head(name, naming.heads.get(label, ()))


def _has_proper_head(name: str, heads: tuple[str, ...]) -> bool:
    """Whether a head follows something that is not all generic words or other heads: 金盾小区, not 住宅小区 or 机场车站."""
    head = next((head for head in heads if name.endswith(head) and name != head), None)
    if head is None:
        return False
    before = name.removesuffix(head)
    if len(before) < 2:
        return False
    # Of one character a head may be anything (千岛湖).
    rest = re.sub("|".join(other for other in heads if len(other) > 1) or r"\Z", "", before)
    return rest != "" and not is_generic(_naming().generic.sub("", rest))


@cache
def _naming() -> _Naming:
    """Read and check `configs/knowledge/naming.tsv`.

    Raises:
        InputError: an unknown rule.
    """
    path = CONFIGS / "knowledge" / "naming.tsv"
    quoted, numbered, posts, generic = set(), set(), [], []
    lists: dict[str, dict[str, tuple[str, ...]]] = {"head": {}, "kind": {}}
    for rule, label, words in read_rows(path, 3):
        if rule == "quoted":
            quoted.add(label)
        elif rule == "numbered":
            numbered.add(label)
        elif rule == "post":
            posts += words.split()
        elif rule == "generic":
            generic += words.split()
        elif rule in lists:
            lists[rule][label] = tuple(sorted(words.split(), key=len, reverse=True))
        else:
            raise InputError(str(path), f"{rule}: rules are quoted, numbered, head, generic, kind, post")
    words_of = re.compile("|".join(map(re.escape, sorted(generic, key=len, reverse=True))))
    return _Naming(frozenset(quoted), frozenset(numbered), lists["head"], lists["kind"], tuple(posts), words_of)
