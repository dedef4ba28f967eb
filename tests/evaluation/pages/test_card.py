import pytest

from jiceng.evaluation.pages.card import between_marks, short_figures, with_figures

SCORES = {"f1": 0.8034, "f1_by_seed": [0.8, 0.806], "labels": {}}
METRICS = {
    "articles": ["a", "b"],
    "supplement_articles": 3,
    "seeds": [0, 1],
    "data": "0123",
    "config": "4567",
    **{
        setting: {
            "entities": SCORES,
            "relations": SCORES | {"f1": 0.5},
            "relations_gold": SCORES | {"f1": 0.7, "f1_by_seed": [0.7]},
            "baselines": {"crf": {"entities": {"f1": 0.75}}},
            "calibration": {"expected_calibration_error": 0.01, "relations_expected_calibration_error": 0.06},
            "unreachable_relations": 0.008,
        }
        for setting in ("loao", "loao_no_supplement")
    },
}


def test_figures_stand_between_their_marks_with_baselines_and_spread() -> None:
    document = with_figures("a\n<!-- figures -->\nstale words\n<!-- /figures -->\nb\n", METRICS, labels=False)
    assert "| entities | 0.803 (0.800–0.806) | 0.803 (0.800–0.806) |" in document
    assert "| baseline: plain CRF with lexicon | 0.750 | 0.750 |" in document
    assert document.startswith("a\n") and document.endswith("b\n") and "stale words" not in document
    assert all(len(line) <= 120 or line.startswith("|") for line in document.splitlines())


def test_the_short_figures_are_three_with_their_best_baseline() -> None:
    table = short_figures(METRICS)
    assert "| entities | 0.803 (0.800–0.806) | 0.750 |" in table
    assert "| relations end to end | 0.500 (0.800–0.806) | – |" in table


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        between_marks("# card", "figures", "| F1 |")
