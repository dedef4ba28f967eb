import json
from typing import Any

from hypothesis import given

from jiceng.corpus.article import Article, Span
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import labels_of
from jiceng.labelling.exchange.pieces import pieces_of
from jiceng.labelling.exchange.rows import labels_of_rows, upload_lines, upload_row
from tests.labelling.strategies import PROJECT, articles

SPAN_NUMBERS = {PROJECT.spans.names[label]: number for number, label in PROJECT.spans.labels.items()}
RELATION_NUMBERS = {PROJECT.relations.names[label]: number for number, label in PROJECT.relations.labels.items()}


def row_of(item: Item, key: str = PROJECT.key) -> dict[str, Any]:
    (piece,) = pieces_of(item, lines=10**6)
    return upload_row(piece, key, PROJECT.spans.names, PROJECT.relations.names)


@given(articles())
def test_what_is_sent_reads_back_as_the_same_labels(article: Article) -> None:
    line = upload_lines([row_of(Item(article))])
    assert line.isascii() and line.count(b"\n") == 1
    row = json.loads(line)
    assert row["text"] == article.text
    spans = [{**entity, "label": SPAN_NUMBERS[entity["label"]]} for entity in row["entities"]]
    relations = [{**relation, "type": RELATION_NUMBERS[relation["type"]]} for relation in row["relations"]]
    assert labels_of_rows(row["text"], spans, relations, PROJECT) == (labels_of(article), [])


def test_the_real_articles_are_sent_whole(gold: dict[str, Article]) -> None:
    for article in gold.values():
        row = row_of(Item(article, "gold"))
        assert (len(row["entities"]), len(row["relations"])) == (len(article.spans), len(article.relations))


def test_an_upload_names_itself_by_its_content(gold: dict[str, Article]) -> None:
    first, again = row_of(Item(gold["ruili"], "gold")), row_of(Item(gold["ruili"], "gold"))
    assert first["example_uuid"] == again["example_uuid"]
    assert first["example_uuid"][14] == "4"
    others = {
        row_of(Item(gold["ruili"], "gold"), "another")["example_uuid"],
        row_of(Item(gold["baise"]))["example_uuid"],
    }
    assert first["example_uuid"] not in others


def test_metadata_are_strings_under_the_same_keys_in_every_row(gold: dict[str, Article]) -> None:
    sure, unsure = Item(gold["ruili"], "gold"), Item(Article("b", "设卡点", (Span(1, 3, "CHECKPOINT", 1, 0.41),)))
    rows = [row_of(sure), row_of(unsure)]
    assert rows[0].keys() == rows[1].keys()
    own = rows[1].keys() - {"text", "example_uuid", "entities", "relations"}
    assert own and not own & {"id", "data", "filename"}
    assert all(isinstance(row[key], str) for row in rows for key in own)
    assert rows[1]["请先看"] == "卡点（卡点 0.41）" and rows[0]["请先看"] == ""


def test_what_the_server_has_and_we_cannot_place_is_a_fault_and_never_dropped_silently() -> None:
    def span(number: int, start: int, end: int, label: int = 1) -> dict[str, int]:
        return {"id": number, "start_offset": start, "end_offset": end, "label": label}

    text = "𠮷田县卡点"
    spans = [span(1, 1, 3), span(2, 4, 99), span(3, 4, 6, label=99), span(4, 2, 4)]
    relations = [{"from_id": 4, "to_id": 8, "type": 1}, {"from_id": 4, "to_id": 4, "type": 99}]
    labels, faults = labels_of_rows(text, spans, relations, PROJECT)
    assert labels.spans == {(1, 3, "GPE")} and not labels.relations
    assert len(faults) == 5
    assert "UTF-16 unit 1 falls inside the character at 0" in faults[0]
