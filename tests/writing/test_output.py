import json
from pathlib import Path
from typing import Any

import pytest

from jiceng.errors import InputError
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.apoc import apoc_lines
from jiceng.writing.ntriples import JICENG, WIKIDATA, ntriples
from jiceng.writing.order import export_order
from jiceng.writing.output import write_export
from jiceng.writing.parquet import write_parquet
from tests.knowledge.reading import article

# The transformer route's environment, which collects these tests too, has no such extras.
parquet = pytest.importorskip("pyarrow.parquet")
rdflib = pytest.importorskip("rdflib")

ARTICLE = article(
    "ningming",
    "[9月14日 DATE]，[宁明县 GPE]在[143个 QUANTITY][卡点 CHECKPOINT]成立[83个 QUANTITY][临时党支部 TEMP_BRANCH]，"
    "[杨秋佳 PERSON]任[书记 ROLE]，[边境线 LOC]长[212公里 QUANTITY]，[宁明县 GPE]属[广西 GPE]。",
    """
    宁明县 ESTABLISHES 临时党支部
    卡点 HAS_COUNT 143个
    临时党支部 LOCATED_IN 卡点
    临时党支部 HAS_COUNT 83个
    临时党支部 ON_DATE 9月14日
    杨秋佳 SERVES_AS 书记
    边境线 HAS_COUNT 212公里
    宁明县#2 PART_OF 广西
    """,
)
LINES = list(export_order(annotated([ARTICLE], {"ningming": {"published": "2021-12-01"}})))


def test_parquet_holds_what_the_lines_hold(tmp_path: Path) -> None:
    write_parquet(LINES, tmp_path / "k")
    for kind in ("document", "mention", "relation", "entity", "fact"):
        table = parquet.read_table(tmp_path / "k" / f"{kind}.parquet").to_pylist()
        rows = [row for row in map(json.loads, LINES) if row["type"] == kind]
        assert len(table) == len(rows) > 0
        for column, row in zip(table, rows, strict=True):
            assert {name: value for name, value in _filled(column).items() if name != "type"} == _filled(
                {name: value for name, value in row.items() if name != "type"}
            )


def _filled(value: Any) -> Any:
    """Without what is null: Parquet's columns are there for every row."""
    if isinstance(value, dict):
        filled = {name: _filled(part) for name, part in value.items()}
        return {name: part for name, part in filled.items() if part is not None}
    return [_filled(part) for part in value] if isinstance(value, list) else value


def test_parquet_replaces_a_folder_of_its_own_and_no_other(tmp_path: Path) -> None:
    write_parquet(LINES, tmp_path / "k")
    write_parquet(LINES, tmp_path / "k")
    (tmp_path / "k" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is no folder of an export"):
        write_parquet(LINES, tmp_path / "k")
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_triples_use_wikidatas_properties_only_where_they_mean_the_same() -> None:
    graph = rdflib.Graph().parse(data="\n".join(ntriples(LINES)), format="nt")
    names = {subject: str(name) for subject, name in graph.subject_objects(rdflib.RDFS.label)}
    plain = {
        (names[subject], str(predicate).removeprefix(WIKIDATA), names.get(obj, str(obj)))
        for subject, predicate, obj in graph
        if str(predicate).startswith(WIKIDATA)
    }
    assert plain == {
        ("宁明县", "P131", "崇左市"),
        ("崇左市", "P131", "广西壮族自治区"),
        ("临时党支部", "P276", "卡点"),
        ("临时党支部", "P1114", "83"),
        ("临时党支部", "P585", "2021-09-14"),
        ("卡点", "P1114", "143"),
        ("杨秋佳", "P39", "书记"),
        ("宁明县", "P361", "广西壮族自治区"),
    }


def test_every_fact_is_a_node_with_its_counts() -> None:
    graph = rdflib.Graph().parse(data="\n".join(ntriples(LINES)), format="nt")
    term = rdflib.Namespace(f"{JICENG}term:")
    (fact,) = graph.subjects(term.predicate, term.ESTABLISHES)
    (count,) = graph.objects(fact, term.objectCount)
    assert graph.value(count, term.amount) == rdflib.Literal(83) and graph.value(count, term.unit) == rdflib.Literal(
        "个"
    )
    facts = sum(json.loads(line)["type"] == "fact" for line in LINES)
    assert len(list(graph.subjects(rdflib.RDF.type, term.Fact))) == facts


def test_in_apoc_every_node_comes_before_what_joins_it() -> None:
    known: dict[str, list[str]] = {}
    joined = []
    for row in map(json.loads, apoc_lines(LINES)):
        if row["type"] == "node":
            known[row["id"]] = row["labels"]
            assert all(not isinstance(value, dict) for value in row["properties"].values())
        else:
            assert known[row["start"]["id"]] == row["start"]["labels"]
            assert known[row["end"]["id"]] == row["end"]["labels"]
            joined.append(row["label"])
    assert sorted(joined) == sorted(json.loads(line)["predicate"] for line in LINES if '"type":"fact"' in line)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "k.jsonl"
    write_export(annotated([ARTICLE]), str(path), "jsonl", ontology)
    before = path.read_bytes()
    with pytest.raises(InputError, match="annotated twice"):
        write_export(annotated([ARTICLE, ARTICLE]), str(path), "jsonl", ontology)
    assert path.read_bytes() == before and [item.name for item in tmp_path.iterdir()] == ["k.jsonl"]


def test_parquet_needs_a_name(ontology: Ontology) -> None:
    with pytest.raises(InputError, match="name it with -o"):
        write_export(annotated([ARTICLE]), "-", "parquet", ontology)
