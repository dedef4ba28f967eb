import json
from pathlib import Path

import jsonschema
import pytest
from spacy.language import Language

from jiceng.corpus.sources import Source
from jiceng.evaluation.pages.generated import SCHEMA_FILE
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.knowledge.records import dump
from jiceng.ontology import Ontology
from jiceng.reading.extract import extract
from jiceng.writing.schema import schema_text

TEXT = "宁明县在边境一线143个卡点成立83个临时党支部。"


@pytest.fixture(scope="module")
def lines(small_pipeline: Language) -> list[str]:
    (article,) = extract(small_pipeline, [Source("a", TEXT)], "zh_test 1")
    assert isinstance(article, ArticleKnowledge)
    return [dump(line) for line in (*article.lines, *article.entities, *article.facts)]


def test_the_committed_schema_is_the_codes(ontology: Ontology) -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(ontology)


def test_the_schema_is_valid_and_takes_real_lines(lines: list[str]) -> None:
    schema = json.loads(Path(SCHEMA_FILE).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert len(lines) > 5
    for line in lines:
        validator.validate(json.loads(line))
        validator.validate({**json.loads(line), "added_later": 1})  # readers ignore what they do not know


@pytest.mark.parametrize(
    ("field", "value"), [("type", "fact"), ("label", "VERB"), ("confidence", 1.5), ("start", -1), ("doc", None)]
)
def test_the_schema_refuses_what_is_wrong(lines: list[str], field: str, value: object) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(Path(SCHEMA_FILE).read_text(encoding="utf-8")))
    row = json.loads(lines[1])
    assert not validator.is_valid({**row, field: value})
    assert not validator.is_valid({key: value for key, value in row.items() if key != field})


KEYS = {
    "document": "type schema id sha256 chars script title published model source",
    "mention": "type id doc start end text norm label confidence origin entity",
    "relation": "type id doc label head tail confidence origin sentence",
    "entity": "type id label name aliases place code mentions doc_count docs",
    "fact": "type id predicate subject object place date confidence support evidence",
}


def test_keys_come_in_the_contracts_order(lines: list[str]) -> None:
    rows = [json.loads(line) for line in lines]
    for kind, keys in KEYS.items():
        row = next(row for row in rows if row["type"] == kind and row.get("label") not in ("QUANTITY", "DATE"))
        assert list(row) == keys.split()
    quantity = next(row for row in rows if row["type"] == "mention" and row["label"] == "QUANTITY")
    assert list(quantity) == [*KEYS["mention"].split(), "value"]
    assert list(quantity["value"]) == ["amount", "unit", "bound", "upper"]
    count = next(row for row in rows if row["type"] == "fact" and row["predicate"] == "HAS_COUNT")
    assert list(count["subject"]) == ["id", "label", "name", "counts"]
    assert list(count["object"]) == ["id", "label", "name", "counts", "value"]
    assert list(count["evidence"][0]) == ["doc", "start", "end", "text"]
