"""Administrative divisions by code and by name: provinces, prefectures and counties of China, and countries.

The tables in `configs/divisions/` are made by `jiceng divisions build` (see `jiceng.places.division_build`), which
also tells their sources. Codes are those valid today; what a division was called and numbered before is its history.
Names are in simplified script.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from jiceng.configs import CONFIGS, read_rows

Level = Literal["country", "province", "prefecture", "county"]
Scheme = Literal["GB/T 2260", "ISO 3166-1"]
FOLDER = CONFIGS / "divisions"
# Names given up before this year are history, not what today's articles say; their codes are kept.
NAMES_SINCE = 1990


@dataclass(frozen=True, slots=True)
class Former:
    """A code and name that a division had until the year `until` (in which the change was made)."""

    code: str
    name: str
    until: int


@dataclass(frozen=True, slots=True)
class Abolished:
    """A division that is no more since the year `until`; `successor` is the code of today that it went into, "" if none is known."""

    code: str
    name: str
    until: int
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Once:
    """Who bore a name that it bears no more: the code of today ("" if it has none) and what it lay in, the nearest first."""

    today: str
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A division that exists today. `parent` is the code of the next higher division of the table, "" for provinces."""

    code: str
    name: str
    level: Level
    scheme: Scheme
    parent: str
    aliases: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()

    def in_year(self, year: int) -> tuple[str, str]:
        """The code and the name that the division had in a year (before the change, in the year of a change)."""
        for former in self.former:
            if year <= former.until:
                return former.code, former.name
        return self.code, self.name


class Divisions:
    """The table, with look-up by code and by any name that a division has or had."""

    def __init__(
        self,
        divisions: Iterable[Division],
        townships: Iterable[tuple[str, str]] = (),
        abolished: Iterable[Abolished] = (),
    ) -> None:
        """`townships` are pairs of a county's code and the name of a township in it."""
        self.by_code = {division.code: division for division in divisions}
        names: defaultdict[str, set[str]] = defaultdict(set)
        old: defaultdict[str, set[str]] = defaultdict(set)
        for division in self.by_code.values():
            for name in (division.name, *division.aliases):
                names[name].add(division.code)
            for former in division.former:
                if former.until >= NAMES_SINCE:
                    for name in (former.name, _stem(former.name)):
                        old[name].add(division.code)
        # A name given up stands for its old bearer only as long as nobody bears it today (宜昌 is the city, not 宜昌县).
        for name, codes in old.items():
            if name not in names and len(name) > 1:
                names[name] = codes
        self._parents = {division.parent for division in self.by_code.values()}
        self.codes_before: dict[str, str] = {
            former.code: division.code for division in self.by_code.values() for former in division.former
        }
        self._absorbed: defaultdict[str, list[str]] = defaultdict(list)
        self._once: dict[str, tuple[Once, ...]] = {}
        self._remember(tuple(abolished), names)
        self._names = {name: tuple(sorted(codes)) for name, codes in names.items()}
        self.longest = max(map(len, (*self._names, *self._once)), default=0)

        below: defaultdict[str, set[str]] = defaultdict(set)
        for code, name in townships:
            below[name].add(code)
        self._townships = {name: frozenset(codes) for name, codes in below.items()}

    def _remember(self, abolished: Iterable[Abolished], names: dict[str, set[str]]) -> None:
        """Take up who bore which name before. One whose bearers are all gone leads to those that they went into."""
        once: defaultdict[str, set[Once]] = defaultdict(set)
        stems: defaultdict[str, set[str]] = defaultdict(set)
        for old in abolished:
            if old.successor:
                self._absorbed[old.successor].append(old.code)
            once[old.name].add(Once(old.successor, self._above_once(old.code, old.successor)))
            if old.until >= NAMES_SINCE and old.successor and len(stem := _stem(old.name)) > 1 and stem not in names:
                stems[stem].add(old.successor)
        for division in self.by_code.values():
            for former in division.former:
                if division.code not in names.get(former.name, ()):
                    once[former.name].add(Once(division.code, self._above_once(former.code, division.code)))
        for name, bearers in once.items():
            if name not in names:
                if went_into := {bearer.today for bearer in bearers if bearer.today}:
                    names[name] = went_into
                bearers = {bearer for bearer in bearers if not bearer.today}
            else:
                bearers = {bearer for bearer in bearers if not self._lies_by(bearer, names[name])}
            if bearers:
                self._once[name] = tuple(sorted(bearers, key=lambda one: (one.today, one.above)))
        names.update(stems)

    def _lies_by(self, bearer: Once, namesakes: Iterable[str]) -> bool:
        """Whether a namesake of today lies in the same city, or is that city: then the name means the one of today."""
        return any(code in bearer.above or set(bearer.above[:1]) & set(self.above(code)) for code in namesakes)

    def _above_once(self, code: str, successor: str) -> tuple[str, ...]:
        """What a former code says that its division lay in, by the codes of today, and what its successor lies in."""
        said = [self.today(upper) for upper in (f"{code[:4]}00", f"{code[:2]}0000") if upper != code]
        return tuple(dict.fromkeys([*filter(None, said), *(self.above(successor) if successor else ())]))

    def once_named(self, name: str) -> tuple[Once, ...]:
        """Who bore an official name that others bear today, or that is gone with its bearer."""
        return self._once.get(name, ())

    def absorbed(self, code: str) -> tuple[str, ...]:
        """Codes of the divisions that are no more and went into this one, in order."""
        return tuple(self._absorbed.get(code, ()))

    def with_township(self, name: str) -> frozenset[str]:
        """Codes of the counties that have a township of that name."""
        return self._townships.get(name, frozenset())

    def named(self, name: str) -> tuple[str, ...]:
        """Codes of the divisions of a name, official or everyday, in order; former names where nobody has them today."""
        return self._names.get(name, ())

    def is_divided(self, code: str) -> bool:
        """Whether the table has divisions directly below a division."""
        return code in self._parents

    def today(self, code: str) -> str | None:
        """The code valid today of a code that is or was valid, or None."""
        if code in self.by_code:
            return code
        return self.codes_before.get(code)

    def above(self, code: str) -> tuple[str, ...]:
        """Codes of the divisions that a division lies in, the nearest first."""
        found: list[str] = []
        while (parent := self.by_code[code].parent) != "":
            found.append(parent)
            code = parent
        return tuple(found)


