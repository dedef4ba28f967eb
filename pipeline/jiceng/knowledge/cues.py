"""Words that say that something is not simply so, and the stretch of a sentence that each of them governs.

In the way of ConText (Harkema et al. 2009): a cue has a direction, its scope ends at a terminator or at punctuation, and
a pseudo-cue (未来, 按计划) takes a cue's place and says nothing. The words are data: `configs/knowledge/status_cues.tsv`.

    社区拟在东山坡辟一间木工房；要是材料便宜，再添一座凉亭。
          └── planned ────────┘    └── conditional ───────┘
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jiceng.configs import CONFIGS, read_rows
from jiceng.corpus.article import ASSERTED, STATUSES
from jiceng.errors import InputError
from jiceng.text.fold import fold
from jiceng.values.dates.date_words import alternatives

# Where statuses meet, the first of these wins.
PRECEDENCE = ("conditional", "asked", "negated", "planned")
REACHES = ("clause", "stretch", "back", "open", "close", "when", "then", "end", "verb", "pseudo")
# Rows that say nothing one without the other.
PAIRS = (("open", "close"), ("when", "then"))
JOINT = "joint"
FILE = CONFIGS / "knowledge" / "status_cues.tsv"

_NARROW = str.maketrans("；？！", ";?!")
# A comma between digits (1,300) ends no clause.
_STOP = r"[;:。?!\n]|(?<![0-9]),|,(?![0-9])"
_LONG_STOP = r"[;。?!\n]"
_BEGINS = r"(?:(?<=[;:。?!\n,)\]\s\"“”‘’「」（）])|\A)"
_ENDS = r"(?=[;:。?!\n,)\"”’」）]|\Z)"
_GAP = r"[^;:。?!\n,]{0,8}?"
# 行不行?, 成不成?: a question without a word of its own asks about the clause before.
_BARE = 3
_ALTERNATIVE_QUESTION = re.compile(r"(?P<verb>[\u4e00-\u9fff])不(?P=verb)")


class Extent(NamedTuple):
    """A marked mention of a sentence; `is_date` for a DATE, before which 将 is no 把."""

    start: int
    end: int
    is_date: bool


@dataclass(frozen=True)
class Scope:
    """What a cue governs: relations whose later end lies from `start` to `end`, and whose earlier end not before `first`.

    `topic` tells that nothing is marked behind the cue, which then speaks of what stands before it (荒滩，跑腿组能否看住).
    """

    status: str
    start: int
    end: int
    first: int = 0
    topic: bool = False


@dataclass(frozen=True)
class Cues:
    """The words of all statuses as expressions over folded text; an expression is None where a row is missing."""

    cues: dict[tuple[str, str], re.Pattern[str]]
    joint: re.Pattern[str]

    def find(self, status: str, reach: str, text: str) -> Iterator[re.Match[str]]:
        """The places of a row's words in a text."""
        pattern = self.cues.get((status, reach))
        return iter(()) if pattern is None else pattern.finditer(text)


def folded(sentence: str) -> str:
    """The sentence with one form for each sign, of the same length."""
    return fold(sentence).translate(_NARROW)


def scopes(sentence: str, mentions: Sequence[Extent]) -> list[Scope]:
    """What the cues of a sentence govern, in code points of the sentence; `mentions` are those that stand in it."""
    text, words = folded(sentence), default_cues()
    return [scope for status in PRECEDENCE for scope in _scopes(status, text, mentions, words)]


def is_joint(between: str) -> bool:
    """Whether what stands between two mentions makes one phrase of them: 洼地的住户, not 在洼地设岗."""
    return default_cues().joint.fullmatch(folded(between)) is not None


def _scopes(status: str, text: str, mentions: Sequence[Extent], words: Cues) -> Iterator[Scope]:
    pseudo = [match.span() for match in words.find(status, "pseudo", text)]

    def found(reach: str) -> Iterator[re.Match[str]]:
        for match in words.find(status, reach, text):
            if not _inside(match.span(), pseudo) and not _is_part(match, mentions):
                yield match

    def clause(match: re.Match[str]) -> Scope:
        stop = _next(_STOP, text, match.end())
        if status != "asked" or any(match.end() <= one.start < stop for one in mentions):
            return Scope(status, match.end(), _described(match.end(), stop, text, mentions))
        start, since = (_last(stop, text, match.start()) for stop in (_STOP, _LONG_STOP))
        return Scope(status, start, match.start(), first=since, topic=True)

    for match in found("clause"):
        yield clause(match)
    for match in found("stretch"):
        if match["bound"] is None or _is_bound(match.end(), text, mentions, status, words):
            yield Scope(status, match.end(), _stretch_end(status, match.end(), text, words))
    for match in found("back"):
        start = _clause_start(text, match.start())
        yield Scope(status, start, match.start(), first=start)
    for reach, until in PAIRS:
        for match in found(reach):
            stop = _next(_LONG_STOP, text, match.end())
            second = next((one for one in found(until) if match.end() <= one.start() < stop), None)
            if second is not None:
                inside = (match.end(), second.start()) if reach == "open" else (second.end(), stop)
                yield Scope(status, *inside)
    if status == "asked":
        for match in _ALTERNATIVE_QUESTION.finditer(text):
            if not _inside(match.span(), pseudo) and not _is_part(match, mentions):
                yield clause(match)


