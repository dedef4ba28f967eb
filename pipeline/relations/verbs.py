"""Signal words of relations by class, as data: 成立 sets something up, 下沉 sends somebody, 包保 puts in charge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.configs import CONFIGS, read_rows


@dataclass(frozen=True)
class Verb:
    """A signal word in a sentence: its extent in the text and its classes."""

    start: int
    end: int
    word: str
    classes: tuple[str, ...]

    @cached_property
    def joined(self) -> str:
        """The classes as one string."""
        return "+".join(self.classes)


@dataclass(frozen=True)
class VerbLexicon:
    """`classes`: word → its classes."""

    classes: dict[str, tuple[str, ...]]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.classes), default=0)

    def find(self, text: str, covered: Sequence[bool]) -> Iterator[Verb]:
        """Signal words outside mentions (`covered` characters), longest first, from left to right."""
        at = 0
        while at < len(text):
            size = 0
            if not covered[at]:
                for size in range(min(self._longest, len(text) - at), 0, -1):
                    word = text[at : at + size]
                    if word in self.classes and not any(covered[at : at + size]):
                        yield Verb(at, at + size, word, self.classes[word])
                        break
                else:
                    size = 0
            at += max(size, 1)


def load_verbs(path: Path = CONFIGS / "lexicon" / "verbs.tsv") -> VerbLexicon:
    """Read the signal words.

    Raises:
        InputError: a row has not two columns.
    """
    classes: dict[str, list[str]] = {}
    for name, words in read_rows(path, 2):
        for word in words.split():
            known = classes.setdefault(word, [])
            if name not in known:
                known.append(name)
    return VerbLexicon({word: tuple(names) for word, names in classes.items()})
