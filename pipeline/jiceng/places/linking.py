"""Links the place mentions of an article to divisions, by what the whole article says.

Names that only one division has are sure. They, and what they lie in, decide names that several have (朝阳区, 城关镇),
everyday names inside other names (京沪高速沂水出口) and pointers (该县, 全市). What stays undecided stays unlinked.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from jiceng.places.divisions import Divisions, Former, Once, Scheme, default_divisions
from jiceng.places.names import FOREIGN, LOWER_ENDINGS, Lower, Name, Pointer, is_abroad, is_doubtful, read_place
from jiceng.text.normalize import normalize
from jiceng.text.sentences import LONGEST, sentences

PlaceKind = Literal["exact", "pointer", "anchor"]
PlaceLevel = Literal["country", "province", "prefecture", "county", "township", "village", "unit"]
# A mention as the caller has it: start and end (code points of the raw text), label, text in simplified script.
PlaceMention = tuple[int, int, str, str]

# The main division of its kind has more than this share of the mentions of the kind, or so many times those of the next.
MAIN_SHARE = 0.5
MAIN_LEAD = 2
# A headline says what an article is about: a mention there counts as so many.
HEADLINE_WEIGHT = 3
# 自治区 counts among the 区: a region calls itself 全区.
_LEVELS_OF = {"自治区": ("区",)}
# From the highest on. A division named right behind another one lies in it if its level is lower.
_RANKS: dict[PlaceLevel, int] = {"country": 0, "province": 1, "prefecture": 2, "county": 3}
# What stands between the members of a list.
_LISTED = re.compile(r"[、，和与及與]|以及")
# What stands before a bare 村 or 镇 that means each or some of them: numbers, and 下沉, 包 and 挂联.
_COUNTED = re.compile("[沉包联聯0-9〇零一二两兩三四五六七八九十百千几幾数數各每个個等级級]")


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """The division that a mention names (exact), points to (pointer), or lies below (anchor).

    `code`, `scheme` and `former` are those of the division. `name` and `level` are the division's, for an anchor those
    of the township, village or unit itself, which has no code; a unit is a function zone, one of the production corps, a
    town abroad, or a division that is no more and went into no single one. A mention of something else that holds a place's name is linked
    to that place: 瑞丽市委组织部 exactly to 瑞丽市, 公信乡党委 to the anchor of 公信乡.
    """

    code: str
    scheme: Scheme
    name: str
    kind: PlaceKind
    level: PlaceLevel
    former: tuple[Former, ...] = ()

    @property
    def is_lower(self) -> bool:
        """Whether it names a place without a code, below the division of the code."""
        return self.level in ("township", "village", "unit")


def link_places(
    article_text: str,
    mentions: Sequence[PlaceMention],
    part_of: Iterable[tuple[int, int]] = (),
    *,
    outlet: str | None = None,
    divisions: Divisions | None = None,
) -> list[PlaceLink | None]:
    """The link of each mention, None where it names no division or it is not sure which.

    `mentions` are in text order and may be of any label. `part_of` are pairs of positions in `mentions`: the first is a
    part of the second. `outlet` is the paper's name; its place is a hint.
    """
    return _Article(article_text, mentions, part_of, outlet, divisions or default_divisions()).links()


@dataclass
class _Anchored:
    """What an article's townships, villages and units of one name are linked to: the first link, and all the codes."""

    first: int
    link: PlaceLink
    codes: set[str] = field(default_factory=set)


class _LowerNames(NamedTuple):
    """The mentions of townships and villages that are called so: where, by what name, and the main one of the names."""

    positions: list[int]
    texts: list[str]
    main: str | None


class _Main(NamedTuple):
    """What the divisions that fit weigh in an article, and the main one of them."""

    weights: dict[str, int]
    main: str | None


