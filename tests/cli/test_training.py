from pathlib import Path

import spacy

from tests.cli.process import jiceng


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
