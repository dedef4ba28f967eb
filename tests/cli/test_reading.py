import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from spacy.language import Language

from jiceng.corpus.sources import Source
from jiceng.reading.extract import extract
from jiceng.reading.pipeline import model_name
from jiceng.writing.files import text_name
from jiceng.writing.order import export_order
from tests.cli.process import jiceng, lines

ARTICLES = sorted(Path("tests/data/annotations/articles").glob("*.txt"))


def test_extract_writes_what_spacy_load_gives_in_a_fresh_process(small_model: Path, tmp_path: Path) -> None:
    output = tmp_path / "k.jsonl"
    run = jiceng("extract", *ARTICLES, "-o", output, "--model", small_model)
    assert (run.returncode, run.stdout) == (0, b"")
    program = (
        "import spacy, sys\n"
        "from jiceng.corpus.sources import read_sources\n"
        "from jiceng.reading.extract import extract\n"
        "from jiceng.writing.order import export_order\n"
        "from jiceng.reading.pipeline import model_name\n"
        "nlp = spacy.load(sys.argv[1])\n"
        "for line in export_order(extract(nlp, read_sources(sys.argv[2:]), model_name(nlp))):\n"
        "    sys.stdout.buffer.write(line.encode() + b'\\n')\n"
    )
    command = [sys.executable, "-c", program, str(small_model), *map(str, reversed(ARTICLES))]
    assert subprocess.run(command, capture_output=True, check=True).stdout == output.read_bytes()
    assert jiceng("validate", "--strict", output).returncode == 0
    raw = {path.stem: path.read_bytes().decode() for path in ARTICLES}
    for row in lines(output.read_bytes()):
        if row["type"] == "mention":
            assert raw[row["doc"]][row["start"] : row["end"]] == row["text"]


def test_standard_input_to_standard_output(small_model: Path, small_pipeline: Language) -> None:
    text = "宁明县在边境一线143个卡点成立83个临时党支部。\n"
    run = jiceng("extract", "-", "--model", small_model, stdin=text.encode())
    document, *rest = lines(run.stdout)
    assert document["id"].startswith("sha256:") and document["source"] is None
    assert "临时党支部" in {row.get("text") for row in rest}
    source = Source(document["id"], text)
    (block,) = extract(small_pipeline, [source], model_name(small_pipeline))
    assert run.stdout.decode().splitlines() == list(export_order([block]))  # type: ignore[list-item]


def test_a_typed_sentence_as_a_table(small_model: Path) -> None:
    text = "宁明县在边境一线143个卡点成立83个临时党支部。"
    out = jiceng("extract", "-", "--format", "table", "--model", small_model, stdin=text.encode()).stdout.decode()
    assert "[83个 QUANTITY][临时党支部 TEMP_BRANCH]" in out
    assert "临时党支部 ─HAS_COUNT 数量为→ 83个" in out


def test_json_lines_on_standard_input_keep_their_fields(small_model: Path) -> None:
    row = {"id": "x", "text": "全市设立22个大网格。", "title": "题", "published": "2020-09-20"}
    (document, *_) = lines(jiceng("extract", "-", "--model", small_model, stdin=json.dumps(row).encode()).stdout)
    assert (document["id"], document["title"], document["published"]) == ("x", "题", "2020-09-20")


def test_bad_articles_cost_the_good_ones_nothing(small_model: Path, tmp_path: Path) -> None:
    bad = {"empty.txt": b"", "gbk.txt": "卡点".encode("gb18030"), "nul.txt": "卡\0点".encode()}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    output = tmp_path / "k.jsonl"
    names = [
        tmp_path / "empty.txt",
        ARTICLES[0],
        tmp_path / "gbk.txt",
        tmp_path / "nul.txt",
        tmp_path / "none.txt",
        ARTICLES[1],
    ]
    run = jiceng("extract", *names, "-o", output, "--model", small_model)
    assert run.returncode == 1
    errors = run.stderr.decode().splitlines()
    assert sum(".txt" in line for line in errors) == 4 and "Traceback" not in run.stderr.decode()
    assert errors[-1] == "jiceng: 4 of 6 articles rejected"
    assert {row["id"] for row in lines(output.read_bytes()) if row["type"] == "document"} == {
        ARTICLES[0].stem,
        ARTICLES[1].stem,
    }
    assert len(lines((tmp_path / "k.jsonl.rejects.jsonl").read_bytes())) == 4
    assert jiceng("extract", ARTICLES[0], "-o", output, "--model", small_model).returncode == 0
    assert not (tmp_path / "k.jsonl.rejects.jsonl").exists()


def test_a_missing_model_is_one_line(tmp_path: Path) -> None:
    run = jiceng("extract", ARTICLES[0], "--model", tmp_path)
    assert run.returncode == 1
    assert run.stderr.decode().splitlines() == [
        f"jiceng: {tmp_path}: holds no trained pipeline; run make train, or name one with --model"
    ]


