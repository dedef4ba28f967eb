"""Features of a sentence's characters for the CRF: characters, n-grams, words, lexicon, patterns, quotes."""

from collections.abc import Callable

from pipeline.ner.lexicon import Lexicon
from pipeline.ner.segmenter import segment

_OPEN, _CLOSE = "“‘《（【", "”’》）】"
_CLAUSE_ENDS = "，；。！？：、"
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几数半")
# How far ahead, in characters, a character sees the next head: modifiers of a mention are seldom longer.
_SIGHT = 10


def character_class(char: str) -> str:
    """A coarse class: digit, latin, numeral, quote or bracket, clause end, space, punctuation or han."""
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


def sentence_features(
    text: str, lexicon: Lexicon, words: Callable[[str], list[str]] | None = segment, opens_line: bool = False
) -> list[list[str]]:
    """One list of feature strings a character of `text` (normalised). `words` is None for no segmenter."""
    size = len(text)
    chars = ["<2", "<1", *("0" if char.isdigit() else char for char in text), ">1", ">2"]
    classes = ["<", "<", *map(character_class, text), ">", ">"]
    columns: list[list[str]] = [[] for _ in range(size)]
    for i in range(size):
        a, b, c, d, e = chars[i : i + 5]
        ka, kb, kc, kd, ke = classes[i : i + 5]
        columns[i] += [
            "1", f"c-2={a}", f"c-1={b}", f"c={c}", f"c+1={d}", f"c+2={e}",
            f"b-2={a}{b}", f"b-1={b}{c}", f"b={c}{d}", f"b+1={d}{e}", f"s={b}_{d}",
            f"t-1={a}{b}{c}", f"t={b}{c}{d}", f"t+1={c}{d}{e}",
            f"k={kb}{kc}{kd}", f"kk={ka}{kb}{kc}{kd}{ke}",
        ]  # fmt: skip
    if size and opens_line:
        columns[0].append("line")
    _add_quotes(text, columns)
    if words is not None:
        _add_words(words(text), columns)
    if lexicon.heads:
        _add_heads(text, lexicon, columns)
        _add_patterns(text, lexicon, columns)
    return columns


def _add_quotes(text: str, columns: list[list[str]]) -> None:
    """Whether a character stands in quotes or brackets, how far from the opening one, and what follows the close."""
    stack: list[int] = []
    for i, char in enumerate(text):
        if char in _OPEN:
            stack.append(i)
        elif char in _CLOSE and stack and _OPEN.index(text[stack[-1]]) == _CLOSE.index(char):
            start = stack.pop()
            length = "short" if i - start <= 13 else "long"
            after = text[i + 1 : i + 3]
            for j in range(start, i + 1):
                columns[j] += [f"q={char}{length}", f"qa={char}{after}"]
            columns[start].append(f"q(={char}{length}")
            columns[i].append(f"q)={char}{length}")


def _add_words(words: list[str], columns: list[list[str]]) -> None:
    position = 0
    padded = ["<", *words, ">"]
    for n, word in enumerate(words, start=1):
        before, after = padded[n - 1], padded[n + 1]
        shape = word if not word.isdigit() else "0"
        for j in range(len(word)):
            tag = "S" if len(word) == 1 else "B" if j == 0 else "E" if j == len(word) - 1 else "I"
            columns[position + j] += [
                f"w={tag}", f"w={tag}{shape}", f"w-={tag}{before}", f"w+={tag}{after}",
                f"w-+={before}|{after}", f"we={tag}{word[-1]}", f"w+e={tag}{after[-1]}",
            ]  # fmt: skip
        position += len(word)
    for i in range(len(columns) - 1):
        if "w=B" in columns[i + 1] or "w=S" in columns[i + 1]:
            columns[i].append("w|")


def _add_heads(text: str, lexicon: Lexicon, columns: list[list[str]]) -> None:
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
        columns[i] += [f"h={tag}{label}" for label in labels]
        columns[i].append(f"h={tag}{'+'.join(labels)}")
    for i in range(len(columns)):
        if i + 1 in cover:
            columns[i] += [f"h+={label}" for label in cover[i + 1][2]]
        if i and i - 1 in cover:
            columns[i] += [f"h-={label}" for label in cover[i - 1][2]]
        if lexicon.starts_surname(text, i):
            columns[i].append("surname")
        elif i and lexicon.starts_surname(text, i - 1):
            columns[i].append("surname-1")
        for ahead in range(1, _SIGHT):
            j = i + ahead
            if j >= len(text) or text[j] in _CLAUSE_ENDS:
                break
            if j in ends:
                reach = "1" if ahead == 1 else "2" if ahead == 2 else "3" if ahead < 5 else "5"
                columns[i] += [f"next{reach}={label}" for label in ends[j]]
                columns[i].append(f"next={'+'.join(ends[j])}")
                break


def _add_patterns(text: str, lexicon: Lexicon, columns: list[list[str]]) -> None:
    for start, end, label in lexicon.find_patterns(text):
        for i in range(start, end):
            tag = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "I"
            columns[i].append(f"p={tag}{label}")
        if start:
            columns[start - 1].append(f"p+={label}")
        if end < len(columns):
            columns[end].append(f"p-={label}")
