from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.training.config import DEFAULT_CONFIG, config_hash, load_config


def test_the_default_config_is_read() -> None:
    config = load_config()
    assert config.name == "zh_jiceng"
    assert config.tagger.kind == "hybrid" and config.tagger.network.hidden > 0 and config.supplement


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed: 0", "seeds: 0", "the config lacks seed"),
        ("  lexicon: true", "  lexicon: true\n  lexikon: true", "tagger has the unknown key lexikon"),
        ("    hidden: 64", "    hiden: 64", "tagger.network lacks hidden"),
        ("kind: hybrid", "kind: lstm", "must be hybrid or crf"),
        ("  bits: 20", "", "relations lacks bits"),
        ("tagger:", "tagger: [", "is not YAML"),
    ],
)
def test_a_faulty_config_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(DEFAULT_CONFIG.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_config(path)


def test_a_changed_config_has_another_hash(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(DEFAULT_CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    same = config_hash(path)
    assert same == config_hash(DEFAULT_CONFIG)
    path.write_text(path.read_text(encoding="utf-8").replace("seed: 0", "seed: 1"), encoding="utf-8")
    assert config_hash(path) != same
