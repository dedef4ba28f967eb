"""Runs of an export in processes of their own, which a test ends at random moments."""

import json
import multiprocessing
import os
import random
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import jiceng
from tests.reading.stub import Stub, articles

COUNT = 60
_context: Any = multiprocessing.get_context("fork")


def write_articles(path: Path, count: int = COUNT) -> None:
    rows = ({"id": source.id, "text": source.text} for source in articles(count))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def export(folder: Path, workers: int, resume: bool = False, slow: float = 0.0) -> Any:
    """Export folder/in.jsonl to folder/k.jsonl by a stub; what is temporary lies in folder/tmp."""
    tempfile.tempdir = str(folder / "tmp")
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = tempfile.tempdir
    stub = Stub(lambda source: time.sleep(slow), folder / "model")
    return jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=stub, workers=workers, resume=resume)


def start(folder: Path, *arguments: Any) -> Any:
    """The same in a process that leads a group of its own."""

    def run() -> None:
        os.setpgid(0, 0)
        export(folder, *arguments)

    process = _context.Process(target=run)
    process.start()
    return process


def kill_at_random(folder: Path, draw: random.Random, times: int) -> int:
    """Kill as many runs, the last of which goes on to its end; returns how many were killed before they were done."""
    killed = 0
    for number in range(times):
        process = start(folder, draw.choice((1, 2)), number > 0, 0.01)
        process.join(timeout=draw.uniform(0.0, 0.9))
        if process.is_alive():
            killed += 1
            if draw.random() < 0.5:
                os.kill(process.pid, signal.SIGKILL)
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.join()
    return killed
