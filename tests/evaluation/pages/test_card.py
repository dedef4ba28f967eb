import json
from pathlib import Path

import pytest

from jiceng.corpus.folder import Corpus
from jiceng.evaluation.pages.card import between_marks, with_figures
from jiceng.evaluation.pages.generated import FIGURES, METRICS
from jiceng.training.config import DEFAULT_CONFIG, config_hash, load_config

VECTORS = Path(load_config().tagger.vectors)


def test_the_figures_in_documents_are_those_of_the_metrics() -> None:
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    for path, labels in FIGURES.items():
        text = Path(path).read_text(encoding="utf-8")
        assert with_figures(text, metrics, labels) == text
        assert f"| entities | {metrics['loao']['entities']['f1']:.3f} (" in text


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        between_marks("# card", "figures", "| F1 |")


def test_the_committed_metrics_were_made_from_the_committed_data_and_config(corpus: Corpus) -> None:
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    advice = "run make evaluate and make generate, and commit what they write"
    assert metrics["data"] == corpus.hash, f"models/metrics.json was made from other annotations; {advice}"
    assert metrics["config"] == config_hash(DEFAULT_CONFIG, VECTORS), (
        f"models/metrics.json was made from another config; {advice}"
    )
