"""The grammar of quantities: amount, unit and bound of a QUANTITY mention.

    约20余万人   before=约  count=20余万  unit=人        → 200000 人, at_least
    5-10户       count=5  separator  count=10  unit=户   → 5 户, range, upper 10
    60%以上      count=60  unit=%  after=以上            → 60 %, at_least

Measure words and approximators are data (`configs/text/`). What the grammar does not know stays unread, with a reason.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.text.fold import fold
from jiceng.values.approximators import bound_of, take_after, take_before
from jiceng.values.counts import COUNT, Count, Meaning, read_count
from jiceng.values.numerals import HANZI, read_numeral
from jiceng.values.value_types import Quantity, Unread


@dataclass(frozen=True)
class _Units:
    """Measure words: each spelling's unit, and the units that count single things."""

    units: dict[str, str]
    counted: frozenset[str]


_PARTS = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}
_HALVES: dict[str, Meaning] = {
    "一半": "exact", "半数": "exact", "对半": "exact", "过半": "at_least", "过半数": "at_least", "大半": "at_least",
    "一大半": "at_least", "一多半": "at_least", "多半": "at_least", "小半": "at_most", "一小半": "at_most",
}  # fmt: skip
_HALF = re.compile("|".join(sorted(_HALVES, key=len, reverse=True)))
_FRACTION = re.compile(rf"(?:(?P<whole>[0-9{HANZI}]+)又)?(?P<below>[0-9{HANZI}]+)分之(?P<above>[0-9{HANZI}]+)")
_SLASH = re.compile(r"(?P<above>[0-9]+)/(?P<below>[0-9]+)")
_NUMBERS = re.compile(rf"(?P<low>{COUNT})(?:(?P<unit>[^-至到0-9]{{0,5}}?)(?:-+|至|到)(?P<high>{COUNT}))?")
_PER = re.compile(rf"每(?P<per>[^0-9{HANZI}数几半]+)(?P<rest>.+)")
_ALTERNATIVE = re.compile(r"(?P<one>[^()/、]+)(?:\((?P<others>[^()]+)\)|/(?P<other>[^()/]+))")
_COLD = re.compile(r"(?:零下|负|-)(?=[0-9零一二两三四五六七八九十])")
_BATCH = re.compile(r"[0-9]+(?:\.[0-9]+)?[^0-9.,()/-]+")


def read_quantity(text: str) -> Quantity | Unread:
    """The value of a quantity, in either script. Never raises; what is not surely one quantity is Unread."""
    text = fold(text).replace(" ", "").strip("，。、；")
    if not text:
        return Unread("empty")
    if text[0] == "第":
        return Unread("an ordinal, not an amount")
    known = _units()
    per = _PER.fullmatch(text)
    if per:
        inner = _read(per["rest"], known)
        if isinstance(inner, Unread):
            return inner
        return Quantity(inner.amount, f"{inner.unit or ''}/{per['per']}", inner.bound, inner.upper)
    return _read(text.removeprefix("每"), known)


def read_quantities(text: str) -> tuple[Quantity, ...] | Unread:
    """The values of a text of several quantities that stand without a mark between them: 5批次44人 is two."""
    folded = fold(text).replace(" ", "")
    parts = _BATCH.findall(folded)
    if len(parts) < 2 or "".join(parts) != folded:
        one = read_quantity(text)
        return one if isinstance(one, Unread) else (one,)
    found: list[Quantity] = []
    for part in parts:
        value = read_quantity(part)
        if isinstance(value, Unread):
            return Unread(f"{part}: {value.reason}")
        found.append(value)
    return tuple(found)


def counts_things(unit: str) -> bool:
    """Whether a unit, as the values have it, counts single things (个, 名, 支) and measures nothing (公里, 元)."""
    return unit.split("(")[0] in _units().counted


def _read(text: str, known: _Units) -> Quantity | Unread:
    text, meanings = take_before(text)
    sign = 1
    if cold := _COLD.match(text):
        sign, text = -1, text[cold.end() :]
    special = _share(text, known, meanings)
    if special is not None:
        return special
    numbers = _NUMBERS.match(text)
    if numbers is None:
        return Unread("no number")
    if numbers["high"] is None:
        # The lazy unit of a range also lets an unfinished one match; the longest single number is wanted here.
        count = read_count(numbers["low"])
        if count is None:
            return Unread(f"{numbers['low']} is no well-formed number")
        low, high = count, None
    else:
        ends = _ends(numbers, known)
        if isinstance(ends, Unread):
            return ends
        low, high = ends
    tail, low, after = _tail(text[numbers.end() :], low, known)
    unit = _unit(tail, known)
    if isinstance(unit, Unread):
        return unit
    meanings += after
    scale = Decimal(sign)
    if unit == "成":
        unit, scale = "%", Decimal(10)
    if high is None and low.high is not None:
        high = low.high
    if high is not None:
        return _ranged(low.low * scale, high * scale, unit)
    bound = bound_of((*meanings, low.meaning))
    if sign < 0 and not {"at_least", "at_most"} & set(after):
        # 零下四十多度 is less than minus forty; 以上 and 以下 speak of the temperature itself.
        bound = {"at_least": "at_most", "at_most": "at_least"}.get(bound, bound)  # type: ignore[assignment]
    return Quantity(_number(low.low * scale), unit, bound)


