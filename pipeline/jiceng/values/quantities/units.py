"""Measure words and the units that stand together for one amount, from `configs/text/`.

Texts come folded (`jiceng.text.fold`).
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.values.counts import read_count
from jiceng.values.dates.date_words import alternatives
from jiceng.values.numerals import DIGITS

# What a share's sign is of a hundred.
SHARES = {"%": Decimal(1), "‰": Decimal("0.1"), "‱": Decimal("0.01"), "成": Decimal(10)}
_PLACES = re.compile(r"[0-9]{1,2}|[零〇一二三四五六七八九]{1,2}")


@dataclass(frozen=True)
class Units:
    """Measure words: each spelling's unit, and the units that count single things (个, 名, 支) or events (次, 人次)."""

    units: dict[str, str]
    counted: frozenset[str]
    events: frozenset[str]


@dataclass(frozen=True)
class Compounds:
    """`ladders`: (larger, smaller) spelling → the larger unit and how many of the smaller one it is.

    `decimal`: spellings after which bare digits are decimal places. `larger` finds a unit that another may follow.
    """

    ladders: dict[tuple[str, str], tuple[str, Decimal]] = field(default_factory=dict)
    decimal: dict[str, str] = field(default_factory=dict)


def compound(text: str) -> tuple[str, Decimal] | None:
    """What follows a number as two or more units for one amount: the unit, and what is to be added to the number.

    亩2分 is (亩, 0.2), 元3角5分 (元, 0.35), 米七 (米, 0.7), 度5 (度, 0.5). None if the text is nothing of the kind.
    """
    known = compounds()
    match = _larger_pattern().fullmatch(text)
    if match is None:
        return None
    unit, rest = match["unit"], match["rest"]
    for (larger, smaller), (name, number) in known.ladders.items():
        if larger != unit or smaller not in rest:
            continue
        said, _, more = rest.removeprefix("零").partition(smaller)
        count = read_count(said)
        if count is None or count.high is not None or count.meaning != "exact":
            continue
        below = compound(smaller + more) if more else (smaller, Decimal(0))
        if below is None:
            continue
        amount = count.low + below[1]
        # 2公里3000米 are two amounts: a part is smaller than the whole.
        if 0 < amount < number:
            return name, amount / number
    if _PLACES.fullmatch(rest):
        places = "".join(str(DIGITS.get(char, char)) for char in rest)
        return (known.decimal[unit], Decimal(f"0.{places}")) if unit in known.decimal else None
    return None


def measures(unit: str) -> bool:
    """Whether a unit, as the values have it, measures (公里, 元) and counts neither things (个, 名) nor events (人次)."""
    return unit not in units().counted | units().events


@cache
def units() -> Units:
    """Read and check the measure words.

    Raises:
        InputError: a word stands twice.
    """
    path = CONFIGS / "text" / "value_units.tsv"
    found: dict[str, str] = {}
    kinds: dict[str, set[str]] = {"classifier": set(), "compound": set()}
    for kind, row in read_rows(path, 2):
        for entry in row.split():
            unit, *spellings = entry.split("=")
            kinds.setdefault(kind, set()).add(unit)
            for spelling in (unit, *spellings):
                if spelling in found:
                    raise InputError(str(path), f"{spelling} stands twice")
                found[spelling] = unit
    return Units(found, frozenset(kinds["classifier"]), frozenset(kinds["compound"]))


@cache
def compounds() -> Compounds:
    """Read and check the units that stand together.

    Raises:
        InputError: an unknown kind, a ladder that does not join two units by a number, or a pair that stands twice.
    """
    path = CONFIGS / "text" / "compound_units.tsv"
    found = Compounds()
    first: dict[str, str] = {}
    for kind, value, row in read_rows(path, 3):
        words = row.split()
        if kind == "decimal":
            found.decimal.update((word, word) for word in words)
            continue
        if kind != "ladder" or len(words) != 2 or not value.isdigit():
            raise InputError(
                str(path), f"{kind} {value} {row}: a row is ladder, NUMBER, LARGER SMALLER or decimal, -, UNITS"
            )
        larger, smaller = (word.split("=") for word in words)
        for one in larger:
            first.setdefault(one, larger[0])
            for other in smaller:
                if (one, other) in found.ladders:
                    raise InputError(str(path), f"{one} {other} stands twice")
                found.ladders[one, other] = larger[0], Decimal(value)
    # 两块五 is 2.5 元: the unit of a spelling is that of its ladder.
    found.decimal.update((word, first.get(word, word)) for word in list(found.decimal))
    return found


@cache
def _larger_pattern() -> re.Pattern[str]:
    known = compounds()
    words = {larger for larger, _ in known.ladders} | set(known.decimal)
    return re.compile(rf"(?P<unit>{alternatives(words)})(?P<rest>.+)")
