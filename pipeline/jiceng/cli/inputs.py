"""What commands are given by name: text from a file or from standard input, and metadata of articles."""

import json
import sys
from pathlib import Path

from jiceng.errors import InputError


def read_text(name: str) -> str:
    """The text of a file; `-` is standard input.

    Raises:
        InputError: it cannot be read, or is not UTF-8; with the byte.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(name, f"is not UTF-8 at byte {error.start}") from error


def read_metadata(path: Path | None) -> dict[str, dict[str, str | None]]:
    """What a JSON file says of articles: id → title, published, source, outlet; nothing without a file.

    Raises:
        InputError: the file cannot be read, or is not of this form.
    """
    if path is None:
        return {}
    try:
        known = json.loads(read_text(str(path)))
    except json.JSONDecodeError as error:
        raise InputError(str(path), f"is not JSON ({error.msg} at line {error.lineno})") from error
    if not isinstance(known, dict) or not all(isinstance(about, dict) for about in known.values()):
        raise InputError(str(path), "is no object of objects: id → title, published, source, outlet")
    return known
