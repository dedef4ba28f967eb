"""Measures what reading many short articles takes in memory: python -m tests.reading.memory models/pipeline 10 10000

Runs `jiceng extract - --workers 1` over as many articles on standard input and prints the peak of resident memory of each
run, and what the last took more than the first.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

ARTICLES = Path(__file__).parent.parent / "data" / "annotations" / "articles"


def sentences() -> list[str]:
    """Short sentences of the articles."""
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt")))
    return [part for part in texts.replace("\n", "").split("。") if 10 < len(part) < 60]


def write(count: int, file: IO[bytes]) -> None:
    """As many articles of a sentence and a number, as JSON Lines."""
    said = sentences()
    for number in range(count):
        row = {"id": f"a{number:06}", "text": f"{said[number % len(said)]}，共{number + 2}人。"}
        file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def peak(model: str, count: int, workers: int = 1) -> float:
    """MB that the largest process of a run over as many articles had in memory."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "jiceng.cli", "extract", "-", "--model", model, "--workers", str(workers)]
        process = subprocess.Popen(
            [*command, "-o", str(Path(folder) / "k.jsonl")], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdin is not None
        with process.stdin as file:
            write(count, file)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"the run ended with {process.returncode}")
    return usage.ru_maxrss / 1024


def main(model: str, *counts: str) -> None:
    """Print a row for each count."""
    peaks = []
    for count in map(int, counts):
        peaks.append(peak(model, count))
        print(f"{count:>8} articles: {peaks[-1]:6.0f} MB", flush=True)
    print(f"{peaks[-1] - peaks[0]:+.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
