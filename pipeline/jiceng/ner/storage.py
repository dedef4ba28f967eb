"""A tagger's files: `settings.json`, `lexicon.json`, and the model as arrays or CRFsuite's own form.

Nothing in them can run code: JSON, npz without pickle, and CRFsuite's binary form.
"""

import json
from dataclasses import asdict, astuple
from math import isfinite
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

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
        lexicon.check()
        calibration = calibration_of(data["calibration"])
        if settings.kind == "crf":
            return Tagger(settings, lexicon, PlainCrf((folder / _CRF).read_bytes()), calibration)
        weights = load_weights(folder / _ENCODER) if settings.encoder else None
        model = _load_hybrid(folder, settings, data["tags"], weights.width if weights else 0)
        return Tagger(settings, lexicon, model, calibration, weights)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, MemoryError, BadZipFile) as error:
        raise InputError(str(folder), f"holds no tagger that can be read ({error}); train again") from error


def settings_of(data: dict[str, Any]) -> TaggerSettings:
    """Settings from their JSON object."""
    nested = {"network": NetworkSettings(**data["network"]), "crf": CrfSettings(**data["crf"])}
    return TaggerSettings(**{**data, **nested})


def _load_hybrid(folder: Path, settings: TaggerSettings, tags: list[str], states: int) -> HybridModel:
    """The model; `states`: how many numbers of an encoder it reads a character, 0 without one."""
    vectors = Vectors.load(folder / _VECTORS)
    vectors.encode(["村"])  # its tables are made when they are first used, and would complain only then
    with (folder / _NETWORKS).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        arrays = {name: finite(file[name], name) for name in file.files}
    encoder = Encoder(vectors, FeatureTable(arrays.pop("sparse")), FeatureTable(arrays.pop("types")))
    for table in (encoder.sparse, encoder.types):
        if table.hashes.ndim != 1 or table.hashes.dtype != np.uint32:
            raise ValueError(f"hashes of features are {table.hashes.dtype} {table.hashes.shape}")
    if not settings.members >= 1:
        raise ValueError("there is no network")
    networks = []
    for number in range(settings.members):
        start = f"{number}."
        parameters = {name.removeprefix(start): value for name, value in arrays.items() if name.startswith(start)}
        _check_shapes(parameters, settings.network, len(tags), encoder, states)
        networks.append(Network(settings.network, tags, parameters, vectors.bigram_rows))
    return HybridModel(encoder, tuple(networks))


def _check_shapes(
    parameters: dict[str, NDArray[Any]], settings: NetworkSettings, labels: int, encoder: Encoder, states: int
) -> None:
    """Check that a network's parameters fit each other, its settings, its tables and the width of an encoder's states.

    Raises:
        ValueError: one does not.
    """
    hidden, vectors = settings.hidden, encoder.vectors
    width = states + vectors.char_rows.shape[1] + 2 * vectors.bigram_rows.shape[1] + settings.type_size
    needed = {
        "chars": vectors.char_rows.shape,
        "types": (len(encoder.types), settings.type_size),
        "input": (2, width, 4 * hidden),
        "recurrent": (2, hidden, 4 * hidden),
        "bias": (2, 4 * hidden),
        "output": (2 * hidden, labels),
        "output_bias": (labels,),
        "start": (labels,),
        "transitions": (labels, labels),
        "end": (labels,),
        "sparse": (len(encoder.sparse), labels),
    }
    if states:
        needed["direct"] = (states, labels)
    for name, shape in needed.items():
        found = parameters[name]
        if found.shape != shape or found.dtype != np.float32:
            raise ValueError(f"{name} is {found.dtype} {found.shape}, float32 {shape} is needed")


def calibration_of(data: dict[str, Any]) -> Calibration:
    """A calibration from its JSON object.

    Raises:
        ValueError: a number of it is none.
    """
    calibration = Calibration(**data)
    if not all(isinstance(value, float | int) and isfinite(value) for value in astuple(calibration)):
        raise ValueError(f"the calibration {data} is none")
    return calibration


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
