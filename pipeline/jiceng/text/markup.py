"""What a page has beside its words: entities and tags of HTML, zero-width characters, lines broken by hand, boilerplate.

    &nbsp;12&nbsp;支          12支
    <b>28</b>个               28个
    党员突⏎击队               党员突击队
    点击上方蓝字关注我们      nothing

Nothing is edited in place: what is left out or stands for something else keeps its extent in the raw text. A text without
any of this is left as it is.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html.entities import html5

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.ontology import group

# Tags that end a line, and those that stand within one; what else is in angle brackets is text.
_BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|main|"
    "nav|ol|option|p|pre|section|select|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE = (
    "a|abbr|acronym|audio|b|big|button|canvas|cite|code|del|em|embed|font|i|iframe|img|input|ins|label|link|mark|meta|noscript|"
    "object|o:p|path|q|s|samp|small|source|span|strike|strong|sub|sup|svg|time|tt|u|var|video|wbr"
)
# What is never shown, from its opening to its closing.
_HIDDEN = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s*>", re.IGNORECASE),
    "<style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_OPENING = re.compile(r"<!--|<script\b|<style\b", re.IGNORECASE)
# The bound keeps a lone < from being searched for its partner through the whole text.
_MARKUP = re.compile(
    rf"</?(?:(?P<block>{_BLOCKS})|(?P<inline>{_INLINE}))(?:\s[^<>]{{0,1000}})?/?>"
    r"|&(?:amp;){0,3}(?P<entity>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
    r"|(?P<zero>[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff])"
    r"|(?P<joiner>\u200d)",
    re.IGNORECASE,
)
_SPACES = "\u00a0\u2002\u2003\u2009\u3000 "
_BREAK = re.compile(r"\r?\n")
# In a paragraph of at least so many lines those but the last are equally long, to a character, where a page broke them.
_LEAST_LINES = 3
_LEAST_WIDTH = 30
_TOLERANCE = 3
_LONGEST_WORD = 8
# So many Chinese characters in a line tell prose from the cells of a table.
_PROSE = 3


@dataclass(frozen=True)
class Written:
    """A raw text without its markup: `text`, and the extent in the raw text of each of its characters."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def without_markup(raw: str) -> Written | None:
    """The text that a page shows, or None if there is no markup in it."""
    written: Written | None = None
    for find in (_hidden, _tags, _boilerplate, _soft_breaks):
        text = raw if written is None else written.text
        cuts = list(find(text))
        if cuts:
            written = _composed(written, _without(text, cuts))
    return written


# A stretch of a text and what stands for it, a character or none.
Cut = tuple[int, int, str]


def _without(text: str, cuts: Sequence[Cut]) -> Written:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for low, high, instead in cuts:
        parts += [text[done:low], instead]
        starts += [*range(done, low), *([low] if instead else [])]
        ends += [*range(done + 1, low + 1), *([high] if instead else [])]
        done = high
    parts.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Written("".join(parts), starts, ends)


def _composed(first: Written | None, second: Written) -> Written:
    if first is None:
        return second
    return Written(
        second.text,
        [first.starts[at] for at in second.starts],
        [first.ends[at - 1] for at in second.ends],
    )


def _hidden(raw: str) -> Iterator[Cut]:
    """Comments, scripts and styles."""
    done = 0
    # An opening without its closing is searched for once.
    unclosed: set[str] = set()
    for match in _OPENING.finditer(raw):
        kind = match[0].lower()
        if match.start() < done or kind in unclosed:
            continue
        closing = _HIDDEN[kind].search(raw, match.end())
        if closing is None:
            unclosed.add(kind)
        else:
            done = closing.end()
            yield match.start(), done, ""


def _tags(raw: str) -> Iterator[Cut]:
    """Tags, entities and zero-width characters, and what they become."""
    matches = list(_MARKUP.finditer(raw))
    for number, match in enumerate(matches):
        low, high = match.span()
        if match["block"]:
            yield low, high, "\n"
        elif match["entity"]:
            char = _character(match["entity"])
            if char is None:
                continue
            if char in _SPACES:
                # Spaces in a row set things apart; a single one beside Chinese or a number is there for the eye.
                neighbours = (*matches[max(0, number - 1) : number], *matches[number + 1 : number + 2])
                row = any(low == other.end() or high == other.start() for other in neighbours if _is_space(other))
                char = " " if row or _sets_apart(raw, low, high) else ""
            yield low, high, char
        elif match["joiner"]:
            # Within an emoji the joiner is a part of it.
            if not (raw[low - 1 : low] > "\uffff" or raw[low - 1 : low] == "\ufe0f"):
                yield low, high, ""
        else:
            yield low, high, ""


def _is_space(match: re.Match[str]) -> bool:
    return match["entity"] is not None and (_character(match["entity"]) or "x") in _SPACES


@cache
def _character(entity: str) -> str | None:
    """The one character that an entity stands for; None if there is no such entity."""
    if not entity.startswith("#") and f"{entity};" not in html5:
        return None
    char = html.unescape(f"&{entity};")
    return char if len(char) == 1 and char != "\x00" else None


