"""The facts of an export as CSV that Excel opens rightly: with its mark of UTF-8, and nothing that it would run."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from jiceng.corpus.files import replacing
from jiceng.writing.fact_rows import FACT_COLUMNS, Cell, fact_row, guarded, plain_number


def write_csv(lines: Iterable[str], path: Path) -> None:
    """Write the facts among an export's lines to a file that appears whole or not at all.

    A name or a sentence that begins as a formula does gets an apostrophe before it, as spreadsheets mark text.
    """
    with replacing(path) as file:
        file.writelines(f"{row}\n" for row in csv_rows(lines))


def csv_rows(lines: Iterable[str]) -> Iterator[str]:
    """The rows of the CSV: the names of the columns behind the mark, then a fact a row.

    Lines end in CR LF; the LF is left to the caller, as with the other forms of the export.
    """
    yield "\ufeff" + _row(FACT_COLUMNS)
    for line in lines:
        fact = json.loads(line)
        if fact["type"] == "fact":
            yield _row(_cell(cell) for cell in fact_row(fact))


def _row(cells: Iterable[Cell]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().removesuffix("\n")


def _cell(cell: Cell) -> Cell:
    return plain_number(cell) if isinstance(cell, float) else guarded(cell)
