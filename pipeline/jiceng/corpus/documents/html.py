"""The main text of a web page, by trafilatura: without menus, links, advertisements and comments."""

from trafilatura import bare_extraction
from trafilatura.settings import Document

from jiceng.corpus.documents import Page


def read(name: str, data: bytes) -> Page:
    """The page's headline, then its main text, a paragraph a line; the title and the date that its markup names.

    A date is taken from the page's own markup only, never guessed from its words. Any encoding that the page names, or that
    its bytes show, is read.
    """
    found = bare_extraction(
        data,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Document):
        return Page("")
    text = (found.text or "").strip()
    title = (found.title or "").strip() or None
    # The headline is part of what an article says, and often outside what holds its text.
    if text and title is not None and title not in text[: 2 * len(title) + 200]:
        text = f"{title}\n{text}"
    return Page(text + "\n" if text else "", title, found.date or None)
