"""The text of a PDF, by PDFium (pypdfium2)."""

import pypdfium2

from jiceng.corpus.documents import Page
from jiceng.errors import InputError

# PDFium marks a hyphen at a line's end so; in Chinese it is noise.
_HYPHEN = "\ufffe"


def read(name: str, data: bytes) -> Page:
    """The text of all pages, lines as they stand on them; lines broken by the page's width are read past later.

    Raises:
        InputError: the file is no PDF, or is locked with a password.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise InputError(
            name, "is locked; save it without a password" if locked else "is no PDF that can be opened"
        ) from error
    try:
        pages = []
        for page in document:
            text = page.get_textpage().get_text_bounded()
            pages.append(text.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN, "").rstrip("\n"))
    finally:
        document.close()
    text = "\n".join(page for page in pages if page.strip())
    return Page(text + "\n" if text else "")
