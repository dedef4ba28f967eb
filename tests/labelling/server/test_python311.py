"""Doccano needs Python 3.11: `make` finds it where it is, and says in one line what to do where it is not."""

import os
import subprocess
from pathlib import Path


def make(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`make python311` where no Python is on the PATH but what a test puts into `tmp_path`."""
    variables = {**os.environ, "PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path), "PYENV_ROOT": ""}
    return subprocess.run(
        ["make", "-s", "python311", "PYTHON=no-python", *arguments],
        capture_output=True, text=True, check=False, env=variables,
    )  # fmt: skip


def python(path: Path, version: tuple[int, int]) -> Path:
    """A program that is a Python of this version as far as `make` asks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {int(version != (3, 11))}\n")
    path.chmod(0o755)
    return path


def test_it_is_found_on_the_path_and_under_pyenv(tmp_path: Path) -> None:
    under_pyenv = python(tmp_path / ".pyenv" / "versions" / "3.11.9" / "bin" / "python", (3, 11))
    python(tmp_path / "python3.11", (3, 12))  # a shim without its version does not count
    assert make(tmp_path).stdout == f"{under_pyenv}\n"
    python(tmp_path / "python3.11", (3, 11))
    assert make(tmp_path).stdout == "python3.11\n"


def test_where_there_is_none_one_line_says_what_to_do(tmp_path: Path) -> None:
    python(tmp_path / "python3.11", (3, 12))
    run = make(tmp_path)
    assert run.returncode != 0 and run.stdout == ""
    assert "needs Python 3.11; there is none as python3.11 on the PATH nor under" in run.stderr
    assert "make doccano PYTHON311=/path/to/python3.11" in run.stderr
    named = make(tmp_path, "PYTHON311=/nowhere/python")
    assert "there is none as /nowhere/python" in named.stderr
