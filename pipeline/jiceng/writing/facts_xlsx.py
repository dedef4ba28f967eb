"""An export as a workbook, a sheet for each type of line; nothing in it is a formula or a link."""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from jiceng.corpus.claims import claimed_folder
from jiceng.corpus.files import refusing, replacing_bytes
from jiceng.errors import InputError
from jiceng.writing.fact_rows import FACT_COLUMNS, Cell, date_text, fact_row, quantity_text

# Excel's own limits. A longer sheet goes on in another, a longer cell is cut.
SHEET_ROWS: Final = 1_048_576
CELL_LENGTH: Final = 32_767
# What XML cannot hold even escaped; the library sees to control characters.
_NO_XML: Final = re.compile("[\ufffe\uffff]")

_COLUMNS: Final[dict[str, tuple[str, Sequence[str]]]] = {
    "fact": ("facts", FACT_COLUMNS),
    "entity": ("entities", ("id", "label", "name", "aliases", "place", "code", "mentions", "doc_count", "docs")),
    "document": ("documents", ("id", "title", "published", "script", "chars", "model", "source", "sha256")),
    "mention": ("mentions", ("id", "doc", "start", "end", "text", "norm", "label", "confidence", "origin", "entity",
                             "value", "value_note")),
    "relation": ("relations", ("id", "doc", "label", "head", "tail", "confidence", "origin", "status")),
}  # fmt: skip


def write_xlsx(lines: Iterable[str], path: Path) -> None:
    """Write an export's lines as a workbook that appears whole or not at all.

    Raises:
        InputError: XlsxWriter is not installed, or `path` cannot be written.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise InputError("--format xlsx", "needs XlsxWriter: pip install jiceng[xlsx]") from error
    with replacing_bytes(path) as file, refusing(path), claimed_folder(_parts(path)) as folder:
        # Rows go to disk as they come, so memory does not grow with the export.
        settings = {"constant_memory": True, "tmpdir": str(folder), "in_memory": False}
        book = xlsxwriter.Workbook(_Refused(file), settings)
        try:
            sheets = {kind: _Sheet(book, name, columns) for kind, (name, columns) in _COLUMNS.items()}
            for text in lines:
                line = json.loads(text)
                if line["type"] in sheets:
                    sheets[line["type"]].add(_row(line))
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        finally:
            book.fileclosed = True  # or it would try again when nobody holds it any more


def _parts(path: Path) -> Path:
    """What the sheets' parts are named after until they are put together: beside the workbook, if that is a file."""
    target = path.resolve()
    beside = not target.exists() or target.is_file()
    return target.with_name(f"{target.name}.parts") if beside else Path(tempfile.gettempdir(), f"{target.name}.parts")


class _Refused:
    """A file that takes everything and keeps nothing once the system has refused something.

    The library's archive writes its end when nobody holds it any more, whatever happened, and would complain again.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._broken, self._at = file, False, 0

    @property
    def _over(self) -> bool:
        return self._broken or self._file.closed

    def write(self, data: bytes) -> int:
        self._at += len(data)
        if self._over:
            return len(data)
        try:
            return self._file.write(data)
        except OSError:
            self._broken = True
            raise

    def tell(self) -> int:
        return self._at if self._over else self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        if not self._over:
            self._at = self._file.seek(offset, whence)
        return self._at

    def flush(self) -> None:
        if not self._over:
            self._file.flush()

    def seekable(self) -> bool:
        return self._over or self._file.seekable()

    def read(self, size: int = -1) -> bytes:
        raise OSError("is only written")


def _row(line: Mapping[str, Any]) -> list[Cell]:
    if line["type"] == "fact":
        return fact_row(line)
    return [_cell(line.get(column)) for column in _COLUMNS[line["type"]][1]]


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, Mapping):
        if "amount" in value:
            return quantity_text(value)
        return date_text(value) if "timex" in value else str(value.get("value", ""))
    return value if isinstance(value, str | int | float) else None


class _Sheet:
    """A sheet that is written row by row and goes on in another when it is full."""

    def __init__(self, book: Any, name: str, columns: Sequence[str]) -> None:
        self.book, self.name, self.columns = book, name, columns
        self.number = 0
        self._open()

    def add(self, row: Sequence[Cell]) -> None:
        if self.next == SHEET_ROWS:
            self._open()
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                # Always as text: the library would else make formulas and links of some strings.
                self.sheet.write_string(self.next, column, _NO_XML.sub("\ufffd", cell[:CELL_LENGTH]))
            elif cell is not None:
                self.sheet.write_number(self.next, column, cell)
        self.next += 1

    def _open(self) -> None:
        self.number += 1
        self.sheet = self.book.add_worksheet(self.name if self.number == 1 else f"{self.name} {self.number}")
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, 0, len(self.columns) - 1)
        for column, title in enumerate(self.columns):
            self.sheet.write_string(0, column, title)
        self.next = 1
