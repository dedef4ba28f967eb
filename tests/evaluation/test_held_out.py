from dataclasses import replace
from pathlib import Path

import pytest

from jiceng.corpus.folder import Corpus
from jiceng.evaluation import evaluate as evaluation
from jiceng.evaluation import held_out as room
from jiceng.evaluation.held_out import read_held_out, taggers_hash
from jiceng.ontology import Ontology
from jiceng.training.config import TrainingConfig
from jiceng.training.trainer import Trainer
from tests.conftest import quick


@pytest.fixture(scope="module")
def config() -> TrainingConfig:
    return quick(epochs=2)


@pytest.fixture(scope="module")
def three(corpus: Corpus) -> Corpus:
    return Corpus(corpus.gold[:3], ())


def test_what_is_kept_gives_the_same_figures_without_training(
    three: Corpus, config: TrainingConfig, ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_out, seeds = three.gold[0].id, (0, 1)
    first = evaluation.run_folds(held_out, three, config, ontology, seeds, tmp_path)
    fresh = evaluation.run_folds(held_out, three, config, ontology, seeds)
    monkeypatch.setattr(Trainer, "tagger", lambda *_: pytest.fail("a tagger was trained again"))
    again = evaluation.run_folds(held_out, three, config, ontology, seeds, tmp_path)
    unclocked = [[replace(fold, seconds=0.0) for fold in folds] for folds in (first, fresh, again)]
    assert unclocked[0] == unclocked[1] == unclocked[2]
    assert again[0].seconds > 0


def test_relations_may_change_and_nothing_else(
    three: Corpus, config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = taggers_hash(three, config, [0])
    assert taggers_hash(three, replace(config, relations=replace(config.relations, c=1.0)), [0]) == own
    others = [
        taggers_hash(replace(three, gold=three.gold[:2]), config, [0]),
        taggers_hash(three, config, [0, 1]),
        taggers_hash(three, replace(config, folds=3), [0]),
        taggers_hash(three, replace(config, tagger=replace(config.tagger, least=3)), [0]),
    ]
    # Code counts: a change in the rooms that find mentions is a change of what they find.
    package = tmp_path / "jiceng"
    for name in room._CODE:
        path = package / name if name.endswith(".py") else package / name / "module.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before", encoding="utf-8")
    monkeypatch.setattr(room.jiceng, "__file__", str(package / "__init__.py"))
    others.append(taggers_hash(three, config, [0]))
    (package / "ner" / "module.py").write_text("after", encoding="utf-8")
    others.append(taggers_hash(three, config, [0]))
    assert len({own, *others}) == len(others) + 1


def test_each_seed_reads_by_itself(three: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    read = read_held_out(three.gold[0].id, three, config, ontology, (0, 1))
    assert read.article not in read.rest
    assert {name for part in read.stage.parts for name in part} == {article.id for article in read.rest}
    assert read.likely[0] != read.likely[1]
