"""The training config, `configs/default.yaml`."""

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from pipeline.configs import CONFIGS
from pipeline.errors import InputError
from pipeline.ner.tagger import TaggerSettings
from pipeline.relations.classifier import RelationSettings

DEFAULT_CONFIG = CONFIGS / "default.yaml"


@dataclass(frozen=True)
class TrainingConfig:
    """`fit_threshold`: the relations' threshold is fitted on inner folds instead of given."""

    name: str
    seed: int
    supplement: bool
    tagger: TaggerSettings
    relations: RelationSettings
    fit_threshold: bool


def load_config(path: Path = DEFAULT_CONFIG) -> TrainingConfig:
    """Read a config.

    Raises:
        InputError: the file cannot be read, or a key is missing or unknown.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise InputError(str(path), f"is not YAML: {' '.join(str(error).split())}") from error
    _keys(data, {"name", "seed", "supplement", "tagger", "relations"}, path, "the config")
    relations = data["relations"]
    _keys(data["tagger"], {field.name for field in fields(TaggerSettings)}, path, "tagger")
    _keys(relations, {field.name for field in fields(RelationSettings)}, path, "relations")
    fit = relations["threshold"] is None
    if fit:
        relations = {key: value for key, value in relations.items() if key != "threshold"}
    return TrainingConfig(
        name=str(data["name"]),
        seed=int(data["seed"]),
        supplement=bool(data["supplement"]),
        tagger=TaggerSettings(**data["tagger"]),
        relations=RelationSettings(**relations),
        fit_threshold=fit,
    )


def config_hash(path: Path) -> str:
    """SHA-256 (first 16 hex digits) of the config and of every data file a model depends on."""
    digest = hashlib.sha256(path.read_bytes())
    for file in sorted(CONFIGS.rglob("*")):
        if file.is_file() and file.suffix in {".tsv", ".txt", ".yaml"} and file.parent != CONFIGS:
            digest.update(file.name.encode() + file.read_bytes())
    digest.update((CONFIGS / "ontology.yaml").read_bytes())
    return digest.hexdigest()[:16]


def _keys(data: Any, wanted: set[str], path: Path, where: str) -> None:
    if not isinstance(data, dict):
        raise InputError(str(path), f"{where} is not a mapping of keys to values")
    for problem, keys in (("lacks", wanted - data.keys()), ("has the unknown key", data.keys() - wanted)):
        if keys:
            raise InputError(str(path), f"{where} {problem} {', '.join(sorted(keys))}")
