"""Texts of one thing over and over, any length of them, and what reading them costs.

    python -m tests.reading.monotonous models/pipeline 8000

prints, for 8,000, 16,000 and 32,000 characters of each, seconds of CPU and what they are of the time for half as many.
"""

import gc
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import process_time

from jiceng.knowledge.article import ArticleKnowledge
from jiceng.reading.reader import Reader, load
from jiceng.writing.order import export_order

ARTICLES = Path(__file__).parent.parent / "data" / "annotations" / "articles"


def _of(part: str) -> Callable[[int], str]:
    return lambda length: (part * (length // len(part) + 1))[:length]


def _between(part: str) -> Callable[[int], str]:
    return lambda length: f"甲县{part * (length - 4)}乙县"


def real() -> str:
    """The articles as one line."""
    return re.sub(r"\s", "", "".join(path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))))


def without_stops(text: str) -> str:
    """The text with a comma for each stop, of the same length."""
    return re.sub("[。！？]", "，", text)


def prose(length: int) -> str:
    """So many characters of the articles, without a stop."""
    return _of(without_stops(real()))(length)


TEXTS: dict[str, Callable[[int], str]] = {
    "digits": _of("1234567890"),
    "digits and commas": _of("1,"),
    "digits and points": _of("1."),
    "九": _of("九"),
    "十": _of("十"),
    "open brackets": _of("（"),
    "pairs of brackets": _of("（）"),
    "brackets in each other": lambda length: "（" * (length // 2) + "）" * (length // 2),
    "opening quotes": _of("“"),
    "closing quotes": _of("”"),
    "title marks": _of("《"),
    "blanks": _between(" "),
    "wide blanks": _between("\u3000"),
    "zero-width": _between("\u200b"),
    "zero-width within": _of("县\u200b"),
    "places": _of("宁明县、瑞丽市、龙州县、百色市、孟连县、勐海县、靖西市、那坡县、"),
    "people": _of("张三、李四光、王建国、赵丽、"),
    "counts": _of("3个、143名、20余户、"),
    "dates": _of("9月14日、"),
    "days": _of("2021-09-01"),
    "emoji": _of("👩\u200d👩\u200d👧\u200d👦"),
    "letters": _of("abcdefgh"),
    "县": _of("县"),
    "words for each": _of("每个卡点2名"),
    "regiments": _of("八师一四二团、"),
    "Taiwan": _of("臺灣縣"),
    "tags": _of("<b>"),
    "tags without end": _of("<b "),
    "comments without end": _of("<!--"),
    "entities": _of("&nbsp;"),
    "short lines": _of("县\n"),
    "stops": _of("。"),
    "prose without stops": prose,
}


def cost(reader: Reader, text: str) -> tuple[float, ArticleKnowledge]:
    """Seconds of CPU from a text to the lines of its export; and what was read.

    Raises:
        InputError: the text could not be read.
    """
    # A collection of all that the process holds would be counted for whichever text it meets.
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        found = reader.read(text)
        for _ in export_order([found]):
            pass
        return process_time() - start, found
    finally:
        gc.enable()


def main(model: str, length: str) -> None:
    """Print a row for each text."""
    reader = load(model)
    cost(reader, prose(400))
    for name, make in TEXTS.items():
        spent = [cost(reader, make(int(length) * times)) for times in (1, 2, 4)]
        seconds = [taken for taken, _ in spent]
        ratios = [f"{later / earlier:.1f}" for earlier, later in pairwise(seconds)]
        row = " ".join(f"{taken:7.2f}" for taken in seconds)
        print(f"{name:24} {row}   × {', × '.join(ratios)}   {len(spent[-1][1].mentions)} mentions", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
