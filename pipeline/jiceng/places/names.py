"""What one mention says of places, before its article is looked at.

瑞丽市委组织部      → the names 瑞丽市
云南省瑞丽市        → the names 云南省, 瑞丽市
德保县都安乡        → the name 德保县 and the lower place 都安乡
雄安新区, 缅甸木姐市 → a lower place that is known, or that a country's name makes known
该县, 全市, 县公安局 → a pointer to a county, to a city, to a county
边境乡镇, 社区      → nothing
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.ontology import group
from jiceng.places.divisions import Divisions, Once
from jiceng.places.units import Unit, leading_unit, named_unit

# The endings of official names. A name without one is an everyday name, which needs more support.
ENDINGS = ("省", "市", "县", "区", "州", "盟", "旗")
_DETERMINERS = "该|全|我|本|这个|这一"
_HIGHER = "自治区|省|市|县|区|州|盟|旗"
_LOWER = "街道|镇|乡|苏木|嘎查|村子|村|社区|屯|寨子|寨|组"
# What a word for a village may point to: people of a 村 call it a 寨子 too.
LOWER_ENDINGS = {"村子": ("村",), "寨子": ("寨", "村", "组", "屯"), "寨": ("寨", "村", "屯")}
# 新寨村, 老屯村: names though their words are of kinds.
_PLAIN = re.compile("[新老旧大小上下][寨屯庄]村")
_NUMBER_BEHIND = re.compile("第?[0-9一二三四五六七八九十]+(?:号|级)?网格")
# What towns and regions abroad end in.
FOREIGN = ("市", "镇", "县", "邦", "省", "府", "州", "区", "村", "岛", "乡", "郡", "口岸")
_NUMBERED = re.compile("第?(?:[0-9]+|[一二三四五六七八九十]+)(?:村民|居民)?小?组")
_POINTER = re.compile(
    rf"(?:{_DETERMINERS})(?P<level>{_HIGHER}|{_LOWER})(?:里|内|上|域)?|(?P<bare>{_HIGHER}|{_LOWER})(?:里|内)?"
)
# A body that is named by its level alone (县委, 市公安局) is that of the article's county, city …; see `_WORDS`.
_BODY = re.compile(rf"(?:中共|共青团)?(?P<level>{_HIGHER})(?!(?:{_HIGHER})|乡(?!村振兴)|[、和与及（(\-])(?=.)")
_FEATURES = ("江", "河", "湖", "海", "山", "岛", "峡谷")
_WRAPPING = "《》“”‘’\"'（）()「」 "


@dataclass(frozen=True)
class Name:
    """The name of a division within a mention: its place in the norm and the codes that it may stand for."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    full: bool  # whether it is, or ends like, an official name
    once: tuple[Once, ...] = ()  # who bore it before


LowerLevel = Literal["township", "village", "unit"]


@dataclass(frozen=True)
class Lower:
    """A place without a code: a township, a village, or a named unit. `within` is the code of where it lies, if that is known."""

    text: str
    level: LowerLevel
    within: str = ""


@dataclass(frozen=True)
class Pointer:
    """A mention that points: `level` is the ending of what it points to; `bare` if it is nothing but that ending."""

    level: str
    bare: bool = False

    @property
    def lower(self) -> bool:
        """Whether it points to a township or something below it."""
        return self.level in _LOWER.split("|")


@dataclass(frozen=True)
class Reading:
    """The names in a mention in their order, what lies below the last, a pointer, or what may be a shortened name."""

    names: tuple[Name, ...] = ()
    lower: Lower | None = None
    pointer: Pointer | None = None
    short: str | None = None


@dataclass(frozen=True)
class _Words:
    suffixes: tuple[tuple[str, Literal["township", "village"]], ...]
    generic: re.Pattern[str]
    inside: tuple[str, ...]
    body: tuple[str, ...]
    street: tuple[str, ...]
    words: tuple[str, ...]
    zones: tuple[str, ...]


