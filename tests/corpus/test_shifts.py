import json
from pathlib import Path

import pytest

from jiceng.corpus.article import Article, Span
from jiceng.corpus.checks import check_article
from jiceng.corpus.folder import Corpus, check_files
from jiceng.corpus.shifts import find_shift
from jiceng.ontology import Ontology

TEXT = "石门县成立突击队6支，投入党员143名。\n白水镇设立卡点28个，服务群众3000人。"
MENTIONS = [
    ("石门县", "GPE"),
    ("突击队", "TEAM"),
    ("6支", "QUANTITY"),
    ("143名", "QUANTITY"),
    ("28个", "QUANTITY"),
    ("3000人", "QUANTITY"),
]


def labelled(text: str, by: int = 0) -> Article:
    spans = [(text.index(words), words, label) for words, label in MENTIONS]
    return Article(
        "a",
        text,
        tuple(Span(at + by, at + by + len(words), label, number) for number, (at, words, label) in enumerate(spans)),
    )


def test_what_fits_is_not_shifted(corpus: Corpus) -> None:
    assert find_shift(labelled(TEXT)) is None
    assert [article.id for article in (*corpus.gold, *corpus.supplement) if find_shift(article)] == []


@pytest.mark.parametrize("by", [-1, 1, 2])
def test_a_constant_shift_is_found(by: int, ontology: Ontology) -> None:
    faults = [fault for fault in check_article(labelled(f"本报讯 {TEXT}", by), ontology) if fault.rule == "shifted"]
    assert len(faults) == 1 and f"(by {-by:+d})" in faults[0].detail


def test_the_cause_is_named_where_the_text_shows_it() -> None:
    shift = find_shift(labelled(f"😀{TEXT}", 1))
    assert shift is not None and "UTF-16" in shift.how
    article = labelled(TEXT)
    behind = TEXT.index("\n")
    moved = tuple(Span(s.start + (s.start > behind), s.end + (s.start > behind), s.label, s.id) for s in article.spans)
    shift = find_shift(Article("a", TEXT, moved))
    assert shift is not None and "line break" in shift.how


def test_a_field_that_is_no_list_is_a_clear_fault(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "entities": None, "relations": []}) + "\n", encoding="utf-8")
    _, faults = check_files([path], ontology, None)
    assert '"entities" is null, not a list' in faults[0][1].detail
