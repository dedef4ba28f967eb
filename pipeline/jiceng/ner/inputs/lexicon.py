"""General knowledge of the language as features of characters: heads that give a type, patterns, surnames.

The data lies in `configs/lexicon/` and is saved with the trained tagger, so that editing it never changes a model
that was trained before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.ontology import Ontology, default_ontology

# A pattern reads a number from each of its characters to its end, which of a number without end takes time by its square.
_NUMBER_END = 32
_ENDLESS = re.compile(rf"[0-9.,零〇一二两三四五六七八九十百千万亿半数几]{{{2 * _NUMBER_END + 1},}}")


@dataclass(frozen=True)
class Lexicon:
    """`heads`: word → labels it may end. `patterns`: label → expressions. `surnames`: of one or more characters."""

    heads: dict[str, tuple[str, ...]]
    patterns: dict[str, tuple[str, ...]]
    surnames: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads."""
        return {
            "heads": {word: list(labels) for word, labels in sorted(self.heads.items())},
            "patterns": {label: list(expressions) for label, expressions in sorted(self.patterns.items())},
            "surnames": list(self.surnames),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Lexicon":
        """The lexicon of a saved model."""
        return cls(
            heads={word: tuple(labels) for word, labels in data["heads"].items()},
            patterns={label: tuple(expressions) for label, expressions in data["patterns"].items()},
            surnames=tuple(data["surnames"]),
        )

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """Last character → the lengths of the heads that end with it, longest first."""
        lengths: dict[str, set[int]] = {}
        for word in self.heads:
            lengths.setdefault(word[-1], set()).add(len(word))
        return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in lengths.items()}

    @cached_property
    def _compiled(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(label, re.compile("|".join(expressions))) for label, expressions in self.patterns.items()]

    def check(self) -> None:
        """Compile the patterns, which are else compiled when they are first asked for.

        Raises:
            ValueError: one is no regular expression.
        """
        try:
            _ = self._compiled
        except re.error as error:
            raise ValueError(f"{error.pattern!r} is no regular expression: {error}") from error

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(self.surnames)

    def find_heads(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """For each place where heads end, the longest one: (start, end, labels), by end."""
        for end, char in enumerate(text, start=1):
            for size in self._lengths.get(char, ()):
                labels = self.heads.get(text[end - size : end]) if size <= end else None
                if labels is not None:
                    yield end - size, end, labels
                    break

    def find_patterns(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Stretches that match a pattern: (start, end, label), label by label, leftmost longest alternative first.

        Of a number longer than any that a text means only the end is looked at.
        """
        text = _ENDLESS.sub(_shortened, text)
        for label, expression in self._compiled:
            for match in expression.finditer(text):
                if match.end() > match.start():
                    yield match.start(), match.end(), label

    def starts_surname(self, text: str, at: int) -> bool:
        """Whether a family name begins at `text[at]`."""
        return any(text[at : at + size] in self._surnames for size in (1, 2, 3))


def _shortened(number: re.Match[str]) -> str:
    """An endless number, of the same length, with NUL for all but its end; no text has that character."""
    return "\0" * (len(number[0]) - _NUMBER_END) + number[0][-_NUMBER_END:]


EMPTY = Lexicon({}, {}, ())


def load_lexicon(folder: Path = CONFIGS / "lexicon", ontology: Ontology | None = None) -> Lexicon:
    """Read and check the lexicon's files.

    Raises:
        InputError: a label that the ontology does not have, or a pattern that is no regular expression.
    """
    ontology = ontology or default_ontology()
    heads: dict[str, list[str]] = {}
    for label, words in read_rows(folder / "heads.tsv", 2):
        if label not in ontology.entity_labels:
            raise InputError(str(folder / "heads.tsv"), f"{label} is not a label of the ontology")
        for word in words.split():
            labels = heads.setdefault(word, [])
            if label not in labels:
                labels.append(label)
    return Lexicon(
        heads={word: tuple(labels) for word, labels in heads.items()},
        patterns=_read_patterns(folder),
        surnames=tuple(
            dict.fromkeys(name for (line,) in read_rows(folder / "surnames.txt", 1) for name in line.split())
        ),
    )


def _read_patterns(folder: Path) -> dict[str, tuple[str, ...]]:
    path = folder / "patterns.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    units = sorted(
        (unit for (line,) in read_rows(folder / "quantity_endings.tsv", 1) for unit in line.split()), key=len
    )
    parts = dict(data["parts"])
    parts["unit"] = "(?:" + "|".join(re.escape(unit) for unit in reversed(units)) + ")"
    for name in ("number", "clock"):
        parts[name] = parts[name].format(**parts)
    patterns: dict[str, tuple[str, ...]] = {}
    for label, expressions in data["patterns"].items():
        filled = tuple(expression.format(**parts) for expression in expressions)
        for expression in filled:
            try:
                re.compile(expression)
            except re.error as error:
                raise InputError(str(path), f"{label}: {expression!r} is no regular expression: {error}") from error
        patterns[label] = filled
    return patterns
