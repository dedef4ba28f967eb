"""Normalisation with a way back: simplified script, mainland words, full-width punctuation, aligned to the raw text.

Layers, each aligned to the one before: markup (`jiceng.text.markup`: HTML, zero-width characters, lines broken by hand),
script (OpenCC's tw2s, character by character, with reviewed
exceptions), Taiwan words (`configs/text/taiwan_words.tsv`, which may change the length) and punctuation. Simplified
text passes the first two untouched.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import opencc

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.text.markup import Written, without_markup
from jiceng.text.script import Script, count_scripts, detect_script
from jiceng.text.sentences import LONGEST, OVERLAP, cut_before, sentences


class Window(NamedTuple):
    """What is read at once: `core`, the extent of a sentence or of a piece of a very long one, and the extent `around` it
    that it is read with. Both in the normalised text.
    """

    core: tuple[int, int]
    around: tuple[int, int]


@dataclass(frozen=True)
class NormalizedText:
    """What models see, with the raw extent of each of its characters.

    `starts[i]` and `ends[i]` (code points, end exclusive) are the extent in `raw` of `norm[i]`. Both never decrease.
    Characters of a replaced word whose length changed all have the whole raw word as their extent. `written` is the raw
    text without its markup, None if it has none; characters of markup are in no extent, but within a mention they count.
    """

    raw: str
    norm: str
    script: Script
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    written: Written | None = None

    @cached_property
    def plain(self) -> str:
        """The raw text, of the same length, with blanks where it has markup: for what looks around a mention."""
        if self.written is None:
            return self.raw
        plain = [" "] * len(self.raw)
        for char, start in zip(self.written.text, self.written.starts, strict=True):
            plain[start] = char
        return "".join(plain)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Extents of the sentences in the raw text; markup ends none, nor does a line broken by hand."""
        for start, end in sentences(self.plain):
            if self.written is not None:
                # An entity at the end is more than the character that stands for it.
                end = self.written.ends[bisect_left(self.written.starts, end) - 1]
            yield start, end

    def windows(self) -> Iterator[Window]:
        """The sentences as they are read: whole, a very long one in pieces, each with what it is read with around it."""
        for start, end in self.sentences():
            extent = self.to_norm(start, end)
            assert extent is not None, "a sentence never ends inside a replaced word"
            for low, high in self._cut(*extent):
                yield Window((low, high), (max(extent[0], low - OVERLAP), min(extent[1], high + OVERLAP)))

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Extents in the raw text of the sentences, a very long one in pieces: what relations and facts stand in."""
        return (self.to_raw(*window.core) for window in self.windows())

    def _cut(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The pieces of `norm[low:high]`, without white space at their ends; none ends inside a replaced word."""
        if high - low <= LONGEST:
            yield low, high
            return
        while high - low > LONGEST:
            at = cut_before(self.norm, low, low + LONGEST)
            # A replaced word has one extent for all of its characters.
            while low < at and self.starts[at] < self.ends[at - 1]:
                at -= 1
            yield from _stripped(self.norm, low, at)
            low = at
        yield from _stripped(self.norm, low, high)

    def without_markup(self, start: int, end: int) -> str:
        """What `raw[start:end]` is without the markup in it."""
        if self.written is None:
            return self.raw[start:end]
        low = bisect_left(self.written.starts, start)
        return self.written.text[low : max(low, bisect_right(self.written.ends, end))]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw extent of `norm[start:end]`, which must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def to_norm(self, start: int, end: int) -> tuple[int, int] | None:
        """The extent in `norm` of `raw[start:end]`, or None if an end lies inside a replaced word."""
        low = bisect_left(self.starts, start)
        high = bisect_right(self.ends, end)
        if low >= high or self.to_raw(low, high) != (start, end):
            return None
        return low, high


