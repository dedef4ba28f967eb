import json

from jiceng.explorer.folding import folding
from jiceng.explorer.packing import pack
from jiceng.explorer.reading import Export, collect
from tests.explorer.exports import Line, document, entity, fact, mention, relation, said, thing

TEXT = "宁明县设立卡点。"


def made(*lines: Line) -> Export:
    return collect((json.dumps(line) for line in lines), "k", "k")


def test_a_text_is_held_once_and_mentions_are_cut_from_it() -> None:
    county, post = mention("a", TEXT, "宁明县", "GPE"), mention("a", TEXT, "卡点", "CHECKPOINT", entity=None)
    proof = fact("ESTABLISHES", thing("GPE", "宁明县"), thing("CHECKPOINT", "卡点"), [said("a", TEXT)])
    packed = pack(
        made(document("a", TEXT), county, post, relation("a", "ESTABLISHES", county, post), proof), {"a": TEXT}
    )
    (page,) = packed["documents"]
    assert page["mentions"] == [[0, 3, "GPE", 0.9, "kind:GPE:宁明县"], [5, 7, "CHECKPOINT", 0.9]]
    assert page["relations"] == [["ESTABLISHES", 0, 1, 0.8]]
    assert page["sentences"] == [[0, len(TEXT), 0]]
    assert packed["facts"][0]["evidence"] == [[0, 0, len(TEXT)]]
    assert json.dumps(packed, ensure_ascii=False).count(TEXT) == 1


def test_without_the_text_words_and_sentences_are_kept() -> None:
    county = mention("a", TEXT, "宁明县", "GPE", norm="宁明縣", value_note="?")
    proof = fact("LEADS", thing("GPE", "宁明县"), thing("GPE", "x"), [said("a", TEXT)])
    (page,) = pack(made(document("a", TEXT), county, proof), {})["documents"]
    assert page["text"] is None
    assert page["mentions"] == [[0, 3, "GPE", 0.9, "kind:GPE:宁明县", "宁明县", "宁明縣", {"value_note": "?"}]]
    assert page["sentences"] == [[0, len(TEXT), TEXT]]


def test_a_text_that_does_not_fit_a_mention_leaves_the_mention_its_words() -> None:
    (page,) = pack(made(document("a", TEXT), mention("a", TEXT, "宁明县", "GPE", start=4)), {"a": TEXT})["documents"]
    assert page["mentions"][0][5] == "宁明县"


def test_what_belongs_to_no_article_is_left_out_and_an_unknown_sentence_kept() -> None:
    stray = mention("b", TEXT, "宁明县", "GPE")
    proof = fact("LEADS", thing("GPE", "a"), thing("GPE", "b"), [said("b", TEXT)])
    packed = pack(made(document("a", TEXT), stray, relation("a", "LEADS", stray, stray), proof), {})
    assert packed["documents"][0]["mentions"] == packed["documents"][0]["relations"] == []
    assert packed["facts"][0]["evidence"] == [said("b", TEXT)]


def test_an_entity_loses_what_is_empty() -> None:
    packed = pack(made(document("a", TEXT), entity(thing("GPE", "宁明县", "g"))), {})
    assert packed["entities"] == [{"id": "g", "label": "GPE", "name": "宁明县", "mentions": 1, "doc_count": 1}]


def test_both_scripts_are_found_by_either() -> None:
    traditional, simplified = folding(["宁明縣", "党"])
    pairs = dict(zip(traditional, simplified, strict=True))
    assert pairs["縣"] == "县"
    assert pairs["黨"] == "党"
    assert "臺" not in pairs
