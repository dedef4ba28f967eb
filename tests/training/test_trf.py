"""The transformer route from annotations to an export, on a tiny encoder with random weights that is made here.

The encoder lies where a hub's downloads lie, so that the config's own loaders read it, with the network turned off.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus
from jiceng.text.normalize import normalize
from tests.conftest import ROOT

pytestmark = [pytest.mark.trf, pytest.mark.filterwarnings("default")]

ENCODER = "jiceng/tiny"
WIDTH, LAYERS = 32, 2
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


@dataclass(frozen=True)
class Tiny:
    """The encoder's folder, the environment in which its name leads there, and the config's settings for it."""

    folder: Path
    environment: dict[str, str]
    overrides: dict[str, str | int]

    def run(self, *arguments: str | Path, fails: bool = False) -> str:
        run = subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode != 0) is fails, run.stdout + run.stderr
        return run.stdout + run.stderr


@pytest.fixture(scope="module")
def tiny(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    hub = tmp_path_factory.mktemp("hub")
    revision = "0" * 40
    repository = hub / "models--jiceng--tiny"
    folder = repository / "snapshots" / revision
    folder.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(revision)
    vocab = [
        *SPECIAL,
        *sorted(
            {char for article in corpus.gold for char in normalize(article.text).norm.lower() if not char.isspace()}
        ),
    ]
    (folder / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocab),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
        intermediate_size=2 * WIDTH,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    environment = {
        **os.environ,
        "HF_HUB_CACHE": str(hub),
        "HF_HUB_OFFLINE": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "OMP_NUM_THREADS": "1",
    }
    overrides: dict[str, str | int] = {
        "variables.encoder": ENCODER,
        "variables.vocab_size": len(vocab),
        "variables.width": WIDTH,
        "variables.intermediate_width": 2 * WIDTH,
        "variables.layers": LAYERS,
        "variables.heads": 2,
    }
    return Tiny(folder, environment, overrides)


@pytest.fixture(scope="module")
def files(tiny: Tiny, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    tiny.run("jiceng.cli", "corpus-spacy", "--held-out", "ningming", "--no-supplement", "-o", folder)
    return folder


def options(tiny: Tiny, files: Path) -> list[str]:
    paths = {"paths.train": files / "train.spacy", "paths.dev": files / "dev.spacy"}
    return [str(part) for key, value in {**tiny.overrides, **paths}.items() for part in (f"--{key}", value)]


@pytest.fixture(scope="module")
def trained(tiny: Tiny, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few steps with the shipped config, faster than a real encoder would bear."""
    folder = tmp_path_factory.mktemp("training")
    steps = ["--training.max_steps", "150", "--training.eval_frequency", "50", "--training.dropout", "0.0"]
    rate = [
        "--training.optimizer.learn_rate.initial_rate",
        "0.005",
        "--training.optimizer.learn_rate.warmup_steps",
        "10",
    ]
    tiny.run("spacy", "train", "configs/trf.cfg", "-o", folder, *options(tiny, files), *steps, *rate)
    return folder / "model-last"


