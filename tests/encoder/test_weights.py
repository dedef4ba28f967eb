from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jiceng.encoder.weights import BREAK, UNKNOWN, EncoderWeights, load_weights
from jiceng.errors import InputError


def test_what_is_saved_is_read_again_within_a_254th_of_each_row(weights: EncoderWeights, encoder_file: Path) -> None:
    read = load_weights(encoder_file)
    assert (read.characters, read.heads, read.width) == (weights.characters, weights.heads, 16)
    for old, new in zip(weights.blocks, read.blocks, strict=True):
        for name in ("qkv", "attended", "widen", "narrow"):
            one, other = getattr(old, name), getattr(new, name)
            assert np.all(np.abs(one - other) <= np.abs(one).max(axis=0) / 253)
        np.testing.assert_array_equal(old.norm_in, new.norm_in)
        np.testing.assert_array_equal(old.widen_bias, new.widen_bias)


def test_saved_twice_nothing_more_is_lost(encoder_file: Path, tmp_path: Path) -> None:
    from jiceng.encoder.weights import save_weights

    once = load_weights(encoder_file)
    save_weights(once, tmp_path / "again.npz")
    twice = load_weights(tmp_path / "again.npz")
    np.testing.assert_allclose(once.embedding, twice.embedding, rtol=1e-5, atol=1e-7)


def test_a_character_has_its_row_and_a_line_break_another(weights: EncoderWeights) -> None:
    rows = weights.rows("县\n🦉\n县")
    assert rows[0] == rows[4] >= 4
    assert rows[1:4].tolist() == [BREAK, UNKNOWN, BREAK]
    assert weights.rows("").tolist() == []
    # Half of a surrogate pair, as broken JSON has it, is a character like any unknown one.
    assert weights.rows("\ud83e").tolist() == [UNKNOWN]


def change(name: str, value: Callable[[Any], Any]) -> Callable[[dict[str, Any]], None]:
    def apply(arrays: dict[str, Any]) -> None:
        arrays[name] = value(arrays[name])

    return apply


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (change("emb.weight", lambda a: a[:-1]), "embedding has the shape|emb.weight|scale|broadcast"),
        (
            change("blocks.1.qkv.bias", lambda a: a[:-1]),
            r"qkv_bias of layer 1 has the shape \(47,\) instead of \(48,\)",
        ),
        (change("n.weight", lambda a: a * np.nan), "norm holds numbers that are not finite"),
        (change("config", lambda a: a * [1, 1, 1, 3]), "6 heads do not divide its width of 16 evenly"),
        (change("config", lambda a: np.add(a, [0, 0, 1, 0])), "holds no encoder that can be read"),
        (change("n.bias", lambda a: a.astype("<U4")), "n.bias is of type"),
        (lambda arrays: arrays.pop("blocks.0.f1.weight") is None, "holds no encoder that can be read"),
    ],
    ids=["short", "shape", "nan", "heads", "layers", "text", "missing"],
)
def test_a_damaged_file_is_refused_in_one_line(
    encoder_file: Path, damage: Callable[[dict[str, Any]], None], said: str
) -> None:
    with np.load(encoder_file) as file:
        arrays = dict(file)
    damage(arrays)
    np.savez(encoder_file, **arrays)
    with pytest.raises(InputError, match=said) as caught:
        load_weights(encoder_file)
    assert "\n" not in str(caught.value)


def test_an_object_array_is_never_unpickled(encoder_file: Path) -> None:
    with np.load(encoder_file) as file:
        arrays = dict(file)
    arrays["n.weight"] = np.array([print], dtype=object)
    np.savez(encoder_file, allow_pickle=True, **arrays)
    with pytest.raises(InputError, match="holds no encoder that can be read"):
        load_weights(encoder_file)


def test_a_truncated_file_is_refused(encoder_file: Path) -> None:
    encoder_file.write_bytes(encoder_file.read_bytes()[:500])
    with pytest.raises(InputError, match="holds no encoder that can be read"):
        load_weights(encoder_file)