def level_of(code: str) -> Level:
    """The level that a code says; two letters are a country's."""
    if code.isalpha():
        return "country"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def read_divisions(folder: Path = FOLDER) -> Divisions:
    """Read the tables of a folder; `jiceng.places.division_check` tells what is wrong with them."""
    extra: defaultdict[str, list[str]] = defaultdict(list)
    for code, names in read_rows(folder / "aliases.tsv", 2):
        extra[code] += names.split()
    rows = read_rows(folder / "divisions.tsv", 4)
    codes = {row[0] for row in rows}
    divisions = []
    for code, name, aliases, former in rows:
        parents = (f"{code[:4]}00", f"{code[:2]}0000")
        parent = next((parent for parent in parents if parent != code and parent in codes), "")
        history = tuple(
            Former(old, old_name, int(until)) for old, old_name, until in (cell.split(":") for cell in _cells(former))
        )
        every = tuple(dict.fromkeys((*_cells(aliases), *extra[code])))
        divisions.append(Division(code, name, level_of(code), "GB/T 2260", parent, every, history))
    for code, name in read_rows(folder / "countries.tsv", 2):
        divisions.append(Division(code, name, "country", "ISO 3166-1", "", tuple(extra[code])))
    below = [(code, name) for code, names in read_rows(folder / "townships.tsv", 2) for name in names.split()]
    gone = [
        Abolished(code, name, int(until), successor.strip("-"))
        for code, name, until, successor in read_rows(folder / "abolished.tsv", 4)
    ]
    return Divisions(divisions, below, gone)


def _stem(name: str) -> str:
    """A name without its last character (县, 市 …), or without 地区."""
    return name.removesuffix("地区") if name.endswith("地区") else name[:-1]


def _cells(text: str) -> list[str]:
    return [] if text == "-" else text.split(" ")


@cache
def default_divisions() -> Divisions:
    """The tables of `configs/divisions/`."""
    return read_divisions()
