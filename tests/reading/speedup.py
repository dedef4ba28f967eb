"""Measures what workers are worth: python -m tests.reading.speedup models/pipeline 400 2

Reads as many articles with one and with so many workers, in turn, three rounds of each in one run, the model loaded before.
Prints seconds of each round, seconds of processor that all processes took, and the ratio of the shortest rounds.
"""

import os
import resource
import sys
import time
from pathlib import Path

from jiceng.corpus.sources import Source
from jiceng.reading.reader import Reader, load
from jiceng.reading.workers import read_all

ARTICLES = Path(__file__).parent.parent / "data" / "annotations" / "articles"
_ROUNDS = 3
# Sentences of an article.
_LONG = 6


def articles(count: int) -> list[Source]:
    """Articles of six sentences of the real ones, each with a number of its own."""
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt")))
    said = [part for part in texts.replace("\n", "").split("。") if len(part) > 20]
    chosen = ([said[(number + at) % len(said)] for at in range(_LONG)] for number in range(count))
    return [Source(f"a{number:05}", f"{'。'.join(parts)}。共{number}人。") for number, parts in enumerate(chosen)]


def seconds(reader: Reader, sources: list[Source], workers: int) -> tuple[float, float]:
    """Of the clock, and of the processor in all processes."""
    spent, started = _processor(), time.perf_counter()
    for _ in read_all(reader, sources, workers):
        pass
    return time.perf_counter() - started, _processor() - spent


def _processor() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main(model: str, count: str, workers: str) -> None:
    """Print a row for each round, and the ratio."""
    reader, sources = load(model), articles(int(count))
    seconds(reader, sources[:5], 1)  # tables are read when they are first asked for
    best = {1: float("inf"), int(workers): float("inf")}
    for _ in range(_ROUNDS):
        for number in best:
            clock, processor = seconds(reader, sources, number)
            best[number] = min(best[number], clock)
            load_average = os.getloadavg()[0]
            print(
                f"{number} workers: {clock:6.1f} s, {processor:6.1f} s of processor, load {load_average:.1f}",
                flush=True,
            )
    print(f"{best[1] / best[int(workers)]:.2f} ×")


if __name__ == "__main__":
    main(*sys.argv[1:])