def read_place(norm: str, label: str, divisions: Divisions) -> Reading:
    """What a mention says of places. GPE mentions are places as a whole, others may hold the name of one."""
    text = norm.strip(_WRAPPING)
    if label == "GPE":
        return _read_gpe(text, divisions)
    if label == "LOC" and text.endswith(_FEATURES):
        # 怒江 and 贺兰山 are a river and a range, though divisions are called so.
        return Reading()
    return _read_bearer(text, divisions) if label in group("anchored") else Reading()


def _unit(unit: Unit) -> Lower:
    return Lower(unit.text, "unit", unit.within)


def _read_gpe(text: str, divisions: Divisions) -> Reading:
    if (unit := named_unit(text)) is not None:
        return Reading(lower=_unit(unit))
    pointer = _POINTER.fullmatch(text)
    if pointer:
        return Reading(pointer=Pointer(pointer["level"] or pointer["bare"], pointer["bare"] is not None))
    names: list[Name] = []
    at = 0
    while at < len(text):
        name = _longest(text, at, divisions)
        if name is None:
            break
        names.append(name)
        at = name.end
    rest = text[at:]
    if not rest or rest in ("境内", "全境", "地区"):
        return Reading(tuple(names))
    if names and (unit := named_unit(rest)) is not None:
        return Reading(tuple(names), _unit(unit))
    if len(names) == 1 and is_abroad(names[0].codes) and len(rest) > 1 and rest.endswith(FOREIGN):
        return Reading(tuple(names), Lower(rest, "unit", names[0].codes[0]))
    lower = read_lower(text, divisions)
    if names:
        inner = read_lower(rest, divisions)
        # 新城街道 and 兴安社区 only begin like a division; what follows a division's name must be a name itself.
        if inner is not None and names[-1].full:
            return Reading(tuple(names), inner)
    # What is no name of the tables may be short for one (曲觉 for 曲觉乡); the article knows.
    return Reading(lower=lower, short=None if lower else text)


def is_abroad(codes: tuple[str, ...]) -> bool:
    """Whether the codes of a name are those of a foreign country."""
    return len(codes) == 1 and codes[0].isalpha() and codes[0] != "CN"


def read_lower(text: str, divisions: Divisions) -> Lower | None:
    """A township or something below it, if the text is the name of one and not of a kind (边境乡镇)."""
    words = _words()
    if _NUMBERED.fullmatch(text):
        return Lower(text, "village")
    for suffix, level in words.suffixes:
        if text.endswith(suffix):
            name = text.removesuffix(suffix)
            if divisions.with_township(text):
                return Lower(text, "township")
            proper = words.generic.sub("", name)
            # One character makes no name that could be told from a kind of place (渔村).
            return Lower(text, level) if len(name) > 1 and (proper or _PLAIN.fullmatch(text)) else None
    return None


def is_zone(name: str) -> bool:
    """Whether a name is that of one function zone (磨憨经济合作区, not 边境经济合作区)."""
    zone = max((word for word in _words().zones if name.endswith(word)), key=len, default="")
    return bool(zone) and len(name) > len(zone) + 1 and not is_generic(name.removesuffix(zone))


def is_generic(name: str) -> bool:
    """Whether a name is made of words that name no place by themselves (老城区, 新区), though a division has it."""
    return not _words().generic.sub("", name)


def is_doubtful(name: Name, divisions: Divisions) -> bool:
    """Whether the words of a name may name no place (老城区, 沿河县); the official name of a county does (大新县)."""
    if not is_generic(name.text):
        return False
    official = any(divisions.by_code[code].name == name.text for code in name.codes)
    return not (official and len(name.text) > 2 and name.text.endswith(("县", "市")))


def _read_bearer(text: str, divisions: Divisions) -> Reading:
    words = _words()
    if (leading := leading_unit(text)) is not None:
        return Reading(lower=_unit(leading[0]))
    names = tuple(_names_in(text, divisions))
    if names:
        # 东港市新海社区党委 is a body of the community.
        below = _leading_lower(text[names[-1].end :], divisions) if names[-1].full else None
        return Reading(names, below)
    if text.startswith(words.words):
        return Reading()
    body = _BODY.match(text)
    if body:
        return Reading(pointer=Pointer(body["level"]))
    return Reading(lower=_leading_lower(text, divisions))


