import math

import numpy as np

from jiceng.encoder.transformer import gelu, normed, rotated, rotation, states_of
from jiceng.encoder.weights import PAD, EncoderWeights

SENTENCE = "宁明县在边境一线143个卡点成立83个临时党支部。"


def plain_states(weights: EncoderWeights, text: str) -> np.ndarray:
    """The same transformer a character and a head at a time, in 64 bits: slow, and as the papers write it."""
    size = weights.width // weights.heads
    x = weights.embedding[weights.rows(text)].astype(np.float64)

    def layer_norm(row: np.ndarray, norm: np.ndarray) -> np.ndarray:
        return (row - row.mean()) / math.sqrt(row.var() + 1e-5) * norm[0] + norm[1]

    def turned(row: np.ndarray, position: int) -> np.ndarray:
        half = size // 2
        out = np.empty(size)
        for i in range(half):
            angle = position / 10000 ** (2 * i / size)
            out[i] = row[i] * math.cos(angle) - row[half + i] * math.sin(angle)
            out[half + i] = row[half + i] * math.cos(angle) + row[i] * math.sin(angle)
        return out

    for block in weights.blocks:
        three = np.stack([layer_norm(row, block.norm_in) for row in x]) @ block.qkv + block.qkv_bias
        query, key, value = np.split(three, 3, axis=1)
        mixed = np.zeros_like(x)
        for head in range(weights.heads):
            part = slice(head * size, (head + 1) * size)
            queries = [turned(row[part], i) for i, row in enumerate(query)]
            keys = [turned(row[part], i) for i, row in enumerate(key)]
            for i, one in enumerate(queries):
                scores = np.exp([one @ other / math.sqrt(size) for other in keys])
                mixed[i, part] = (scores / scores.sum()) @ value[:, part]
        x = x + mixed @ block.attended + block.attended_bias
        wide = np.stack([layer_norm(row, block.norm_out) for row in x]) @ block.widen + block.widen_bias
        active = np.vectorize(lambda v: v * 0.5 * (1 + math.erf(v / math.sqrt(2))))(wide)
        x = x + active @ block.narrow + block.narrow_bias
    return np.stack([layer_norm(row, weights.norm) for row in x])


def test_states_are_those_of_the_papers_formulas(weights: EncoderWeights) -> None:
    found = states_of(weights, weights.rows(SENTENCE)[None])
    np.testing.assert_allclose(found[0], plain_states(weights, SENTENCE), atol=2e-4)


def test_what_stands_behind_the_end_changes_nothing(weights: EncoderWeights) -> None:
    rows = weights.rows(SENTENCE)
    padded = np.full((3, 40), PAD)
    padded[0, : len(rows)] = rows
    padded[1] = 5
    padded[2, :7] = rows[:7]
    alone = states_of(weights, rows[None])[0]
    np.testing.assert_allclose(states_of(weights, padded)[0, : len(rows)], alone, atol=1e-5)


def test_a_state_knows_its_surroundings(weights: EncoderWeights) -> None:
    one = states_of(weights, weights.rows("县成立支部")[None])[0]
    other = states_of(weights, weights.rows("市成立支部")[None])[0]
    assert np.abs(one[1:] - other[1:]).max() > 1e-3


def test_gelu_is_exact_to_six_digits() -> None:
    x = np.linspace(-8, 8, 4001).astype(np.float32)
    exact = np.array([v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x])
    assert np.abs(gelu(x.copy()) - exact).max() < 1e-6


def test_turning_keeps_lengths_and_products_know_distances_only() -> None:
    draw = np.random.default_rng(0)
    one, other = draw.normal(size=(2, 8)).astype(np.float32)
    turn = rotation(12, 8)
    ones, others = (rotated(np.tile(row, (12, 1)), turn) for row in (one, other))
    np.testing.assert_allclose(np.linalg.norm(ones, axis=1), np.linalg.norm(one), rtol=1e-5)
    np.testing.assert_allclose(ones[3] @ others[5], ones[8] @ others[10], rtol=1e-4)


def test_layer_norm_of_a_constant_is_its_shift() -> None:
    norm = np.stack([np.full(4, 3.0), np.arange(4.0)]).astype(np.float32)
    np.testing.assert_allclose(normed(np.full((2, 4), 7, dtype=np.float32), norm), [norm[1], norm[1]])
