"""Signal words of relations by class, as data: 成立 sets something up, 下沉 sends somebody, 包保 puts in charge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jiceng.configs import CONFIGS, read_rows


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

    @cached_property
    def class_features(self) -> tuple[str, ...]:
        """Each class as a feature of what it stands between."""
        return tuple(f"vc={name}" for name in self.classes)


@dataclass(frozen=True)
class VerbLexicon:
    """`classes`: word → its classes."""

    classes: dict[str, tuple[str, ...]]

    @cached_property
    def _sizes(self) -> dict[str, list[int]]:
        """The lengths of the words that begin with a character, longest first."""
        sizes: dict[str, set[int]] = {}
        for word in self.classes:
            sizes.setdefault(word[0], set()).add(len(word))
        return {first: sorted(found, reverse=True) for first, found in sizes.items()}

    def find(self, text: str, covered: Sequence[bool]) -> Iterator[Verb]:
        """Signal words outside mentions (`covered` characters), longest first, from left to right."""
        end = 0  # of the word before
        for at, first in enumerate(text):
            sizes = self._sizes.get(first)
            if sizes is None or at < end:
                continue
            for size in sizes:
                word = text[at : at + size]
                if word in self.classes and not any(covered[at : at + size]):
                    end = at + len(word)
                    yield Verb(at, end, word, self.classes[word])
                    break


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
