import hashlib
import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from spacy.language import Language

from pipeline.corpus.article import Article
from pipeline.corpus.sources import Source
from pipeline.errors import InputError
from pipeline.knowledge.export import document_lines, extract
from pipeline.knowledge.records import dump
from pipeline.knowledge.validate import validate_lines
from pipeline.knowledge.writer import export_order
from pipeline.ontology import Ontology
from tests.strategies import texts


def rows(nlp: Language, *sources: Source) -> list[dict[str, Any]]:
    blocks = [item for item in extract(nlp, sources, "zh_test 1") if not isinstance(item, InputError)]
    return [json.loads(line) for line in export_order(blocks)]


def test_gold_comes_out_as_it_went_in(gold: dict[str, Article], ontology: Ontology) -> None:
    article = gold["baise"]
    lines = [dump(line) for line in document_lines(Source("baise", article.text), article, "annotation", "annotation")]
    assert list(validate_lines(lines, ontology, strict=True)) == []
    document, *rest = map(json.loads, lines)
    assert document["script"] == "Hant"
    assert document["sha256"] == hashlib.sha256(article.text.encode()).hexdigest()
    assert {(r["start"], r["end"], r["label"]) for r in rest if r["type"] == "mention"} == article.span_keys()
    assert sum(r["type"] == "relation" for r in rest) == len(article.relations)
    branch = next(r for r in rest if r["label"] == "TEMP_BRANCH")
    assert (branch["text"], branch["norm"]) == ("臨時黨支部", "临时党支部")
    assert (branch["confidence"], branch["origin"]) == (1.0, "annotation")


def test_a_relation_names_its_sentence(small_pipeline: Language) -> None:
    text = "第一句。宁明县在边境一线143个卡点成立83个临时党支部。第三句。"
    relation = next(row for row in rows(small_pipeline, Source("a", text)) if row["type"] == "relation")
    assert text[slice(*relation["sentence"])] == "宁明县在边境一线143个卡点成立83个临时党支部。"


def test_the_order_of_the_sources_changes_nothing(small_pipeline: Language, gold: dict[str, Article]) -> None:
    sources = [Source(name, gold[name].text) for name in ("ruili", "baise", "ningming")]
    exports = [rows(small_pipeline, *order) for order in itertools.permutations(sources)]
    assert all(export == exports[0] for export in exports)
    assert [row["id"] for row in exports[0] if row["type"] == "document"] == ["baise", "ningming", "ruili"]


def test_an_error_among_the_sources_stays_in_its_place(small_pipeline: Language) -> None:
    error = InputError("b.txt", "is empty")
    results = list(extract(small_pipeline, [Source("a", "卡点"), error, Source("c", "网格")], "m"))
    assert results[1] is error
    assert [isinstance(item, InputError) for item in results] == [False, True, False]


@settings(max_examples=60, deadline=None)
@given(texts.filter(lambda text: bool(text.strip())))
def test_the_raw_text_at_every_mention_is_the_mention(small_pipeline: Language, ontology: Ontology, raw: str) -> None:
    exported = rows(small_pipeline, Source("a", raw))
    assert list(validate_lines(map(json.dumps, exported), ontology, strict=True)) == []
    assert exported[0]["chars"] == len(raw)
    for row in exported:
        if row["type"] == "mention":
            assert raw[row["start"] : row["end"]] == row["text"]
        if row["type"] == "relation":
            start, end = row["sentence"]
            assert raw[start:end] == raw[start:end].strip()


def test_a_text_over_the_pipelines_limit_is_an_error(small_pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_pipeline, "max_length", 3)
    (error,) = extract(small_pipeline, [Source("a", "临时党支部")], "m")
    assert "a: is longer than the pipeline's limit of 3 characters" in str(error)
