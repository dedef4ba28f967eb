"""Places through the export's lines: rows in `places.tsv`."""

from pathlib import Path

import pytest

from jiceng.configs import read_rows
from tests.knowledge.reading import article, export

ROWS = read_rows(Path(__file__).parent / "places.tsv", 2)


def place(text: str) -> str:
    """What the last mention of a text is, in the form of the table."""
    rows = export(article("a", text))
    last = [row for row in rows if row["type"] == "mention"][-1]
    entities = {row["id"]: row for row in rows if row["type"] == "entity"}
    entity = entities[last["entity"]]
    if last["label"] != "GPE" and entity["place"]:
        entity = entities[entity["place"]]
    if entity["code"]:
        former = entity["code"]["former"]
        return " ".join([entity["code"]["value"], *(["former", *sorted(former)] if former else [])])
    above = entities.get(entity["place"])
    return f"{above['code']['value']}/{entity['name']}" if above and entity["id"].startswith("name:") else "-"


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_places_are_those_that_the_text_means(text: str, expected: str) -> None:
    code, *former = expected.split(" ")
    assert place(text) == " ".join([code, *former[:1], *sorted(former[1:])])


def test_units_join_across_articles() -> None:
    rows = export(
        article("a", "[瑞丽市 GPE]旁是[缅甸 GPE][木姐市 GPE]。[雄安新区 GPE]和[磨憨经济合作区 GPE]"),
        article("b", "[木姐 GPE]、[河北雄安新区 GPE]。[勐腊县 GPE]与[磨憨经济合作区 GPE]"),
    )
    joined = {row["name"]: row["doc_count"] for row in rows if row["type"] == "entity" and row["mentions"]}
    assert (joined["木姐市"], joined["雄安新区"], joined["磨憨经济合作区"]) == (2, 2, 2)
    assert all(row["id"].startswith("name:") for row in rows if row.get("name") in ("木姐市", "雄安新区"))
