"""The encoder in a training: states are computed once and kept, and the pipeline that comes out holds the encoder."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import jiceng.training.states
from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus
from jiceng.encoder.weights import EncoderWeights, save_weights
from jiceng.errors import InputError
from jiceng.ner.component import SpanTagger
from jiceng.ontology import Ontology
from jiceng.reading.pipeline import load_pipeline, save_pipeline
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig, load_config
from jiceng.training.states import StateStore
from jiceng.training.train import train_pipeline
from tests.conftest import quick
from tests.encoder.conftest import tiny_weights

SENTENCE = "宁明县在边境一线143个卡点成立83个临时党支部。"


@pytest.fixture
def weights(gold: dict[str, Article]) -> EncoderWeights:
    return tiny_weights("".join(article.text for article in gold.values()))


@pytest.fixture
def encoder_file(weights: EncoderWeights, tmp_path: Path) -> Path:
    save_weights(weights, tmp_path / "encoder.npz")
    return tmp_path / "encoder.npz"


def with_encoder(config: TrainingConfig, file: Path) -> TrainingConfig:
    return replace(config, tagger=replace(config.tagger, encoder=str(file)))


def test_states_are_computed_once(
    encoder_file: Path, tmp_path: Path, gold: dict[str, Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = normalize(gold["baise"].text)
    extents = [window.around for window in text.windows()]
    first = StateStore(encoder_file, tmp_path / "states").of(text.norm, extents)
    monkeypatch.setattr(jiceng.training.states, "sentence_states", None)  # nothing is left to compute with
    again = StateStore(encoder_file, tmp_path / "states").of(text.norm, extents)
    np.testing.assert_array_equal(first, again)


def test_a_damaged_file_of_states_is_made_again(encoder_file: Path, tmp_path: Path) -> None:
    store = StateStore(encoder_file, tmp_path / "states")
    states = store.of(SENTENCE, [(0, len(SENTENCE))])
    (file,) = (tmp_path / "states").rglob("*.npy")
    for damage in (b"", file.read_bytes()[:90], b"\x80\x04K\x01."):
        file.write_bytes(damage)
        np.testing.assert_array_equal(store.of(SENTENCE, [(0, len(SENTENCE))]), states)
        assert np.load(file).shape == states.shape
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_another_encoder_has_other_states(encoder_file: Path, tmp_path: Path, weights: EncoderWeights) -> None:
    save_weights(tiny_weights(weights.characters, seed=1), tmp_path / "other.npz")
    one, other = (StateStore(file, tmp_path / "states") for file in (encoder_file, tmp_path / "other.npz"))
    extents = [(0, len(SENTENCE))]
    assert np.abs(one.of(SENTENCE, extents) - other.of(SENTENCE, extents)).max() > 0.1


def test_a_pipeline_with_an_encoder_is_whole_in_its_folder(
    corpus: Corpus, ontology: Ontology, encoder_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where build/states/ is made
    trained = train_pipeline(corpus, with_encoder(quick(epochs=4), encoder_file), ontology, "test")
    save_pipeline(trained, tmp_path / "pipeline")
    encoder_file.unlink()
    read = load_pipeline(tmp_path / "pipeline")
    for text in (SENTENCE, corpus.gold[0].text[:600]):
        one, other = trained(text), read(text)
        assert [(e.start_char, e.end_char, e.label_) for e in one.ents] == [
            (e.start_char, e.end_char, e.label_) for e in other.ents
        ]
    component = read.get_pipe("jiceng_ner")
    assert isinstance(component, SpanTagger) and component.tagger is not None
    assert component.tagger.weights is not None and component.tagger.weights.width == 16
    narrow = tiny_weights("县", width=8)
    save_weights(narrow, tmp_path / "pipeline" / "jiceng_ner" / "encoder.npz")
    with pytest.raises(InputError, match=r"input is float32 \(2, 208, 96\), float32 \(2, 200, 96\) is needed"):
        load_pipeline(tmp_path / "pipeline")
    (tmp_path / "pipeline" / "jiceng_ner" / "encoder.npz").write_bytes(b"no zip")
    with pytest.raises(InputError, match="holds no encoder that can be read"):
        load_pipeline(tmp_path / "pipeline")


def test_what_the_encoder_says_counts(
    corpus: Corpus, ontology: Ontology, encoder_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    trained = train_pipeline(corpus, with_encoder(quick(epochs=2, folds=0), encoder_file), ontology, "test")
    component = trained.get_pipe("jiceng_ner")
    assert isinstance(component, SpanTagger) and component.tagger is not None
    tagger = component.tagger
    prepared = tagger.prepare(normalize(SENTENCE))
    assert prepared.states is not None and prepared.states.shape == (len(SENTENCE), 16)
    silent = replace(prepared, states=np.zeros_like(prepared.states))
    assert tagger.likely(prepared) != tagger.likely(silent)


def test_a_config_without_an_encoder_names_none() -> None:
    config = load_config()
    assert config.tagger.encoder == "" and [file.name for file in config.files] == ["vectors.npz"]
