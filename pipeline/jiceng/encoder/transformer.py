"""The encoder's forward pass in numpy.

Pre-norm transformer (Xiong and others 2020) with rotary positions (Su and others 2021, halves rotated, base 10000) and
an MLP of four times the width with GELU.
"""

import math

import numpy as np
from threadpoolctl import threadpool_limits

from jiceng.encoder.weights import PAD, Block, EncoderWeights, Floats, Ints

_EPSILON = np.float32(1e-5)
# Added to the scores of what is padding: exp gives 0.
_NOTHING = np.float32(-1e9)
# Windows computed at once: few enough that their states stay in the processor's cache.
_TOGETHER = 2


def states_of(weights: EncoderWeights, rows: Ints) -> Floats:
    """The states of windows of characters: `rows` (B, T) of the embedding, PAD behind the end → (B, T, d).

    One thread: more would change the last digits of sums with the number of cores.
    """
    found = np.zeros((*rows.shape, weights.width), dtype=np.float32)
    with threadpool_limits(1, "blas"):
        for low in range(0, len(rows), _TOGETHER):
            few = rows[low : low + _TOGETHER]
            steps = int((few != PAD).sum(axis=1).max(initial=1))
            found[low : low + _TOGETHER, :steps] = _forward(weights, few[:, :steps])
    return found


def _forward(weights: EncoderWeights, rows: Ints) -> Floats:
    turn = rotation(rows.shape[1], weights.width // weights.heads)
    hidden = np.where(rows == PAD, _NOTHING, np.float32(0))[:, None, None, :]
    x = weights.embedding[rows]
    for block in weights.blocks:
        x = x + _attention(normed(x, block.norm_in), block, weights.heads, turn, hidden)
        wide = normed(x, block.norm_out) @ block.widen
        wide += block.widen_bias
        x = x + (gelu(wide) @ block.narrow + block.narrow_bias)
    return normed(x, weights.norm)


def _attention(x: Floats, block: Block, heads: int, turn: tuple[Floats, Floats], hidden: Floats) -> Floats:
    batch, steps, width = x.shape
    size = width // heads
    query, key, value = (x @ block.qkv + block.qkv_bias).reshape(batch, steps, 3, heads, size).transpose(2, 0, 3, 1, 4)
    scores = rotated(query, turn) @ rotated(key, turn).transpose(0, 1, 3, 2)
    scores *= np.float32(1 / math.sqrt(size))
    scores += hidden
    scores -= scores.max(axis=3, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=3, keepdims=True)
    mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, steps, width)
    return np.asarray(mixed @ block.attended + block.attended_bias)


def normed(x: Floats, norm: Floats) -> Floats:
    """LayerNorm over the last axis; `norm` (2, d) holds scale and shift."""
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.einsum("...d,...d->...", centred, centred)[..., None] / np.float32(x.shape[-1])
    return np.asarray(centred / np.sqrt(spread + _EPSILON) * norm[0] + norm[1], dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """x · Φ(x), with the error function after Abramowitz and Stegun 7.1.26 (error below 1.5e-7); changes `x`."""
    size = np.abs(x) * np.float32(math.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * size)
    tail = np.float32(1.061405429) * t
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(term)
        tail *= t
    tail *= np.exp(-size * size)
    # Φ is 1 − tail / 2 above zero and tail / 2 below.
    tail *= np.float32(0.5)
    x *= np.where(x > 0, 1 - tail, tail)
    return x


def rotation(steps: int, size: int) -> tuple[Floats, Floats]:
    """Cosines and sines of the rotary positions, (steps, size / 2) each."""
    angles = np.arange(steps)[:, None] / 10000 ** (np.arange(0, size, 2) / size)
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def rotated(x: Floats, turn: tuple[Floats, Floats]) -> Floats:
    """Queries or keys (…, T, size) turned by their positions."""
    half = x.shape[-1] // 2
    first, second = x[..., :half], x[..., half:]
    return np.concatenate([first * turn[0] - second * turn[1], second * turn[0] + first * turn[1]], axis=-1)
