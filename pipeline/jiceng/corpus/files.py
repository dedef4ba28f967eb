"""Files: text read as UTF-8 with a clear error; written whole or not at all."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from jiceng.corpus.claims import claimed_file
from jiceng.errors import InputError


def read_utf8(path: Path, keep_mark: bool = False) -> str:
    """The text of a file, line ends as they are; a byte order mark is left out unless `keep_mark`.

    Raises:
        InputError: the file cannot be read, or is not UTF-8; with the byte.
    """
    try:
        return path.read_bytes().decode("utf-8" if keep_mark else "utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A text file beside `path` (UTF-8, `\n` line ends) that takes its place when the block ends without an error.

    A link's target is replaced, not the link; a device or a pipe is written through, since a file in its place would
    destroy it. What a run that was killed left beside `path` is cleared away.

    Raises:
        InputError: nothing can be written there, or the disk is full; `path` is then as it was.
    """
    with _replacing(path, "w", encoding="utf-8", newline="\n") as file:
        yield file


@contextmanager
def replacing_bytes(path: Path) -> Iterator[IO[bytes]]:
    """As `replacing`, for bytes.

    Raises:
        InputError: nothing can be written there, or the disk is full; `path` is then as it was.
    """
    with _replacing(path, "wb") as file:
        yield file


@contextmanager
def _replacing(path: Path, mode: str, **form: str) -> Iterator[IO[Any]]:
    target = path.resolve() if path.is_symlink() else path
    if target.is_dir():
        raise InputError(str(path), "is a folder; name a file in it")
    with refusing(path):
        if target.exists() and not target.is_file():
            with target.open(mode, **form) as file:  # type: ignore[call-overload]
                yield file
            return
        with claimed_file(target) as (handle, temporary):
            with os.fdopen(handle, mode, **form) as file:  # type: ignore[call-overload]
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            temporary.replace(target)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """What the system refuses while the block writes to `path`, as the one error that users see.

    Raises:
        InputError: the block raised an OSError.
    """
    try:
        yield
    except OSError as error:
        # Libraries put words of their own where the system's should be.
        reason = os.strerror(error.errno) if error.errno else " ".join(str(error).split())
        raise InputError(str(path), f"cannot be written ({reason}); nothing was changed") from error


def write_whole(path: Path, content: str) -> None:
    """Write a text file that appears whole or not at all."""
    with replacing(path) as file:
        file.write(content)


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file that people read, too (indented, Chinese as it is); it appears whole or not at all."""
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
