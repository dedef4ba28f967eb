"""Several files of `annotations/` that change together or not at all, whenever the process or the machine stops.

All new contents are written beside first, then a plan that names them, then they are moved into place. Without the
plan nothing has happened; with it, the next command moves what is left.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jiceng.corpus.files import write_whole
from jiceng.errors import InputError
from jiceng.labelling.exchange.state import FOLDER

_STAGING = "unfinished"
_PLAN = "plan.json"


@contextmanager
def locked(annotations: Path) -> Iterator[None]:
    """Keep other pushes and pulls of this folder out, and finish what an earlier one left.

    Raises:
        InputError: another one is at work.
    """
    folder = annotations / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(str(annotations), "another push or pull is at work here; wait until it ends") from error
        finish(annotations)
        yield


def replace_together(annotations: Path, contents: Mapping[Path, str]) -> None:
    """Write files below `annotations`, all of them or none. Call it inside `locked`."""
    if not contents:
        return
    staging = annotations / FOLDER / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    plan = []
    for number, (path, content) in enumerate(contents.items()):
        write_whole(staging / f"{number}.new", content)
        plan.append([f"{number}.new", str(path.relative_to(annotations))])
    _sync(staging)
    write_whole(staging / _PLAN, json.dumps(plan, ensure_ascii=False))
    _sync(staging)
    finish(annotations)


def finish(annotations: Path) -> None:
    """Move what a written plan still has to move, and clear away what has no plan."""
    staging = annotations / FOLDER / _STAGING
    plan = staging / _PLAN
    if plan.exists():
        for name, target in json.loads(plan.read_text(encoding="utf-8")):
            new, path = staging / name, annotations / target
            if new.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                new.replace(path)
                _sync(path.parent)
    shutil.rmtree(staging, ignore_errors=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
