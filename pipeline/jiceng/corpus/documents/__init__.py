"""Texts of files that are not plain text: web pages, Word and PDF documents, each by a library of the extra `pages`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from jiceng.errors import InputError


@dataclass(frozen=True)
class Page:
    """What a document says: its text, and its title and date (ISO 8601) where the document names them itself."""

    text: str
    title: str | None = None
    published: str | None = None


# Ending → the module of this folder that reads such files.
_READERS = {".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".pdf": "pdf"}
_OTHER_FORMS = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".mht": ".html", ".mhtml": ".html"}
ENDINGS = tuple(_READERS)


def is_document(name: str) -> bool:
    """Whether a file of this name is read by `read_document`."""
    return Path(name).suffix.lower() in _READERS or Path(name).suffix.lower() in _OTHER_FORMS


def read_document(name: str, data: bytes) -> Page:
    """The text of a document.

    Raises:
        InputError: it cannot be read, has no text, is of another form, or the library for it is not installed.
    """
    ending = Path(name).suffix.lower()
    if ending in _OTHER_FORMS:
        raise InputError(name, f"is a {ending} file; save it as {_OTHER_FORMS[ending]}")
    try:
        read: Callable[[str, bytes], Page] = import_module(f"jiceng.corpus.documents.{_READERS[ending]}").read
    except ImportError as error:
        missing = error.name or str(error)
        raise InputError(name, f"needs {missing} to be read; install it with: pip install 'jiceng[pages]'") from error
    page = read(name, data)
    if not page.text.strip():
        raise InputError(name, "has no text (a scan, or a page that a program fills in); save its text as .txt")
    return page
