from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin
from spacy.util import load_config

from jiceng.corpus.article import Article, Span
from jiceng.corpus.folder import Corpus, articles_hash
from jiceng.errors import InputError
from jiceng.text.normalize import normalize
from jiceng.training.spacy_corpus import read_manifest, sentence_docs, write_spacy_corpus
from tests.conftest import ROOT


def blank() -> spacy.language.Language:
    return spacy.blank("zh")


def test_the_files_hold_every_span_of_their_articles_and_no_other(corpus: Corpus, tmp_path: Path) -> None:
    manifest = write_spacy_corpus(corpus, "ningming", tmp_path)
    assert read_manifest(tmp_path) == manifest
    train = [article for article in (*corpus.gold, *corpus.supplement) if article.id != "ningming"]
    assert manifest.trained_on == sorted(article.id for article in train)
    assert manifest.data == articles_hash(train)
    nlp = blank()
    for name, articles in (("train", train), ("dev", [a for a in corpus.gold if a.id == "ningming"])):
        docs = list(DocBin().from_disk(tmp_path / f"{name}.spacy").get_docs(nlp.vocab))
        assert all(len(token) == 1 or token.is_space for doc in docs for token in doc)
        found = [(ent.text, ent.label_) for doc in docs for ent in doc.ents]
        norms = [
            (text.norm[slice(*extent)], span.label)
            for article in articles
            for text in [normalize(article.text)]
            for span in sorted(article.spans)
            if (extent := text.to_norm(span.start, span.end))
        ]
        assert found == norms and len(found) == sum(len(article.spans) for article in articles)


def test_without_the_supplement_only_real_articles_are_written(corpus: Corpus, tmp_path: Path) -> None:
    manifest = write_spacy_corpus(corpus, "ruili", tmp_path, supplement=False)
    assert manifest.trained_on == ["baise", "lijiang", "menglian", "ningming"]


def test_traditional_script_is_written_as_simplified() -> None:
    article = Article("x", "寧明縣成立臨時黨支部。", (Span(0, 3, "GPE", 1), Span(5, 10, "TEMP_BRANCH", 2)))
    (doc,) = sentence_docs(article, blank())
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("宁明县", "GPE"), ("临时党支部", "TEMP_BRANCH")]


def test_a_span_over_the_end_of_a_sentence_is_an_error_not_a_loss() -> None:
    article = Article("x", "宁明县。百色市。", (Span(0, 5, "GPE", 1),))
    with pytest.raises(InputError, match="1 spans cross the end of a sentence"):
        list(sentence_docs(article, blank()))


def test_a_span_inside_a_replaced_word_is_an_error_not_a_loss() -> None:
    text = "縣裡的公車服務縣民。"
    (doc,) = sentence_docs(Article("x", text, (Span(3, 5, "RESOURCE", 1),)), blank())
    assert [ent.text for ent in doc.ents] == ["公交车"]
    with pytest.raises(InputError, match="“車” at 4 ends inside a word that normalisation replaces"):
        list(sentence_docs(Article("x", text, (Span(4, 5, "RESOURCE", 1),)), blank()))


def test_an_article_that_is_not_there_is_named(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nanning: is no gold article; hold out one of baise"):
        write_spacy_corpus(corpus, "nanning", tmp_path)
    with pytest.raises(InputError, match="nothing else to train on"):
        write_spacy_corpus(replace(corpus, gold=corpus.gold[:1], supplement=()), corpus.gold[0].id, tmp_path)
    with pytest.raises(InputError, match="run jiceng corpus-spacy"):
        read_manifest(tmp_path / "none")


def test_the_config_reads_these_files_character_by_character() -> None:
    config = load_config(ROOT / "configs" / "trf.cfg").interpolate()
    assert config["paths"]["train"] == "build/trf/train.spacy" and config["paths"]["dev"] == "build/trf/dev.spacy"
    assert config["nlp"]["tokenizer"]["segmenter"] == "char"
    loaders = config["initialize"]["components"]["transformer"]
    assert {loader["name"] for loader in loaders.values()} == {config["variables"]["encoder"]}
    width = config["components"]["transformer"]["model"]["hidden_width"]
    assert config["components"]["ner"]["model"]["tok2vec"]["width"] == width == 768
