from dataclasses import replace
from pathlib import Path

from jiceng.corpus.article import Article
from jiceng.evaluation.error_page import write_error_page
from jiceng.ontology import Ontology


def test_labels_stand_beside_what_was_read_of_the_held_out_articles(
    gold: dict[str, Article], ontology: Ontology, tmp_path: Path
) -> None:
    read = replace(gold["ningming"], relations=())
    write_error_page(list(gold.values()), [read], {"ningming": {"title": "标题"}}, tmp_path / "errors.html", ontology)
    page = (tmp_path / "errors.html").read_text(encoding="utf-8")
    assert '"name":"labels"' in page and '"name":"held out"' in page
    assert '"kind":"vanished"' in page and '"kind":"appeared"' not in page
    assert '"id":"ruili"' not in page
