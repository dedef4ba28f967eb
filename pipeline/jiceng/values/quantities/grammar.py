"""The grammar of quantities: amount, unit and bound of a QUANTITY mention.

    约20余万人   before=约  count=20余万  unit=人        → 200000 人, at_least
    5-10户       count=5  separator  count=10  unit=户   → 5 户, range, upper 10
    60%以上      count=60  unit=%  after=以上            → 60 %, at_least
    4亩2分       count=4  unit=亩  and 2分 of it         → 4.2 亩

Measure words and approximators are data (`configs/text/`). What the grammar does not know stays unread, with a reason.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from jiceng.text.fold import fold
from jiceng.values.counts import COUNT, Count, Meaning, read_count
from jiceng.values.numerals import DIGITS, HANZI, SCALES, read_numeral
from jiceng.values.quantities.approximators import bound_of, take_after, take_before
from jiceng.values.quantities.codes import code_kind
from jiceng.values.quantities.per import is_container, thing_of
from jiceng.values.quantities.units import SHARES, compound, units
from jiceng.values.value_types import Quantity, Unread

# No quantity is longer; the bound keeps reading linear in the length of an article, whatever its mentions are.
_LONGEST = 60
_PARTS = {"百分之": Decimal(1), "千分之": SHARES["‰"], "万分之": SHARES["‱"]}
_HALVES: dict[str, Meaning] = {
    "一半": "exact", "半数": "exact", "对半": "exact", "过半": "at_least", "过半数": "at_least", "大半": "at_least",
    "一大半": "at_least", "一多半": "at_least", "多半": "at_least", "小半": "at_most", "一小半": "at_most",
}  # fmt: skip
_HALF = re.compile("|".join(sorted(_HALVES, key=len, reverse=True)))
_FRACTION = re.compile(rf"(?:(?P<whole>[0-9{HANZI}]+)又)?(?P<below>[0-9{HANZI}]+)分之(?P<above>[0-9{HANZI}]+)")
_SLASH = re.compile(r"(?:(?P<whole>[0-9]+)又)?(?P<above>[0-9]+)/(?P<below>[0-9]+)")
_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6",
    "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅒": "1/10",
}  # fmt: skip
_VULGAR_AT = re.compile(rf"(?P<whole>[0-9]*)(?P<part>[{''.join(_VULGAR)}])")
_COUNT_AT = re.compile(COUNT)
_SEPARATOR = re.compile("-+|至|到")
# 5、6个 and 一或两名 are ranges too; so are only neighbours, for others are lists.
_OR = re.compile(rf"(?P<low>[0-9]+|[{HANZI}]+)(?:、|或者?)(?P<high>[0-9]+|[{HANZI}]+)(?P<rest>[^0-9]*)")
# 一批 counts no things, and nobody counts such lots by ones; 三批 are three.
_LOT = re.compile("一(?:[大小]?[批群伙帮拨]|些|系列|连串|番)")
_RATIO = re.compile(rf"(?:[0-9.]+|[{HANZI}]+)(?:比|:)(?:[0-9.]+|[{HANZI}]+)")
_PER = re.compile(rf"每(?P<per>(?:[0-9]+[万亿]?|[{HANZI}]+)?[^0-9{HANZI}数几半]+)(?P<rest>.+)")
_MEAN_PER = re.compile(r"(?P<per>[人户村亩日月年])均(?P<rest>.+)")
_ALTERNATIVE = re.compile(r"(?P<one>[^()/、]+)(?:\((?P<others>[^()]+)\)|/(?P<other>[^()/]+))")
_RATE = re.compile(r"(?P<unit>[^/每]+)(?P<pers>(?:[/每][\u4e00-\u9fff]{1,6})+)")
_WITHIN = re.compile(r"\(不?含(?:本数)?\)(?=-|至|到|$)")
_SIGN = re.compile(rf"(?:(?P<below>零下|负|-)|零上|\+)(?=约?[0-9{HANZI}半数几])")


@dataclass(frozen=True)
class _Amount:
    """One end of what a text says: `amount` of `unit`, and what was said to make it.

    `factor` turns the number as said into the amount (10 for 成); `scale` is its last scale character; `cold` is the
    word 零下, which a range says once for both ends.
    """

    amount: Decimal
    unit: str | None
    meanings: tuple[Meaning, ...]
    upper: Decimal | None = None
    factor: Decimal = Decimal(1)
    scale: str = ""
    cold: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is one number, which may end a range."""
        return self.upper is None


def read_quantity(text: str) -> Quantity | Unread:
    """The value of a quantity, in either script. Never raises; what is not surely one quantity is Unread."""
    text = fold(text).replace(" ", "").strip("，。、；,;")
    if not text:
        return Unread("empty")
    if len(text) > _LONGEST:
        return Unread("longer than any quantity")
    if text[0] == "第":
        return Unread("an ordinal, not an amount")
    if kind := code_kind(text):
        return Unread(f"{kind}, not an amount")
    if _LOT.fullmatch(text):
        return Unread("some, without a number")
    # 1000元(含)至5000元: whether an end is within says nothing of the amounts.
    text = _WITHIN.sub("", text)
    text = _VULGAR_AT.sub(_spelled_out, text)
    if _RATIO.fullmatch(text):
        return Unread("a ratio of two numbers, not an amount")
    mean = text.startswith("平均")
    text = text.removeprefix("平均")
    value = _per_each(text) or _read(text.removeprefix("每"))
    return replace(value, mean=True) if mean and isinstance(value, Quantity) else value


