"""Features of characters, as 32-bit hashes: characters, n-grams, words, quotes, lexicon and patterns.

What stands in every position alike (n-grams, words) is hashed for a whole batch of sentences at once in numpy; what
stands in few (lexicon, patterns, quotes) is a string hashed when it is first met. Of two hundred thousand features
about five pairs share a hash of 32 bits, which no accuracy shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jiceng.ner.inputs.lexicon import Lexicon
from jiceng.ner.inputs.segmenter import segment

Hashes = NDArray[np.uint32]
Ints = NDArray[np.int64]

_OPEN, _CLOSE = "“‘《（【", "”’》）】"
_CLAUSE_ENDS = "，；。！？：、"
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几数半")
# Quotes and brackets that stand deeper in each other are none that a text means; the outer ones are then not looked at.
_DEPTH = 8
# How far ahead, in characters, a character sees the next head: modifiers of a mention are seldom longer.
_SIGHT = 10
# Two characters on each side of every sentence, so that n-grams see its edges and never another sentence.
_LEFT, _RIGHT = "\x01\x02", "\x03\x04"
# The n-grams of characters, and of their classes, around position 0.
_NGRAMS = (
    (-2,), (-1,), (0,), (1,), (2,), (-2, -1), (-1, 0), (0, 1), (1, 2), (-1, 1),
    (-2, -1, 0), (-1, 0, 1), (0, 1, 2),
)  # fmt: skip
_CLASS_NGRAMS = ((-1, 0, 1), (-2, -1, 0, 1, 2))


@dataclass(frozen=True)
class Bags:
    """Features of N characters as pairs of a row (0 … N − 1) and a hash.

    `all_rows`, `all_hashes`: every feature. `type_rows`, `type_hashes`: those of few values, which say what kind of
    place a character stands in; they have an embedding as well.
    """

    size: int
    all_rows: Ints
    all_hashes: Hashes
    type_rows: Ints
    type_hashes: Hashes


@dataclass(frozen=True)
class SentenceText:
    """A sentence of normalised text, and whether it opens a line."""

    text: str
    opens_line: bool = False


def character_class(char: str) -> str:
    """A coarse class: digit, latin, numeral, quote or bracket, clause end, space, punctuation or han."""
    if char in "\x01\x02\x03\x04":
        return char
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "a"
    if char in _NUMERALS:
        return "n"
    if char in _OPEN:
        return "("
    if char in _CLOSE:
        return ")"
    if char in _CLAUSE_ENDS:
        return ","
    if char.isspace():
        return "_"
    return "h" if char.isalnum() else "."


def features_of(
    sentences: Sequence[SentenceText], lexicon: Lexicon, words: Callable[[str], Sequence[str]] | None = segment
) -> Bags:
    """Features of the characters of sentences laid one after another. `words` is None for no segmenter."""
    codes, places = _codes(sentences)
    size = len(places)
    columns: list[Hashes] = [np.full(size, crc32(b"bias"), dtype=np.uint32)]
    columns += [_mixed(f"c{offsets}", *(codes[places + at] for at in offsets)) for offsets in _NGRAMS]
    classes = _classes(codes)
    types = [_mixed(f"k{offsets}", *(classes[places + at] for at in offsets)) for offsets in _CLASS_NGRAMS]
    if words is not None:
        word_types, word_columns = _word_columns([words(sentence.text) for sentence in sentences])
        types += word_types
        columns += word_columns
    rows, names = _scattered(sentences, lexicon)
    scattered_rows = np.array(rows, dtype=np.int64)
    scattered = np.fromiter(map(_hash_of, names), dtype=np.uint32, count=len(names))
    every = np.tile(np.arange(size), len(columns) + len(types))
    return Bags(
        size,
        np.concatenate([every, scattered_rows]),
        np.concatenate([*columns, *types, scattered]),
        np.concatenate([np.tile(np.arange(size), len(types)), scattered_rows]),
        np.concatenate([*types, scattered]),
    )


@cache
def _hash_of(name: str) -> int:
    return crc32(name.encode("utf-8"))


def _mixed(name: str, *parts: NDArray[np.uint32]) -> Hashes:
    """A hash of several numbers an element, different for each `name` (the finaliser of SplitMix64)."""
    value = np.full(len(parts[0]), _hash_of(name), dtype=np.uint64)
    for part in parts:
        value = (value ^ part) * np.uint64(0xBF58476D1CE4E5B9)
        value ^= value >> np.uint64(31)
    return (value >> np.uint64(16)).astype(np.uint32)


def _codes(sentences: Sequence[SentenceText]) -> tuple[NDArray[np.uint32], Ints]:
    """Code points of all sentences with their edges, digits folded to 0; and where each character stands."""
    text = "".join(f"{_LEFT}{sentence.text}{_RIGHT}" for sentence in sentences)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
    lengths = np.array([len(sentence.text) for sentence in sentences], dtype=np.int64)
    starts = np.cumsum(lengths + 4) - lengths - 2
    return codes, np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())


def _classes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    values, inverse = np.unique(codes, return_inverse=True)
    return np.array([ord(character_class(chr(value))) for value in values], dtype=np.uint32)[inverse]


def _word_columns(sentences: Sequence[Sequence[str]]) -> tuple[list[Hashes], list[Hashes]]:
    """Of each character its place in its word, B I E S, which is a type; and its word, the words beside it, their ends."""
    words: list[str] = []
    edges: list[int] = []
    for sentence in sentences:
        edges += [len(words), len(words) + len(sentence) + 1]
        words += ["<", *sentence, ">"]
    sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    sizes[edges] = 0
    hashes = np.fromiter(
        (_hash_of("0" if word.isdigit() else word) for word in words), dtype=np.uint32, count=len(words)
    )
    ends = np.fromiter((ord(word[-1]) for word in words), dtype=np.uint32, count=len(words))
    of = np.repeat(np.arange(len(words)), sizes)
    inside = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = sizes[of]
    tag = np.where(size == 1, 3, np.where(inside == 0, 0, np.where(inside == size - 1, 2, 1))).astype(np.uint32)
    before, own, after = hashes[of - 1], hashes[of], hashes[of + 1]
    types = [_mixed("w", tag)]
    return types, [
        _mixed("w=", tag, own), _mixed("w-", tag, before), _mixed("w+", tag, after), _mixed("w-+", before, after),
        _mixed("we", tag, ends[of]), _mixed("w+e", tag, ends[of + 1]),
    ]  # fmt: skip


def _scattered(sentences: Sequence[SentenceText], lexicon: Lexicon) -> tuple[list[int], list[str]]:
    """Features that few characters have: rows and names, of which a character may have any number."""
    rows: list[int] = []
    names: list[str] = []
    offset = 0
    for sentence in sentences:
        text = sentence.text

        def add(at: int, name: str, offset: int = offset) -> None:
            rows.append(offset + at)
            names.append(name)

        if text and sentence.opens_line:
            add(0, "line")
        _add_quotes(text, add)
        if lexicon.heads:
            _add_heads(text, lexicon, add)
            _add_patterns(text, lexicon, add)
        offset += len(text)
    return rows, names


Add = Callable[[int, str], None]


def _add_quotes(text: str, add: Add) -> None:
    """Whether a character stands in quotes or brackets, how long they are, and what follows the close."""
    stack: list[int] = []
    for i, char in enumerate(text):
        if char in _OPEN:
            stack.append(i)
            if len(stack) > _DEPTH:
                del stack[0]
        elif char in _CLOSE and stack and _OPEN.index(text[stack[-1]]) == _CLOSE.index(char):
            start = stack.pop()
            length = "short" if i - start <= 13 else "long"
            after = text[i + 1 : i + 3]
            for j in range(start, i + 1):
                add(j, f"q={char}{length}")
                add(j, f"qa={char}{after}")
            add(start, f"q(={char}{length}")
            add(i, f"q)={char}{length}")


def _add_heads(text: str, lexicon: Lexicon, add: Add) -> None:
    ends: dict[int, tuple[str, ...]] = {}
    cover: dict[int, tuple[int, int, tuple[str, ...]]] = {}
    for start, end, labels in lexicon.find_heads(text):
        ends[end - 1] = labels
        for i in range(start, end):
            known = cover.get(i)
            if known is None or end - start >= known[1] - known[0]:
                cover[i] = (start, end, labels)
    for i, (start, end, labels) in cover.items():
        tag = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "I"
        joined = "+".join(labels)
        add(i, f"h={tag}{joined}")
        if len(labels) > 1:
            for label in labels:
                add(i, f"h={tag}{label}")
        if i:
            add(i - 1, f"h+={joined}")
        if i + 1 < len(text):
            add(i + 1, f"h-={joined}")
    ahead: tuple[int, str] | None = None
    for i in range(len(text) - 1, -1, -1):
        # The nearest head that ends after i in the same clause.
        if ahead is not None and ahead[0] - i < _SIGHT:
            distance = ahead[0] - i
            add(i, f"next{'1' if distance == 1 else '2' if distance == 2 else '3' if distance < 5 else '5'}={ahead[1]}")
            add(i, f"next={ahead[1]}")
        if text[i] in _CLAUSE_ENDS:
            ahead = None
        elif i in ends:
            ahead = (i, "+".join(ends[i]))
        if lexicon.starts_surname(text, i):
            add(i, "surname")
            if i + 1 < len(text):
                add(i + 1, "surname-1")


def _add_patterns(text: str, lexicon: Lexicon, add: Add) -> None:
    for start, end, label in lexicon.find_patterns(text):
        for i in range(start, end):
            tag = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "I"
            add(i, f"p={tag}{label}")
        if start:
            add(start - 1, f"p+={label}")
        if end < len(text):
            add(end, f"p-={label}")