def _sets_apart(raw: str, low: int, high: int) -> bool:
    """Whether a space stands at the start of a line or between words of letters."""
    before, after = raw[low - 1 : low], raw[high : high + 1]
    return before in ("", "\n", "\r") or (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())


def _boilerplate(text: str) -> Iterator[Cut]:
    patterns = _boilerplate_patterns()
    low = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if 1 < len(stripped) <= 60 and patterns.fullmatch(stripped):
            yield low, low + len(line.rstrip("\r")), ""
        low += len(line) + 1


@cache
def _boilerplate_patterns() -> re.Pattern[str]:
    """Read and check `configs/pages/boilerplate.tsv`.

    Raises:
        InputError: a row is no regular expression.
    """
    path = CONFIGS / "pages" / "boilerplate.tsv"
    rows = [row for (row,) in read_rows(path, 1)]
    for row in rows:
        try:
            re.compile(row)
        except re.error as error:
            raise InputError(str(path), f"{row!r} is no regular expression: {error}") from error
    return re.compile("|".join(f"(?:{row})" for row in rows))


def _soft_breaks(text: str) -> Iterator[Cut]:
    """Line breaks within a paragraph: those of a page that is set in lines, and those within a word or an amount."""
    breaks = [match.span() for match in _BREAK.finditer(text)]
    lows = [0, *(high for _, high in breaks)]
    highs = [*(low for low, _ in breaks), len(text)]
    paragraphs = _paragraphs(text, lows, highs)
    for number, (low, high) in enumerate(breaks):
        if not _continues(text, lows[number], low, high):
            continue
        if number in paragraphs or _within_word(text, low, high) or _within_amount(text, lows[number], low, high):
            yield low, high, ""


def _continues(text: str, start: int, low: int, high: int) -> bool:
    """Whether a line that starts at `start` could go on in the next one: no indent, and no sentence ends between them."""
    before, after = text[low - 1 : low], text[high : high + 1]
    return start < low and _is_word(before) and _is_word(after)


def _is_word(char: str) -> bool:
    return char.isalnum()


def _paragraphs(text: str, lows: Sequence[int], highs: Sequence[int]) -> set[int]:
    """The breaks of paragraphs that are set in lines of equal length."""
    found: set[int] = set()
    first = 0
    widths = [_width(text[low:high]) for low, high in zip(lows, highs, strict=True)]
    for number in range(len(lows) + 1):
        ends = number == len(lows) or not text[lows[number] : highs[number]].strip()
        if not ends:
            continue
        # An indented line begins a paragraph of its own.
        begin = first
        for line in (*(at for at in range(first + 1, number) if text[lows[at]] in " \t\u3000"), number):
            full = widths[begin : line - 1]
            if (
                line - begin >= _LEAST_LINES
                and min(full) >= max(full) - _TOLERANCE
                and max(full) >= _LEAST_WIDTH
                and widths[line - 1] <= max(full) + _TOLERANCE
            ):
                found.update(range(begin, line - 1))
            begin = line
        first = number + 1
    return found


def _width(line: str) -> int:
    """Columns of a line without its indent; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line.rstrip())


def _within_word(text: str, low: int, high: int) -> bool:
    """Whether a word that ends a mention, or the name of a division, stands across a break."""
    before, after = text[max(0, low - _LONGEST_WORD) : low], text[high : high + _LONGEST_WORD]
    if len(before) < 2 or "\n" in before[-2:]:
        return False
    words = _words()
    return any(
        before[-left:] + after[:right] in words
        for left in range(1, len(before) + 1)
        for right in range(1, min(len(after), _LONGEST_WORD - left) + 1)
    )


@cache
def _words() -> frozenset[str]:
    rows = read_rows(CONFIGS / "lexicon" / "heads.tsv", 2)
    heads = {word for label, words in rows if label in group("flowing") for word in words.split()}
    names = {row[1] for row in read_rows(CONFIGS / "divisions" / "divisions.tsv", 4)}
    # Of two characters many stand across a break by chance.
    return frozenset(word for word in heads | names if 3 <= len(word) <= _LONGEST_WORD)


def _within_amount(text: str, start: int, low: int, high: int) -> bool:
    """Whether a number ends a line of prose and what it counts begins the next one: 3⏎万人次."""
    line = text[start:low]
    if not line[-1].isdigit() and line[-1] not in "一二两三四五六七八九十百千":
        return False
    prose = sum("\u4e00" <= char <= "\u9fff" for char in line) >= _PROSE
    unit = _units().match(text, high)
    return prose and unit is not None and (line[-1].isdigit() or unit["scale"] is not None)


@cache
def _units() -> re.Pattern[str]:
    units = {unit for (row,) in read_rows(CONFIGS / "lexicon" / "quantity_endings.tsv", 1) for unit in row.split()}
    return re.compile(
        rf"(?P<scale>[万亿萬億千百])|(?:余|多|餘)?(?:{'|'.join(map(re.escape, sorted(units, key=len, reverse=True)))}|[%％‰])"
    )
