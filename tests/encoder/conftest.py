"""A tiny encoder with random weights, made here: what is tested is the code, not what a training gave."""

from pathlib import Path

import numpy as np
import pytest

from jiceng.encoder.weights import Block, EncoderWeights, save_weights

LAYERS, HEADS = 2, 2


def tiny_weights(characters: str, seed: int = 0, width: int = 16) -> EncoderWeights:
    """Weights of `width` numbers a character for the characters of a text."""
    draw = np.random.default_rng(seed)
    known = "".join(sorted(set(characters) - {"\n"}))

    def matrix(*shape: int) -> np.ndarray:
        return draw.normal(0, 0.3, shape).astype(np.float32)

    def norm() -> np.ndarray:
        return np.stack([1 + matrix(width), matrix(width)])

    blocks = tuple(
        Block(
            norm(),
            matrix(width, 3 * width),
            matrix(3 * width),
            matrix(width, width),
            matrix(width),
            norm(),
            matrix(width, 4 * width),
            matrix(4 * width),
            matrix(4 * width, width),
            matrix(width),
        )
        for _ in range(LAYERS)
    )
    return EncoderWeights(known, HEADS, matrix(len(known) + 4, width), blocks, norm())


@pytest.fixture(scope="session")
def weights(request: pytest.FixtureRequest) -> EncoderWeights:
    gold = request.getfixturevalue("gold")
    return tiny_weights("".join(article.text for article in gold.values()))


@pytest.fixture
def encoder_file(weights: EncoderWeights, tmp_path: Path) -> Path:
    save_weights(weights, tmp_path / "encoder.npz")
    return tmp_path / "encoder.npz"
