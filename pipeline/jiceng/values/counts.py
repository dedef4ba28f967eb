"""Numbers as articles give them: with 余, 多, 来 or 几 inside, vague (数十, 上百), as neighbours (七八) or exact.

Texts come folded (`jiceng.text.fold`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jiceng.values.numerals import DIGITS, HANZI, SCALES, read_numeral, scale_value

Meaning = Literal["exact", "at_least", "at_most", "about"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number from `low`, up to `high` if it is a range; `meaning` is what the words inside it say."""

    low: Decimal
    high: Decimal | None = None
    meaning: Meaning = "exact"


# 千 before a unit of measure belongs to it (千克, 千瓦时), and 点 is a decimal point only before a digit.
_THOUSAND_UNITS = "克米瓦卡帕焦赫伏安"
_SCALE = f"(?:[{''.join(SCALES).replace('千', '')}]|千(?![{_THOUSAND_UNITS}]))"
_CHARACTER = rf"(?:[0-9.,{HANZI.replace('千', '')}]|千(?![{_THOUSAND_UNITS}])|点(?=[{''.join(DIGITS)}]))"
_VAGUE = rf"成百上千|成千上万|上{_SCALE}+|好?[数几]{_SCALE}*"
# What `read_count` may be able to read, as an expression for others to build on; it has no groups.
COUNT = rf"(?:(?:{_VAGUE}|{_CHARACTER}+)[余多来几]?{_SCALE}*|半)"

_INSIDE: dict[str, Meaning] = {"": "exact", "余": "at_least", "多": "at_least", "来": "about"}
_SHAPE = re.compile(
    rf"(?:(?P<fixed>成百上千|成千上万)|(?P<over>上)(?P<base>{_SCALE}+)|好?(?P<few>[数几])(?P<times>{_SCALE}*)"
    rf"|(?P<number>{_CHARACTER}+?))(?:(?P<inside>[余多来几])(?P<scale>{_SCALE}*))?"
)
_NEIGHBOURS = re.compile(
    r"(?P<base>.*[十拾百佰千仟])?(?P<first>[一二两三四五六七八])(?P<second>[二两三四五六七八九])(?P<scale>[十百千万亿]*)"
)


def read_count(text: str) -> Count | None:
    """The number that a text is, or None. 数十 is 10 to 100, 十几 10 to 20, 七八 7 to 8, 上百 at least 100."""
    if text == "半":
        return Count(Decimal("0.5"))
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return None
    inside, scale = shape["inside"] or "", scale_value(shape["scale"] or "")
    if shape["number"]:
        if inside == "几":
            return _some_more(shape["number"], shape["scale"])
        return _plain(shape["number"], _INSIDE[inside], shape["scale"] or "")
    if inside == "几" or (inside and shape["few"] and not shape["times"]):
        return None
    if shape["fixed"]:
        return Count(Decimal(100 if shape["fixed"] == "成百上千" else 1000), meaning="at_least")
    if shape["over"]:
        return Count(Decimal(scale_value(shape["base"]) * scale), meaning="at_least")
    low = Decimal(scale_value(shape["times"]) * scale)
    return Count(low, low * 10)


def _plain(number: str, meaning: Meaning, scales: str) -> Count | None:
    # 2亿6000余万 is 2亿6000万 and some more: the scale behind 余 counts the last part alone.
    value = read_numeral(number + scales)
    if value is not None:
        # 百名 is a round number, unless 余 says more; 千名 and 万人 are as they stand.
        return Count(value, meaning="about" if meaning == "exact" and number == "百" and not scales else meaning)
    return _neighbours(number, scale_value(scales)) if meaning == "exact" else None


def _some_more(number: str, scales: str) -> Count | None:
    """十几 is 10 to 20, 十几万 100,000 to 200,000, 一百几十 110 to 200."""
    base = read_numeral(number)
    if base is None:
        return None
    scale, place = scale_value(scales), _last_place(base)
    if scales[:1] in ("十", "百", "千", "拾", "佰", "仟"):
        return Count(base + scale, base + place) if place == 10 * scale else None
    # 二百几 leaves open whether ones or tens are meant.
    return Count(base * scale, (base + place) * scale) if place == 10 else None


def _neighbours(number: str, scale: int) -> Count | None:
    """七八, 三五, 十七八, 三百七八十: two digits that follow each other (or 三五) are the ends of a range."""
    match = _NEIGHBOURS.fullmatch(number)
    if match is None:
        return None
    first, second = DIGITS[match["first"]], DIGITS[match["second"]]
    unit = scale_value(match["scale"]) * scale
    base = read_numeral(match["base"]) if match["base"] else Decimal(0)
    if base is None or (second != first + 1 and (first, second) != (3, 5)):
        return None
    if match["base"]:
        # 十七八 and 二十四五 end in ones; 三百七八 would leave open whether tens are meant.
        place = 10 if match["base"][-1] in "十拾" else SCALES[match["base"][-1]]
        if scale_value(match["scale"]) != place // 10:
            return None
    return Count(base + first * unit, base + second * unit)


def _last_place(value: Decimal) -> int:
    """The power of ten of a whole number's last digit that is not zero: 10 for 30, 100 for 200."""
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return place
