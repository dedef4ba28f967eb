"""Where the parts of an export wait on disk until they are written in order: a SQLite file that lives as long as the run.

Memory does not grow with the number of articles: rows are only appended, and SQLite sorts them on disk at the end.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from types import TracebackType
from typing import TypeVar

from jiceng.knowledge.dumped import DumpedArticle, document_lines
from jiceng.knowledge.merging import merge_entities, merge_facts
from jiceng.knowledge.records import SCHEMA, Document, DocumentLine, Entity, Fact, Mention, dump
from jiceng.systems.build import systems

Line = TypeVar("Line", Entity, Fact)
# Smaller exports stay in memory.
_CACHE_KIB = 16 * 1024


class KnowledgeStore:
    """Takes the parts of articles in any order and gives the export's lines in theirs; a context manager.

    The file has no name, so that nothing of it is left however the run ends; it lies in the system's temporary folder.
    """

    def __init__(self) -> None:
        self._data = sqlite3.connect("", isolation_level=None)
        # The file dies with the run, so nothing needs to survive a crash; sorting spills to files, not to memory.
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "temp_store = FILE",
            f"cache_size = -{_CACHE_KIB}",
        ):
            self._data.execute(f"PRAGMA {pragma}")
        self._data.execute("CREATE TABLE documents (id TEXT NOT NULL, lines TEXT NOT NULL)")
        self._data.execute("CREATE TABLE systems (id TEXT NOT NULL, line TEXT NOT NULL)")
        for table in ("entities", "facts"):
            self._data.execute(f"CREATE TABLE {table} (id TEXT NOT NULL, doc TEXT NOT NULL, line TEXT NOT NULL)")
        self._data.execute("BEGIN")

    def __enter__(self) -> "KnowledgeStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._data.close()

    def add(self, doc: str, lines: Iterable[DocumentLine], entities: Iterable[Entity], facts: Iterable[Fact]) -> None:
        """Keep what one article says: its own lines in their order, its entities, its facts."""
        self._data.execute("INSERT INTO documents VALUES (?, ?)", (doc, "\n".join(map(dump, lines))))
        for table, parts in (("entities", entities), ("facts", facts)):
            self._data.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?)", ((part.id, doc, dump(part)) for part in parts)
            )

    def add_dumped(self, doc: str, article: DumpedArticle) -> None:
        """As `add`, of records that are JSON by now."""
        self._data.execute("INSERT INTO documents VALUES (?, ?)", (doc, article.lines))
        for table, parts in (("entities", article.entities), ("facts", article.facts)):
            self._data.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", ((key, doc, line) for key, line in parts))

    def entities(self) -> Iterator[tuple[str, Entity]]:
        """Each article's entities, with the article's id."""
        for doc, line in self._data.execute("SELECT doc, line FROM entities ORDER BY doc, id"):
            yield doc, Entity.model_validate_json(line)

    def rewrite(
        self,
        docs: Iterable[str],
        lines: Callable[[str, Iterable[DocumentLine]], Iterable[DocumentLine]],
        entities: Callable[[str, Iterable[Entity]], Iterable[Entity]],
        facts: Callable[[str, Iterable[Fact]], Iterable[Fact]],
    ) -> None:
        """Put for what some articles say what the functions make of it."""
        for doc in docs:
            new = lines(doc, self._document_lines(doc))
            self._data.execute("UPDATE documents SET lines = ? WHERE id = ?", ("\n".join(map(dump, new)), doc))
            parts: Iterable[Entity | Fact]
            for table, parts in (
                ("entities", entities(doc, self._of(doc, "entities", Entity))),
                ("facts", facts(doc, self._of(doc, "facts", Fact))),
            ):
                rows = [(part.id, doc, dump(part)) for part in parts]
                self._data.execute(f"DELETE FROM {table} WHERE doc = ?", (doc,))
                self._data.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)

    def index(self) -> None:
        """Make what one article says quick to find."""
        self._data.execute("CREATE INDEX IF NOT EXISTS documents_id ON documents (id)")
        for table in ("entities", "facts"):
            self._data.execute(f"CREATE INDEX IF NOT EXISTS {table}_doc ON {table} (doc)")

    def add_systems(self) -> None:
        """Make the systems of all articles of what is kept by now; their documents say the version that has such lines."""
        self.index()
        docs = [doc for (doc,) in self._data.execute("SELECT id FROM documents ORDER BY id")]
        for doc in docs:
            lines = self._document_lines(doc)
            starts = {line.entity: line.start for line in reversed(lines) if isinstance(line, Mention) and line.entity}
            known = {entity.id: entity for entity in self._of(doc, "entities", Entity)}
            made = systems(self._of(doc, "facts", Fact), known, {doc: starts})
            rows = [(system.id, dump(system)) for system in made]
            self._data.executemany("INSERT INTO systems VALUES (?, ?)", rows)
            versioned = (
                line.model_copy(update={"schema_": SCHEMA}) if isinstance(line, Document) else line for line in lines
            )
            self._data.execute("UPDATE documents SET lines = ? WHERE id = ?", ("\n".join(map(dump, versioned)), doc))

    def _document_lines(self, doc: str) -> list[DocumentLine]:
        ((text,),) = self._data.execute("SELECT lines FROM documents WHERE id = ?", (doc,))
        return document_lines(text)

    def _of(self, doc: str, table: str, record: type[Line]) -> Iterator[Line]:
        rows = self._data.execute(f"SELECT line FROM {table} WHERE doc = ? ORDER BY id", (doc,)).fetchall()
        return (record.model_validate_json(line) for (line,) in rows)

    def lines(self) -> Iterator[str]:
        """The whole export, without line ends: documents by id with their lines, entities, facts and systems by id."""
        for (lines,) in self._data.execute("SELECT lines FROM documents ORDER BY id"):
            yield from lines.split("\n")
        yield from self._merged("entities", Entity, merge_entities)
        yield from self._merged("facts", Fact, merge_facts)
        yield from (line for (line,) in self._data.execute("SELECT line FROM systems ORDER BY id"))

    def _merged(self, table: str, record: type[Line], merge: Callable[[Iterable[Line]], Line]) -> Iterator[str]:
        rows = self._data.execute(f"SELECT id, line FROM {table} ORDER BY id, doc")
        for _, group in groupby(rows, key=lambda row: row[0]):
            lines = (line for _, line in group)
            first = next(lines)
            # Most things are of one article, whose line is written as it came.
            second = next(lines, None)
            if second is None:
                yield first
            else:
                parts = chain((first, second), lines)
                yield dump(merge(record.model_validate_json(line) for line in parts))
