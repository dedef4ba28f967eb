"""The examples, run as their own first lines say, with a small model."""

import subprocess
import sys
from pathlib import Path

import yaml

from jiceng.training.config import DEFAULT_CONFIG
from tests.cli.process import jiceng


def run(script: str, *arguments: str | Path) -> str:
    command = [sys.executable, f"examples/{script}.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_an_article_is_read(small_model: Path) -> None:
    out = run("read_an_article", "tests/data/annotations/articles/ningming.txt", small_model)
    assert out.startswith("ningming: ") and "临时党支部" in out


def test_facts_are_queried(tmp_path: Path) -> None:
    assert jiceng("export", "-o", tmp_path / "gold.jsonl").returncode == 0
    assert "临时党支部" in run("query_facts", tmp_path / "gold.jsonl")


def test_one_more_article_trains_a_model(tmp_path: Path) -> None:
    config = yaml.safe_load(DEFAULT_CONFIG.read_text(encoding="utf-8"))
    config["folds"] = 2
    config["tagger"]["network"] |= {"hidden": 16, "epochs": 2}
    (tmp_path / "quick.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "annotations" / "supplement").mkdir(parents=True)
    gold = tmp_path / "annotations" / "gold"
    gold.mkdir()
    for name in ("lijiang", "ningming"):
        (gold / f"{name}.json").write_bytes(Path(f"tests/data/annotations/gold/{name}.json").read_bytes())
    assert jiceng("convert", "tests/data/annotations/gold/ruili.json", "-o", tmp_path).returncode == 0
    out = run(
        "retrain", tmp_path / "ruili.inline.txt", tmp_path / "out", tmp_path / "annotations", tmp_path / "quick.yaml"
    )
    assert "zh_jiceng" in out and "[" in out
