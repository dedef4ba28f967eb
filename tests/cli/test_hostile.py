"""Outputs that refuse what is written, runs that are stopped: one clear line, the right exit code, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.process import jiceng

GOLD = ("--annotations", "tests/data/annotations/gold")
SHAPES = ["jsonl", "xlsx", "parquet"]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def one_line(run: subprocess.CompletedProcess[bytes]) -> str:
    (line,) = run.stderr.decode().splitlines()
    assert line.startswith("jiceng: ") and run.returncode == 1
    return line


@pytest.mark.parametrize("shape", SHAPES)
def test_a_full_disk_leaves_what_was_there(tiny: Path, shape: str) -> None:
    pytest.importorskip({"xlsx": "xlsxwriter", "parquet": "pyarrow"}.get(shape, "json"))
    output = tiny / "k"
    if shape != "parquet":
        output.write_text("old")
    line = one_line(jiceng("export", *GOLD, "--format", shape, "-o", output))
    assert line == f"jiceng: {output}: cannot be written (No space left on device); nothing was changed"
    assert [path.name for path in tiny.iterdir()] == ([] if shape == "parquet" else ["k"])
    assert shape == "parquet" or output.read_text() == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("shape", ["jsonl", "xlsx"])
def test_a_device_that_is_full_is_written_through_and_said(shape: str) -> None:
    pytest.importorskip("xlsxwriter" if shape == "xlsx" else "json")
    line = one_line(jiceng("export", *GOLD, "--format", shape, "-o", "/dev/full"))
    assert line.startswith("jiceng: /dev/full: cannot be written (No space left on device)")
    assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("command", [("export", *GOLD), ("check", "--help")])
def test_a_full_standard_output_is_said_once(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "jiceng.cli", *command], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert one_line(run) == "jiceng: standard output: cannot be written (No space left on device)"


def test_devices_pipes_and_links_stay_what_they_are(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    for shape, output in (("jsonl", Path("/dev/null")), ("xlsx", Path("/dev/null")), ("xlsx", tmp_path / "link")):
        assert jiceng("export", *GOLD, "--format", shape, "-o", output).returncode == 0
    assert Path("/dev/null").is_char_device() and (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes().startswith(b"PK")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "target"]


@pytest.mark.parametrize("shape", ["jsonl", "xlsx"])
def test_a_folder_is_no_output(tmp_path: Path, shape: str) -> None:
    line = one_line(jiceng("export", *GOLD, "--format", shape, "-o", tmp_path))
    assert line == f"jiceng: {tmp_path}: is a folder; name a file in it"
    assert list(tmp_path.parent.glob(f"*{tmp_path.name}?*")) == []


def test_a_full_temporary_folder_is_one_line(tiny: Path, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from jiceng.errors import InputError\n"
        "from jiceng.corpus.files import replacing\n"
        "from jiceng.writing.order import export_order\n"
        "from tests.writing.aggregation import synthetic_articles\n"
        "try:\n"
        f"    with replacing(Path({str(tmp_path / 'k')!r})) as file:\n"
        "        file.writelines(export_order(synthetic_articles(2000)))\n"
        "except InputError as error:\n"
        "    print(error)\n"
    )
    environment = {**os.environ, "SQLITE_TMPDIR": str(tiny)}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout == (
        f"{tiny}: cannot hold what waits to be put in order (database or disk is full); name another with TMPDIR\n"
    )
    assert not list(tiny.iterdir()) and not (tmp_path / "k").exists()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    texts = [path.read_text("utf-8") for path in sorted(Path("tests/data/annotations/articles").glob("*.txt"))]
    lines = list(dict.fromkeys(line for text in texts for line in text.split("\n") if len(line) > 60))[:40]
    path = tmp_path / "in.jsonl"
    rows = ({"id": f"a{number}", "text": text} for number, text in enumerate(lines))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_stopped_run_says_one_line_and_how_to_go_on(small_model: Path, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    output, environment = tmp_path / "k.jsonl", {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    command = ["extract", "-", "-o", output, "--model", small_model, "--workers", "2"]
    text = articles.read_bytes()
    whole = jiceng(*command, stdin=text)
    assert whole.returncode == 0
    expected = output.read_bytes()
    output.unlink()
    for number, to_group in ((signal.SIGINT, True), (signal.SIGTERM, False)):
        arguments = [sys.executable, "-m", "jiceng.cli", *map(str, command), "--resume"]
        with subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
            # What a shell runs in the background ignores SIGINT, and so does what it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as run:
            assert run.stdin is not None and run.stderr is not None
            overtime = threading.Timer(120, run.kill)
            overtime.start()
            # The input stays open, so the run cannot end before it is stopped.
            run.stdin.write(text)
            run.stdin.flush()
            until = time.monotonic() + 120
            while not (tmp_path / "k.jsonl.resume").exists() and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.05)
            (os.killpg if to_group else os.kill)(run.pid, number)
            said = run.stderr.read().decode()
            overtime.cancel()
            assert run.wait() == 128 + number, said
        assert not alive_in_group(run.pid)
        (line,) = said.splitlines()
        assert line.startswith(f"jiceng: stopped by {number.name}")
        assert names(tmp_path / "tmp") == [] and not [name for name in names(tmp_path) if name.startswith(".")]
        assert not output.exists()
        assert line.endswith("--resume goes on with it") == (tmp_path / "k.jsonl.resume").exists()
    run_again = jiceng(*command, "--resume", stdin=text)
    assert run_again.returncode == 0 and output.read_bytes() == expected
    assert names(tmp_path) == ["in.jsonl", "k.jsonl", "tmp"]


def alive_in_group(group: int) -> bool:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = path.read_text().rsplit(")", 1)[1].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == group and state != "Z":
            return True
    return False


def test_a_disk_that_fills_while_articles_are_read(small_model: Path, articles: Path, tiny: Path) -> None:
    run = jiceng("extract", articles, "-o", tiny / "k.jsonl", "--model", small_model, "--workers", "2")
    assert "No space left" in one_line(run) or "disk is full" in one_line(run)
    assert not [name for name in names(tiny) if not name.startswith("k.jsonl.resume")]
