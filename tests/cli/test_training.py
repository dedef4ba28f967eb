from pathlib import Path

import numpy as np
import spacy

from jiceng.encoder.weights import load_weights, save_weights
from tests.cli.process import jiceng
from tests.encoder.conftest import tiny_weights


def test_train_if_needed_trains_once(tmp_path: Path) -> None:
    config = Path("configs/default.yaml").read_text(encoding="utf-8")
    config = (
        config.replace("epochs: 15", "epochs: 1").replace("hidden: 64", "hidden: 8").replace("folds: 3", "folds: 2")
    )
    config = config.replace("supplement: true", "supplement: false")
    (tmp_path / "c.yaml").write_text(config, encoding="utf-8")
    arguments = ("train", "--if-needed", "--config", tmp_path / "c.yaml", "-o", tmp_path / "model")
    assert "wrote" in jiceng(*arguments).stderr.decode()
    spacy.load(tmp_path / "model")
    assert "was trained on this data and config already" in jiceng(*arguments).stderr.decode()
    (tmp_path / "c.yaml").write_text(config.replace("decay: 0.0001", "decay: 0.0002"), encoding="utf-8")
    assert "wrote" in jiceng(*arguments).stderr.decode()


def test_encoder_keeps_what_reading_needs(tmp_path: Path) -> None:
    weights = tiny_weights("宁明县成立支部")
    save_weights(weights, tmp_path / "made.npz")
    with np.load(tmp_path / "made.npz") as file:
        arrays = {name: file[name] for name in file.files}
    # As a training leaves them: half precision, with heads that only the training used.
    for name in [name for name in arrays if name.endswith(".scale")]:
        matrix = name.removesuffix(".scale")
        arrays[matrix] = (arrays[matrix] * arrays.pop(name)[:, None]).astype(np.float16)
    np.savez(tmp_path / "weights.npz", **arrays, **{"mlm.weight": np.zeros((16, 16)), "tag.bias": np.zeros(59)})
    said = jiceng("encoder", tmp_path / "weights.npz", "-o", tmp_path / "new" / "encoder.npz").stderr.decode()
    assert "2 layers of 16, 7 characters" in said
    with np.load(tmp_path / "new" / "encoder.npz") as file:
        assert "mlm.weight" not in file.files and file["emb.weight"].dtype == np.int8
    again = load_weights(tmp_path / "new" / "encoder.npz")
    assert np.abs(again.embedding - weights.embedding).max() < 0.02


def test_encoder_refuses_what_holds_none(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_text("nothing", encoding="utf-8")
    run = jiceng("encoder", tmp_path / "weights.npz", "-o", tmp_path / "encoder.npz")
    assert run.returncode == 1
    assert "holds no encoder that can be read" in run.stderr.decode()
    assert not (tmp_path / "encoder.npz").exists()
