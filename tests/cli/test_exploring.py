import json
from pathlib import Path

from tests.cli.process import jiceng, lines
from tests.explorer.exports import Line, count, document, fact, said, thing, write

TEXT = "宁明县成立83个临时党支部。"


def export(path: Path, amount: int) -> Path:
    branches: Line = thing("TEMP_BRANCH", "临时党支部", counts=[count(amount)])
    return write(
        path,
        [document("ningming", TEXT), fact("ESTABLISHES", thing("GPE", "宁明县"), branches, [said("ningming", TEXT)])],
    )


def test_view_writes_one_page_and_names_the_texts_that_are_missing(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    run = jiceng("view", export(tmp_path / "k.jsonl", 83), "--texts", texts, "-o", tmp_path / "view.html")
    assert run.returncode == 0
    assert "view.html: open it in a browser" in run.stdout.decode()
    assert "ningming: no text in" in run.stderr.decode()
    assert "临时党支部" in (tmp_path / "view.html").read_text(encoding="utf-8")


def test_view_refuses_what_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "k.jsonl").write_text('{"type": "document"}\n', encoding="utf-8")
    run = jiceng("view", tmp_path / "k.jsonl", "-o", tmp_path / "view.html")
    assert (run.returncode, (tmp_path / "view.html").exists()) == (1, False)
    assert "k.jsonl:1" in run.stderr.decode()
    several = jiceng("view", *[tmp_path / "k.jsonl"] * 3, "-o", tmp_path / "view.html")
    assert "two side by side, not 3" in several.stderr.decode()


def test_diff_tells_what_changed_in_both_forms(tmp_path: Path) -> None:
    before, after = export(tmp_path / "a.jsonl", 83), export(tmp_path / "b.jsonl", 90)
    table = jiceng("diff", before, after).stdout.decode()
    assert "临时党支部 83个" in table and "临时党支部 90个" in table and "1 changed" in table
    (change,) = lines(jiceng("diff", before, after, "--format", "jsonl").stdout)
    assert (change["kind"], change["what"]) == ("changed", ["number"])
    assert change["after"] == json.loads(after.read_text(encoding="utf-8").splitlines()[1])


def test_facts_go_to_a_spreadsheet(tmp_path: Path) -> None:
    run = jiceng("export", "--annotations", "tests/data/annotations/gold", "--format", "csv")
    assert run.stdout.startswith(b"\xef\xbb\xbfid,predicate,")
    assert run.stdout.count(b"\r\n") > 100
    assert "makes a workbook" in jiceng("export", "--format", "xlsx").stderr.decode()