class _Article:
    """The state of linking one article: what its names were resolved to, and how often it speaks of which division."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[PlaceMention],
        part_of: Iterable[tuple[int, int]],
        outlet: str | None,
        divisions: Divisions,
    ) -> None:
        self.text, self.mentions, self.divisions = text, mentions, divisions
        self.readings = [read_place(norm, label, divisions) for _, _, label, norm in mentions]
        self.wholes: dict[int, list[int]] = {}
        for part, whole in part_of:
            self.wholes.setdefault(part, []).append(whole)
        self.outlet = read_place(normalize(outlet).norm, "ORG", divisions).names if outlet else ()
        # Codes by mention, one for each of its names; None while undecided.
        self.resolved: dict[int, list[str | None]] = {}
        # Names of divisions that are no more and went into no single one: mention → what they lay in.
        self.gone: dict[int, str] = {}
        self.lists = self._lists()
        self.weights: Counter[str] = Counter()
        self.lower_weights: Counter[str] = Counter()
        # Endings under which a division is spoken of, for pointers: 田阳县 is 田阳区 today.
        self.endings: dict[str, set[str]] = {}
        bounds = list(sentences(text))
        self.sentence_starts = [start for start, _ in bounds]
        self.headline_end = next((end for _, end in bounds), 0)
        # Many articles have a second line that says what the first one only hints at.
        self.title_end = next((end for _, end in bounds[1:2]), self.headline_end)
        # The divisions that the article speaks of, and what they lie in.
        self.context: set[str] = set()
        # Links of townships, villages and units by their names.
        self.anchored: dict[str, _Anchored] = {}
        self.lower_names: dict[str, _LowerNames] = {}
        self.mains: dict[tuple[str, int | None], _Main] = {}

    def links(self) -> list[PlaceLink | None]:
        """The links: names first, then pointers to divisions, then what lies below the county and pointers to that, each
        resting on those before.
        """
        self._resolve_names()
        found: list[PlaceLink | None] = [None] * len(self.mentions)
        for at, reading in enumerate(self.readings):
            if reading.pointer is not None and not reading.pointer.lower:
                found[at] = link = self._follow(at, reading.pointer)
                if link is not None:
                    self.lower_weights[link.code] += 1
        for at, reading in enumerate(self.readings):
            code = self._last_code(at)
            if reading.lower is not None and reading.lower.within:
                found[at] = self._anchor(at, reading.lower.within, reading.lower)
            elif at in self.gone:
                found[at] = self._anchor(at, self.gone[at], Lower(reading.names[-1].text, "unit"))
            elif code is not None:
                found[at] = self._exact(code) if reading.lower is None else self._anchor(at, code, reading.lower)
            elif reading.lower is not None and not reading.names:
                anchor = self._sure_anchor(at, reading.lower, found)
                if anchor is not None:
                    found[at] = self._anchor(at, anchor, reading.lower)
                    # An article about a township speaks of its county, though it may name it once.
                    self.lower_weights[anchor] += 1
        for at, reading in enumerate(self.readings):
            if found[at] is None and reading.lower is not None and not reading.names:
                anchor = self._sure_anchor(at, reading.lower, found) or self._likely_anchor(at)
                found[at] = self._anchor(at, anchor, reading.lower) if anchor else None
        for at, reading in enumerate(self.readings):
            if reading.pointer is not None and reading.pointer.lower:
                found[at] = self._follow_lower(at, reading.pointer)
            elif reading.short is not None and found[at] is None:
                found[at] = link = self._lengthen(at, reading.short)
                if link is not None and link.kind == "anchor":
                    self._remember(at, link)
        return found

    # Names

    def _resolve_names(self) -> None:
        for at, reading in enumerate(self.readings):
            if reading.names:
                self.resolved[at] = codes = []
                for number, name in enumerate(reading.names):
                    codes.append(self._sure(name, self._before(at, number)))
                self._count(at)
        # What was decided decides more: twice, for names whose only support is decided in the first round.
        for _ in range(2):
            for at, reading in enumerate(self.readings):
                for number, name in enumerate(reading.names):
                    if self.resolved[at][number] is None:
                        self.resolved[at][number] = self._choose(at, number, name)
                        self._count(at, number)

    def _sure(self, name: Name, before: str | None) -> str | None:
        if len(name.codes) != 1 or name.once or is_doubtful(name, self.divisions):
            return None
        sure = (name.full or self._is_country(name)) and self._may_follow(name.codes[0], before)
        return name.codes[0] if sure else None

    def _before(self, at: int, number: int) -> str | None:
        """The division named right before a name, in its mention or beside it."""
        return self._neighbour(at) if number == 0 else self.resolved[at][number - 1]

    def _may_follow(self, code: str, before: str | None) -> bool:
        """Whether a division can be meant right behind another one's name: it lies there, lay there, or is no lower one."""
        if before is None or before == "CN":
            return True
        here, upper = self.divisions.by_code[code], self.divisions.by_code[before]
        if _RANKS[here.level] <= _RANKS[upper.level] or before in self.divisions.above(code):
            return True
        return upper.level != "country" and any(old.code[:4] == before[:4] for old in here.former)

    def _is_country(self, name: Name) -> bool:
        return name.codes[0].isalpha()

    def _count(self, at: int, only: int | None = None) -> None:
        start, _, label, _ = self.mentions[at]
        for number, code in enumerate(self.resolved[at]):
            if code is None or (only is not None and number != only):
                continue
            # Of a chain (云南省瑞丽市) only the last is what is spoken of.
            if number == len(self.resolved[at]) - 1:
                self.weights[code] += HEADLINE_WEIGHT if start < self.headline_end else 1
                self.context.update((code, *self.divisions.above(code)))
            name = self.readings[at].names[number]
            endings = self.endings.setdefault(code, set())
            division = self.divisions.by_code[code]
            spoken = name.text if name.full else division.name
            endings.add("区" if spoken.endswith("自治区") else spoken[-1])
            if label == "GPE" and not name.full:
                endings.update(former.name[-1] for former in division.former if former.name.startswith(name.text))

    def _choose(self, at: int, number: int, name: Name) -> str | None:
        """The one candidate that the article supports most, or None if none or several are."""
        _, _, label, _ = self.mentions[at]
        before = self._before(at, number)
        codes = tuple(code for code in name.codes if self._may_follow(code, before))
        if name.once and (once := self._once(at, number, name, codes, before)) is not None:
            if not once.today and number == len(self.readings[at].names) - 1:
                self.gone[at] = once.above[0]
            return once.today or None
        if label != "GPE" and not name.full:
            # Inside other names everyday names of counties are often other words; they must be known from the article.
            codes = tuple(code for code in codes if self._known(code) or (self._is_high(code) and name.start == 0))
            if len(codes) == 1:
                return codes[0]
        if len(codes) == 1:
            # 缅 is a name only where countries are meant, and 沿河县 may be any county by a river.
            doubtful = is_doubtful(name, self.divisions)
            sure = len(name.text) > 1 and (not doubtful or self._support(at, number, codes[0]) > 0)
            return codes[0] if sure or self._is_country(name) else None
        scored = sorted(((self._support(at, number, code), code) for code in codes), reverse=True)
        if not scored:
            return None
        if scored[0][0] > 0 and scored[0][0] > scored[1][0]:
            return scored[0][1]
        if scored[0][0] == 0 and not name.full:
            # 吉林 and 海南 without more are the provinces.
            provinces = [code for code in codes if code.endswith("0000")]
            return provinces[0] if len(provinces) == 1 else None
        return None

    def _once(self, at: int, number: int, name: Name, codes: tuple[str, ...], before: str | None) -> Once | None:
        """Who bore the name before, where the text speaks of the city that it lay in and none of that name lies there today."""
        if before is not None:
            # 广州市东山区: no division of today that is called so lies there, one that was did.
            lay_there = [one for one in name.once if before in one.above]
            inside = [code for code in codes if before in self.divisions.above(code)]
            return lay_there[0] if len({one.today for one in lay_there}) == 1 and not inside else None
        if any(self._support(at, number, code) for code in codes):
            return None
        lay_here = [one for one in name.once if one.above and one.above[0] in self.context]
        return lay_here[0] if len({one.today for one in lay_here}) == 1 else None

    def _is_high(self, code: str) -> bool:
        """A province, a prefecture or a country other than China (which is in the names of nationwide bodies)."""
        return code.endswith("00") or (code.isalpha() and code != "CN")

    def _known(self, code: str) -> bool:
        return self.weights[code] > 0

    def _support(self, at: int, number: int, code: str) -> int:
        above = self.divisions.above(code)
        score = 0
        before = self._before(at, number)
        if before is not None and before in above:
            score += 8
        wholes = [self._last_code(whole) for whole in self.wholes.get(at, ())]
        if any(whole in above for whole in wholes if whole):
            score += 8
        score += 4 if self._known(code) else 3 if code in self.context else 0
        # The next higher division says more than the province, and no division more by lying deeper.
        score += 2 if above and above[0] in self.context else 0 if self.context.isdisjoint(above) else 1
        score += any(code in (name.codes[0], *above) or name.codes[0] in above for name in self.outlet)
        return score

    def _lists(self) -> list[int]:
        """A number for each mention, the same for the members of one list (西咸新区、两江新区)."""
        numbers: list[int] = []
        for at, (start, _, _, _) in enumerate(self.mentions):
            listed = at > 0 and _LISTED.fullmatch(self.text[self.mentions[at - 1][1] : start])
            numbers.append(numbers[-1] if listed else at)
        return numbers

    def _neighbour(self, at: int) -> str | None:
        """The division named directly before a mention."""
        if at == 0 or self.text[self.mentions[at - 1][1] : self.mentions[at][0]].strip():
            return None
        return self._last_code(at - 1)

    def _last_code(self, at: int) -> str | None:
        codes = self.resolved.get(at)
        if not codes:
            return None
        known = [code for code in codes if code is not None]
        # A mention is its last name; if that one stayed undecided, so does a GPE, while in another name an everyday name
        # that is none (中山, 通道) is simply passed over.
        if self.mentions[at][2] == "GPE" or self.readings[at].names[-1].full:
            return codes[-1]
        return known[-1] if known else None

    # Links

    def _exact(self, code: str, kind: PlaceKind = "exact") -> PlaceLink:
        division = self.divisions.by_code[code]
        return PlaceLink(code, division.scheme, division.name, kind, division.level, division.former)

    def _below(self, code: str, lower: Lower, kind: PlaceKind = "anchor") -> PlaceLink:
        division = self.divisions.by_code[code]
        return PlaceLink(code, division.scheme, lower.text, kind, lower.level, division.former)

    def _anchor(self, at: int, code: str, lower: Lower) -> PlaceLink:
        """The link of a mention to what lies in a division, remembered for those that mean the same."""
        link = self._below(code, lower)
        self._remember(at, link)
        return link

    def _remember(self, at: int, link: PlaceLink) -> None:
        known = self.anchored.setdefault(link.name, _Anchored(at, link))
        known.codes.add(link.code)
        if at < known.first:
            known.first, known.link = at, link

    def _sure_anchor(self, at: int, lower: Lower, found: Sequence[PlaceLink | None]) -> str | None:
        """The county that a township or village lies in, if the text beside it or the table says so."""
        for whole in self.wholes.get(at, ()):
            code = self._anchor_of(found[whole]) if whole < at else self._last_code(whole)
            if code and self._holds(code) and not self._are_siblings(at, whole):
                return code
        beside = self._beside(at, found)
        if beside is not None and self._holds(beside):
            return beside
        same = self.anchored.get(lower.text)
        if same is not None and same.first < at:
            return same.link.code
        counties = self.divisions.with_township(lower.text)
        if beside is not None and beside != "CN":
            # Right behind a city it lies in that city.
            inside = [code for code in counties if beside in self.divisions.above(code)]
            key = f"{lower.text} in {beside}"
            return inside[0] if len(inside) == 1 else self._main(at, key, lambda code: code in inside)
        known = [code for code in counties if self._known(code)]
        if known:
            return known[0] if len(known) == 1 else self._main(at, lower.text, lambda code: code in known)
        near = [
            code
            for code in counties
            if (parent := self.divisions.by_code[code].parent) in self.context and not parent.endswith("0000")
        ]
        return near[0] if len(near) == 1 else None

    def _likely_anchor(self, at: int) -> str | None:
        """The article's main county, for a township that nothing else places; not for one right behind a city's name."""
        if self._neighbour(at) is not None:
            return None
        return self._main(at, "", self._holds, self.lower_weights)

    def _beside(self, at: int, found: Sequence[PlaceLink | None]) -> str | None:
        """The division of the place named directly before a mention."""
        if at == 0 or self.text[self.mentions[at - 1][1] : self.mentions[at][0]].strip():
            return None
        return self._anchor_of(found[at - 1])

    def _holds(self, code: str) -> bool:
        """Whether townships lie directly in a division: counties, cities without districts, and foreign countries."""
        level = self.divisions.by_code[code].level
        if level == "country":
            return code != "CN"
        return level == "county" or (level == "prefecture" and not self.divisions.is_divided(code))

    def _anchor_of(self, link: PlaceLink | None) -> str | None:
        return link.code if link is not None else None

    def _follow(self, at: int, pointer: Pointer) -> PlaceLink | None:
        """该县, 全市: the article's main division that is called so."""
        if (pointer.bare and not self._stands_alone(at)) or self._is_quoted(at):
            return None
        endings = _LEVELS_OF.get(pointer.level, (pointer.level,))
        code = self._main(
            at, f"该{pointer.level}", lambda code: any(ending in self.endings.get(code, ()) for ending in endings)
        )
        return self._exact(code, "pointer") if code else None

    def _follow_lower(self, at: int, pointer: Pointer) -> PlaceLink | None:
        """全乡, 该镇: the article's main township or village that is called so, or the nearest one before.

        A bare 村 is one only where it opens a clause, where 里 or 上 follow it, or where the article's title names one.
        """
        if pointer.bare and not (self._opens_clause(at) or self._is_inside(at) or self._is_subject(at, pointer)):
            return None
        names = self._lower_names(pointer.level)
        # A name whose county stayed undecided counts too: pointing past it to a lesser one would be wrong.
        main = names.main
        if main is None:
            before = bisect_left(names.positions, at)
            if not before:
                return None
            main = names.texts[before - 1]
        link = self.anchored[main].link if main in self.anchored else None
        return link and PlaceLink(link.code, link.scheme, link.name, "pointer", link.level, link.former)

    def _lower_names(self, level: str) -> _LowerNames:
        """The townships and villages that a word for one may point to."""
        if level not in self.lower_names:
            endings = LOWER_ENDINGS.get(level, (level,))
            named = [
                (at, reading.lower.text)
                for at, reading in enumerate(self.readings)
                if reading.lower is not None and reading.lower.text.endswith(endings)
            ]
            texts = [text for _, text in named]
            main, most = Counter(texts).most_common(1)[0] if texts else ("", 0)
            is_main = most > MAIN_SHARE * len(texts)
            self.lower_names[level] = _LowerNames([at for at, _ in named], texts, main if is_main else None)
        return self.lower_names[level]

    def _lengthen(self, at: int, short: str) -> PlaceLink | None:
        """曲觉 where the article has 曲觉乡, or where the county that it speaks of has a township of that name."""
        beside = self._neighbour(at)
        if beside is not None and is_abroad((beside,)) and short.endswith(FOREIGN) and len(short) > 1:
            return self._below(beside, Lower(short, "unit"))
        if len(short) == 1:
            # 来淇人员: the first character of the article's county stands for it.
            code = self._main(at, f"{short}…", lambda code: self.divisions.by_code[code].name.startswith(short))
            return self._exact(code) if code else None
        names = [short + ending for ending in ("街道", "镇", "乡", "苏木", "村", "社区")]
        same = [self.anchored[name] for name in names if name in self.anchored]
        if len({code for known in same for code in known.codes}) == 1:
            return same[0].link
        counties = [(code, name) for name in names for code in self.divisions.with_township(name) if self._known(code)]
        if len(counties) != 1:
            return None
        code, name = counties[0]
        return self._below(code, Lower(name, "township"))

    def _stands_alone(self, at: int) -> bool:
        """Whether a bare 市 or 县 is not one of a list of levels (市、县、乡三级)."""
        start, end, _, _ = self.mentions[at]
        around = self.text[max(0, start - 1) : start] + self.text[end : end + 1]
        return not re.search("[、和與与及/（(]", around)

    def _is_inside(self, at: int) -> bool:
        """村里, 镇上: what is spoken of as the place where one is."""
        start, end, _, _ = self.mentions[at]
        counted = _COUNTED.search(self.text[max(0, start - 1) : start])
        return counted is None and self.text[end : end + 1] in ("里", "裡", "裏", "上")

    def _is_subject(self, at: int, pointer: Pointer) -> bool:
        """Whether the title names a township or village that is called so, and a bare mention is not counted or listed."""
        start, _, _, _ = self.mentions[at]
        if not self._stands_alone(at) or _COUNTED.search(self.text[max(0, start - 1) : start]):
            return False
        named = self._lower_names(pointer.level).positions
        return bool(named) and self.mentions[named[0]][0] < self.title_end

    def _is_quoted(self, at: int) -> bool:
        """Whether quotation marks enclose a mention: the “区长” of a housing estate is none of a district."""
        start, end, _, _ = self.mentions[at]
        return self.text[max(0, start - 1) : start] in ("“", "「", '"') and self.text[end : end + 1] in ("”", "」", '"')

    def _opens_clause(self, at: int) -> bool:
        start, _, _, _ = self.mentions[at]
        return self._stands_alone(at) and (start == 0 or self.text[start - 1] in "。！？；，：,;:\n“「")

    def _main(self, at: int, key: str, fits: Callable[[str], bool], more: Counter[str] | None = None) -> str | None:
        """The article's main division of those that fit, or the nearest one before in the same sentence.

        `key` names what fits: what is asked again is remembered. `more` are weights beside those of the divisions' own
        mentions. Asked for once the names are resolved.
        """
        siblings = self._siblings(at)
        known = (key, self.lists[at] if siblings else None)
        if known not in self.mains:
            self.mains[known] = self._weighed(fits, siblings, more)
        weights, main = self.mains[known]
        if main is not None or not weights:
            return main
        start = self.mentions[at][0]
        # Nobody looks back further; so a text without stops is read in time linear in its length.
        low = max(self.sentence_starts[bisect_right(self.sentence_starts, start) - 1], start - LONGEST)
        for other in range(at - 1, -1, -1):
            if self.mentions[other][0] < low:
                break
            code = self._last_code(other)
            if code is not None and code in weights and not self._are_siblings(at, other):
                return code
        return None

    def _weighed(self, fits: Callable[[str], bool], siblings: Mapping[str, int], more: Counter[str] | None) -> _Main:
        weights = {
            code: weight + (more[code] if more else 0) - siblings.get(code, 0)
            for code, weight in self.weights.items()
            if weight > siblings.get(code, 0) and fits(code)
        }
        if not weights:
            return _Main(weights, None)
        main, most = max(weights.items(), key=lambda item: item[1])
        second = max((weight for code, weight in weights.items() if code != main), default=0)
        is_main = most > MAIN_SHARE * sum(weights.values()) or most >= MAIN_LEAD * second
        return _Main(weights, main if is_main else None)

    def _siblings(self, at: int) -> Counter[str]:
        """How much of the weight of divisions comes from members of the mention's own list, which it does not lie in."""
        if self.mentions[at][2] != "GPE" or self.readings[at].pointer is not None:
            return Counter()
        return self._list_weights[self.lists[at]]

    @cached_property
    def _list_weights(self) -> dict[int, Counter[str]]:
        """What the divisions of each list weigh; asked for once the names are resolved."""
        weights: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for other, (start, _, label, _) in enumerate(self.mentions):
            code = self._last_code(other) if label == "GPE" else None
            if code is not None:
                weights[self.lists[other]][code] += HEADLINE_WEIGHT if start < self.headline_end else 1
        return weights

    def _are_siblings(self, at: int, other: int) -> bool:
        """Whether two places stand in one list; 市政府 in 丽江市委、市政府 does point to 丽江市."""
        places = self.mentions[at][2] == self.mentions[other][2] == "GPE" and self.readings[at].pointer is None
        return places and self.lists[at] == self.lists[other]
