"""Extents of places, by the tables of divisions: what a model that reads characters often cuts, joins or passes over.

    和|田地区, 沿|渡河镇      a name that begins like a word of grammar is one name
    杭州市下城区              a division named right behind the city that it lies in
    广东|路                   a street called after a province is a street
    第八师|142团              a regiment of the production corps is a place and no count

Every rule looks at names of bounded length that end where they may end, so mending is linear in the length of a sentence.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiceng.ner.models.decoding import LikelySpan
from jiceng.places.divisions import Divisions, default_divisions
from jiceng.places.names import ENDINGS, is_generic
from jiceng.places.units import CORPS, is_corps

# What a name says by itself is this sure; readings below so much do not speak against it.
_SURE = 0.9
_LIKELY = 0.5
# Words of grammar that names begin with; those that take what follows as an object leave a doubt where both are names.
_GRAMMAR = "和对沿与及从在向由为于上下各每等到过经按以将把被让给同跟往自当全本该"
_PREPOSITIONS = "对沿向从在到过经由于往按"
_TOWNS = ("镇", "乡", "街道", "苏木", "场", "区")
_CLAUSE = re.compile("[，。；！？、：,;!?“”（）]")
# What tells that the word before was a preposition: 对青山镇进行检查.
_GOVERNED = re.compile("进行|开展|实施|实行|给予|予以|加以|作出|提出|的")
_STREET = re.compile(
    "(?:[东西南北中]|[一二三四五六七八九十])?(?:大道|大街|胡同|[路街巷弄](?![道况网线面政桥段由头上灯边费]))[0-9]*(?:号)?"
)


@dataclass(frozen=True)
class _Name:
    """The name of a division or a township in a sentence; `sure` if nothing else can be meant by it."""

    start: int
    end: int
    sure: bool


def mended_places(text: str, spans: Sequence[LikelySpan]) -> list[LikelySpan]:
    """Likely spans of a sentence with the extents of places mended; readings that become one add their probabilities."""
    divisions = default_divisions()
    names = {name.end: name for name in (*_division_names(text, divisions), *_township_names(text, divisions))}
    corps = [match.span() for match in CORPS.finditer(text) if is_corps(match)]
    corps_at = {at: extent for extent in corps for at in range(*extent)}
    total: dict[tuple[int, int, str], float] = defaultdict(float)
    covered = bytearray(len(text))
    for start, end, label, probability in spans:
        total[_mended(text, start, end, label, names, corps_at, divisions)] += probability
        if probability >= _LIKELY and (start not in corps_at or end - 1 not in corps_at):
            covered[start:end] = bytes([1]) * (end - start)
    sure = [(name.start, name.end) for name in names.values() if name.sure]
    for start, end in (*sure, *corps):
        # What a model is sure of otherwise, be it of a part (市公安局), is left to it.
        if not any(covered[start:end]):
            total[start, end, "GPE"] = max(total[start, end, "GPE"], _SURE)
    return [(*key, min(1.0, probability)) for key, probability in sorted(total.items())]


def _mended(
    text: str,
    start: int,
    end: int,
    label: str,
    names: Mapping[int, _Name],
    corps_at: Mapping[int, tuple[int, int]],
    divisions: Divisions,
) -> tuple[int, int, str]:
    """What one reading becomes. `names` are by their ends, the extents of the corps by each of their places."""
    if start in corps_at and end <= corps_at[start][1]:
        return (*corps_at[start], "GPE")
    name = names.get(end)
    if name is not None and name.start < start and end - start > 1:
        return name.start, end, "GPE"
    if label == "GPE":
        for high in (end, *range(end - 1, start + 1, -1)):
            street = _STREET.match(text, high)
            if street and street.end() >= end and _is_high(text[start:high], divisions):
                return start, street.end(), "FAC"
    return start, end, label


def _is_high(name: str, divisions: Divisions) -> bool:
    """Whether a name is the everyday one of a province or a city: a county's before 街 may be that of a 街道."""
    return not name.endswith(ENDINGS) and any(code.endswith("00") for code in divisions.named(name))


def _division_names(text: str, divisions: Divisions) -> Iterator[_Name]:
    """Official names of divisions, the longest at each end; sure are those right behind a division in which they lie."""
    # Where a name ends → codes that it may stand for.
    before: dict[int, tuple[str, ...]] = {}
    for end in range(2, len(text) + 1):
        if text[end - 1] not in ENDINGS:
            continue
        for start in range(max(0, end - divisions.longest), end - 1):
            name = text[start:end]
            codes, once = divisions.named(name), divisions.once_named(name)
            if not codes and not once:
                continue
            upper = before.get(start, ())
            lies_there = any(set(divisions.above(code)) & set(upper) for code in codes if not code.isalpha())
            lay_there = any(set(one.above) & set(upper) for one in once)
            before[end] = codes
            if len(name) > 2 and not is_generic(name):
                yield _Name(start, end, bool(upper) and (lies_there or lay_there))
            break


def _township_names(text: str, divisions: Divisions) -> Iterator[_Name]:
    """Names of townships that begin with a word of grammar, where that word belongs to the name."""
    for start in range(len(text) - 2):
        if text[start] not in _GRAMMAR:
            continue
        for end in range(min(len(text), start + divisions.longest), start + 2, -1):
            if not text.endswith(_TOWNS, start, end):
                continue
            name = text[start:end]
            counties = divisions.with_township(name)
            if counties and _is_one_name(text, start, end, counties, divisions):
                yield _Name(start, end, sure=False)
                break


def _is_one_name(text: str, start: int, end: int, counties: frozenset[str], divisions: Divisions) -> bool:
    """Whether the word of grammar is a part of the name: 沿渡河镇, for there is no 渡河镇; 对青山镇 only where it can be."""
    rest = text[start + 1 : end]
    others = divisions.with_township(rest)
    if not others and not divisions.named(rest):
        return True
    for low in range(max(0, start - divisions.longest), start - 1):
        if codes := divisions.named(text[low:start]):
            return _lie_in(counties, codes, divisions) and not _lie_in(others, codes, divisions)
    opens = start == 0 or _CLAUSE.match(text, start - 1) is not None
    if not opens:
        return False
    clause = _CLAUSE.search(text, end)
    after = text[end : clause.start() if clause else len(text)]
    return text[start] not in _PREPOSITIONS or not _GOVERNED.search(after)


def _lie_in(counties: frozenset[str], codes: tuple[str, ...], divisions: Divisions) -> bool:
    """Whether a county is one of some divisions, lies in one, or in the same city as one."""
    wide = {*codes, *(divisions.by_code[code].parent for code in codes if divisions.by_code[code].level == "county")}
    return any(not wide.isdisjoint((code, *divisions.above(code))) for code in counties)
