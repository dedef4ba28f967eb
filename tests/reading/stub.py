"""A reader without a model, for tests of what is around the reading: it can be slow, or die, over an article.

What it reads can be kept in a journal if it is given a folder, which stands for its model.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article, Span
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge, article_knowledge
from jiceng.reading.reader import Origin, Reader


class Stub(Reader):
    """Finds the first two characters of every text to be a group of people; `before` is called with each article."""

    def __init__(self, before: Callable[[Source], object] = lambda source: None, folder: Path | None = None) -> None:
        self.nlp: Any = None
        self.origin = Origin(folder, None) if folder is not None else None
        self.before = before

    @property
    def model(self) -> str:
        return "stub"

    def read_sources(self, sources: Iterable[Source | InputError]) -> Iterator[ArticleKnowledge | InputError]:
        for source in sources:
            if isinstance(source, Source):
                self.before(source)
                article = Article(source.id, source.text, (Span(0, 2, "GROUP", 1),))
                yield article_knowledge(source, article, self.model, "model")


def in_worker() -> bool:
    return multiprocessing.parent_process() is not None


def dies_over(word: str, times: int, marks: Path) -> Callable[[Source], None]:
    """A worker that is to read an article with this word is killed, so many times; `marks` is where it is counted."""

    def before(source: Source) -> None:
        if in_worker() and word in source.text and len(list(marks.iterdir())) < times:
            (marks / str(time.monotonic_ns())).touch()
            os.kill(os.getpid(), signal.SIGKILL)

    return before


def articles(count: int) -> list[Source]:
    return [Source(f"a{number:03}", f"村民{number}人参加。") for number in range(count)]
