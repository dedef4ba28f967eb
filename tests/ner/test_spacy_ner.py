"""The component around another pipeline's `ner`, on spaCy's own small network: a transformer's is tested by `make test-trf`."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from jiceng.corpus.article import Article
from jiceng.errors import InputError
from jiceng.ner.document import spans_of
from jiceng.ner.spacy_ner import encoder_tagger
from jiceng.reading.pipeline import load_pipeline, save_pipeline
from jiceng.text.normalize import normalize
from jiceng.training.assemble import assemble_pipeline
from jiceng.training.spacy_corpus import Manifest, sentence_docs


@pytest.fixture(scope="module")
def inner(gold: dict[str, Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with a `ner` that learned one article."""
    fix_random_seed(0)
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    nlp.add_pipe("ner")
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in sentence_docs(gold["ningming"], nlp)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(45):
        for first in range(0, len(examples), 8):
            nlp.update(examples[first : first + 8], sgd=optimizer)
    folder = tmp_path_factory.mktemp("inner") / "model"
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def outer(inner: Path, small_model: Path, gold: dict[str, Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Calibrated on what it learned, so that it stays as sure as it is; a real one is calibrated on another article.
    manifest = Manifest("0123456789abcdef", "ningming", ["ningming"])
    nlp = assemble_pipeline(inner, small_model, manifest, gold["ningming"])
    folder = tmp_path_factory.mktemp("outer") / "pipeline"
    save_pipeline(nlp, folder)
    return folder


def test_it_finds_what_the_inner_pipeline_learned(outer: Path, gold: dict[str, Article]) -> None:
    article = gold["ningming"]
    doc = load_pipeline(outer)(article.text)
    found = {(span.start, span.end, span.label) for span in spans_of(doc)}
    assert len(found & article.span_keys()) > 0.5 * len(article.spans)
    assert doc._.relations


def test_confidences_differ_and_the_threshold_is_theirs(outer: Path, gold: dict[str, Article]) -> None:
    few, some, many = (load_pipeline(outer, level)(gold["lijiang"].text).ents for level in (0.9, None, 0.1))
    assert len(few) < len(some) < len(many)
    assert all(ent._.confidence > 0.9 for ent in few)
    assert len({ent._.confidence for ent in many}) > 10 and all(0.1 < ent._.confidence <= 1 for ent in many)


def test_many_sentences_are_read_as_few_are(inner: Path) -> None:
    tagger = encoder_tagger(inner)
    one = "宁明县在边境一线143个卡点成立83个临时党支部。"
    (first, *rest) = (
        [(span.start % len(one), span.label) for span in tagger.tag(normalize(one * count))] for count in (1, 150)
    )
    assert first and rest == [first * 150]


def test_the_calibration_is_kept(outer: Path, inner: Path) -> None:
    tagger = load_pipeline(outer).get_pipe("jiceng_ner").tagger  # type: ignore[attr-defined]
    assert tagger.calibration != encoder_tagger(inner).calibration


def test_a_folder_without_a_ner_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be loaded"):
        encoder_tagger(tmp_path)
    spacy.blank("zh").to_disk(tmp_path / "blank")
    with pytest.raises(InputError, match="has no component ner"):
        encoder_tagger(tmp_path / "blank")


def test_a_pipeline_whose_libraries_are_missing_says_which_extra_has_them(inner: Path, outer: Path) -> None:
    config = outer / "jiceng_ner" / "pipeline" / "config.cfg"
    whole = config.read_text(encoding="utf-8")
    config.write_text(whole.replace('factory = "ner"', 'factory = "transformer"'), encoding="utf-8")
    try:
        with pytest.raises(InputError, match="needs jiceng's extra trf"):
            load_pipeline(outer)
    finally:
        config.write_text(whole, encoding="utf-8")


def test_an_untrained_one_says_so() -> None:
    nlp: Language = spacy.blank("zh")
    nlp.add_pipe("jiceng_encoder_ner")
    with pytest.raises(RuntimeError, match="is not trained"):
        nlp("宁明县")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('factory = "ner"', 'factory = "evil"'),
        ("before_creation = null", 'before_creation = {"@callbacks":"evil.v1"}'),
        ('@architectures = "spacy.TransitionBasedParser.v2"', '@architectures = "evil.v1"'),
    ],
)
def test_an_encoder_that_names_what_is_not_spacys_is_refused(outer: Path, old: str, new: str) -> None:
    config = outer / "jiceng_ner" / "pipeline" / "config.cfg"
    whole = config.read_text(encoding="utf-8")
    assert old in whole
    config.write_text(whole.replace(old, new), encoding="utf-8")
    try:
        with pytest.raises(InputError, match=r"evil.*it was not loaded"):
            load_pipeline(outer)
    finally:
        config.write_text(whole, encoding="utf-8")
