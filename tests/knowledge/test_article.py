import hashlib
import itertools
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from jiceng.corpus.article import Article
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.reading.extract import extract
from jiceng.writing.order import export_order
from jiceng.writing.validation import validate_lines
from tests.strategies import texts


def rows(nlp: Language, *sources: Source) -> list[dict[str, Any]]:
    blocks = [item for item in extract(nlp, sources, "zh_test 1") if not isinstance(item, InputError)]
    return [json.loads(line) for line in export_order(blocks)]


def test_gold_comes_out_as_it_went_in(gold: dict[str, Article], ontology: Ontology) -> None:
    article = gold["baise"]
    lines = list(export_order(annotated([article])))
    assert list(validate_lines(lines, ontology, strict=True)) == []
    document, *rest = map(json.loads, lines)
    assert (document["script"], document["model"]) == ("Hant", "annotation")
    assert document["sha256"] == hashlib.sha256(article.text.encode()).hexdigest()
    assert {(r["start"], r["end"], r["label"]) for r in rest if r["type"] == "mention"} == article.span_keys()
    assert sum(r["type"] == "relation" for r in rest) == len(article.relations)
    branch = next(r for r in rest if r["type"] == "mention" and r["label"] == "TEMP_BRANCH")
    assert (branch["text"], branch["norm"]) == ("臨時黨支部", "临时党支部")
    assert (branch["confidence"], branch["origin"]) == (1.0, "annotation")


def test_mentions_have_an_entity_or_a_value_or_say_why_not(gold: dict[str, Article]) -> None:
    metadata = {"ningming": {"published": "2022-01-20"}}
    for about, date in (
        (metadata, {"kind": "date", "timex": "2022", "begin": "2022", "end": "2022-01-20"}),
        ({}, None),
    ):
        lines = map(json.loads, export_order(annotated([gold["ningming"]], about)))
        mentions = {row["text"]: row for row in lines if row["type"] == "mention"}
        assert mentions["83个"]["value"] == {"amount": 83, "unit": "个", "bound": "exact", "upper": None}
        assert mentions["83个"]["entity"] is None
        assert mentions["该县"]["entity"] == "gbt2260:451422" and "value" not in mentions["该县"]
        assert mentions["今年以来"]["value"] == date
    assert mentions["今年以来"]["value_note"] == "counts from the publication date, which is not known"


def test_an_article_annotated_twice_is_an_error(gold: dict[str, Article]) -> None:
    with pytest.raises(InputError, match="ruili: is annotated twice"):
        list(annotated([gold["ruili"], gold["ruili"]]))


def test_a_relation_names_its_sentence(small_pipeline: Language) -> None:
    text = "第一句。宁明县在边境一线143个卡点成立83个临时党支部。第三句。"
    relation = next(row for row in rows(small_pipeline, Source("a", text)) if row["type"] == "relation")
    assert text[slice(*relation["sentence"])] == "宁明县在边境一线143个卡点成立83个临时党支部。"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["baise", "lijiang", "menglian", "ningming", "ruili"]))
def test_the_order_of_the_articles_changes_no_byte(gold: dict[str, Article], order: list[str]) -> None:
    assert list(export_order(annotated(gold[name] for name in order))) == list(export_order(annotated(gold.values())))


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
