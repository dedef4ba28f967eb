"""The words of dates, from `configs/text/date_words.tsv` and `configs/text/festivals.tsv`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar, get_args

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.values.value_types import Mod

KINDS = (
    "part", "day", "week", "month", "quarter", "year", "season", "festival", "period", "after", "inside", "length", "unread",
)  # fmt: skip
RELATIVE = ("day", "week", "month", "quarter", "year")

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class PartOfDay:
    """A TIMEX3 code and the hours that the word covers; hours over 24 lie after midnight."""

    code: str
    first: int
    last: int

    def hour(self, said: int) -> int | None:
        """The hour of the 24-hour clock that `said` means in this part of the day, or None if it has none."""
        if said > 12:
            return said
        for hour in (said - 12, said, said + 12, said + 24):
            if self.first <= hour <= self.last and hour >= 0:
                return hour if hour <= 24 else hour - 24
        return None


@dataclass(frozen=True)
class Relative:
    """So many days, weeks, months, quarters or years from `base`: "today" is the publication date, "named" the date before."""

    base: str
    offset: int
    part: str = ""


@dataclass(frozen=True)
class Season:
    """A TIMEX3 code, and which part of the season the word means (初春: its beginning)."""

    code: str
    mod: Mod | None = None


@dataclass(frozen=True)
class DateWords:
    """Words by kind; `festivals` has (month, day) or the name of the column in `moving`."""

    parts: dict[str, PartOfDay] = field(default_factory=dict)
    relative: dict[str, dict[str, Relative]] = field(default_factory=dict)
    seasons: dict[str, Season] = field(default_factory=dict)
    festivals: dict[str, tuple[int, int] | str] = field(default_factory=dict)
    periods: dict[str, tuple[int, int]] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, tuple[int, str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    moving: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def date_words() -> DateWords:
    """Read and check the data.

    Raises:
        InputError: an unknown kind, a value of the wrong form, or a word that stands twice in a kind.
    """
    path = CONFIGS / "text" / "date_words.tsv"
    found = DateWords(relative={kind: {} for kind in RELATIVE}, moving=_moving())
    for kind, value, row in read_rows(path, 3):
        if kind not in KINDS:
            raise InputError(str(path), f"{kind!r} is none of {', '.join(KINDS)}")
        for word in row.split():
            try:
                fresh = _add(found, kind, value, word)
            except (ValueError, KeyError) as error:
                raise InputError(str(path), f"{kind} {value!r} is not of the form that {kind} needs") from error
            if not fresh:
                raise InputError(str(path), f"{word} stands twice among {kind}")
    return found


def _add(found: DateWords, kind: str, value: str, word: str) -> bool:
    """Add a word; False if its kind has it already."""
    cells = value.split()
    match kind:
        case "part":
            code, first, last = cells
            return _new(found.parts, word, PartOfDay(code, int(first), int(last)))
        case "day" | "week" | "month" | "quarter" | "year":
            if cells[0] not in ("today", "named"):
                raise ValueError(value)
            part = cells[2] if len(cells) > 2 else ""
            return _new(found.relative[kind], word, Relative(cells[0], int(cells[1]), part))
        case "season":
            known: dict[str, Mod] = {mod: mod for mod in get_args(Mod)}
            return _new(found.seasons, word, Season(cells[0], known[cells[1]] if len(cells) > 1 else None))
        case "festival":
            fixed = _month_day(value) if value[0].isdigit() else value
            if isinstance(fixed, str) and fixed not in found.moving:
                raise ValueError(value)
            return _new(found.festivals, word, fixed)
        case "period":
            first, last = cells
            return _new(found.periods, word, (int(first), int(last)))
        case "length":
            number, designator = cells
            return _new(found.lengths, word, (int(number), designator))
        case "after":
            return _new(found.after, word, value)
        case "inside":
            return _new(found.inside, word, value)
        case _:
            return _new(found.unread, word, value)


def _new(table: dict[str, _Value], word: str, value: _Value) -> bool:
    return table.setdefault(word, value) is value


def _moving() -> dict[str, dict[int, tuple[int, int]]]:
    path = CONFIGS / "text" / "festivals.tsv"
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    names = lines[0][1:]
    rows = read_rows(path, len(lines[0]))[1:]
    return {name: {int(row[0]): _month_day(row[1 + at]) for row in rows} for at, name in enumerate(names)}


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
