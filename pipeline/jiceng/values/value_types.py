"""The values of QUANTITY and DATE mentions, as the export's contract words them."""

from dataclasses import dataclass
from typing import Literal

Bound = Literal["exact", "at_least", "at_most", "about", "range"]
DateKind = Literal["date", "time", "duration", "set"]
# TIMEX3's attribute of that name, as far as the grammar gives it.
Mod = Literal[
    "START", "MID", "END", "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "APPROX", "EQUAL_OR_LESS", "EQUAL_OR_MORE"
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount of a unit ("%" for shares of a hundred, None if none is named); `upper` ends a range.

    `per` is the word of what the amount is counted for each of (每个卡点2名: 卡点); `mean` tells that it is an average.
    """

    amount: int | float
    unit: str | None
    bound: Bound
    upper: int | float | None = None
    per: str | None = None
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A TIMEX3 value: `timex`, with `begin` and `end` for ranges and for stretches such as 7月以来.

    `mod` is what TIMEX3 calls so: which part of the time is meant, or how near. `full` tells whether the text itself names the year and the month: such a date lends its year to those after it.
    """

    kind: DateKind
    timex: str
    begin: str | None = None
    end: str | None = None
    mod: Mod | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a text was not read."""

    reason: str
