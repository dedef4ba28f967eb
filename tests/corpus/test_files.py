import os
import threading
from pathlib import Path

import pytest

from jiceng.cli.terminal import say
from jiceng.corpus.files import replacing, write_json, write_whole
from jiceng.errors import InputError


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    write_whole(path, "一\n")
    assert path.read_bytes() == "一\n".encode()
    with pytest.raises(RuntimeError), replacing(path) as file:
        file.write("二")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "一\n"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]


def test_json_is_written_for_people(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"镇": [1]})
    assert (tmp_path / "a.json").read_bytes() == '{\n "镇": [\n  1\n ]\n}\n'.encode()


def test_a_links_target_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("一")
    link.symlink_to(target)
    write_whole(link, "二")
    assert link.is_symlink() and target.read_text(encoding="utf-8") == "二"


def test_a_device_and_a_pipe_are_written_through(tmp_path: Path) -> None:
    write_whole(Path("/dev/null"), "一")
    assert Path("/dev/null").is_char_device()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_whole(pipe, "二")
    reader.join(timeout=10)
    assert got == ["二"] and pipe.is_fifo()


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder; name a file in it"):
        write_whole(tmp_path, "一")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "file" / "a.txt", "一")


def test_a_full_disk_is_one_line_and_leaves_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(InputError, match="No space left on device"), replacing(path):
        raise OSError(28, "No space left on device")
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"] and path.read_text() == "old"


def test_no_text_can_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[31mred\u202eden")
    assert capsys.readouterr().err == "jiceng: a\\x1b[31mred\\u202eden\n"
