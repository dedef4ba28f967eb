"""The training config, `configs/default.yaml`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from jiceng.configs import CONFIGS, project_file, read_yaml
from jiceng.errors import InputError
from jiceng.ner.models.network import NetworkSettings
from jiceng.ner.models.plain_crf import CrfSettings
from jiceng.ner.tagger import TaggerSettings
from jiceng.ontology import Ontology, default_ontology
from jiceng.relations.classifier import RelationSettings

DEFAULT_CONFIG = CONFIGS / "default.yaml"
_DATA_SUFFIXES = {".tsv", ".txt", ".yaml"}


@dataclass(frozen=True)
class TrainingConfig:
    """`folds`: into how many parts the training articles are divided for inner folds."""

    name: str
    seed: int
    supplement: bool
    folds: int
    tagger: TaggerSettings
    relations: RelationSettings

    @property
    def files(self) -> tuple[Path, ...]:
        """The files besides the config that the tagger is made with: vectors and, if there is one, the encoder."""
        named = (self.tagger.vectors, self.tagger.encoder)
        return tuple(project_file(name) for name in named if name)


def load_config(path: Path = DEFAULT_CONFIG) -> TrainingConfig:
    """Read a config.

    Raises:
        InputError: the file cannot be read, or a key is missing or unknown.
    """
    data = read_yaml(path)
    _keys(data, {field.name for field in fields(TrainingConfig)}, path, "the config")
    tagger = _settings(TaggerSettings, data["tagger"], path, "tagger")
    network = _settings(NetworkSettings, tagger["network"], path, "tagger.network")
    crf = _settings(CrfSettings, tagger["crf"], path, "tagger.crf")
    if tagger["kind"] not in ("hybrid", "crf"):
        raise InputError(str(path), f"tagger.kind is {tagger['kind']!r}; it must be hybrid or crf")
    return TrainingConfig(
        name=str(data["name"]),
        seed=int(data["seed"]),
        supplement=bool(data["supplement"]),
        folds=int(data["folds"]),
        tagger=TaggerSettings(**{**tagger, "network": NetworkSettings(**network), "crf": CrfSettings(**crf)}),
        relations=RelationSettings(**_settings(RelationSettings, data["relations"], path, "relations")),
    )


def config_hash(path: Path, files: Sequence[Path] = ()) -> str:
    """SHA-256 (first 16 hex digits) of the config and of every data file that a model depends on, `files` among them."""
    digest = hashlib.sha256(path.read_bytes())
    _add_data(digest, files)
    return digest.hexdigest()[:16]


def data_hash(files: Sequence[Path]) -> str:
    """SHA-256 (hex) of the data files that a model depends on, `files` among them; the config left out."""
    digest = hashlib.sha256()
    _add_data(digest, files)
    return digest.hexdigest()


def _add_data(digest: "hashlib._Hash", files: Sequence[Path]) -> None:
    for folder in ("lexicon", "text"):
        for file in sorted((CONFIGS / folder).rglob("*")):
            if file.is_file() and file.suffix in _DATA_SUFFIXES:
                digest.update(file.name.encode() + file.read_bytes())
    digest.update(json.dumps(_of_models(default_ontology()), ensure_ascii=False).encode())
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())


def _of_models(ontology: Ontology) -> list[Any]:
    """What of the ontology a model depends on: labels, and which ends a relation may have; not how types look."""
    relations = [[item.label, sorted(item.heads), sorted(item.tails), item.same_family] for item in ontology.relations]
    families = sorted([name, sorted(labels)] for name, labels in ontology.families.items())
    groups = sorted([name, sorted(labels)] for name, labels in ontology.groups.items())
    return [list(ontology.entity_labels), relations, families, groups]


def _settings(kind: type[Any], data: Any, path: Path, where: str) -> dict[str, Any]:
    # A setting that is off when it is empty may be left out.
    wanted = {field.name for field in fields(kind)}
    _keys({field.name: "" for field in fields(kind) if field.default == ""} | data, wanted, path, where)
    return dict(data)


def _keys(data: Any, wanted: set[str], path: Path, where: str) -> None:
    if not isinstance(data, dict):
        raise InputError(str(path), f"{where} is not a mapping of keys to values")
    for problem, keys in (("lacks", wanted - data.keys()), ("has the unknown key", data.keys() - wanted)):
        if keys:
            raise InputError(str(path), f"{where} {problem} {', '.join(sorted(keys))}")
