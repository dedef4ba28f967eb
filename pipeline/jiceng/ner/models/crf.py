"""A linear-chain CRF on batches, in numpy: likelihood with gradients, and marginals.

Shapes: B sentences, T positions, L tags. `lengths` (B,) are ≥ 1; positions beyond a sentence's length are ignored.
Forward-backward works on probabilities scaled a position at a time (Rabiner 1989, section V.A), in float32.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Stands for the logarithm of zero: small enough that exp gives 0, large enough that sums stay finite.
FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True)
class Lattice:
    """Scaled forward and backward probabilities of a batch, (T, B, L) each; `log_z` (B,) are the log partitions."""

    emit: Floats
    alpha: Floats
    beta: Floats
    scale: Floats
    log_z: NDArray[np.float64]
    mask: Floats


def lattice(emissions: Floats, lengths: Ints, start: Floats, transitions: Floats, end: Floats) -> Lattice:
    """Forward-backward over `emissions` (T, B, L); `start`, `end` (L,), `transitions` (L, L) from row to column."""
    steps, batch, _ = emissions.shape
    mask = (np.arange(steps)[:, None] < lengths[None, :]).astype(np.float32)
    top = emissions.max(axis=2, keepdims=True)
    emit = np.exp(emissions - top)
    move, leave = np.exp(transitions), np.exp(end)
    alpha, beta = np.empty_like(emit), np.empty_like(emit)
    scale = np.ones((steps, batch, 1), dtype=np.float32)
    current = emit[0] * np.exp(start)
    for t in range(steps):
        if t:
            moved = (current @ move) * emit[t]
            current = np.where(mask[t][:, None] > 0, moved, current)
        scale[t] = np.where(mask[t][:, None] > 0, np.maximum(current.sum(axis=1, keepdims=True), 1e-30), 1)
        current = current / scale[t]
        alpha[t] = current
    last = (current * leave).sum(axis=1)
    log_z = (np.log(scale[:, :, 0]) * mask).sum(axis=0, dtype=np.float64)
    log_z += (top[:, :, 0] * mask).sum(axis=0, dtype=np.float64) + np.log(np.maximum(last, 1e-30))
    current = np.repeat(leave[None, :], batch, axis=0) / last[:, None]
    beta[steps - 1] = current
    for t in range(steps - 2, -1, -1):
        inner = ((current * emit[t + 1]) @ move.T) / scale[t + 1]
        current = np.where(mask[t + 1][:, None] > 0, inner, current)
        beta[t] = current
    return Lattice(emit, alpha, beta, scale, log_z, mask)


def marginals(grid: Lattice) -> Floats:
    """Probability of each tag at each position, (T, B, L); zero beyond a sentence's length."""
    product = grid.alpha * grid.beta
    product /= np.maximum(product.sum(axis=2, keepdims=True), 1e-30)
    return np.asarray(product * grid.mask[:, :, None], dtype=np.float32)


def gradients(
    grid: Lattice, tags: Ints, lengths: Ints, transitions: Floats
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Gradients of the negative log-likelihood summed over the batch; `tags` (T, B).

    Returns those of the emissions (T, B, L), start (L,), transitions (L, L) and end (L,), and the marginals.
    """
    steps, batch, size = grid.alpha.shape
    probabilities = marginals(grid)
    d_emissions = probabilities.copy()
    t_index, b_index = np.nonzero(grid.mask)
    np.subtract.at(d_emissions, (t_index, b_index, tags[t_index, b_index]), 1)
    rows = np.arange(batch)
    d_start = probabilities[0].sum(axis=0)
    np.subtract.at(d_start, tags[0], 1)
    d_end = probabilities[lengths - 1, rows].sum(axis=0)
    np.subtract.at(d_end, tags[lengths - 1, rows], 1)
    d_transitions = np.zeros((size, size), dtype=np.float32)
    if steps > 1:
        live = grid.mask[1:, :, None]
        right = grid.emit[1:] * grid.beta[1:] / grid.scale[1:] * live
        d_transitions = (grid.alpha[:-1].reshape(-1, size).T @ right.reshape(-1, size)) * np.exp(transitions)
        t_index, b_index = np.nonzero(grid.mask[1:])
        np.subtract.at(d_transitions, (tags[t_index, b_index], tags[t_index + 1, b_index]), 1)
    return d_emissions, d_start, d_transitions, d_end, probabilities


def bioes_constraints(tags: list[str]) -> tuple[Floats, Floats, Floats]:
    """Start (L,), transitions (L, L) and end (L,) scores: 0 where BIOES allows it, FORBIDDEN elsewhere."""
    size = len(tags)
    start, end = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
    transitions = np.zeros((size, size), dtype=np.float32)
    for i, one in enumerate(tags):
        opens = one[0] in "BI"
        start[i] = FORBIDDEN if one[0] in "IE" else 0
        end[i] = FORBIDDEN if opens else 0
        for j, other in enumerate(tags):
            allowed = other[0] in "IE" and other[1:] == one[1:] if opens else other[0] in "BSO"
            transitions[i, j] = 0 if allowed else FORBIDDEN
    return start, transitions, end
