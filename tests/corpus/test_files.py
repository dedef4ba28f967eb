from pathlib import Path

import pytest

from jiceng.corpus.files import replacing, write_json, write_whole


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