def _ends(numbers: re.Match[str], known: _Units) -> tuple[Count, Decimal] | Unread:
    low, high = read_count(numbers["low"]), read_count(numbers["high"])
    if low is None or high is None or low.high is not None or high.high is not None:
        return Unread("an end of the range is no single number")
    between = numbers["unit"]
    if between and between not in known.units and between not in ("%", "成"):
        return Unread(f"unknown unit {between}")
    # 3-5万: the first end shares the scale that only the second one names.
    if not between and numbers["high"][-1] in "万亿" and numbers["low"][-1] not in "十百千万亿余多":
        scale = 10**4 if numbers["high"][-1] == "万" else 10**8
        if low.low * scale < high.low:
            low = Count(low.low * scale)
    if low.low >= high.low:
        return Unread("the range does not rise")
    return low, high.low


def _ranged(low: Decimal, high: Decimal, unit: str | None) -> Quantity:
    return Quantity(_number(min(low, high)), unit, "range", _number(max(low, high)))


def _tail(text: str, low: Count, known: _Units) -> tuple[str, Count, list[Meaning]]:
    """The unit's text, the count with a half or tenth that follows the unit, and what the words after it mean."""
    text, after = take_after(text, known.units)
    if len(text) > 1 and text[-1] == "半" and low.high is None:
        return text[:-1], Count(low.low + Decimal("0.5"), meaning=low.meaning), after
    if len(text) == 2 and text[0] == "成" and (tenth := read_numeral(text[1])) is not None:
        return "成", Count(low.low + tenth / 10, meaning=low.meaning), after
    return text, low, after


def _unit(text: str, known: _Units) -> str | Unread | None:
    if not text:
        return None
    if text in ("%", "成"):
        return text
    unit = known.units.get(text) or known.units.get(text[1:] if text[0] in "大小整满" else "")
    if unit:
        return unit
    if any(char.isdigit() for char in text):
        return Unread("more than one number")
    alternative = _ALTERNATIVE.fullmatch(text)
    if alternative:
        one = known.units.get(alternative["one"])
        others = [known.units.get(other) for other in re.split("[、/]", alternative["others"] or alternative["other"])]
        if one and all(others):
            # 台/套 are two words for one thing; in 元/斤 or 米/套 the first is a price or a measure, and / is "per".
            if alternative["other"] and one not in known.counted:
                return f"{one}/{others[0]}"
            return f"{one}({'、'.join(map(str, others))})"
    return Unread(f"unknown unit {text}")


def _share(text: str, known: _Units, meanings: list[Meaning]) -> Quantity | Unread | None:
    """百分之, fractions and halves; None if the text is none of them."""
    if half := _HALF.match(text):
        return _with_tail(Decimal("0.5"), text[half.end() :], known, [*meanings, _HALVES[half[0]]])
    if text[:3] in _PARTS:
        scale, rest = _PARTS[text[:3]], text[3:].replace(text[:3], "")
        # 百分之百 is exact, though 百 alone would be a round number.
        value = _read("一百" if rest == "百" else rest, known)
        if isinstance(value, Unread):
            return value
        if value.unit is not None:
            return Unread(f"unknown unit {value.unit}")
        upper = None if value.upper is None else _number(Decimal(str(value.upper)) * scale)
        bound = value.bound if value.bound == "range" else bound_of((*meanings, value.bound))
        return Quantity(_number(Decimal(str(value.amount)) * scale), "%", bound, upper)
    match = _FRACTION.match(text) or _SLASH.match(text)
    if match is None:
        return None
    parts = {name: read_numeral(part) for name, part in match.groupdict().items() if part}
    below = parts["below"]
    if not below or None in parts.values():
        return Unread("no well-formed fraction")
    value_of = (parts.get("whole") or 0) + (parts["above"] or 0) / below
    return _with_tail(Decimal(value_of), text[match.end() :], known, meanings)


def _with_tail(amount: Decimal, tail: str, known: _Units, meanings: list[Meaning]) -> Quantity | Unread:
    tail, _, after = _tail(tail, Count(amount), known)
    unit = _unit(tail, known)
    return unit if isinstance(unit, Unread) else Quantity(_number(amount), unit, bound_of((*meanings, *after)))


def _number(value: Decimal) -> int | float:
    """A whole number where it is one; else a float, fractions to four places."""
    return int(value) if value == value.to_integral_value() else float(round(value, 4))


@cache
def _units() -> _Units:
    """Read and check the measure words.

    Raises:
        InputError: a word stands twice.
    """
    path = CONFIGS / "text" / "measure_words.tsv"
    units: dict[str, str] = {}
    counted: set[str] = set()
    for kind, row in read_rows(path, 2):
        for entry in row.split():
            unit, *spellings = entry.split("=")
            if kind == "classifier":
                counted.add(unit)
            for spelling in (unit, *spellings):
                if spelling in units:
                    raise InputError(str(path), f"{spelling} stands twice")
                units[spelling] = unit
    return _Units(units, frozenset(counted))
