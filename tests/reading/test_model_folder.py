import io
import json
import os
import sys
import zipfile
from pathlib import Path
from shutil import copyfile, copytree

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


def copied(model: Path, folder: Path, file: str) -> Path:
    """A copy of a model, made of links but for one file, which may be changed; its path."""
    copytree(model, folder, copy_function=os.symlink)
    (folder / file).unlink()
    copyfile(model / file, folder / file)
    return folder / file


def damaged(small_model: Path, folder: Path, old: str, new: str) -> Path:
    path = copied(small_model, folder, "config.cfg")
    config = path.read_text(encoding="utf-8")
    assert old in config
    path.write_text(config.replace(old, new), encoding="utf-8")
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
        ("after_creation = null", 'after_creation = [{"@callbacks":"evil.v1"}]', "calls @callbacks evil.v1"),
        ('@readers = "spacy.Corpus.v1"', '@readers = "evil.v1"', "calls @readers evil.v1"),
        # What a reference hides is found, too.
        (
            "before_creation = null",
            'before_creation = ${hidden.block}\n\n[hidden]\n\n[hidden.block]\n@callbacks = "evil.v1"',
            "calls @callbacks evil.v1",
        ),
        ('lang = "zh"', 'lang = "xx"', "is not of Chinese, a token a character"),
        ('segmenter = "char"', 'segmenter = "pkuseg"', "is not of Chinese, a token a character"),
        ('factory = "jiceng_ner"', 'source = "another_model"', "component jiceng_ner is made by None"),
        ('factory = "jiceng_ner"', 'factory = "entity_ruler"', "component jiceng_ner is made by entity_ruler"),
    ],
)
def test_foreign_functions_are_refused_before_they_run(
    small_model: Path, tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        load_pipeline(damaged(small_model, tmp_path / "m", old, new))


def test_nothing_of_spacys_is_called_for_a_folder_that_is_refused(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*arguments: object, **options: object) -> None:
        raise AssertionError

    monkeypatch.setattr("spacy.load", called)
    with pytest.raises(InputError, match="evil"):
        load_pipeline(
            damaged(small_model, tmp_path / "m", "before_creation = null", 'before_creation = {"@misc":"evil"}')
        )


FILES = ["meta.json", "tokenizer/cfg", "vocab/key2row", "vocab/lookups.bin", "vocab/strings.json", "vocab/vectors"]


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(small_model: Path, tmp_path: Path, file: str) -> None:
    copied(small_model, tmp_path / "m", file).unlink()
    with pytest.raises(InputError, match=f"{file}: is missing; train again"):
        load_pipeline(tmp_path / "m")


def one_line(folder: Path) -> str:
    with pytest.raises(InputError) as refused:
        load_pipeline(folder)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(str(folder))
    return line


@pytest.mark.parametrize("file", [*FILES, "vocab/vectors.cfg", "jiceng_ner/lexicon.json", "jiceng_ner/settings.json"])
@pytest.mark.parametrize("content", [b"\xff\x00", b"[" * 100_000, b"[]"])
def test_broken_files_are_refused_in_one_line_or_hold_nothing_that_is_read(
    small_model: Path, tmp_path: Path, file: str, content: bytes
) -> None:
    copied(small_model, tmp_path / "m", file).write_bytes(content)
    try:
        nlp = load_pipeline(tmp_path / "m")
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:  # what spaCy keeps of words does not matter, since a token is a character
        assert file.startswith("vocab/") and nlp("宁明县在143个卡点成立83个临时党支部。").ents


@pytest.mark.parametrize(
    ("file", "field", "value", "says"),
    [
        ("jiceng_relations", ("settings", "bits"), 60, "bits is 60"),
        ("jiceng_relations", ("settings", "bits"), "20", "not supported"),
        ("jiceng_relations", ("labels",), ["PART_OF"], "labels 1"),
        ("jiceng_relations", ("thresholds",), {"PART_OF": "much"}, "could not convert"),
        ("jiceng_relations", ("calibrations",), {"PART_OF": {"slope": float("nan")}}, "the calibration"),
        ("jiceng_ner", ("calibration",), {"slope": "steep"}, "the calibration"),
        ("jiceng_ner", ("tags",), ["O"], "is needed"),
        ("jiceng_ner", ("settings", "members"), 0, "there is no network"),
        ("jiceng_ner", ("settings", "network", "hidden"), 7, "is needed"),
        ("jiceng_ner", ("settings", "vectors_"), 7, "unexpected keyword"),
    ],
)
def test_settings_that_do_not_fit_are_refused(
    small_model: Path, tmp_path: Path, file: str, field: tuple[str, ...], value: object, says: str
) -> None:
    path = copied(small_model, tmp_path / "m", f"{file}/settings.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    part = data
    for name in field[:-1]:
        part = part[name]
    part[field[-1]] = value
    path.write_text(json.dumps(data), encoding="utf-8")
    assert says in one_line(tmp_path / "m")


def test_a_pattern_that_is_no_regular_expression_is_refused(small_model: Path, tmp_path: Path) -> None:
    path = copied(small_model, tmp_path / "m", "jiceng_ner/lexicon.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["patterns"] = {"DATE": ["("]}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert "is no regular expression" in one_line(tmp_path / "m")


@pytest.mark.parametrize(
    ("file", "array"),
    [
        *(("jiceng_ner/networks.npz", name) for name in ("types", "0.input", "0.chars", "0.end")),
        *(("jiceng_ner/vectors.npz", name) for name in ("chars", "bigrams_rows", "chars_scale")),
        *(("jiceng_relations/weights.npz", name) for name in ("columns", "coef", "intercept")),
    ],
)
@pytest.mark.parametrize("fault", ["shorter", "another dimension", "another kind"])
def test_arrays_that_do_not_fit_are_refused(
    small_model: Path, tmp_path: Path, file: str, array: str, fault: str
) -> None:
    path = copied(small_model, tmp_path / "m", file)
    with np.load(path) as arrays:
        content = {name: arrays[name] for name in arrays.files}
    if fault == "another kind":
        content[array] = content[array].astype("U8")
    else:
        content[array] = content[array][:-1] if fault == "shorter" else content[array][None]
    np.savez(path, **content)
    one_line(tmp_path / "m")


def test_an_array_that_says_it_is_endless_is_refused(small_model: Path, tmp_path: Path) -> None:
    path = copied(small_model, tmp_path / "m", "jiceng_ner/networks.npz")
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (1 << 55,)})
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("sparse.npy", header.getvalue())
    one_line(tmp_path / "m")


@pytest.mark.parametrize("file", ["jiceng_ner/networks.npz", "jiceng_relations/weights.npz"])
@pytest.mark.parametrize("fault", ["cut", "nan", "objects", "missing"])
def test_hostile_or_broken_weights_are_one_line(small_model: Path, tmp_path: Path, file: str, fault: str) -> None:
    path = copied(small_model, tmp_path / "m", file)
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
