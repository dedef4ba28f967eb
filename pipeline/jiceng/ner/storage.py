"""A tagger's files: `settings.json`, `lexicon.json`, and the model as arrays or CRFsuite's own form.

Nothing in them can run code: JSON, npz without pickle, and CRFsuite's binary form.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiceng.encoder.weights import load_weights, save_weights
from jiceng.errors import InputError
from jiceng.ner.calibration import Calibration
from jiceng.ner.inputs.encoding import Encoder, FeatureTable
from jiceng.ner.inputs.lexicon import Lexicon
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.hybrid import HybridModel
from jiceng.ner.models.network import Network, NetworkSettings
from jiceng.ner.models.plain_crf import CrfSettings, PlainCrf
from jiceng.ner.tagger import Tagger, TaggerSettings

_CRF, _VECTORS, _NETWORKS, _ENCODER = "tagger.crfsuite", "vectors.npz", "networks.npz", "encoder.npz"


def save_tagger(tagger: Tagger, folder: Path) -> None:
    """Write a tagger into a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "lexicon.json", tagger.lexicon.to_json())
    settings: dict[str, Any] = {"settings": tagger.settings_json(), "calibration": asdict(tagger.calibration)}
    if isinstance(tagger.model, PlainCrf):
        (folder / _CRF).write_bytes(tagger.model.model)
    elif isinstance(tagger.model, HybridModel):
        encoder, networks = tagger.model.encoder, tagger.model.networks
        settings["tags"] = networks[0].tags
        encoder.vectors.save(folder / _VECTORS)
        arrays: dict[str, NDArray[Any]] = {"sparse": encoder.sparse.hashes, "types": encoder.types.hashes}
        for number, network in enumerate(networks):
            arrays |= {f"{number}.{name}": value for name, value in network.parameters.items()}
        np.savez(folder / _NETWORKS, allow_pickle=False, **arrays)
        if tagger.weights is not None:
            save_weights(tagger.weights, folder / _ENCODER)
    else:
        raise TypeError(f"a {type(tagger.model).__name__} cannot be saved")
    _write_json(folder / "settings.json", settings)


def load_tagger(folder: Path) -> Tagger:
    """Read a tagger from its folder.

    Raises:
        InputError: a file is missing or damaged.
    """
    try:
        data = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        settings = settings_of(data["settings"])
        lexicon = Lexicon.from_json(json.loads((folder / "lexicon.json").read_text(encoding="utf-8")))
        calibration = Calibration(**data["calibration"])
        if settings.kind == "crf":
            return Tagger(settings, lexicon, PlainCrf((folder / _CRF).read_bytes()), calibration)
        weights = load_weights(folder / _ENCODER) if settings.encoder else None
        return Tagger(settings, lexicon, _load_hybrid(folder, settings, data["tags"]), calibration, weights)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(str(folder), f"holds no tagger that can be read ({error}); train again") from error


def settings_of(data: dict[str, Any]) -> TaggerSettings:
    """Settings from their JSON object."""
    nested = {"network": NetworkSettings(**data["network"]), "crf": CrfSettings(**data["crf"])}
    return TaggerSettings(**{**data, **nested})


def _load_hybrid(folder: Path, settings: TaggerSettings, tags: list[str]) -> HybridModel:
    vectors = Vectors.load(folder / _VECTORS)
    with (folder / _NETWORKS).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        arrays = {name: finite(file[name], name) for name in file.files}
    encoder = Encoder(vectors, FeatureTable(arrays.pop("sparse")), FeatureTable(arrays.pop("types")))
    networks = []
    for number in range(settings.members):
        start = f"{number}."
        parameters = {name.removeprefix(start): value for name, value in arrays.items() if name.startswith(start)}
        networks.append(Network(settings.network, tags, parameters, vectors.bigram_rows))
    return HybridModel(encoder, tuple(networks))


def finite(array: NDArray[Any], name: str) -> NDArray[Any]:
    """The array, whose numbers must all be finite.

    Raises:
        ValueError: one is not.
    """
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} holds numbers that are not finite")
    return array


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
