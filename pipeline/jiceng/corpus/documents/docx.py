"""The text of a Word document, by python-docx."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table

from jiceng.corpus.documents import Page
from jiceng.errors import InputError


def read(name: str, data: bytes) -> Page:
    """Paragraphs and rows of tables in their order, a line each, cells apart by tabs; without headers and footers.

    The title that a file's properties name is that of its template as often as not, and is left.

    Raises:
        InputError: the file is no Word document, or is locked.
    """
    try:
        document = Document(BytesIO(data))
        text = "\n".join(_lines(document))
    except (OpcError, BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise InputError(name, "is no .docx that can be opened; if it has a password, save it without") from error
    return Page(text + "\n")


def _lines(container: Any) -> Iterator[str]:
    for item in container.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(cell._tc for cell in row.cells)  # a merged cell comes once for each column
                texts = {cell._tc: cell.text for cell in row.cells}
                yield "\t".join(texts[cell].replace("\n", " ").strip() for cell in cells)
        else:
            yield item.text
