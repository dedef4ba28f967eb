import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from jiceng.corpus.folder import Corpus
from jiceng.errors import InputError
from jiceng.ontology import Ontology
from jiceng.reading.pipeline import load_pipeline, save_pipeline
from jiceng.training.train import train_pipeline
from tests.conftest import quick


def files(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def test_two_trainings_give_the_same_files(corpus: Corpus, ontology: Ontology, tmp_path: Path) -> None:
    for name in ("one", "two"):
        # Neither the order in which articles come nor the number of processes may matter.
        gold = corpus.gold if name == "one" else corpus.gold[::-1]
        workers = 1 if name == "one" else 2
        save_pipeline(train_pipeline(Corpus(gold, ()), quick(epochs=2), ontology, "test", workers), tmp_path / name)
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


def test_a_lower_confidence_finds_more_and_a_higher_errs_less(
    small_model: Path, small_pipeline: Language, corpus: Corpus
) -> None:
    text = corpus.gold[0].text
    few, many = (len(load_pipeline(small_model, level)(text).ents) for level in (0.9, 0.1))
    assert few < len(small_pipeline(text).ents) < many


def test_a_folder_without_a_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no trained pipeline; run make train"):
        load_pipeline(tmp_path)
