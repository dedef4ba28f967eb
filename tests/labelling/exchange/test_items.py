import json
from pathlib import Path

import pytest

from jiceng.corpus.article import Article, Span
from jiceng.errors import InputError
from jiceng.labelling.exchange.items import blank, for_labeller, read_items
from jiceng.labelling.exchange.labels import labels_of
from jiceng.ontology import Ontology


def test_gold_goes_back_to_gold_and_passes_to_their_labeller(ontology: Ontology, gold: dict[str, Article]) -> None:
    items = list(read_items(["tests/data/annotations/gold"], ontology))
    assert {item.article.id for item in items} == gold.keys()
    assert {item.folder for item in items} == {"gold"}
    (item,) = read_items(["annotations/passes/a/ruili.json"], ontology)
    assert item.folder == "passes/a"
    assert for_labeller(item, "anna").folder == "passes/anna"
    assert blank(item).article == Article("ruili", gold["ruili"].text)


def test_a_text_starts_from_what_the_model_said_of_it(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    path.write_text("设卡点", encoding="utf-8")
    predicted = Article("new", "设卡点", (Span(1, 3, "CHECKPOINT", 1, 0.4),))
    (item,) = read_items([str(path)], ontology, predictions={"new": predicted})
    assert (item.article, item.folder) == (predicted, "supplement")
    with pytest.raises(InputError, match="predictions were made on another text"):
        list(read_items([str(path)], ontology, predictions={"new": Article("new", "设立卡点")}))


def test_a_queue_keeps_reason_and_confidence(ontology: Ontology, tmp_path: Path) -> None:
    entity = {"id": 1, "label": "CHECKPOINT", "start_offset": 1, "end_offset": 3, "confidence": 0.4}
    row = {"id": "a@0-3", "text": "设卡点", "entities": [entity], "relations": [], "reason": "没把握"}
    path = tmp_path / "queue.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps({"id": "b", "text": "全市"}) + "\n", encoding="utf-8")
    first, second = read_items([str(path)], ontology)
    assert (first.reason, first.folder, first.article.spans[0].confidence) == ("没把握", "supplement", 0.4)
    assert labels_of(second.article).spans == frozenset()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"id": "../a", "text": "全市"}], "cannot be the name of a file"),
        ([{"id": "a", "text": "全市", "folder": "../gold"}], "is no place for labels"),
        ([{"id": "a", "text": "全市"}, {"id": "a", "text": "全县"}], "the article a stands in"),
        (
            [{"id": "a", "text": "全市", "entities": [{"id": 1, "label": "X", "start_offset": 0, "end_offset": 2}]}],
            "X is not a label of the ontology",
        ),
        ([["a"]], "is not an object with id and text"),
    ],
)
def test_a_bad_item_is_named(ontology: Ontology, tmp_path: Path, rows: list[object], says: str) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(InputError, match=says):
        list(read_items([str(path)], ontology))
