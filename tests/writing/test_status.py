"""Every form of the export says what is not asserted, and the views leave it out unless asked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jiceng.evaluation.questions import ask
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.apoc import apoc_lines
from jiceng.writing.ntriples import WIKIDATA, ntriples
from jiceng.writing.order import export_order
from jiceng.writing.parquet import write_parquet
from jiceng.writing.table import article_table
from tests.knowledge.reading import article

TEXT = "[驿站 FAC]不设在[东村 GPE]。[驿站 FAC]设在[西村 GPE]。[棉被 RESOURCE]、[雨衣 RESOURCE]共[300件 QUANTITY]。"
ITEM = article("a", TEXT, "驿站 LOCATED_IN 东村\n驿站#2 LOCATED_IN 西村\n棉被 HAS_COUNT 300件\n雨衣 HAS_COUNT 300件")
DENIED = replace(ITEM, relations=(replace(ITEM.relations[0], status="negated"), *ITEM.relations[1:]))
LINES = list(export_order(annotated([DENIED])))


def test_views_show_what_is_asserted_unless_asked() -> None:
    pytest.importorskip("duckdb")
    asserted, everything = ask(
        LINES,
        [
            "SELECT object FROM facts WHERE predicate = 'LOCATED_IN'",
            "SELECT object, status FROM statements WHERE predicate = 'LOCATED_IN' ORDER BY status",
        ],
    )
    assert asserted == [("西村",)]
    assert everything == [("西村", "asserted"), ("东村", "negated")]


def test_the_table_shows_it(ontology: Ontology) -> None:
    (knowledge,) = annotated([DENIED])
    rows = [row.strip() for row in article_table(DENIED.text, knowledge.lines, ontology) if "LOCATED_IN" in row]
    assert rows == ["驿站 ─LOCATED_IN 位于→ 东村    1.00 negated", "驿站 ─LOCATED_IN 位于→ 西村    1.00"]


def test_apoc_has_it_as_a_property() -> None:
    rows = [row for row in map(json.loads, apoc_lines(LINES)) if row.get("label") == "LOCATED_IN"]
    assert sorted(row["properties"].get("status", "asserted") for row in rows) == ["asserted", "negated"]


def test_parquet_has_a_column(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(LINES, tmp_path / "k")
    facts = parquet.read_table(tmp_path / "k" / "fact.parquet").to_pylist()
    assert sorted(row["status"] or "-" for row in facts if row["predicate"] == "LOCATED_IN") == ["-", "negated"]
    assert {row["object"]["value"]["shared"] for row in facts if row["predicate"] == "HAS_COUNT"} == {True}


def test_no_property_of_wikidata_says_what_is_not_so_or_is_a_total_of_several_things() -> None:
    pytest.importorskip("rdflib")
    triples = list(ntriples(LINES))
    assert sum(f"{WIKIDATA}P276" in triple for triple in triples) == 1
    assert not any(f"{WIKIDATA}P1114" in triple for triple in triples)
    assert sum('term:status> "negated"' in triple for triple in triples) == 1
