"""Files and folders beside what they are to become, under a name that the next run finds again if this one is killed.

A living run holds a lock on its own; what nobody holds was left by a dead run and is cleared away.
"""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing tells the living from the dead there, so nothing is cleared away
    fcntl = None  # type: ignore[assignment]

# A longer name would leave no room for what is put around it.
_LONGEST = 200
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDWR | _NOFOLLOW | getattr(os, "O_BINARY", 0)


@contextmanager
def claimed_file(target: Path) -> Iterator[tuple[int, Path]]:
    """A new file in the folder of `target`, open and locked: its descriptor, which the block closes, and its path.

    It is removed when the block ends, unless the block has moved it away. The folder is made if it is missing.

    Raises:
        OSError: it cannot be made.
    """
    for path in _names(target):
        if not _cleared(path):
            continue
        try:
            handle = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        # The block closes its own descriptor; ours holds the lock until the file has been moved.
        lock = os.dup(handle) if fcntl is not None else None
        try:
            if lock is None or _held(lock, path, without_locks=True):
                try:
                    yield handle, path
                finally:
                    if lock is None or _same(lock, path):
                        path.unlink(missing_ok=True)
                return
            os.close(handle)
        finally:
            if lock is not None:
                os.close(lock)


@contextmanager
def claimed_folder(target: Path) -> Iterator[Path]:
    """A new, locked folder beside `target`, for whatever is to become it; removed when the block ends if still there.

    Raises:
        OSError: it cannot be made.
    """
    for path in _names(target):
        if not _cleared(path):
            continue
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            continue
        lock = os.open(path, os.O_RDONLY | _NOFOLLOW) if fcntl is not None else None
        try:
            if lock is None or _held(lock, path, without_locks=True):
                try:
                    yield path
                finally:
                    if lock is None or _same(lock, path):
                        shutil.rmtree(path, ignore_errors=True)
                return
        finally:
            if lock is not None:
                os.close(lock)


def _names(target: Path) -> Iterator[Path]:
    """Where a run may put what is to become `target`; the first unless another run is at it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    name = target.name
    if len(os.fsencode(name)) > _LONGEST:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return (target.with_name(f".{name}.jiceng-{number}") for number in count())


def _cleared(path: Path) -> bool:
    """Whether the name is free, after what a dead run left there has been removed."""
    try:
        about = path.lstat()
    except FileNotFoundError:
        return True
    ours = not hasattr(os, "geteuid") or about.st_uid == os.geteuid()
    if fcntl is None or not ours or not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
        return False
    try:
        lock = os.open(path, os.O_RDONLY | _NOFOLLOW)
    except OSError as error:
        return error.errno == errno.ENOENT
    try:
        if not _held(lock, path, without_locks=False):
            return False
        if stat.S_ISDIR(about.st_mode):
            shutil.rmtree(path)
        else:
            path.unlink()
        return True
    except OSError:
        return False
    finally:
        os.close(lock)


def _held(lock: int, path: Path, without_locks: bool) -> bool:
    """Whether we hold the file now, and it is still the one of that name: nobody cleared it away before we had it.

    `without_locks` is the answer on a file system that has none.
    """
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return without_locks
    return _same(lock, path)


def _same(lock: int, path: Path) -> bool:
    try:
        here, there = os.fstat(lock), path.lstat()
    except FileNotFoundError:
        return False
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