@pytest.fixture(scope="module")
def assembled(
    tiny: Tiny, files: Path, trained: Path, small_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Calibrated on an article that it learned, so that so small an encoder stays as sure as it is."""
    folder = tmp_path_factory.mktemp("assembled") / "pipeline"
    learned = tmp_path_factory.mktemp("learned")
    manifest = {**json.loads((files / "corpus.json").read_text(encoding="utf-8")), "held_out": "baise"}
    (learned / "corpus.json").write_text(json.dumps(manifest), encoding="utf-8")
    tiny.run("jiceng.cli", "assemble", trained, "--relations", small_model, "--corpus", learned, "-o", folder)
    return folder


def test_training_starts_from_the_named_encoder_and_reads_a_piece_a_character(tiny: Tiny, files: Path) -> None:
    program = (
        "import json, sys\n"
        "from spacy.training.initialize import init_nlp\n"
        "from spacy.util import load_config\n"
        "overrides = json.loads(sys.argv[1])\n"
        "nlp = init_nlp(load_config('configs/trf.cfg', overrides=overrides))\n"
        "model = nlp.get_pipe('transformer').model\n"
        "state = model.get_ref('transformer').shims[0]._model.state_dict()\n"
        "pieces = model.get_ref('piece_encoder').predict([nlp.make_doc('县委书记 任A职')])[0]\n"
        "row = state['curated_encoder.embeddings.word_embeddings.weight'][7].tolist()\n"
        "print(json.dumps([row, pieces.dataXd.tolist(), pieces.lengths.tolist()]))\n"
    )
    overrides = {**tiny.overrides, "paths.train": str(files / "train.spacy"), "paths.dev": str(files / "dev.spacy")}
    run = subprocess.run(
        [sys.executable, "-c", program, json.dumps(overrides)],
        env=tiny.environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    row, pieces, lengths = json.loads(run.stdout.splitlines()[-1])
    from safetensors.torch import load_file

    weights = load_file(tiny.folder / "model.safetensors")
    assert row == weights["embeddings.word_embeddings.weight"][7].tolist()
    vocab = (tiny.folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    assert lengths == [1] * 9
    assert [vocab[piece] for piece in pieces] == ["[CLS]", *"县委书记任a职", "[SEP]"]


def test_a_name_that_is_no_encoder_stops_the_training(tiny: Tiny, files: Path, tmp_path: Path) -> None:
    wrong = [*options(tiny, files), "--variables.encoder", "jiceng/none"]
    assert "offline mode" in tiny.run("spacy", "train", "configs/trf.cfg", "-o", tmp_path, *wrong, fails=True)


def test_spacy_load_in_a_fresh_process_finds_what_was_learned(
    tiny: Tiny, trained: Path, gold: dict[str, Article]
) -> None:
    program = (
        "import json, spacy, sys\n"
        "nlp = spacy.load(sys.argv[1])\n"
        "print(json.dumps([[(e.text, e.label_) for e in nlp(line).ents] for line in sys.stdin.read().splitlines()]))\n"
    )
    article = gold["baise"]
    run = subprocess.run(
        [sys.executable, "-c", program, str(trained)],
        env=tiny.environment, cwd=ROOT, input=normalize(article.text).norm, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = [tuple(pair) for line in json.loads(run.stdout.splitlines()[-1]) for pair in line]
    wanted = {(normalize(article.mention(span)).norm, span.label) for span in article.spans}
    assert sum(pair in wanted for pair in found) > 0.3 * len(article.spans)


def test_extract_writes_valid_lines_with_probabilities(tiny: Tiny, assembled: Path, tmp_path: Path) -> None:
    sources = sorted(Path("tests/data/annotations/articles").glob("*.txt"))
    found = []
    for level in ("0.1", "0.4"):
        export = tmp_path / f"{level}.jsonl"
        tiny.run("jiceng.cli", "extract", *sources, "-o", export, "--model", assembled, "--min-confidence", level)
        assert "all valid" in tiny.run("jiceng.cli", "validate", "--strict", export)
        rows = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
        mentions = [row for row in rows if row["type"] == "mention"]
        assert mentions and all(float(level) <= row["confidence"] <= 1 for row in mentions)
        assert rows[0]["model"].startswith("zh_jiceng_trf ")
        found.append(rows)
    assert len(found[0]) > len(found[1])
    assert any(row["type"] == "relation" for row in found[0])


def test_traditional_script_is_read_as_simplified_and_answered_in_raw_text(
    tiny: Tiny, assembled: Path, gold: dict[str, Article]
) -> None:
    program = (
        "import json, spacy, sys\n"
        "nlp = spacy.load(sys.argv[1])\n"
        "docs = [nlp(text) for text in json.loads(sys.argv[2])]\n"
        "print(json.dumps([[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs]))\n"
    )
    text = normalize(gold["baise"].text)
    texts = [text.norm, text.raw, " \n", ""]
    run = subprocess.run(
        [sys.executable, "-c", program, str(assembled), json.dumps(texts)],
        env=tiny.environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    simplified, traditional, *blank = json.loads(run.stdout.splitlines()[-1])
    back = [[*(text.to_norm(start, end) or ()), label] for start, end, label in traditional]
    assert simplified and simplified == back
    assert text.script == "Hant"
    assert blank == [[], []]
