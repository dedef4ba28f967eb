"""A trained pipeline as a Python package (`zh_jiceng`), with its figures, its card and the origin of its data."""

import json
import shutil
from pathlib import Path
from typing import Any

from spacy.cli.package import package

from jiceng.corpus.files import write_json
from jiceng.errors import InputError
from jiceng.reading.model_folder import check_folder

_SOURCES = (
    {
        "name": "Five newspaper and web articles on grass-roots epidemic control",
        "author": "their publishers",
        "license": "texts: all rights with their publishers, not contained in this package; labels: CC BY 4.0",
    },
    {
        "name": "jiceng supplement: articles written for training",
        "author": "The jiceng developers",
        "license": "CC BY 4.0",
    },
    {"name": "jieba (word boundaries as features)", "author": "Sun Junyi", "license": "MIT"},
    {"name": "OpenCC (script conversion)", "author": "Carbo Kuo and contributors", "license": "Apache-2.0"},
)


def package_model(model: Path, output: Path, metrics: Path, papers: list[Path]) -> tuple[Path, str | None]:
    """Write the package's source folder below `output`, which any wheel builder takes, and return it.

    `metrics` are the figures of `jiceng evaluate`; they go into `meta.json` if they were made from the data that the
    model was trained on, else the second value says why not. `papers` are files for the package, such as its card.

    Raises:
        InputError: `model` holds no pipeline.
    """
    check_folder(model)
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    figures, note = _performance(metrics, meta.get("jiceng", {}).get("data"))
    major, minor = meta["version"].split(".")[:2]
    meta |= {
        "author": "The jiceng developers",
        "license": "MIT",
        "sources": list(_SOURCES),
        "performance": figures,
        "requirements": [f"jiceng>={meta['version']},<{major}.{int(minor) + 1}"],
    }
    output.mkdir(parents=True, exist_ok=True)
    staged = output / "model"
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(model, staged)
    for paper in papers:
        shutil.copy(paper, staged / paper.name)
    write_json(staged / "meta.json", meta)
    # The layout of a model package is spaCy's own; the wheel is built by whoever calls this.
    package(staged, output, create_sdist=False, create_wheel=False, force=True)
    shutil.rmtree(staged)
    return output / f"{meta['lang']}_{meta['name']}-{meta['version']}", note


def _performance(metrics: Path, data: str | None) -> tuple[dict[str, Any], str | None]:
    try:
        made = json.loads(metrics.read_text(encoding="utf-8"))
        held_out = made["loao"]
        if made["data"] != data:
            return {}, f"{metrics} was made from other data than the model; the package has no figures"
        figures = {
            "evaluation": "leave one article out over the five real articles, strict; mean over seeds",
            "ents_f": held_out["entities"]["f1"],
            "relations_on_gold_entities_f": held_out["relations_gold"]["f1"],
            "relations_end_to_end_f": held_out["relations"]["f1"],
        }
    except OSError:
        return {}, f"{metrics} is not there; the package has no figures"
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(str(metrics), f"holds no figures that can be read ({error}); run jiceng evaluate") from error
    return figures, None
