import json
from pathlib import Path

from tests.cli.process import jiceng


def test_check_passes_the_corpus_and_lists_every_fault(tmp_path: Path) -> None:
    assert jiceng("check").returncode == 0
    row = json.loads(Path("tests/data/annotations/gold/ningming.json").read_text(encoding="utf-8"))
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
        in jiceng(
            "agree", "tests/data/annotations/gold/ruili.json", "tests/data/annotations/gold/baise.json"
        ).stderr.decode()
    )


def test_convert_there_and_back(tmp_path: Path) -> None:
    assert jiceng("convert", "tests/data/annotations/gold/ruili.json", "-o", tmp_path).returncode == 0
    assert jiceng("convert", tmp_path / "ruili.inline.txt", "-o", tmp_path).returncode == 0
    run = jiceng("agree", "tests/data/annotations/gold/ruili.json", tmp_path / "ruili.json")
    assert run.returncode == 0 and "disagreements" not in run.stdout.decode()
