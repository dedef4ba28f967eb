import json
from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.explorer.reading import collect, read_export
from jiceng.explorer.texts import find_texts
from tests.explorer.exports import document, fact, said, thing, write


def test_lines_are_kept_by_type_and_unknown_types_are_left_out(tmp_path: Path) -> None:
    made = fact("LEADS", thing("ROLE", "县委书记"), thing("COMMAND", "指挥部"), [said("a", "文")])
    export = read_export(write(tmp_path / "k.jsonl", [document("a", "文"), made, {"type": "system"}, {"type": "new"}]))
    assert [len(export.documents), len(export.facts), len(export.systems)] == [1, 1, 1]
    assert export.name == "k.jsonl"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is not JSON"),
        ("[1]", 'an object with "type"'),
        ('{"type":"mention","id":"m","doc":"a","start":"0"}', 'the mention has no valid "start"'),
        ('{"type":"fact","id":"f","predicate":"P","subject":{},"object":{},"evidence":[]}', "no label and name"),
        ('{"type":"fact","id":"f","predicate":"P","subject":{"label":"A","name":"甲"},"object":{"label":"A","name":"甲"},'
         '"evidence":[{"doc":"a"}]}', 'the evidence has no valid "start"'),
        ("[" * 100_000, "is not JSON"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_shown_is_named_with_its_number(line: str, problem: str) -> None:
    good = json.dumps(document("a", "文"))
    with pytest.raises(InputError, match=r"k\.jsonl:2") as caught:
        collect([good, line], "k.jsonl", "k.jsonl")
    assert problem in str(caught.value)


def test_a_file_without_a_document_is_no_export() -> None:
    with pytest.raises(InputError, match="has no document line"):
        collect([], "k.jsonl", "k.jsonl")


def test_texts_are_found_by_their_hash_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "another.txt").write_text("甲文", encoding="utf-8")
    (tmp_path / "b.txt").write_text("改过的乙文", encoding="utf-8")
    (tmp_path / "more.jsonl").write_text('{"text": "丁文"}\n', encoding="utf-8")
    documents = [document("a", "甲文"), document("b", "乙文"), document("c", "丙文"), document("d", "丁文")]
    texts, missing = find_texts(documents, tmp_path)
    assert texts == {"a": "甲文", "d": "丁文"}
    assert [line.split(":")[0] for line in missing] == ["b", "c"]
    assert "is not the one that the export was made of" in missing[0]


def test_a_folder_of_texts_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        find_texts([], tmp_path / "none")
