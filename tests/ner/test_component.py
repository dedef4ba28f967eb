from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from jiceng.corpus.article import Article, Span
from jiceng.errors import InputError
from jiceng.ner.document import DocRelation, set_spans, spans_of
from jiceng.ner.storage import load_tagger
from jiceng.reading.pipeline import blank_pipeline
from tests.strategies import texts


def test_it_finds_what_it_learned(small_pipeline: Language, gold: dict[str, Article]) -> None:
    article = gold["ningming"]
    found = {(span.start, span.end, span.label) for span in spans_of(small_pipeline(article.text))}
    assert len(found & article.span_keys()) > 0.8 * len(article.spans)


def test_it_reads_traditional_script_and_answers_in_raw_offsets(small_pipeline: Language) -> None:
    doc = small_pipeline("寧明縣在邊境一線143個卡點成立83個臨時黨支部。")
    assert ("臨時黨支部", "TEMP_BRANCH") in {(ent.text, ent.label_) for ent in doc.ents}


def test_confidences_are_probabilities_and_survive_serialisation(small_pipeline: Language) -> None:
    doc = small_pipeline("宁明县在边境一线143个卡点成立83个临时党支部。")
    assert doc.ents and all(0 < ent._.confidence <= 1 for ent in doc.ents)
    back = Doc(small_pipeline.vocab).from_bytes(doc.to_bytes())
    assert spans_of(back) == spans_of(doc)
    assert [ent._.confidence for ent in back.ents] == [ent._.confidence for ent in doc.ents]


@settings(max_examples=60, deadline=None)
@given(texts)
def test_the_raw_text_at_a_mention_is_the_mention(small_pipeline: Language, raw: str) -> None:
    doc = small_pipeline(raw)
    assert doc.text == raw
    for ent, span in zip(doc.ents, spans_of(doc), strict=True):
        assert raw[span.start : span.end] == ent.text
        assert ent.text == ent.text.strip() and len(ent.text.splitlines()) == 1


def test_an_untrained_one_says_so() -> None:
    with pytest.raises(RuntimeError, match="is not trained"):
        blank_pipeline("zh_test")("宁明县")


def test_a_span_off_the_tokens_is_an_error_not_a_loss() -> None:
    doc = Doc(spacy.blank("zh").vocab, words=["宁明县", "成立"], spaces=[False, False])
    with pytest.raises(ValueError, match="“宁明” at 0 does not fall on the document's tokens"):
        set_spans(doc, [Span(0, 2, "GPE", 1)])


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no tagger that can be read"):
        load_tagger(tmp_path)


@pytest.mark.parametrize("way", ["bytes", "DocBin", "processes"])
def test_confidences_and_relations_travel_with_a_document(small_pipeline: Language, way: str) -> None:
    text = "宁明县在边境一线143个卡点成立83个临时党支部。"
    doc = small_pipeline(text)
    assert doc._.relations and all(isinstance(item, DocRelation) for item in doc._.relations)
    if way == "bytes":
        back = Doc(small_pipeline.vocab).from_bytes(doc.to_bytes())
    elif way == "DocBin":
        stored = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes())
        (back,) = stored.get_docs(small_pipeline.vocab)
    else:
        back, _ = small_pipeline.pipe([text, text], n_process=2)
    assert back._.relations == doc._.relations
    assert all(isinstance(item, DocRelation) for item in back._.relations)
    assert [ent._.confidence for ent in back.ents] == [ent._.confidence for ent in doc.ents]
