"""Places that have a name and no code of their own: function zones, the production corps, towns abroad.

雄安新区        → 雄安新区 in 河北省, in every article
八师一四二团    → 第八师142团, of the corps in 新疆
木姐            → 木姐市 in 缅甸

The table is `configs/divisions/units.tsv`; divisions and regiments of the corps are read by their numbers.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError

_XINJIANG = "650000"
_DIGITS = "〇一二三四五六七八九"
_NUMBER = "[0-9〇一二三四五六七八九十]+"
_THE_CORPS = "(?:新疆)?(?:生产建设)?兵团"
_DIVISION = "第?(?:十[一二三四]|[一二三四五六七八九十]|1[0-4]|[1-9])师"
_REGIMENT = f"第?{_NUMBER}团"
# A division of the corps is told from one of an army by the corps, by a regiment behind it, or as a 师市 with its city; a
# regiment by itself by the corps or a company.
CORPS = re.compile(
    rf"(?<![0-9])(?=(?:{_THE_CORPS})?(?:{_DIVISION}|{_REGIMENT}))(?P<corps>{_THE_CORPS})?"
    rf"(?:第?(?P<division>十[一二三四]|[一二三四五六七八九十]|1[0-4]|[1-9])师)?"
    rf"(?:(?P<city>市)|[\u4e00-\u9fff]{{2,4}}市(?={_REGIMENT}))?"
    rf"(?:第?(?P<regiment>{_NUMBER})团(?:场|(?![员体伙购])))?(?:第?(?P<company>{_NUMBER})连)?"
)


@dataclass(frozen=True)
class Unit:
    """A named place: `text` is its name in every article, `within` the code of the division or country that it lies in."""

    text: str
    within: str


def named_unit(text: str) -> Unit | None:
    """The unit that a text names as a whole, or None."""
    return _table().get(text) or _corps_unit(text)


def leading_unit(text: str) -> tuple[Unit, int] | None:
    """The unit whose name begins a text (雄安新区管委会), and where its name ends."""
    if corps := _corps_unit_at(text):
        return corps
    table = _table()
    for end in range(min(len(text), _longest()), 1, -1):
        # 前海 and 果敢 begin other words, a full name does not.
        if (unit := table.get(text[:end])) and text[:end] == unit.text:
            return unit, end
    return None


def _corps_unit(text: str) -> Unit | None:
    found = _corps_unit_at(text)
    return found[0] if found is not None and found[1] == len(text) else None


def _corps_unit_at(text: str) -> tuple[Unit, int] | None:
    match = CORPS.match(text)
    if match is None or not is_corps(match):
        return None
    name = f"第{_chinese(match['division'])}师" if match["division"] else ""
    if match["regiment"]:
        name += f"{_arabic(match['regiment'])}团"
    if match["company"]:
        name += f"{_arabic(match['company'])}连"
    return Unit(name, _XINJIANG), match.end()


def is_corps(match: re.Match[str]) -> bool:
    """Whether a match of `CORPS` is of the corps, and not of an army."""
    division, regiment = match["division"] is not None, match["regiment"] is not None
    if match["corps"] is not None:
        return division or regiment
    if regiment:
        return division or match["company"] is not None
    return division and match["city"] is not None


def _arabic(number: str) -> str:
    """142 of 142, 一四二 and 一百四十二's short form; 十四 is 14."""
    if "十" in number:
        before, _, after = number.partition("十")
        return f"{_DIGITS.find(before) if before else 1}{_DIGITS.find(after) if after else 0}"
    return "".join(str(_DIGITS.find(char)) if char in _DIGITS else char for char in number)


def _chinese(number: str) -> str:
    if not number.isdigit():
        return number
    value = int(number)
    return ("十" if value >= 10 else "") + (_DIGITS[value % 10] if value % 10 else "")


@cache
def _table() -> dict[str, Unit]:
    return read_units(CONFIGS / "divisions" / "units.tsv")


@cache
def _longest() -> int:
    return max(map(len, _table()), default=0)


def read_units(path: Path, known: Container[str] | None = None) -> dict[str, Unit]:
    """The table by every name of a unit; with `known`, the codes valid today, it is checked.

    Raises:
        InputError: a name that stands twice, or a code that is not known.
    """
    units: dict[str, Unit] = {}
    for code, name, others in read_rows(path, 3):
        if known is not None and code not in known:
            raise InputError(str(path), f"{code} of {name} is no code valid today")
        for called in (name, *(others.split() if others != "-" else ())):
            if called in units:
                raise InputError(str(path), f"{called} stands twice")
            units[called] = Unit(name, code)
    return units
