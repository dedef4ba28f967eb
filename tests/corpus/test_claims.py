import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from jiceng.corpus.claims import claimed_file, claimed_folder
from jiceng.corpus.files import write_whole


def killed_while_it_writes(target: Path, kind: str) -> None:
    """What a run leaves that is killed within a block."""

    def run() -> None:
        block: Any = claimed_file(target) if kind == "file" else claimed_folder(target)
        with block as claimed:
            if kind == "file":
                os.write(claimed[0], b"half")
            else:
                (claimed / "part").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)

    process: Any = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_the_next_run_clears_away_what_a_killed_one_left(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "k"
    killed_while_it_writes(target, kind)
    assert [path.name for path in tmp_path.iterdir()] == [".k.jiceng-0"]
    write_whole(target, "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_what_a_living_run_holds_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "k"
    with claimed_file(target) as (handle, mine), claimed_folder(target) as also_mine:
        write_whole(target, "another's")
        assert mine.exists() and also_mine.exists() and mine != also_mine
        os.write(handle, b"mine")
        os.close(handle)
        mine.replace(target)
    assert target.read_text() == "mine" and [path.name for path in tmp_path.iterdir()] == ["k"]


def test_what_somebody_else_put_there_is_neither_followed_nor_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / ".k.jiceng-0").symlink_to(tmp_path / "precious")
    os.mkfifo(tmp_path / ".k.jiceng-1")
    write_whole(tmp_path / "k", "new")
    assert (tmp_path / "precious").read_text() == "precious" and (tmp_path / "k").read_text() == "new"
    assert (tmp_path / ".k.jiceng-0").is_symlink() and (tmp_path / ".k.jiceng-1").is_fifo()


def test_a_long_name_leaves_room_for_what_is_put_around_it(tmp_path: Path) -> None:
    write_whole(tmp_path / ("县" * 84), "new")
    assert [path.name for path in tmp_path.iterdir()] == ["县" * 84]
