"""Ids and names that mean something to a form of the export, or to a terminal, come out as what they are."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.sources import Source
from jiceng.knowledge.article import ArticleKnowledge, annotated, article_knowledge
from jiceng.ontology import default_ontology
from jiceng.writing.apoc import apoc_lines
from jiceng.writing.candidates import candidate_rows
from jiceng.writing.fact_rows import FACT_COLUMNS
from jiceng.writing.facts_csv import csv_rows
from jiceng.writing.facts_xlsx import write_xlsx
from jiceng.writing.ntriples import ntriples
from jiceng.writing.order import export_order
from jiceng.writing.output import write_export
from jiceng.writing.validation import validate_lines
from tests.cli.process import jiceng

PIECES = [
    "县", "<", ">", '"', "'", "\\", "\n", "\r", "\t", "\x1b[31m", "\x9b2J", "\u2028", "\x85", "\u202e", "=cmd|' /C calc'!A0",
    "+1", "-1", "@SUM(A1)", "＝1", ";", ",", "`", "{", "}", "^", "|", "%3E", " ", "\ufffe", "\x7f", "𠮷", "_x001B_",
]  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(
    lambda parts: f"{''.join(parts)}".strip() or "县"
)


def one(article_id: str, name: str) -> ArticleKnowledge:
    name += "县局"  # a name of nothing but invisible characters is none
    text = f"{name}设立143个卡点。"
    at = len(name) + 2
    spans = (Span(0, len(name), "ORG", 1), Span(at, at + 4, "QUANTITY", 2), Span(at + 4, at + 6, "CHECKPOINT", 3))
    article = Article(article_id, text, spans, (Relation("ESTABLISHES", 1, 3), Relation("HAS_COUNT", 3, 2)))
    return article_knowledge(Source(article_id, text, source=name, title=name), article, "test", "annotation")


def lines(article_id: str, name: str) -> list[str]:
    return list(export_order([one(article_id, name)]))


@given(hostile, hostile)
def test_the_lines_are_valid_and_one_a_record(article_id: str, name: str) -> None:
    # A mention never begins with an invisible character, which belongs to no sentence.
    found = lines(article_id, f"县{name}")
    assert not list(validate_lines(found, default_ontology()))
    assert json.loads(found[0])["id"] == article_id and all("\n" not in line for line in found)


@given(hostile, hostile)
def test_triples_are_parsed_back(article_id: str, name: str) -> None:
    rdflib = pytest.importorskip("rdflib")
    found = lines(article_id, name)
    written = list(ntriples(found))
    graph = rdflib.Graph().parse(data="\n".join(written) + "\n", format="nt")
    assert len(graph) == len(set(written))
    facts = [json.loads(line) for line in found if '"type":"fact"' in line]
    term = rdflib.Namespace("urn:jiceng:term:")
    assert {str(node) for node in graph.objects(None, term.document)} == {article_id}
    assert {str(node) for node in graph.objects(None, term.evidence)} == {
        item["text"] for fact in facts for item in fact["evidence"]
    }


@given(hostile, hostile)
def test_apoc_is_a_record_a_line(article_id: str, name: str) -> None:
    rows = [json.loads(line) for line in apoc_lines(lines(article_id, name)) if re.fullmatch("[^\r\n]+", line)]
    assert len(rows) == len(list(apoc_lines(lines(article_id, name))))
    assert {doc for row in rows for doc in row["properties"].get("docs", ())} == {article_id}


@given(hostile, hostile)
def test_no_cell_of_a_csv_is_a_formula_and_none_breaks_out(article_id: str, name: str) -> None:
    text = "".join(f"{row}\n" for row in csv_rows(lines(article_id, name)))
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert tuple(header) == FACT_COLUMNS and rows
    for row in rows:
        assert len(row) == len(FACT_COLUMNS)
        assert not [cell for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))]
        assert row[FACT_COLUMNS.index("articles")] in (article_id, f"'{article_id}")


@settings(max_examples=20)
@given(hostile, hostile)
def test_a_workbook_is_xml_without_formulas(
    tmp_path_factory: pytest.TempPathFactory, article_id: str, name: str
) -> None:
    pytest.importorskip("xlsxwriter")
    path = tmp_path_factory.mktemp("book") / "k.xlsx"
    write_xlsx(lines(article_id, name), path)
    with zipfile.ZipFile(path) as book:
        for part in book.namelist():
            tree = ElementTree.fromstring(book.read(part))
            assert not [node for node in tree.iter() if node.tag.endswith(("}f", "}hyperlink"))]


def steers(text: str) -> bool:
    return re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text) is not None


@given(hostile, hostile)
def test_a_table_steers_no_terminal(article_id: str, name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.setattr("sys.stdout", out)
        write_export([one(article_id, name)], "-", "table", default_ontology())
    assert not steers(out.getvalue())


def pairs(article_id: str) -> Iterator[ArticleKnowledge]:
    for number, name in enumerate(("瑞丽市疫情防控指挥部", "市疫情防控指挥部")):
        text = f"{name}设立。"
        article = Article(f"{article_id}{number}", text, (Span(0, len(name), "COMMAND", 1),))
        yield from annotated([article])


def test_an_id_makes_no_row_of_a_table_of_decisions() -> None:
    rows = list(candidate_rows(export_order(pairs("x\nsame\tORG\ta\tb\x1b[2J"))))
    assert rows and not any(steers(row.replace("\t", "")) or row.startswith("same") or "\n" in row for row in rows)


def test_what_validate_says_steers_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "k.jsonl").write_text(json.dumps({"type": "document\x1b[2J\u202e"}) + "\n", encoding="utf-8")
    run = jiceng("validate", tmp_path / "k.jsonl")
    assert run.returncode == 1 and not steers(run.stdout.decode())
