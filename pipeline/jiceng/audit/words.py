"""The words by which statements are compared: `configs/knowledge/audit.tsv`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError

FILE = CONFIGS / "knowledge" / "audit.tsv"
RULES = (
    "exists",
    "neutral",
    "all",
    "total",
    "coverb",
    "preposition",
    "pivot",
    "part",
    "before",
    "now",
    "changed",
    "open",
    "listing",
    "persons",
    "things",
    "kinds",
    "exclusive",
    "founding",
    "sole",
    "shared",
)

_SILENT = ("neutral", "all", "before", "now")


@dataclass(frozen=True)
class Words:
    """The table: `rows` are rule → words, `exclusive` are groups of words of which nothing is two."""

    rows: dict[str, tuple[str, ...]]
    exclusive: tuple[tuple[tuple[str, ...], ...], ...]

    def __getitem__(self, rule: str) -> tuple[str, ...]:
        return self.rows[rule]

    def pattern(self, rule: str) -> re.Pattern[str]:
        """Any of a rule's words, the longest that fits."""
        return _pattern(self.rows[rule])

    @property
    def silent(self) -> re.Pattern[str]:
        """Words that do not tell which ones are counted; what says that they are there is in the group `exists`."""
        exists, silent = _pattern(self["exists"]).pattern, _pattern(sum((self[rule] for rule in _SILENT), ())).pattern
        # 全县 is one word, 划分为 another; neither is cut by a shorter one within it.
        return _joined(exists, silent)

    def parted(self, one: str, other: str) -> bool:
        """Whether two names differ in words of which nothing is two: 男志愿者, 女志愿者."""
        for group in self.exclusive:
            first, second = _rank(one, group), _rank(other, group)
            if first is not None and second is not None and first[0] != second[0] and first[1] == second[1]:
                return True
        return False


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _joined(exists: str, silent: str) -> re.Pattern[str]:
    return re.compile(f"(?P<exists>{exists})|{silent}")


def _rank(name: str, group: tuple[tuple[str, ...], ...]) -> tuple[int, str] | None:
    found = [(len(word), at) for at, words in enumerate(group) for word in words if name.startswith(word)]
    if not found:
        return None
    length, at = max(found)
    return at, name[length:]


@cache
def words() -> Words:
    """The words of the project."""
    return read_words(FILE)


def read_words(path: Path) -> Words:
    """Read a table of words and check it.

    Raises:
        InputError: a rule that is not known or is missing, a rule but exclusive that is there twice, a row without words.
    """
    rows: dict[str, tuple[str, ...]] = {}
    exclusive = []
    for rule, name, listed in read_rows(path, 3):
        entry = tuple(listed.split())
        if rule not in RULES:
            raise InputError(str(path), f"{rule!r} is none of the rules {', '.join(RULES)}")
        if not entry:
            raise InputError(str(path), f"{rule} {name} has no words")
        if rule == "exclusive":
            exclusive.append(tuple(tuple(rank.split("|")) for rank in entry))
        elif rule in rows:
            raise InputError(str(path), f"has two rows of {rule}; one is needed")
        else:
            rows[rule] = entry
    for rule in RULES:
        if rule not in rows and rule != "exclusive":
            raise InputError(str(path), f"has no row of {rule}")
    return Words(rows, tuple(exclusive))
