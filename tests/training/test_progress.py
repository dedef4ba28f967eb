"""What a training tells while it works, and that the old model stays until the new one is whole."""

from pathlib import Path

import pytest
from spacy.language import Language

from jiceng.corpus.folder import Corpus
from jiceng.errors import InputError
from jiceng.ontology import Ontology
from jiceng.reading.pipeline import load_pipeline, model_name, restore_pipeline, save_pipeline
from jiceng.training.progress import Step
from jiceng.training.train import train_pipeline
from tests.conftest import quick


@pytest.mark.parametrize("workers", [1, 2])
def test_every_epoch_article_and_fit_is_told(corpus: Corpus, ontology: Ontology, workers: int) -> None:
    small = Corpus(corpus.gold[:2], ())
    told: list[Step] = []
    train_pipeline(small, quick(epochs=2), ontology, "test", workers, told.append)
    phases = {step.phase: [item for item in told if item.phase == step.phase] for step in told}
    assert list(phases) == ["taggers", "pairs of mentions", "relations"]
    for steps in phases.values():
        assert len(steps) == steps[0].total
    assert len(phases["taggers"]) == 3 * 2  # the tagger and two inner folds, two epochs each
    assert all(step.loss is not None and step.loss > 0 for step in phases["taggers"])


def test_the_old_pipeline_is_kept_and_can_be_taken_back(small_pipeline: Language, tmp_path: Path) -> None:
    folder, previous = tmp_path / "pipeline", tmp_path / "previous"
    with pytest.raises(InputError, match="holds no pipeline; training puts the old one there"):
        restore_pipeline(folder, previous)
    for version in ("0.0.1", "0.0.2"):
        small_pipeline.meta["version"] = version
        save_pipeline(small_pipeline, folder, previous)
    names = []
    for _ in range(3):
        names.append(model_name(load_pipeline(folder)).split()[1][:5])
        restore_pipeline(folder, previous)
    assert names == ["0.0.2", "0.0.1", "0.0.2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipeline", "previous"]
