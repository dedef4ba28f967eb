import sys
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from jiceng.errors import InputError
from jiceng.reading.model_folder import find_model
from jiceng.reading.pipeline import load_pipeline


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without models/pipeline."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "site")
    return tmp_path


def test_without_any_pipeline_one_line_says_how_to_get_one(away: Path) -> None:
    with pytest.raises(InputError, match=r"^zh_jiceng: no trained pipeline: install the wheel of zh_jiceng, or run"):
        find_model()


def test_the_working_folders_pipeline_comes_before_an_installed_one(small_model: Path, away: Path) -> None:
    package = away / "site" / "zh_jiceng"
    copytree(small_model, package / "zh_jiceng-0.2.0")
    (package / "__init__.py").write_text("")
    sys.modules.pop("zh_jiceng", None)
    assert find_model() == package / "zh_jiceng-0.2.0" == find_model("zh_jiceng")
    copytree(small_model, away / "models" / "pipeline")
    assert find_model() == Path("models/pipeline")
    assert find_model(package) == package


def damaged(small_model: Path, folder: Path, old: str, new: str) -> Path:
    copytree(small_model, folder)
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    assert old in config
    (folder / "config.cfg").write_text(config.replace(old, new), encoding="utf-8")
    return folder


def test_a_model_whose_factories_are_unknown_is_refused_by_name(small_model: Path, tmp_path: Path) -> None:
    folder = damaged(small_model, tmp_path / "m", 'factory = "jiceng_ner"', 'factory = "pipeline_ner"')
    with pytest.raises(
        InputError, match=r"component jiceng_ner is made by pipeline_ner, which jiceng .* does not have"
    ):
        load_pipeline(folder)


def test_a_config_that_is_none_is_named(small_model: Path, tmp_path: Path) -> None:
    folder = damaged(small_model, tmp_path / "m", "[components]", "[components")
    with pytest.raises(InputError, match="is no config that can be read"):
        load_pipeline(folder)


def test_damaged_files_are_one_line(small_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "m"
    copytree(small_model, folder)
    (folder / "meta.json").write_text("{")
    with pytest.raises(InputError, match="cannot be loaded"):
        load_pipeline(folder)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("before_creation = null", 'before_creation = {"@callbacks":"evil.v1"}', "calls @callbacks evil.v1"),
        ('@tokenizers = "spacy.zh.ChineseTokenizer"', '@tokenizers = "evil.v1"', "calls @tokenizers evil.v1"),
        ("vocab_data = null", 'vocab_data = {"@readers":"srsly.read_json.v1"}', "calls @readers srsly.read_json.v1"),
    ],
)
def test_foreign_functions_are_refused_before_they_run(
    small_model: Path, tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        load_pipeline(damaged(small_model, tmp_path / "m", old, new))


@pytest.mark.parametrize("file", ["jiceng_ner/networks.npz", "jiceng_relations/weights.npz"])
@pytest.mark.parametrize("fault", ["cut", "nan", "objects", "missing"])
def test_hostile_or_broken_weights_are_one_line(small_model: Path, tmp_path: Path, file: str, fault: str) -> None:
    copytree(small_model, tmp_path / "m")
    path = tmp_path / "m" / file
    if fault == "cut":
        path.write_bytes(path.read_bytes()[:-2000])
    elif fault == "missing":
        path.unlink()
    else:
        with np.load(path) as arrays:
            content = {name: arrays[name] for name in arrays.files}
        name = next(name for name, array in content.items() if array.dtype.kind == "f")
        broken = content[name].astype(object) if fault == "objects" else np.full_like(content[name], np.nan)
        np.savez(path, **{**content, name: broken})
    with pytest.raises(InputError) as refused:
        load_pipeline(tmp_path / "m")
    assert len(str(refused.value).splitlines()) == 1
