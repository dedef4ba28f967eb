"""`jiceng compare`, over a small project in git: what changed, old against new, and a verdict."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from jiceng.configs import CONFIGS
from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.doccano import read_doccano, write_doccano
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.comparison.changes import change_lines, corpus_changes
from jiceng.evaluation.comparison.scores import Side, compare_table
from tests.conftest import DATA, ROOT


def test_changes_are_counted_by_type_gold_apart(corpus: Corpus) -> None:
    first, second, *rest = corpus.gold
    span = first.spans[0]
    relabelled = replace(first, spans=(replace(span, label="FAC"), *first.spans[1:]))
    status = replace(second.relations[0], status="planned")
    new = Corpus((relabelled, replace(second, relations=(status, *second.relations[1:])), *rest), corpus.supplement[1:])
    gold, supplement = corpus_changes(corpus, new)
    assert gold.changed == (first.id, second.id) and gold.spans["changed"] == {"FAC": 1}
    assert gold.relations["changed"] == {status.label: 1}
    assert supplement.removed == (corpus.supplement[0].id,)
    lines = change_lines([gold, supplement])
    assert lines[:2] == ["gold (evaluation): 0 articles added, 2 articles changed, 0 articles removed",
                         "  labels changed: 1 (FAC 1)"]  # fmt: skip


def side(*seeds: list[Article]) -> Side:
    return Side(dict.fromkeys(("entities", "relations on gold entities", "relations end to end"), seeds))


def test_a_verdict_is_better_worse_or_within_chance(corpus: Corpus) -> None:
    gold = list(corpus.gold)
    half = [replace(article, spans=article.spans[::2]) for article in gold]
    nearly = [replace(article, spans=article.spans[1:]) for article in gold]
    for old, new, word in ((half, gold, "better"), (gold, half, "worse"), (nearly, nearly, "within chance")):
        rows, verdict = compare_table(gold, side(old), side(new), "entities")
        assert verdict.word == word
        assert rows[0].label == "ALL" and rows[0].new - rows[0].old == pytest.approx(verdict.difference)
    assert verdict.low <= verdict.difference <= verdict.high


def test_f1_is_the_mean_of_the_seeds_with_each_beside_it() -> None:
    gold = [
        Article("a", "卡点群众。", (Span(0, 2, "CHECKPOINT", 1), Span(2, 4, "ROLE", 2)), (Relation("HAS_COUNT", 1, 2),))
    ]
    rows, _ = compare_table(
        gold, side([replace(gold[0], spans=gold[0].spans[:1], relations=())], gold), side(gold, gold), "entities"
    )
    assert (rows[0].old_seeds, rows[0].new_seeds) == ((pytest.approx(2 / 3), 1.0), (1.0, 1.0))
    assert rows[0].old == pytest.approx(5 / 6)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two gold articles whose figures were committed, and whose labels were then changed."""
    folder = tmp_path / "project"
    copytree(CONFIGS, folder / "configs")
    config = yaml.safe_load((folder / "configs" / "default.yaml").read_text(encoding="utf-8"))
    config["tagger"]["network"] |= {"hidden": 16, "epochs": 3}
    (folder / "configs" / "default.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for name in ("gold/lijiang", "gold/ruili", "supplement/s01"):
        target = folder / "annotations" / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((DATA / f"{name}.json").read_bytes())
    (folder / "models").mkdir()
    (folder / "models" / "metrics.json").write_text("{}")
    (folder / "models" / "vectors.npz").write_bytes((ROOT / "models" / "vectors.npz").read_bytes())
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b commit -q -m figures"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    return folder


def compare(project: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "jiceng.cli", "compare", "--seeds", "1", *arguments]
    environment = {**os.environ, "JICENG_CONFIGS": str(project / "configs")}
    run = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_changed_gold_label_and_a_new_article_are_compared(project: Path) -> None:
    assert "nothing changed that a model depends on" in compare(project)
    path = project / "annotations" / "gold" / "ruili.json"
    (article,) = read_doccano(path)
    ends = {end for relation in article.relations for end in (relation.head, relation.tail)}
    free = next(span for span in article.spans if span.id not in ends and span.label != "RESOURCE")
    changed = (replace(span, label="RESOURCE") if span == free else span for span in article.spans)
    write_doccano([replace(article, spans=tuple(changed))], path)
    (project / "annotations" / "gold" / "ningming.json").write_bytes((DATA / "gold" / "ningming.json").read_bytes())
    out = compare(project)
    assert "gold (evaluation): 1 articles added, 1 articles changed, 0 articles removed" in out
    assert "entities: " in out and "relations end to end: " in out and "scored on the old gold:" in out
    assert "sentences are read differently (first seed)" in out
    status = subprocess.run(
        ["git", "status", "--short"], cwd=project, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[-1] for line in status.splitlines()} == {
        "annotations/gold/ruili.json", "annotations/gold/ningming.json", "build/",
    }  # fmt: skip


def test_a_changed_training_config_is_compared_where_it_is_named(project: Path) -> None:
    mine = project / "configs" / "mine.yaml"
    mine.write_bytes((project / "configs" / "default.yaml").read_bytes())
    old = project.parent / "old"
    copytree(project, old)
    config = yaml.safe_load(mine.read_text(encoding="utf-8"))
    config["tagger"]["network"]["epochs"] = 2
    mine.write_text(yaml.safe_dump(config), encoding="utf-8")
    assert "nothing changed that a model depends on" in compare(project, "--against", str(old))
    assert "configs: mine.yaml\n" in compare(project, "--against", str(old), "--config", "mine.yaml")