def _per_each(text: str) -> Quantity | None:
    """每人3只, 户均3亩: an amount for each of what the text names first."""
    match = _PER.fullmatch(text) or _MEAN_PER.fullmatch(text)
    value = _read(match["rest"]) if match else None
    if match is None or not isinstance(value, Quantity):
        return None
    if match.re is _MEAN_PER:
        return replace(value, per=match["per"], mean=True)
    per = thing_of(match["per"])
    return replace(value, unit=f"{value.unit or ''}/{per}", per=per)


def counts_things(unit: str) -> bool:
    """Whether a unit, as the values have it, counts single things (个, 名, 支) and measures nothing (公里, 元)."""
    return unit.split("(")[0] in units().counted


def _spelled_out(match: re.Match[str]) -> str:
    return f"{match['whole']}又{_VULGAR[match['part']]}" if match["whole"] else _VULGAR[match["part"]]


def _read(text: str) -> Quantity | Unread:
    one = _amount(text)
    if isinstance(one, _Amount):
        return _value(one)
    for separator in _SEPARATOR.finditer(text, 1):
        # -5--3℃: behind a cold first end the second dash is a sign.
        signed = separator[0] == "--" and text[0] == "-"
        found = _range(text[: separator.start()], text[separator.end() - signed :])
        if found is not None:
            return found
    either = _OR.fullmatch(text)
    if either:
        found = _range(either["low"], either["high"] + either["rest"])
        if isinstance(found, Quantity) and found.upper is not None and _are_neighbours(found, either["low"]):
            return found
    return one


def _value(one: _Amount) -> Quantity:
    per = (one.unit or "").partition("/")[2] or None
    if one.upper is None:
        return Quantity(_number(one.amount), one.unit, bound_of(one.meanings), per=per)
    low, high = sorted((one.amount, one.upper))
    return Quantity(_number(low), one.unit, "range", _number(high), per)


def _range(left: str, right: str) -> Quantity | Unread | None:
    """A range by the texts of its ends, None if they are not both numbers: what the first leaves out is the second's."""
    low, high = _amount(left), _amount(right)
    if not isinstance(low, _Amount) or not isinstance(high, _Amount) or not high.exact:
        return None
    if not low.exact:
        return Unread("an end of the range is no single number")
    ends = _completed(low, high)
    if isinstance(ends, Unread):
        return ends
    first, last = ends
    # 零下20至30度 goes down.
    if first.amount == last.amount or (first.amount > last.amount and not low.cold):
        return Unread("the range does not rise")
    return _value(replace(first, upper=last.amount))


def _completed(low: _Amount, high: _Amount) -> tuple[_Amount, _Amount] | Unread:
    """The ends of a range in one unit."""
    if low.unit is None:
        # 3-5万, 三到五百: the first end shares the scale that only the second one names.
        if high.scale and low.scale not in ("万", "亿") and "at_least" not in low.meanings:
            shared = low.amount * SCALES[high.scale]
            low = replace(low, amount=shared) if abs(shared) < abs(high.amount / high.factor) else low
        if low.cold and not high.cold:
            # 零下20至30度 are both below zero; 零下5度到5度 says the unit twice, and each end has its own sign.
            high = replace(high, amount=-high.amount)
        return replace(low, unit=high.unit, amount=low.amount * high.factor), high
    if high.unit is None and low.unit == "%":
        # 百分之三十到四十: here the first end says of what.
        return low, replace(high, unit="%", amount=high.amount * low.factor)
    if low.unit == high.unit:
        return low, high
    # 500米至2公里
    step = compound(f"{high.unit}1{low.unit}")
    if step is None or step[0] != high.unit:
        return Unread("a range between two units")
    return replace(low, unit=high.unit, amount=low.amount * step[1]), high


def _are_neighbours(value: Quantity, low: str) -> bool:
    """Whether the ends differ by one of what the first end says last: 5、6个, 三、四百."""
    said = read_numeral(low)
    first, second = Decimal(str(value.amount)), Decimal(str(value.upper))
    return bool(said) and (second - first) * (said or 0) == first


