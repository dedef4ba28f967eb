"""What a reading depends on besides the article, as one hash: the model, its options, the program and its tables."""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import jiceng
from jiceng.configs import CONFIGS
from jiceng.errors import InputError
from jiceng.reading.reader import Reader

# Libraries whose data or arithmetic decide what is read.
_LIBRARIES = ("spacy", "numpy", "jieba", "opencc-python-reimplemented", "pydantic")
_PROGRAM = ("*.py", "*.json", "*.yaml", "*.tsv", "*.txt")


def made_by(reader: Reader) -> str:
    """64 hex digits that change with whatever may change what the reader says of an article.

    Raises:
        InputError: the reader was not loaded from a folder, or the folder cannot be read.
    """
    if reader.origin is None:
        raise InputError("the reader", "was not loaded from a folder, so what it reads cannot be kept; use jiceng.load")
    folder = reader.origin.folder
    hashes = hashlib.sha256()
    about = [reader.model, reader.origin.min_confidence, [(name, _version(name)) for name in _LIBRARIES]]
    hashes.update(json.dumps(about).encode())
    try:
        for root, files in (
            (folder, _files(folder, "*")),
            (Path(jiceng.__file__).parent, _files(Path(jiceng.__file__).parent, *_PROGRAM)),
            (CONFIGS, _files(CONFIGS, "*")),
        ):
            for file in files:
                hashes.update(f"\0{file.relative_to(root).as_posix()}\0".encode())
                with file.open("rb") as opened:
                    hashes.update(hashlib.file_digest(opened, "sha256").digest())
    except OSError as error:
        raise InputError(str(error.filename or folder), f"cannot be read ({error.strerror})") from error
    return hashes.hexdigest()


def _files(folder: Path, *patterns: str) -> Iterator[Path]:
    found = {path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
    yield from sorted(path for path in found if "__pycache__" not in path.parts)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