def test_export_writes_what_annotations_say_whatever_their_order(tmp_path: Path) -> None:
    gold = sorted(Path("tests/data/annotations/gold").glob("*.json"))
    together = tmp_path / "all.jsonl"
    together.write_text(
        "".join(json.dumps(json.loads(path.read_text(encoding="utf-8"))) + "\n" for path in reversed(gold)),
        encoding="utf-8",
    )
    for name, annotations in (("a", Path("tests/data/annotations/gold")), ("b", together)):
        assert jiceng("export", "--annotations", annotations, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert jiceng("validate", "--strict", tmp_path / "a").returncode == 0
    rows = lines((tmp_path / "a").read_bytes())
    assert {row["origin"] for row in rows if "origin" in row} == {"annotation"}
    assert {row["confidence"] for row in rows if "confidence" in row} == {1.0}
    assert [row["type"] for row in rows if row["type"] not in ("mention", "relation")] == [
        *["document"] * 5,
        *["entity"] * sum(row["type"] == "entity" for row in rows),
        *["fact"] * sum(row["type"] == "fact" for row in rows),
    ]


@pytest.mark.parametrize("shape", ["table", "ntriples", "apoc"])
def test_export_in_other_shapes_goes_to_standard_output(shape: str) -> None:
    run = jiceng("export", "--annotations", "tests/data/annotations/gold/ruili.json", "--format", shape)
    assert (run.returncode, run.stderr) == (0, b"")
    assert "执勤点" in run.stdout.decode()


def test_export_refuses_faulty_annotations_in_one_line(tmp_path: Path) -> None:
    row = json.loads(Path("tests/data/annotations/gold/ruili.json").read_text(encoding="utf-8"))
    row["relations"][0]["type"] = "KNOWS"
    (tmp_path / "ruili.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run = jiceng("export", "--annotations", tmp_path, "-o", tmp_path / "k.jsonl")
    assert (run.returncode, (tmp_path / "k.jsonl").exists()) == (1, False)
    assert "ruili has 1 faults, the first:" in run.stderr.decode() and "Traceback" not in run.stderr.decode()


def test_validate_names_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "k.jsonl"
    path.write_text('{"type": "document"}\n', encoding="utf-8")
    run = jiceng("validate", path)
    assert run.returncode == 1
    assert f"{path}: line 1: sha256: Field required" in run.stdout.decode()


def test_metadata_reach_json_lines_and_an_id_that_is_not_among_the_inputs_is_named(
    small_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "x1", "text": "石门县于9月14日在143个卡点成立83个临时党支部。"}, ensure_ascii=False),
        encoding="utf-8",
    )
    known = {"x1": {"published": "2021-09-20"}, "x2": {"published": "2021-09-21"}}
    (tmp_path / "m.json").write_text(json.dumps(known), encoding="utf-8")
    run = jiceng("extract", tmp_path / "a.jsonl", "--metadata", tmp_path / "m.json", "--model", small_model)
    assert run.returncode == 0
    assert "m.json: 1 of its ids are not among the inputs: x2" in run.stderr.decode()
    assert next(row["published"] for row in lines(run.stdout) if row["type"] == "document") == "2021-09-20"


def test_pages_are_read_with_the_text_that_offsets_count_in(small_model: Path, tmp_path: Path) -> None:
    pages = Path("tests/data/pages")
    output, texts = tmp_path / "k.jsonl", tmp_path / "texts"
    run = jiceng("extract", pages, "--recursive", "--model", small_model, "-o", output)
    assert run.returncode == 1, "s01.html and s01.pdf have one id"
    assert b"s01.pdf: the id s01 was given before" in run.stderr
    assert b"1 articles were taken out of pages and documents; --texts FOLDER keeps what offsets count in" in run.stderr
    run = jiceng("extract", pages / "s01.html", "--model", small_model, "-o", output, "--texts", texts)
    assert run.returncode == 0 and b"taken out of pages" not in run.stderr
    first, *rows = lines(output.read_bytes())
    text = (texts / "s01.txt").read_text(encoding="utf-8")
    assert sha256(text.encode()).hexdigest() == first["sha256"] and first["published"] == "2021-09-01"
    mentions = [row for row in rows if row["type"] == "mention"]
    assert mentions and all(text[row["start"] : row["end"]] == row["text"] for row in mentions)


@pytest.mark.parametrize("article", ["../x", "a/../b", ".hidden", "a:b", "a\n", "x" * 300, "/etc/passwd"])
def test_no_id_leads_out_of_the_folder_of_texts(article: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}\.txt", text_name(article))
    assert (text_name("2021/宁明"), text_name("s01")) == ("2021/宁明.txt", "s01.txt")
