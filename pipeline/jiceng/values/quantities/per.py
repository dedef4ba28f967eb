"""What a quantity is counted for each of, as the words beside it say.

    每个卡点安排2名民警、3名医生      2名, 3名   per 卡点
    12个乡镇各成立突击队1支           1支        per 乡镇
    平均每个网格配备网格员2.5名       2.5名      per 网格, a mean
    户均增收2000元                    2000元     per 户, a mean

The words lie in one clause with the number: a comma or a stop ends what 每 and 各 reach, a word for a sum (共) too.
每天 counts only what happens anew each day (出动200人次), not what is there every day (200名民警). The words are data
(`configs/text/per_words.tsv`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.values.dates.date_words import alternatives
from jiceng.values.numerals import HANZI
from jiceng.values.quantities.units import measures, units

KINDS = ("classifier", "thing", "time", "verb", "mean", "total")
# No clause that counts for each of something is longer; so reading stays linear in the length of the text.
_REACH = 60
# A comma between digits (1,300) ends no clause.
_END = re.compile(r"[。；;！？!?:\n]|[，,](?![0-9])|(?<![0-9])[，,]")
# 平均分给 divides, and says no average.
_MEAN = re.compile("平均(?!分[给配到为成]|地)")
_RATE = re.compile(r"/([\u4e00-\u9fff]{1,6}(?:[·/][\u4e00-\u9fff]{1,4})?)")


@dataclass(frozen=True)
class Per:
    """What a count is for each of, and whether it is an average of them."""

    word: str | None = None
    mean: bool = False


@dataclass(frozen=True)
class _Words:
    kinds: dict[str, frozenset[str]]
    number: re.Pattern[str]
    each: re.Pattern[str]
    thing: re.Pattern[str]
    unknown_thing: re.Pattern[str]
    thing_at_end: re.Pattern[str]
    severally: re.Pattern[str]
    mean_per: re.Pattern[str]
    total: re.Pattern[str]


@dataclass(frozen=True)
class Things:
    """Extents of what else than values is marked in a text, from their starts and from their ends.

    Their words are taken whole: 卡点 in 每个卡点.
    """

    starts: Mapping[int, int] = field(default_factory=dict)
    ends: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, extents: Iterable[tuple[int, int]]) -> "Things":
        """The things at these extents."""
        pairs = list(extents)
        return cls(dict(pairs), {end: start for start, end in pairs})


def read_per(text: str, start: int, end: int, unit: str | None, things: Things) -> Per:
    """What the quantity at `text[start:end]` is counted for each of; nothing if the text does not say so.

    `text` is folded (`jiceng.text.fold`); `unit` is the value's.
    """
    rate = _RATE.match(text, end)
    if rate:
        return Per(rate[1].replace("·", "/"))
    low = max(0, start - _REACH)
    ends = [match.end() for match in _END.finditer(text, low, start)]
    low = ends[-1] if ends else low
    words = _words()
    # 村均拥有网格员6.5名: the thing counted may stand between.
    before = text[low : max(low, things.ends.get(start, start))]
    mean_per = words.mean_per.search(before)
    word = _each(text, low, start, unit, things) or _severally(text, low, start, things)
    if word is None and mean_per:
        word = mean_per["per"] or mean_per["time"]
    return Per(word, mean_per is not None or _MEAN.search(before) is not None)


def thing_of(said: str) -> str:
    """The word for a thing without its measure word: 个卡点 → 卡点. A measure word alone (户, 村) is the thing itself."""
    match = _words().each.match(said)
    return said[match.end() :] if match and match["classifier"] and match.end() < len(said) else said


def is_container(word: str) -> bool:
    """Whether a word is known as something that things are counted for each of: 支/村 is a rate, 台/套 is not."""
    kinds = _words().kinds
    return word in kinds["thing"] or word in kinds["time"]


def _each(text: str, low: int, start: int, unit: str | None, things: Things) -> str | None:
    """The word behind the last 每 of the clause; 每人每天 is each of both."""
    at = text.rfind("每", low, start)
    word, end = _word_behind(text, at, start, things) if at >= 0 else ("", 0)
    if not word or _is_summed(text, end, start):
        return None
    before = text.rfind("每", low, at)
    outer, outer_end = _word_behind(text, before, at, things) if before >= 0 else ("", 0)
    if outer_end == at and outer:
        return f"{outer}/{word}"
    return None if _only_recurs(word, unit) else word


def _word_behind(text: str, at: int, stop: int, things: Things) -> tuple[str, int]:
    """The word for a thing behind the 每 at `at`, with its number if it has one (十户), and where it ends."""
    words = _words()
    end = things.starts.get(at, stop + 1)
    if end <= stop:
        return text[at + 1 : end], end
    match = words.each.match(text, at + 1, stop)
    assert match is not None, "every part of the expression may be empty"
    # 每一个网格 is 每个网格.
    number, place = "" if match["number"] == "一" else match["number"], match.end()
    end = things.starts.get(place, stop + 1)
    if end > stop:
        found = (
            words.thing.match(text, match.end("number"), stop)
            or words.thing.match(text, place, stop)
            or words.unknown_thing.match(text, place, stop)
        )
        if found is None:
            return "", 0
        place, end = found.span()
    # 每千名老年人 keeps its measure word, 每个网格 does not.
    return number + text[match.end("number") if number else place : end], end


def _only_recurs(word: str, unit: str | None) -> bool:
    """Whether each of `word` is a time, and what the unit counts is no less there at the next one."""
    if word not in _words().kinds["time"]:
        return False
    return unit is None or unit.split("(")[0] in units().counted


def _is_summed(text: str, low: int, high: int) -> bool:
    """Whether a number and then a word for a sum stand between: 每镇2支共24支 has 24 in all."""
    total = _words().total.search(text, low, high)
    return total is not None and _words().number.search(text, low, total.start()) is not None


def _severally(text: str, low: int, start: int, things: Things) -> str | None:
    """The word before the last 各 of the clause, where 各 means each of those before (各成立1支, 各1支)."""
    at = text.rfind("各", low, start)
    words = _words()
    if at <= low or _is_summed(text, at + 1, start):
        return None
    if at + 1 < start and not words.severally.match(text, at + 1, start):
        return None
    # 大片里各配2名 is for each 大片.
    at -= text[at - 1] in "里内上中"
    known = words.thing_at_end.search(text[max(low, at - 8) : at])
    if known:
        return known[0]
    first = things.ends.get(at, -1)
    return text[first:at] if first >= low else None


@cache
def _words() -> _Words:
    """Read and check the data.

    Raises:
        InputError: an unknown kind, or a word that stands twice in one.
    """
    path = CONFIGS / "text" / "per_words.tsv"
    kinds: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, row in read_rows(path, 2):
        if kind not in kinds:
            raise InputError(str(path), f"{kind} is none of {', '.join(KINDS)}")
        for word in row.split():
            if word in kinds[kind]:
                raise InputError(str(path), f"{word} stands twice among {kind}")
            kinds[kind].add(word)
    number = rf"(?:[0-9]+[百千万]?|[{HANZI}]+)"
    things = alternatives(
        kinds["thing"] | kinds["time"] | {word for word, unit in units().units.items() if measures(unit)}
    )
    verbs = alternatives(kinds["verb"])
    return _Words(
        {kind: frozenset(words) for kind, words in kinds.items()},
        number=re.compile(number),
        each=re.compile(rf"隔?(?P<number>{number}?)(?P<classifier>(?:{alternatives(kinds['classifier'])})?)"),
        thing=re.compile(things),
        unknown_thing=re.compile(rf"[\u4e00-\u9fff]{{1,8}}?(?={verbs}|{number})"),
        thing_at_end=re.compile(rf"(?:{alternatives(kinds['thing'])})$"),
        severally=re.compile(rf"自?(?:{verbs}|{number})"),
        # 农户均增收 and 3个村均投入 are said of all of them, each for itself.
        mean_per=re.compile(
            rf"(?<![个名位家农住商客散殖困租病老众工本两])(?:(?P<per>[人户亩])均[\u4e00-\u9fff]{{0,6}}"
            rf"|(?<![0-9{HANZI}])(?P<time>[村日月年])均(?:{alternatives(kinds['mean'])}){{0,3}})$"
        ),
        total=re.compile(alternatives(kinds["total"])),
    )