def _described(start: int, stop: int, text: str, mentions: Sequence[Extent]) -> int:
    """Where the scope ends: before the thing that the cue only describes (没人愿接的|邻居堆), else at `stop`."""
    behind = min((one.start for one in mentions if start <= one.start < stop), default=stop)
    return behind if behind > start and text[behind - 1] == "的" else stop


def _inside(extent: tuple[int, int], pseudo: Iterable[tuple[int, int]]) -> bool:
    """Whether a pseudo-cue takes the cue's place: they share a character."""
    return any(start < extent[1] and extent[0] < end for start, end in pseudo)


def _is_part(match: re.Match[str], mentions: Iterable[Extent]) -> bool:
    """Whether the cue is a part of a name or term (无为市, 百日清零计划); a mention that is itself the cue (下一步) is not."""
    start, end = match.span()
    return any(one.start <= start and end <= one.end and one[:2] != (start, end) for one in mentions)


def _is_bound(end: int, text: str, mentions: Iterable[Extent], status: str, words: Cues) -> bool:
    """Whether a verb or a date follows, as a cue that is also another word (将, 要, 应) needs it."""
    here = next((one for one in mentions if one.start == end), None)
    if here is not None:
        return here.is_date
    verb = words.cues.get((status, "verb"))
    return verb is not None and verb.match(text, end) is not None


def _stretch_end(status: str, start: int, text: str, words: Cues) -> int:
    end = _next(_LONG_STOP, text, start)
    pattern = words.cues.get((status, "end"))
    # A colon right behind the cue announces what it governs (下一步：).
    stop = pattern.search(text, start + (text[start : start + 1] == ":"), end) if pattern else None
    return stop.start() if stop else end


def _next(stop: str, text: str, start: int) -> int:
    match = re.compile(stop).search(text, start)
    return match.start() if match else len(text)


def _clause_start(text: str, cue: int) -> int:
    start = _last(_STOP, text, cue)
    return _last(_STOP, text, start - 1) if start and cue - start <= _BARE else start


def _last(stop: str, text: str, end: int) -> int:
    """Where the last stop before `end` ends."""
    return max((match.end() for match in re.compile(stop).finditer(text, 0, end)), default=0)


@cache
def default_cues() -> Cues:
    """The cues of `configs/`."""
    return read_cues(FILE)


def read_cues(path: Path) -> Cues:
    """Read and check a file of cues.

    Raises:
        InputError: an unknown status or reach, a word that stands twice in a row, a sign where it means nothing, a row
            that needs another which is missing.
    """
    rows: dict[tuple[str, str], list[str]] = {}
    for status, reach, cell in read_rows(path, 3):
        if status not in STATUSES or (reach != JOINT if status == ASSERTED else reach not in REACHES):
            raise InputError(
                str(path), f"{status} {reach}: known are {', '.join(PRECEDENCE)} with {', '.join(REACHES)}"
            )
        if (status, reach) in rows:
            raise InputError(str(path), f"{status} {reach} stands twice")
        rows[status, reach] = cell.split()
    for (status, reach), words in rows.items():
        _check(path, status, reach, words)
        partner = next((other for pair in PAIRS if reach in pair for other in pair if other != reach), None)
        if partner is not None and (status, partner) not in rows:
            raise InputError(str(path), f"{status} has a row {reach} and no row {partner}")
        if any(word.endswith("~") for word in words) and (status, "verb") not in rows:
            raise InputError(str(path), f"{status} has words with ~ and no row verb")
    joint = rows.pop((ASSERTED, JOINT), [])
    return Cues(
        {key: _expression(words) for key, words in rows.items()},
        re.compile(f"(?:{alternatives(map(folded, joint))})*" if joint else ""),
    )


def _check(path: Path, status: str, reach: str, words: Sequence[str]) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise InputError(str(path), f"{word} stands twice in {status} {reach}")
        seen.add(word)
        if word.endswith("~") and reach != "stretch":
            raise InputError(str(path), f"{word}: ~ is for the reach stretch, not for {reach}")
        if not word.strip("^$~…"):
            raise InputError(str(path), f"{word} in {status} {reach} is no word")


def _expression(words: Iterable[str]) -> re.Pattern[str]:
    """All words, the longest first; the group `bound` holds where the word needs a verb behind it."""
    free = sorted((word for word in words if not word.endswith("~")), key=len, reverse=True)
    bound = sorted((word.removesuffix("~") for word in words if word.endswith("~")), key=len, reverse=True)
    parts = [_pattern(word) for word in free]
    parts.append(f"(?P<bound>{'|'.join(map(_pattern, bound)) or '(?!)'})")
    return re.compile("|".join(parts))


def _pattern(word: str) -> str:
    body = _GAP.join(re.escape(folded(part)) for part in word.strip("^$").split("…"))
    return f"{_BEGINS if word[0] == '^' else ''}{body}{_ENDS if word[-1] == '$' else ''}"
