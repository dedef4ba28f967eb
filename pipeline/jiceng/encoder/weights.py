"""The weights of the encoder: a pre-norm transformer of characters, read from arrays without pickle."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from jiceng.errors import InputError

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Rows of the embedding that stand for no character.
PAD, MASK, UNKNOWN, BREAK = 0, 1, 2, 3
_SPECIAL = 4


@dataclass(frozen=True)
class Block:
    """One layer. Linear weights are (in, out).

    `norm_in`, `norm_out`: scale and shift (2, d) of the LayerNorms before attention and before the MLP. `qkv` (d, 3d),
    `attended` (d, d), `widen` (d, 4d), `narrow` (4d, d), each with its bias.
    """

    norm_in: Floats
    qkv: Floats
    qkv_bias: Floats
    attended: Floats
    attended_bias: Floats
    norm_out: Floats
    widen: Floats
    widen_bias: Floats
    narrow: Floats
    narrow_bias: Floats


# Names in a file: of a linear layer or LayerNorm NAME there are NAME.weight, stored (out, in), and NAME.bias.
_NORMS = {"norm_in": "n1", "norm_out": "n2"}
_LINEAR = {"qkv": "qkv", "attended": "o", "widen": "f1", "narrow": "f2"}


@dataclass(frozen=True)
class EncoderWeights:
    """`characters`: those that have a row, from row 4 of `embedding` (V, d). `norm` (2, d): the last LayerNorm."""

    characters: str
    heads: int
    embedding: Floats
    blocks: tuple[Block, ...]
    norm: Floats

    @property
    def width(self) -> int:
        """Numbers a character, d."""
        return int(self.embedding.shape[1])

    @cached_property
    def _codes(self) -> tuple[NDArray[np.uint32], Ints]:
        codes = np.frombuffer(self.characters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        order = np.argsort(codes, kind="stable")
        return codes[order], order + _SPECIAL

    def rows(self, text: str) -> Ints:
        """The embedding's row of each character of a text: a line break is BREAK, an unknown character UNKNOWN."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        known, rows = self._codes
        at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
        found = np.where(known[at] == codes, rows[at], UNKNOWN)
        return np.where(codes == ord("\n"), BREAK, found)


def load_weights(path: Path) -> EncoderWeights:
    """Read weights of any floating type, or of 8 bits with a scale a row (`save_weights`), as float32.

    Raises:
        InputError: the file is missing or damaged, or its arrays do not fit each other.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            vocabulary, width, layers, heads = (int(number) for number in arrays["config"])
            characters = arrays["vocabulary"].tobytes().decode("utf-8").replace("\n", "")
            weights = EncoderWeights(
                characters,
                heads,
                _array(arrays, "emb.weight"),
                tuple(_block(arrays, f"blocks.{number}.") for number in range(layers)),
                _norm(arrays, "n"),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise InputError(str(path), f"holds no encoder that can be read ({error})") from error
    _check(weights, vocabulary, width, path)
    return weights


def save_weights(weights: EncoderWeights, path: Path) -> None:
    """Write weights; matrices as 8 bits with a scale a row, which loses at most a 254th of a row's largest number."""
    arrays: dict[str, NDArray[Any]] = {
        "config": np.array([len(weights.embedding), weights.width, len(weights.blocks), weights.heads]),
        "vocabulary": np.frombuffer("\n".join(weights.characters).encode("utf-8"), dtype=np.uint8),
    }
    _pack(arrays, "emb.weight", weights.embedding)
    arrays["n.weight"], arrays["n.bias"] = weights.norm
    for number, block in enumerate(weights.blocks):
        for field, name in _NORMS.items():
            scale, shift = getattr(block, field)
            arrays |= {f"blocks.{number}.{name}.weight": scale, f"blocks.{number}.{name}.bias": shift}
        for field, name in _LINEAR.items():
            _pack(arrays, f"blocks.{number}.{name}.weight", getattr(block, field).T)
            arrays[f"blocks.{number}.{name}.bias"] = getattr(block, f"{field}_bias")
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _pack(arrays: dict[str, NDArray[Any]], name: str, matrix: Floats) -> None:
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / 127
    arrays[name] = np.round(matrix / scale[:, None]).astype(np.int8)
    arrays[f"{name}.scale"] = scale.astype(np.float32)


def _array(arrays: Mapping[str, NDArray[Any]], name: str) -> Floats:
    array = np.asarray(arrays[name])
    if array.dtype == np.int8:
        return array.astype(np.float32) * np.asarray(arrays[f"{name}.scale"], dtype=np.float32)[:, None]
    if array.dtype.kind != "f":
        raise ValueError(f"{name} is of type {array.dtype}")
    return array.astype(np.float32)


def _norm(arrays: Mapping[str, NDArray[Any]], name: str) -> Floats:
    return np.stack([_array(arrays, f"{name}.weight"), _array(arrays, f"{name}.bias")])


def _block(arrays: Mapping[str, NDArray[Any]], start: str) -> Block:
    parts = {field: _norm(arrays, start + name) for field, name in _NORMS.items()}
    for field, name in _LINEAR.items():
        parts[field] = np.ascontiguousarray(_array(arrays, f"{start}{name}.weight").T)
        parts[f"{field}_bias"] = _array(arrays, f"{start}{name}.bias")
    return Block(**parts)


def _check(weights: EncoderWeights, vocabulary: int, width: int, path: Path) -> None:
    wanted = {"norm_in": (2, width), "norm_out": (2, width)}
    for field, (rows, columns) in {"qkv": (1, 3), "attended": (1, 1), "widen": (1, 4), "narrow": (4, 1)}.items():
        wanted |= {field: (rows * width, columns * width), f"{field}_bias": (columns * width,)}  # type: ignore[dict-item]
    shapes = [("embedding", weights.embedding, (vocabulary, width)), ("norm", weights.norm, (2, width))]
    shapes += [
        (f"{field} of layer {number}", getattr(block, field), shape)
        for number, block in enumerate(weights.blocks)
        for field, shape in wanted.items()
    ]
    for name, array, shape in shapes:
        if array.shape != shape:
            raise InputError(str(path), f"the encoder's {name} has the shape {array.shape} instead of {shape}")
        if not np.isfinite(array).all():
            raise InputError(str(path), f"the encoder's {name} holds numbers that are not finite")
    if not weights.heads or width % (2 * weights.heads):
        raise InputError(str(path), f"the encoder's {weights.heads} heads do not divide its width of {width} evenly")
    if vocabulary != len(weights.characters) + _SPECIAL:
        raise InputError(str(path), f"the encoder has {vocabulary} rows for {len(weights.characters)} characters")
