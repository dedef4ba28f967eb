"""What a quantity leaves open: 600余个 is 600 to 700, 近4万名 30,000 to 40,000, 3.8万 37,000 to 39,000, 60%以上 60 and more."""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from jiceng.knowledge.records import QuantityValue
from jiceng.text.fold import fold

# 余 and 多 add less than one of the last place that is named; 以上 adds anything.
_A_BIT_MORE = re.compile("[余多几来]|有余|挂零|出头")
_NEARLY = re.compile("近|接近")
# A number of myriads is rounded, or cut off, at its last place.
_ROUND = re.compile("[千万亿]")


class Interval(NamedTuple):
    """The numbers that a quantity may mean, both ends included."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        """Whether one number is in both."""
        return self.low <= other.high and other.low <= self.high

    def plus(self, other: "Interval") -> "Interval":
        """What the sum of both may be."""
        return Interval(self.low + other.low, self.high + other.high)


def interval(value: QuantityValue, words: str) -> Interval:
    """What a quantity may mean, by its bound and by its own words."""
    # 千 of 千米 is no number.
    amount, text = value.amount, fold(words).removesuffix(fold(value.unit or ""))
    if value.upper is not None:
        return Interval(amount, value.upper)
    if value.bound == "at_least":
        return Interval(amount, amount + _place(amount) if _A_BIT_MORE.search(text) else math.inf)
    if value.bound == "at_most":
        return Interval(amount - _place(amount) if _NEARLY.search(text) else -math.inf, amount)
    if value.bound == "about":
        return Interval(amount - _place(amount), amount + _place(amount))
    if _ROUND.search(text):
        return Interval(amount - _rounding(amount, text), amount + _rounding(amount, text))
    return Interval(amount, amount)


def _place(amount: float) -> float:
    """One of the last place of an amount that is not 0: 100 of 600, 10 of 680, 1 of 686."""
    place = 1.0
    while amount and place < amount and amount % (place * 10) == 0:
        place *= 10
    return place


def _rounding(amount: float, words: str) -> float:
    """One of the last place that is written: 1,000 of 3.8万; nothing is left open where all places are (3万8126)."""
    written = re.search(r"(\d+)(?:\.(\d+))?\s*([千万亿])", words)
    if written is None:
        return _place(amount)
    unit = {"千": 1e3, "万": 1e4, "亿": 1e8}[written[3]]
    # 5万3千 and the like have places behind the myriads; the last one that is not 0 is named.
    return min(_place(amount), float(unit / 10 ** len(written[2] or "")))


def together(spans: Iterable[Interval]) -> Interval:
    """What the sum of several may be."""
    total = Interval(0, 0)
    for span in spans:
        total = total.plus(span)
    return total


def shown(span: Interval) -> str:
    """A number, or the numbers from and to."""
    low, high = (f"{end:.10g}" for end in span)
    return low if low == high else f"{low} or more" if span.high == math.inf else f"{low} to {high}"
