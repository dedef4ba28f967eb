import json
from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.evaluation.bench import TaggedLine, bench, read_lines
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.network import NetworkSettings

ROWS = [
    {"c": list("张伟任县委书记"), "t": ["B-PER", "I-PER", "O", "B-TITLE", "I-TITLE", "I-TITLE", "I-TITLE"]},
    {"c": list("李强任镇长"), "t": ["B-PER", "I-PER", "O", "B-TITLE", "I-TITLE"]},
    {"c": list("天气很好"), "t": ["O"] * 4},
]


def write(folder: Path, part: str, rows: list[dict[str, list[str]]]) -> Path:
    path = folder / f"toy.{part}.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_bio_tags_become_spans(tmp_path: Path) -> None:
    lines = read_lines(write(tmp_path, "train", ROWS))
    assert lines[0] == TaggedLine("张伟任县委书记", ((0, 2, "PER"), (3, 7, "TITLE")))


def test_a_set_that_is_its_own_test_is_learned(tmp_path: Path) -> None:
    for part in ("train", "dev", "test"):
        write(tmp_path, part, ROWS * 4)
    settings = NetworkSettings(hidden=8, epochs=12, batch=4)
    result = bench("toy", tmp_path, settings, Vectors.load(Path("models/vectors.npz")), [0])
    assert result["test_f1"] == 100.0 and result["sentences"] == [12, 12, 12]


@pytest.mark.parametrize(
    ("line", "problem"), [('{"c": ["a"]}', "is not"), ('{"c": ["a"], "t": []}', "1 characters and 0")]
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "toy.train.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"{path}:1: {problem}"):
        read_lines(path)