def _stripped(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The extent without white space at its ends, if there is anything else in it."""
    piece = text[low:high]
    if stripped := piece.strip():
        start = low + len(piece) - len(piece.lstrip())
        yield start, start + len(stripped)


def normalize(raw: str) -> NormalizedText:
    """Normalise a text; see the module's description. Works on any string, the empty one included."""
    written = without_markup(raw)
    if written is None:
        return _normalize(raw)
    text = _normalize(written.text)
    return NormalizedText(
        raw,
        text.norm,
        text.script,
        tuple(written.starts[at] for at in text.starts),
        tuple(written.ends[at - 1] for at in text.ends),
        written,
    )


def _normalize(raw: str) -> NormalizedText:
    script = detect_script(raw)
    # Simplified lines of a mixed text must stay as they are, so there each line is judged by itself.
    lines = re.split(r"(?<=\n)", raw) if script == "mixed" else [raw]
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for line in lines:
        offset = ends[-1] if ends else 0
        text, low, high = _simplified(line) if _is_traditional(line, script) else _unchanged(line)
        parts.append(text)
        starts += [offset + at for at in low]
        ends += [offset + at for at in high]
    return NormalizedText(raw, _full_width("".join(parts)), script, tuple(starts), tuple(ends))


# A text with the extents of its characters in the text that it was made from.
Aligned = tuple[str, Sequence[int], Sequence[int]]


def _is_traditional(line: str, script: Script) -> bool:
    if script == "mixed":
        hans, hant = count_scripts(line)
        return hant > hans
    return script == "Hant"


def _unchanged(text: str) -> Aligned:
    return text, range(len(text)), range(1, len(text) + 1)


def _simplified(text: str) -> Aligned:
    return _replace_words(_convert(text))


def _convert(text: str) -> str:
    """tw2s with the reviewed exceptions. OpenCC's phrases keep the length; if one ever did not, characters do."""
    converter = _converter()
    converted = converter.convert(text)
    if len(converted) != len(text):
        converted = "".join(result if len(result := converter.convert(char)) == 1 else char for char in text)
    pattern, exceptions = _exceptions()
    out = list(converted)
    for match in pattern.finditer(text):
        out[match.start() : match.end()] = exceptions[match[0]]
    return "".join(out)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


@cache
def _exceptions() -> tuple[re.Pattern[str], dict[str, str]]:
    path = CONFIGS / "text" / "hant_exceptions.tsv"
    table = {row[0]: row[1] for row in read_rows(path, 2)}
    for word, simplified in table.items():
        if len(word) != len(simplified):
            raise InputError(str(path), f"{word} and {simplified} differ in length; offsets would shift")
    return _alternatives(table), table


@cache
def _taiwan_words() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row[0]: row[1] for row in read_rows(CONFIGS / "text" / "taiwan_words.tsv", 2)}
    return _alternatives(table), table


def _alternatives(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


def _replace_words(text: str) -> Aligned:
    pattern, table = _taiwan_words()
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def copy(low: int, high: int) -> None:
        parts.append(text[low:high])
        starts.extend(range(low, high))
        ends.extend(range(low + 1, high + 1))

    done = 0
    for match in pattern.finditer(text):
        copy(done, match.start())
        word = table[match[0]]
        low, high = match.span()
        if len(word) == high - low:
            starts.extend(range(low, high))
            ends.extend(range(low + 1, high + 1))
        else:
            starts.extend([low] * len(word))
            ends.extend([high] * len(word))
        parts.append(word)
        done = high
    copy(done, len(text))
    return "".join(parts), starts, ends


# One character each, so that no offset moves. Full-width letters and digits become half-width, as numbers are read.
_WIDTHS = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
        "﹔": "；", "﹐": "，", "﹑": "、", "﹕": "：", "﹖": "？", "﹗": "！", "﹒": "。", "｡": "。", "､": "、", "﹙": "（", "﹚": "）",
        "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "﹃": "‘", "﹄": "’", "〝": "“", "〞": "”", "＂": '"',
        "．": ".", "％": "%", "\u00a0": " ", "\u3000": " ", "‧": "·", "•": "·",
        ";": "；", "!": "！", "?": "？", "(": "（", ")": "）",
    }
)  # fmt: skip
_COMMA_OR_COLON = re.compile(r"(?<![0-9])[,:]|[,:](?![0-9])")
_STRAIGHT_QUOTE = re.compile(r'["\n]')


# 二O二〇年: typed for want of the character, between numerals of a year.
_LETTER_FOR_ZERO = re.compile("(?<=[一二三四五六七八九〇零○])[OoＯ○](?=[一二三四五六七八九〇零○OoＯ年])")


def _full_width(text: str) -> str:
    """Full-width punctuation, one character for one. A comma or colon between digits (3,000; 14:17) stays."""
    text = _COMMA_OR_COLON.sub(lambda match: "，" if match[0] == "," else "：", text.translate(_WIDTHS))
    text = _LETTER_FOR_ZERO.sub("〇", text)
    opening = True

    def turn(match: re.Match[str]) -> str:
        nonlocal opening
        if match[0] == "\n":
            opening = True
            return "\n"
        opening = not opening
        return "”" if opening else "“"

    return _STRAIGHT_QUOTE.sub(turn, text)
