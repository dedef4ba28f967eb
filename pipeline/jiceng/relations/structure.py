"""The structure of a sentence that relations hang on: clauses, lists, counted units, governing words. No parser."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from jiceng.ner.inputs.segmenter import segment
from jiceng.ontology import group
from jiceng.relations.candidates import SentenceSpans
from jiceng.relations.verbs import Verb, VerbLexicon

_CLAUSE = "，；：、（）“”—"
_JOINS = re.compile(
    r"[”》）]?(?:、|和|及|与|以及|或|或者|暨|、以及|，以及|并)?(?:各|各个|全体|其他|广大|本地)?[“《（]?"
)
_BARE = re.compile(r"[”》）]?[“《（]?")
_SURENESS = (0.5, 0.65, 0.8, 0.95, 0.9999)
# Groups of types that make up one list: 学校、村 and 卡点, 公安局 and 支部, 民警 and 医疗队.
_LISTED = ("site", "body", "agent")


class Structure:
    """What the features of all pairs of one sentence share. Mentions are named by their position in the sentence."""

    def __init__(self, sentence: SentenceSpans, verbs: VerbLexicon) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.places = sentence.places
        self.labels = [span.label for span in sentence.spans]
        covered = [False] * len(self.text)
        for low, high in self.places:
            covered[low:high] = [True] * (high - low)
        self.covered = covered
        self.verbs = list(verbs.find(self.text, covered))
        self._verb_starts = [verb.start for verb in self.verbs]
        self.left, self.right = self._units()
        self.chain = self._chains()
        marks = [(i, char) for i, char in enumerate(self.text) if char in "，；：。！？" and not covered[i]]
        self._marks = [i for i, _ in marks]
        self._strong = [i for i, char in marks if char in "；。！？"]
        self._governors: dict[int, Verb | None] = {}
        self._followers: dict[int, Verb | None] = {}
        self._remembered: dict[tuple[str, int], list[str]] = {}

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """Words outside mentions, with their places."""
        found = []
        position = 0
        for word in segment(self.text):
            if not self.covered[position] and word.strip() and word[0] not in _CLAUSE:
                found.append((position, word))
            position += len(word)
        return found

    @cached_property
    def _word_starts(self) -> list[int]:
        return [at for at, _ in self.words]

    def words_between(self, low: int, high: int) -> Sequence[tuple[int, str]]:
        """Words outside mentions that begin in `text[low:high]`."""
        return self.words[bisect_left(self._word_starts, low) : bisect_left(self._word_starts, high)]

    def inner_words(self, low: int, high: int, most: int) -> list[str]:
        """The first words that `words_between` gives, as features; made once a sentence, for all of its pairs."""
        first = bisect_left(self._word_starts, low)
        return self._word_features[first : min(bisect_left(self._word_starts, high), first + most)]

    @cached_property
    def _word_features(self) -> list[str]:
        return [f"in={word}" for _, word in self.words]

    @cached_property
    def sureness(self) -> list[int]:
        """Of each mention how sure it is, in steps."""
        return [bisect_left(_SURENESS, span.confidence) for span in self.sentence.spans]

    def marks_between(self, low: int, high: int) -> str:
        """The marks ，；：、。 of `text[low:high]`, inside mentions too."""
        places, marks = self._all_marks
        return marks[bisect_left(places, low) : bisect_left(places, high)]

    @cached_property
    def _all_marks(self) -> tuple[list[int], str]:
        places = [at for at, char in enumerate(self.text) if char in "，；：、。"]
        return places, "".join(self.text[at] for at in places)

    def remembered(self, mention: int, kind: str, make: Callable[["Structure", int], list[str]]) -> list[str]:
        """What `make` says of one mention, computed once for all pairs that it stands in."""
        key = (kind, mention)
        if key not in self._remembered:
            self._remembered[key] = make(self, mention)
        return self._remembered[key]

    def _units(self) -> tuple[list[int], list[int]]:
        """Of each mention the extent with a quantity that stands right before or right behind it."""
        left = [low for low, _ in self.places]
        right = [high for _, high in self.places]
        for i in range(len(self.labels) - 1):
            between = self.text[self.places[i][1] : self.places[i + 1][0]]
            if _BARE.fullmatch(between):
                if self.labels[i] == "QUANTITY" and self.labels[i + 1] != "QUANTITY":
                    left[i + 1] = left[i]
                elif self.labels[i + 1] == "QUANTITY" and self.labels[i] not in ("QUANTITY", "DATE"):
                    following = self.text[self.places[i + 1][1] : self.places[i + 1][1] + 1]
                    if i + 2 >= len(self.labels) or self.places[i + 2][0] != self.places[i + 1][1] or not following:
                        right[i] = right[i + 1]
        return left, right

    def _chains(self) -> list[tuple[int, int, int]]:
        """Of each mention its list: first and last member, and its own number in it, counted from 0."""
        nouns = [i for i, label in enumerate(self.labels) if label not in ("QUANTITY", "DATE")]
        chain = [(i, i, 0) for i in range(len(self.labels))]
        group: list[int] = []

        def close() -> None:
            for number, member in enumerate(group):
                chain[member] = (group[0], group[-1], number)

        for i in nouns:
            if group and self._joined(group[-1], i):
                group.append(i)
            else:
                close()
                group = [i]
        close()
        return chain

    def _joined(self, i: int, j: int) -> bool:
        a, b = self.labels[i], self.labels[j]
        alike = a == b or any({a, b} <= group(name) for name in _LISTED)
        low, high = self.right[i], self.left[j]
        return alike and low < high and _JOINS.fullmatch(self.text[low:high]) is not None

    def verbs_between(self, low: int, high: int) -> Sequence[Verb]:
        """Signal words that begin in `text[low:high]`."""
        return self.verbs[bisect_left(self._verb_starts, low) : bisect_left(self._verb_starts, high)]

    def governor(self, mention: int) -> Verb | None:
        """The nearest signal word before a mention's list and its count."""
        if mention not in self._governors:
            before = self.verbs_between(0, self.left[self.chain[mention][0]])
            self._governors[mention] = before[-1] if before else None
        return self._governors[mention]

    def follower(self, mention: int) -> Verb | None:
        """The first signal word behind a mention's list and its count."""
        if mention not in self._followers:
            behind = self.verbs_between(self.right[self.chain[mention][1]], len(self.text))
            self._followers[mention] = behind[0] if behind else None
        return self._followers[mention]

    def clauses_between(self, low: int, high: int) -> tuple[int, int]:
        """Marks between two places: all of ，；：。 and the strong ones ；。 among them."""
        return (
            bisect_right(self._marks, high) - bisect_right(self._marks, low),
            bisect_right(self._strong, high) - bisect_right(self._strong, low),
        )
