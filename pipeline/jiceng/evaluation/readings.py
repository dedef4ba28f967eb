"""What models trained without an article said of it, kept as files: JSONL as of annotations, with confidences."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article
from jiceng.corpus.doccano import read_doccano, write_doccano
from jiceng.errors import InputError
from jiceng.evaluation.evaluate import Task


def write_readings(folder: Path, results: Sequence[tuple[Task, Any]]) -> None:
    """Write the end-to-end reading of each held-out article, with supplement, first seed, as `ID.jsonl`."""
    for task, result in results:
        if task.setting == "loao" and not task.name:
            write_doccano([result[0].end_to_end], folder / f"{task.article}.jsonl")


def read_readings(folder: Path) -> list[Article]:
    """The readings in a folder, by id.

    Raises:
        InputError: there are none.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise InputError(str(folder), "holds no readings; run jiceng evaluate first")
    return [article for path in files for article in read_doccano(path)]
