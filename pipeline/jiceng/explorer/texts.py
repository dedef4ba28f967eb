"""The raw texts of an export's articles, found in a folder by their hash, so that offsets are sure to fit."""

from collections.abc import Iterable
from pathlib import Path

from jiceng.corpus.sources import read_sources
from jiceng.errors import InputError
from jiceng.explorer.reading import Line

_ENDINGS = (".txt", ".jsonl")


def find_texts(documents: Iterable[Line], folder: Path) -> tuple[dict[str, str], list[str]]:
    """Texts by document id, and a line for each document whose text is not in the folder or has changed.

    Text files and JSON Lines with `text` are read, as `jiceng extract` reads them.

    Raises:
        InputError: the folder is not there.
    """
    if not folder.is_dir():
        raise InputError(str(folder), "is no folder; --texts names the one with the articles' text files")
    by_hash: dict[str, str] = {}
    ids: set[str] = set()
    for path in sorted(folder.iterdir()):
        if path.suffix not in _ENDINGS or not path.is_file():
            continue
        for item in read_sources([str(path)]):
            # A file that cannot be read is missed below, by the document that it belongs to.
            if not isinstance(item, InputError):
                by_hash[item.sha256] = item.text
                ids.add(item.id)
    found: dict[str, str] = {}
    missing = []
    for document in documents:
        text = by_hash.get(str(document.get("sha256")))
        if text is not None:
            found[document["id"]] = text
        elif document["id"] in ids:
            missing.append(f"{document['id']}: its text in {folder} is not the one that the export was made of")
        else:
            missing.append(f"{document['id']}: no text in {folder}")
    return found, missing
