"""The export's order: documents by id with their mentions and relations, then entities, facts and systems, by id."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.knowledge.decisions import Decision
from jiceng.knowledge.dumped import DumpedArticle
from jiceng.writing.identity import follow
from jiceng.writing.store import KnowledgeStore


def export_order(
    articles: Iterable[ArticleKnowledge | tuple[Source, DumpedArticle]],
    decisions: Sequence[Decision] = (),
    note: Callable[[str], None] | None = None,
    systems: bool = False,
) -> Iterator[str]:
    """The export's lines, without line ends, whatever the order of the articles; what waits, waits on disk.

    `decisions` on what is the same are followed; `note` is called with each that fits nothing. `systems` adds a line for
    each system that an article describes.

    Raises:
        InputError: the system's temporary folder is full.
    """
    try:
        with KnowledgeStore() as store:
            for article in articles:
                if isinstance(article, ArticleKnowledge):
                    store.add(article.source.id, article.lines, article.entities, article.facts)
                else:
                    store.add_dumped(article[0].id, article[1])
            if decisions:
                for text in follow(store, decisions):
                    if note is not None:
                        note(text)
            if systems:
                store.add_systems()
            yield from store.lines()
    except sqlite3.Error as error:
        folder = os.environ.get("SQLITE_TMPDIR") or os.environ.get("TMPDIR") or "/var/tmp"
        raise InputError(
            folder, f"cannot hold what waits to be put in order ({error}); name another with TMPDIR"
        ) from error
