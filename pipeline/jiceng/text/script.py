"""Which Chinese script a text is in, by the characters that only one script has."""

from functools import cache
from pathlib import Path
from typing import Literal

import opencc

Script = Literal["Hans", "Hant", "mixed"]

# Below this share of the rarer script's characters a text counts as written in the other. The five articles lie at
# 7 to 21 characters of the other script against 679 to 819 of their own, at most 3 %.
MIXED_SHARE = 0.15


@cache
def _dictionary(name: str) -> dict[str, list[str]]:
    path = Path(opencc.__file__).parent / "dictionary" / name
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line)
    return {key: values.split(" ") for key, values in rows}


@cache
def exclusive_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only simplified and only traditional text has, from OpenCC's character tables.

    A character such as 干, 后 or 里, which is a word of its own in both scripts, is in neither set.
    """
    simplified_of = _dictionary("TSCharacters.txt")
    traditional_of = _dictionary("STCharacters.txt")
    hant = {char for char, targets in simplified_of.items() if char not in targets and char not in traditional_of}
    hans = {char for char, targets in traditional_of.items() if char not in targets and char not in simplified_of}
    return frozenset(hans), frozenset(hant)


@cache
def simplified_characters() -> dict[str, str]:
    """For each character that only traditional text has, its first simplified form in OpenCC's table."""
    targets = _dictionary("TSCharacters.txt")
    return {char: targets[char][0] for char in sorted(exclusive_characters()[1])}


def count_scripts(text: str) -> tuple[int, int]:
    """Numbers of characters of `text` that only simplified and only traditional script has."""
    hans, hant = exclusive_characters()
    return sum(char in hans for char in text), sum(char in hant for char in text)


def detect_script(text: str) -> Script:
    """The script of a text, as ISO 15924 names it, or "mixed". A text without evidence counts as Hans."""
    hans, hant = count_scripts(text)
    if min(hans, hant) > MIXED_SHARE * (hans + hant):
        return "mixed"
    return "Hant" if hant > hans else "Hans"