def _leading_lower(text: str, divisions: Divisions) -> Lower | None:
    """The township or village at the start of a body's name: 公信乡党委, 兴安社区大党委."""
    words = _words()
    for suffix, _ in words.suffixes:
        at = text.find(suffix)
        end = at + len(suffix)
        if at <= 0 or (found := read_lower(text[:end], divisions)) is None:
            continue
        if divisions.with_township(found.text) or text.startswith(words.body, end) or _NUMBER_BEHIND.match(text, end):
            return found
    return None


def _names_in(text: str, divisions: Divisions) -> Iterator[Name]:
    """Names of divisions within the name of something else, from left to right, the longest at each place."""
    at = 0
    while at < len(text):
        name = _longest(text, at, divisions)
        if name is not None and _is_meant(name, text, divisions):
            yield name
            at = name.end
        else:
            at += 1


def _is_meant(name: Name, text: str, divisions: Divisions) -> bool:
    """Whether a name within another one can be meant as a place; official names are, everyday names may be other words."""
    words = _words()
    if name.codes == ("CN",) or text.startswith(words.words, name.start):
        # 中国 in a name tells a nationwide body.
        return False
    if is_doubtful(name, divisions):
        # 老城区, 古城景区
        return False
    if name.full:
        return True
    if text.startswith(words.street, name.end) or text[name.start] in ENDINGS:
        # 麦积山, 市中心
        return False
    if name.start > 0 and not text.startswith(words.inside, name.end):
        return False
    # 兴安社区大党委 is the body of a community that is called like a county.
    return _leading_lower(text[name.start :], divisions) is None


def _longest(text: str, at: int, divisions: Divisions) -> Name | None:
    """The longest name of a division that begins at `at`. One character is a name only as the whole text (缅)."""
    for end in range(min(len(text), at + divisions.longest), at, -1):
        if end - at == 1 and len(text) > 1:
            return None
        name = text[at:end]
        codes, once = divisions.named(name), divisions.once_named(name)
        if codes or once:
            return Name(at, end, name, codes, not codes or _is_full(name, codes, divisions), once)
    return None


def _is_full(name: str, codes: tuple[str, ...], divisions: Divisions) -> bool:
    """孟连县 ends as official names do; so does 新县, but 城区 or 新市 are full names only where a division is called so."""
    bearers = [divisions.by_code[code] for code in codes]
    return (name.endswith(ENDINGS) and len(name) > 2) or any(
        name in (bearer.name, *(former.name for former in bearer.former))
        for bearer in bearers
        if bearer.level != "country"
    )


@cache
def _words() -> _Words:
    """Read and check `configs/divisions/generic_places.tsv`.

    Raises:
        InputError: an unknown kind or level.
    """
    path = CONFIGS / "divisions" / "generic_places.tsv"
    kinds: dict[str, list[str]] = {"generic": [], "inside": [], "body": [], "street": [], "word": [], "zone": []}
    suffixes: list[tuple[str, Literal["township", "village"]]] = []
    for kind, level, row in read_rows(path, 3):
        if kind == "suffix" and level == "township":
            suffixes += [(word, "township") for word in row.split()]
        elif kind == "suffix" and level == "village":
            suffixes += [(word, "village") for word in row.split()]
        elif kind in kinds:
            kinds[kind] += row.split()
        else:
            raise InputError(
                str(path),
                f"{kind} {level}: kinds are suffix (township, village), generic, inside, body, street, word, zone",
            )
    generic = "|".join(re.escape(word) for word in sorted(kinds["generic"], key=lambda word: (-len(word), word)))
    return _Words(
        suffixes=tuple(sorted(suffixes, key=lambda pair: -len(pair[0]))),
        generic=re.compile(f"(?:{generic})"),
        inside=tuple(kinds["inside"]),
        body=tuple(kinds["body"]),
        street=tuple(kinds["street"]),
        words=tuple(kinds["word"]),
        zones=tuple(kinds["zone"]),
    )
