from dataclasses import replace
from pathlib import Path

import pytest

from jiceng.corpus.folder import Corpus
from jiceng.evaluation.curve import Point, curve_points, curve_summary
from jiceng.evaluation.pages.plots import draw_curve, draw_reliability
from jiceng.ontology import Ontology
from tests.conftest import quick


@pytest.fixture(scope="module")
def points(corpus: Corpus, ontology: Ontology) -> list[Point]:
    small = Corpus(corpus.gold[:2], corpus.supplement[:4])
    return list(curve_points(small, quick(epochs=1), ontology, sizes=[0, 2], orders=2))


def test_each_size_order_and_article_is_read(points: list[Point], corpus: Corpus) -> None:
    assert {(p.size, p.order, p.article) for p in points} == {
        (size, order, article.id) for size in (0, 2) for order in (0, 1) for article in corpus.gold[:2]
    }
    summary = curve_summary(Corpus(corpus.gold[:2], ()), points)
    assert [row["articles"] for row in summary["points"]] == [0, 2]
    assert all(len(row["entities_by_order"]) == 2 for row in summary["points"])


def test_a_perfect_reading_scores_one(corpus: Corpus) -> None:
    points = [Point(24, 0, article.id, article, article) for article in corpus.gold]
    (row,) = curve_summary(replace(corpus, supplement=()), points)["points"]
    assert row["entities"] == row["relations_gold"] == 1.0


def test_plots_are_pictures(tmp_path: Path) -> None:
    rows = [
        {
            "articles": n,
            "entities": 0.6 + n / 500,
            "entities_by_order": [0.6, 0.7],
            "relations_gold": 0.5,
            "relations_gold_by_order": [0.5],
        }
        for n in (0, 50)
    ]
    draw_curve({"points": rows}, tmp_path / "curve.png")
    draw_reliability([{"count": 9, "confidence": 0.8, "accuracy": 0.7}], 0.1, tmp_path / "reliability.png")
    for name in ("curve.png", "reliability.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
