"""What has been read, kept in a SQLite file that a crash at any moment leaves whole, so that it need not be read again.

An article is found by a hash of its text, its metadata and whatever else its reading depends on (`made_by`); a row is
either there with all that the article says, or not there.
"""

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.dumped import DumpedArticle

# What tells our files from others (SQLite's application_id, "jice"), and the form of the table.
_OURS, _FORM = 0x6A696365, 1
# A crash costs what was read since the last commit: so many seconds or articles of it at most.
_SECONDS, _ROWS = 1.0, 200
# Another run's commit takes moments; a cache waits for it.
_PATIENCE = 60.0


class Journal:
    """Articles that were read, by their hashes. A context manager; what was put is on disk when it ends.

    `alone`: the file is locked while the journal is open, and may be removed; otherwise other runs use it at the same
    time. `found` counts the articles that were asked for and there.

    Raises:
        InputError: the file is none of ours, cannot be written, or (`alone`) another run has it.
    """

    def __init__(self, path: Path, made_by: str, alone: bool = False) -> None:
        self.path, self.found = path, 0
        self._made_by, self._alone = made_by, alone
        self._waiting: list[tuple[bytes, int, str]] = []
        self._written = time.monotonic()
        with self._refusing():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._data = self._opened()

    def _opened(self) -> sqlite3.Connection:
        while True:
            with suppress(FileExistsError):
                self.path.touch(exist_ok=False)
            before = _inode(self.path)
            data = sqlite3.connect(self.path, timeout=0 if self._alone else _PATIENCE, isolation_level=None)
            try:
                if self._alone:
                    data.execute("PRAGMA locking_mode = EXCLUSIVE")
                data.execute("PRAGMA synchronous = NORMAL")
                data.execute("BEGIN EXCLUSIVE")
                self._make(data)
                data.execute("COMMIT")
            except BaseException:
                data.close()
                raise
            # Another run may have removed the file, at its end, between our opening and locking it.
            if before is not None and before == _inode(self.path):
                return data
            data.close()

    def _make(self, data: sqlite3.Connection) -> None:
        ((ours,),) = data.execute("PRAGMA application_id")
        ((form,),) = data.execute("PRAGMA user_version")
        ((tables,),) = data.execute("SELECT count(*) FROM sqlite_master")
        if tables and ours != _OURS:
            raise InputError(str(self.path), "is no journal of jiceng; move it away, or name another output")
        if form != _FORM:
            data.execute("DROP TABLE IF EXISTS articles")
            data.execute("CREATE TABLE articles (hash BLOB PRIMARY KEY, sum INTEGER NOT NULL, said TEXT NOT NULL)")
            data.execute(f"PRAGMA application_id = {_OURS}")
            data.execute(f"PRAGMA user_version = {_FORM}")

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
            else:
                with suppress(InputError):  # the error that is on its way is the one to be told
                    self.flush()
        finally:
            self._data.close()

    def __len__(self) -> int:
        with self._refusing():
            ((count,),) = self._data.execute("SELECT count(*) FROM articles")
        return int(count) + len(self._waiting)

    def get(self, source: Source) -> DumpedArticle | None:
        """What this source says, if it was read before, with the same model, options, program and tables."""
        with self._refusing():
            rows = self._data.execute("SELECT sum, said FROM articles WHERE hash = ?", (self._hash(source),)).fetchall()
        for checksum, said in rows:
            if isinstance(said, str) and zlib.crc32(said.encode()) == checksum:
                lines, entities, facts, yearless = json.loads(said)
                self.found += 1
                return DumpedArticle(lines, tuple(map(tuple, entities)), tuple(map(tuple, facts)), yearless)
        return None

    def put(self, source: Source, article: DumpedArticle) -> None:
        """Keep what a source says; it is on disk after a second at most, while others are put."""
        said = json.dumps([article.lines, article.entities, article.facts, article.yearless], ensure_ascii=False)
        self._waiting.append((self._hash(source), zlib.crc32(said.encode()), said))
        if len(self._waiting) >= _ROWS or time.monotonic() - self._written >= _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what was put, all or nothing of it."""
        if self._waiting:
            with self._refusing():
                self._data.execute("BEGIN IMMEDIATE")
                try:
                    self._data.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", self._waiting)
                    self._data.execute("COMMIT")
                except BaseException:
                    if self._data.in_transaction:
                        self._data.execute("ROLLBACK")
                    raise
            self._waiting.clear()
        self._written = time.monotonic()

    def remove(self) -> None:
        """Remove the file, which ends the journal. While it is open nobody else has it."""
        self._waiting.clear()
        with self._refusing():
            # First the file: a journal of SQLite's without one means nothing, a file without its own could be torn.
            if _inode(self.path) is not None:
                try:
                    self.path.unlink()
                except PermissionError:  # Windows keeps what is open
                    self._data.close()
                    self.path.unlink()
            Path(f"{self.path}-journal").unlink(missing_ok=True)

    def _hash(self, source: Source) -> bytes:
        about = [self._made_by, source.id, source.sha256, source.source, source.title, source.published, source.outlet]
        return hashlib.sha256(json.dumps(about).encode()).digest()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                problem = "is in use by another run; wait for it, or name another output"
            elif name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
                problem = "is no journal that can be read; remove it, and the run begins anew"
            else:
                problem = f"cannot be written ({error})"
            raise InputError(str(self.path), problem) from error
        except OSError as error:
            raise InputError(str(self.path), f"cannot be written ({error.strerror})") from error


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_dev, about.st_ino