def _amount(text: str) -> _Amount | Unread:
    """One number with its unit, words before and after, and sign."""
    text, meanings = take_before(text)
    sign = _SIGN.match(text)
    if sign:
        text, more = take_before(text[sign.end() :])
        meanings += more
    special = _share(text, meanings)
    if special is not None:
        return special
    numbers = _COUNT_AT.match(text)
    if numbers is None:
        return Unread("no number")
    said, count = _counted(numbers[0])
    if count is None:
        return Unread(f"{numbers[0]} is no well-formed number")
    tail, count, after = _tail(text[len(said) :], count)
    unit = _unit(tail)
    if isinstance(unit, Unread) and (parts := compound(tail)) and count.high is None:
        unit, count = parts[0], Count(count.low + parts[1], meaning=count.meaning)
    if isinstance(unit, Unread):
        return unit
    meanings += after
    meanings.append(count.meaning)
    factor = SHARES.get(unit or "", Decimal(1))
    unit = "%" if unit in SHARES else unit
    low = count.low * factor
    high = None if count.high is None else count.high * factor
    if not (sign and sign["below"]):
        return _Amount(low, unit, tuple(meanings), high, factor, _last_scale(said))
    if not {"at_least", "at_most"} & {*after}:
        # 零下四十多度 is less than minus forty; 以上 and 以下 speak of the temperature itself.
        turned: dict[Meaning, Meaning] = {"at_least": "at_most", "at_most": "at_least"}
        meanings = [turned.get(meaning, meaning) for meaning in meanings]
    cold = sign["below"] == "零下"
    return _Amount(-low, unit, tuple(meanings), None if high is None else -high, factor, _last_scale(said), cold)


def _counted(text: str) -> tuple[str, Count | None]:
    """A count, as much of the text as it takes: in 二两 the second character is the unit."""
    count = read_count(text)
    if count is None and len(text) > 1 and text[-1] == "两":
        return text[:-1], read_count(text[:-1])
    return text, count


def _last_scale(said: str) -> str:
    return said[-1] if said[-1] in "百千万亿" and len(said) > 1 else ""


def _tail(text: str, low: Count) -> tuple[str, Count, list[Meaning]]:
    """The unit's text, the count with a half or tenth that follows the unit, and what the words after it mean."""
    text, after = take_after(text, units().units)
    if text.startswith("个半") and len(text) > 2 and low.high is None:
        return text[2:], Count(low.low + Decimal("0.5"), meaning=low.meaning), after
    if len(text) > 1 and text[-1] == "半" and low.high is None:
        return text[:-1], Count(low.low + Decimal("0.5"), meaning=low.meaning), after
    if len(text) == 2 and text[0] == "成" and text[1] in DIGITS:
        return "成", Count(low.low + Decimal(DIGITS[text[1]]) / 10, meaning=low.meaning), after
    return text, low, after


def _unit(text: str) -> str | Unread | None:
    if not text:
        return None
    known = units()
    if text in SHARES:
        return text
    unit = known.units.get(text) or known.units.get(text[1:] if text[0] in "大小整满" else "")
    if unit:
        return unit
    if any(char.isdigit() for char in text):
        return Unread("more than one quantity")
    alternative = _ALTERNATIVE.fullmatch(text)
    if alternative:
        one = known.units.get(alternative["one"])
        others = [known.units.get(other) for other in re.split("[、/]", alternative["others"] or alternative["other"])]
        # 台/套 are two words for one thing; in 元/斤, 米/套 and 名/户 the slash is "per".
        both = one in known.counted and not is_container(alternative["other"] or "")
        if one and all(others) and (alternative["others"] or both):
            return f"{one}({'、'.join(map(str, others))})"
    rate = _RATE.fullmatch(text)
    if rate and (one := known.units.get(rate["unit"])):
        pers = re.split("[/每]", rate["pers"])[1:]
        return "/".join((one, *(known.units.get(per, per) for per in pers)))
    return Unread(f"unknown unit {text}")


def _share(text: str, meanings: list[Meaning]) -> _Amount | Unread | None:
    """百分之, fractions and halves; None if the text is none of them."""
    if half := _HALF.match(text):
        return _with_tail(Decimal("0.5"), text[half.end() :], [*meanings, _HALVES[half[0]]])
    if text[:3] in _PARTS:
        rest = text[3:]
        # 百分之百 is exact, though 百 alone would be a round number.
        value = _amount("一百" if rest == "百" else rest)
        if isinstance(value, Unread):
            return value
        if value.unit is not None:
            return Unread(f"unknown unit {value.unit}")
        scale = _PARTS[text[:3]]
        upper = None if value.upper is None else value.upper * scale
        return _Amount(value.amount * scale, "%", (*meanings, *value.meanings), upper, scale)
    match = _FRACTION.match(text) or _SLASH.match(text)
    if match is None:
        return None
    parts = {name: read_numeral(part) for name, part in match.groupdict().items() if part}
    below = parts["below"]
    if not below or None in parts.values():
        return Unread("no well-formed fraction")
    value_of = (parts.get("whole") or 0) + (parts["above"] or 0) / below
    return _with_tail(Decimal(value_of), text[match.end() :], meanings)


def _with_tail(amount: Decimal, tail: str, meanings: list[Meaning]) -> _Amount | Unread:
    tail, _, after = _tail(tail, Count(amount))
    unit = _unit(tail)
    return unit if isinstance(unit, Unread) else _Amount(amount, unit, (*meanings, *after))


def _number(value: Decimal) -> int | float:
    """A whole number where it is one; else a float, fractions to four places."""
    return int(value) if value == value.to_integral_value() else float(round(value, 4))
