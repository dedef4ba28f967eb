import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.corpus.folder import Corpus
from pipeline.errors import InputError
from pipeline.ontology import Ontology
from pipeline.training.config import load_config
from pipeline.training.train import THRESHOLDS, Trainer, load_pipeline, save_pipeline, train_pipeline


def files(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def test_two_trainings_give_the_same_files(corpus: Corpus, ontology: Ontology, tmp_path: Path) -> None:
    config = replace(load_config(), supplement=False)
    config = replace(config, tagger=replace(config.tagger, iterations=5))
    for name in ("one", "two"):
        # The order in which articles come must not matter either.
        gold = corpus.gold if name == "one" else corpus.gold[::-1]
        save_pipeline(train_pipeline(Corpus(gold, ()), config, ontology, "test"), tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_model_holds_no_pickle(small_model: Path) -> None:
    for path in small_model.rglob("*"):
        assert path.suffix in {".json", ".cfg", ".npz", ".crfsuite", ".bin", ""} or path.is_dir()
        if path.is_file():
            assert not path.read_bytes().startswith(b"\x80\x04") and not path.read_bytes().startswith(b"\x80\x05")


def test_spacy_load_in_a_fresh_process_gives_the_same_entities_and_relations(
    small_pipeline: Language, small_model: Path
) -> None:
    text = "宁明县在边境一线143个卡点成立83个临时党支部。"
    program = (
        "import json, spacy, sys\n"
        "doc = spacy.load(sys.argv[1])(sys.argv[2])\n"
        "print(json.dumps([[(e.start_char, e.end_char, e.label_, e._.confidence) for e in doc.ents], doc._.relations]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(small_model), text], capture_output=True, text=True, check=True
    )
    doc = small_pipeline(text)
    expected = [[(e.start_char, e.end_char, e.label_, e._.confidence) for e in doc.ents], doc._.relations]
    assert json.loads(run.stdout) == json.loads(json.dumps(expected))
    assert doc._.relations


def test_the_meta_says_what_it_was_made_of(small_pipeline: Language, corpus: Corpus) -> None:
    made = small_pipeline.meta["jiceng"]
    assert made["trained_on"] == [article.id for article in corpus.gold]
    assert made["seed"] == 0 and len(made["data"]) == 16


def test_the_threshold_is_one_of_those_tried(corpus: Corpus, ontology: Ontology) -> None:
    trainer = Trainer(load_config(), ontology)
    assert trainer.classifier(corpus.gold[:3], ()).settings.threshold in THRESHOLDS


def test_a_folder_without_a_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no trained pipeline; run make train"):
        load_pipeline(tmp_path)
