"""Words around a number that say how it is meant (约, 近, 以上 …), from `configs/text/approximators.tsv`."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import get_args

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.values.counts import Meaning
from jiceng.values.value_types import Bound

Words = tuple[re.Pattern[str], dict[str, Meaning]]


def take_before(text: str) -> tuple[str, list[Meaning]]:
    """The text without the words before its number, and what they mean."""
    pattern, table = _words()["before"]
    meanings: list[Meaning] = []
    while (match := pattern.match(text)) and match.end() < len(text):
        meanings.append(table[match[0]])
        text = text[match.end() :]
    return text, meanings


def take_after(text: str, units: Collection[str] = ()) -> tuple[str, list[Meaning]]:
    """The text without the words at its end, and what they mean. A text that is one of `units` stays whole."""
    pattern, table = _words()["after"]
    meanings: list[Meaning] = []
    while text not in units and (match := pattern.search(text)):
        meanings.append(table[match[0]])
        text = text[: match.start()]
    return text, meanings


def bounds_before() -> list[str]:
    """The words before a number that change its bound."""
    _, table = _words()["before"]
    return [word for word, meaning in table.items() if meaning != "exact"]


def bound_of(meanings: Iterable[Meaning]) -> Bound:
    """The bound that all words together give.

    约20余万 is at least 200,000, for 余 is more precise than 约. 近 and 余 together say only that the number is round.
    """
    said = set(meanings)
    if {"at_least", "at_most"} <= said:
        return "about"
    order: tuple[Bound, ...] = ("at_least", "at_most", "about")
    return next((meaning for meaning in order if meaning in said), "exact")


@cache
def _words() -> dict[str, Words]:
    """Read and check the data.

    Raises:
        InputError: an unknown place or meaning, or a word that stands twice in one place.
    """
    path = CONFIGS / "text" / "approximators.tsv"
    tables: dict[str, dict[str, Meaning]] = {"before": {}, "after": {}}
    known: dict[str, Meaning] = {meaning: meaning for meaning in get_args(Meaning)}
    for place, meaning, row in read_rows(path, 3):
        if place not in tables or meaning not in known:
            raise InputError(
                str(path), f"{place} {meaning}: places are {', '.join(tables)}, meanings {', '.join(known)}"
            )
        for word in row.split():
            if word in tables[place]:
                raise InputError(str(path), f"{word} stands twice among the words {place} the number")
            tables[place][word] = known[meaning]
    before, after = (_longest_first(tables[place]) for place in ("before", "after"))
    return {
        "before": (re.compile(before), tables["before"]),
        "after": (re.compile(f"(?:{after})$"), tables["after"]),
    }


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
