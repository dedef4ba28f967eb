"""Whether what a sentence says is so: `statuses.tsv` has sentences, their relations and the status of each."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from jiceng.configs import read_rows
from jiceng.corpus.article import STATUSES, Article
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.evaluation.status_figures import draw, judge, report
from jiceng.knowledge.article import annotated, article_knowledge
from jiceng.knowledge.cues import read_cues
from jiceng.knowledge.records import Status, dump
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.validation import validate_lines
from tests.conftest import ROOT
from tests.knowledge.reading import article

ROWS = read_rows(ROOT / "tests" / "knowledge" / "statuses.tsv", 3)
LETTERS = dict(zip("apcnq", STATUSES, strict=True))


def read_by_a_model(item: Article) -> list[dict[str, Any]]:
    """The lines that the export has of an article that a model labelled so."""
    knowledge = article_knowledge(Source(item.id, item.text), item, "test 1", "model")
    return [json.loads(line) for line in export_order([knowledge])]


def with_status(item: Article, status: str) -> Article:
    return replace(item, relations=tuple(replace(relation, status=status) for relation in item.relations))


@pytest.mark.parametrize(("text", "relations", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_cues_say_whether_it_is_so(text: str, relations: str, expected: str) -> None:
    item = article("a", text, relations.replace(";", "\n"))
    rows = read_by_a_model(item)
    text_of = {row["id"]: row["start"] for row in rows if row["type"] == "mention"}
    spans = {span.id: span.start for span in item.spans}
    read = {
        (row["label"], text_of[row["head"]], text_of[row["tail"]]): row.get("status", "asserted")
        for row in rows
        if row["type"] == "relation"
    }
    found = [read[relation.label, spans[relation.head], spans[relation.tail]] for relation in item.relations]
    assert found == [LETTERS[letter] for letter in expected.split()]


def test_status_is_written_only_where_something_is_not_asserted(ontology: Ontology) -> None:
    planned = article("a", "[石门县 GPE]计划成立[突击队 TEAM]。", "石门县 ESTABLISHES 突击队")
    done = article("b", "[石门县 GPE]成立[突击队 TEAM]。", "石门县 ESTABLISHES 突击队")
    for item, status in ((planned, "planned"), (done, None)):
        rows = read_by_a_model(item)
        assert list(validate_lines(map(json.dumps, rows), ontology, strict=True)) == []
        assert {row.get("status") for row in rows if row["type"] in ("relation", "fact")} == {status}
        assert all("status" in row for row in rows if row["type"] in ("relation", "fact")) == (status is not None)


def test_facts_that_differ_in_status_are_two() -> None:
    text = "[石门县 GPE]成立[突击队 TEAM]。[石门县 GPE]没有成立[突击队 TEAM]。"
    rows = read_by_a_model(article("a", text, "石门县 ESTABLISHES 突击队\n石门县#2 ESTABLISHES 突击队#2"))
    facts = [row for row in rows if row["type"] == "fact"]
    assert sorted(row.get("status", "asserted") for row in facts) == ["asserted", "negated"]
    assert len({row["id"] for row in facts}) == 2


def test_annotations_have_the_labelled_status() -> None:
    item = article("a", "[石门县 GPE]计划成立[突击队 TEAM]。", "石门县 ESTABLISHES 突击队")
    for status in STATUSES:
        rows = map(json.loads, export_order(annotated([with_status(item, status)])))
        assert {row.get("status", "asserted") for row in rows if row["type"] == "fact"} == {status}


def test_the_records_know_the_statuses_of_articles() -> None:
    assert get_args(get_args(Status)[0]) == STATUSES
    assert all(
        "status" not in dump(line)
        for line in article_knowledge(Source("a", "无"), Article("a", "无"), "m", "model").lines
    )


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("planned\tsideways\t拟", "known are"),
        ("hoped\tstretch\t拟", "known are"),
        ("planned\tstretch\t拟\nplanned\tstretch\t将", "stands twice"),
        ("planned\tstretch\t拟 拟", "拟 stands twice"),
        ("planned\tstretch\t将~", "no row verb"),
        ("negated\tclause\t未~", "~ is for the reach stretch"),
        ("negated\topen\t原定", "no row close"),
        ("negated\tclause\t$", "is no word"),
        ("planned\tstretch", "columns"),
    ],
)
def test_a_faulty_row_of_cues_is_named(rows: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "cues.tsv"
    path.write_text(rows + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_cues(path)


def test_figures_count_what_differs_from_the_labels() -> None:
    item = article(
        "a",
        "[石门县 GPE]计划成立[突击队 TEAM]。[乙县 GPE]有[卡点 CHECKPOINT]。",
        "石门县 ESTABLISHES 突击队\n卡点 LOCATED_IN 乙县",
    )
    right, wrong = with_status(item, "planned"), item
    sentences = list(judge(right))
    assert [sentence.cued for sentence in sentences] == [True, True]
    lines = list(report(judge(wrong)))
    assert lines[:3] == [
        "2 sentences, 1 with a cue; 2 relations",
        "status right: 0.500",
        "asserted, read as something else: 0.500 (1 of 2)",
    ]
    assert lines[-1] == "    石门县 ESTABLISHES 突击队: labelled asserted, read planned"
    many = list(judge(wrong)) * 20
    assert draw(many, 10, seed=1) == draw(many, 10, seed=1)
    assert len(draw(many, 10, seed=1)) == 10
