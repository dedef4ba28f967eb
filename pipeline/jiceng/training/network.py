"""Trains the hybrid network: gradients of the likelihood, Adam for the dense weights, Adagrad for the sparse ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from jiceng.ner.inputs.bags import RowBags
from jiceng.ner.inputs.encoding import EncodedBatch
from jiceng.ner.models.crf import gradients, lattice
from jiceng.ner.models.lstm import BiLstm
from jiceng.ner.models.network import Grid, Network

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


# Share of the numbers of an encoder's states that the emissions do not see directly.
_DIRECT_DROPOUT = 0.2


@dataclass(frozen=True)
class Step:
    """`loss`, gradients by parameter, and those of the rows `touched` of the sparse weights."""

    loss: float
    gradients: dict[str, Floats]
    touched: Ints
    d_sparse: Floats


@dataclass(frozen=True)
class _Pass:
    grid: Grid
    sparse: csr_matrix
    layer: BiLstm
    keep_in: Floats | None
    keep_out: Floats | None
    states: Floats
    direct: Floats | None
    emissions: Floats


def _forward(network: Network, batch: EncodedBatch, draw: np.random.Generator) -> _Pass:
    p, s = network.parameters, network.settings
    grid = Grid(batch.lengths)
    sparse = _matrix(batch.sparse, len(p["sparse"]))
    if s.sparse_dropout:
        sparse.data = _kept(draw, sparse.data.shape, s.sparse_dropout)
    inputs = grid.laid_out(network.inputs(batch))
    keep_in = keep_out = None
    if s.dropout:
        keep_in = _kept(draw, (1, len(batch), inputs.shape[2]), s.dropout)
        keep_out = _kept(draw, (1, len(batch), 2 * s.hidden), s.dropout)
        inputs = inputs * keep_in
    layer = BiLstm(inputs, batch.lengths, p["input"], p["recurrent"], p["bias"])
    states = layer.output if keep_out is None else layer.output * keep_out
    flat, direct = sparse @ p["sparse"], None
    if batch.states is not None:
        direct = batch.states.astype(np.float32)
        direct *= _kept(draw, direct.shape, _DIRECT_DROPOUT)
        flat = flat + direct @ p["direct"]
    emissions = states @ p["output"] + p["output_bias"] + grid.laid_out(flat)
    return _Pass(grid, sparse, layer, keep_in, keep_out, states, direct, emissions)


def step(network: Network, batch: EncodedBatch, draw: np.random.Generator) -> Step:
    """Negative log-likelihood of a batch and its gradients, both a sentence."""
    p = network.parameters
    lengths = batch.lengths
    forward = _forward(network, batch, draw)
    start, transitions, end = network.scores()
    grid = lattice(forward.emissions, lengths, start, transitions, end)
    assert batch.tags is not None, "training needs tags"
    flat_tags = np.zeros(forward.grid.steps * len(batch), dtype=np.int64)
    flat_tags[forward.grid.places] = batch.tags
    tags = flat_tags.reshape(forward.grid.steps, len(batch))
    d_emissions, d_start, d_transitions, d_end, _ = gradients(grid, tags, lengths, transitions)
    norm = np.float32(1 / len(batch))
    d_emissions = d_emissions * norm
    flat_d = d_emissions.reshape(-1, d_emissions.shape[2])
    d_states = d_emissions @ p["output"].T
    if forward.keep_out is not None:
        d_states = d_states * forward.keep_out
    d_inputs, d_input, d_recurrent, d_bias = forward.layer.backward(d_states)
    if forward.keep_in is not None:
        d_inputs = d_inputs * forward.keep_in
    d_flat = d_inputs.reshape(-1, d_inputs.shape[2])[forward.grid.places]
    first = 0 if batch.states is None else batch.states.shape[1]
    size = p["chars"].shape[1]
    d_chars = csr_matrix(
        (np.ones(len(batch.chars), dtype=np.float32), (batch.chars, np.arange(len(batch.chars)))),
        shape=(len(p["chars"]), len(batch.chars)),
    )
    touched = np.unique(forward.sparse.indices)
    found = {
        "chars": np.asarray(d_chars @ d_flat[:, first : first + size]),
        "types": np.asarray(
            _matrix(batch.types, len(p["types"])).T @ d_flat[:, d_flat.shape[1] - network.settings.type_size :]
        ),
        "input": d_input,
        "recurrent": d_recurrent,
        "bias": d_bias,
        "output": forward.states.reshape(-1, forward.states.shape[2]).T @ flat_d,
        "output_bias": flat_d.sum(axis=0),
        "start": d_start * norm,
        "transitions": d_transitions * norm,
        "end": d_end * norm,
    }
    if forward.direct is not None:
        found["direct"] = forward.direct.T @ flat_d[forward.grid.places]
    d_sparse = np.asarray(_columns(forward.sparse, touched).T @ flat_d[forward.grid.places])
    gold = 0.0
    for column, length in enumerate(lengths):
        path = tags[:length, column]
        gold += float(forward.emissions[np.arange(length), column, path].sum() + start[path[0]] + end[path[-1]])
        gold += float(transitions[path[:-1], path[1:]].sum())
    return Step(float((grid.log_z.sum() - gold) * norm), found, touched, d_sparse)


def _matrix(bags: RowBags, width: int) -> csr_matrix:
    """Bags as a sparse matrix of ones, (bags, width): training needs its transpose, and is faster with it."""
    return csr_matrix((np.ones(len(bags.rows), dtype=np.float32), bags.rows, bags.starts), shape=(len(bags), width))


def _columns(matrix: csr_matrix, touched: Ints) -> csr_matrix:
    """The matrix with only its `touched` columns, which are sorted and hold all of its entries."""
    indices = np.searchsorted(touched, matrix.indices)
    return csr_matrix((matrix.data, indices, matrix.indptr), shape=(matrix.shape[0], len(touched)))


def _kept(draw: np.random.Generator, shape: tuple[int, ...], share: float) -> Floats:
    return ((draw.random(shape, dtype=np.float32) >= share) / np.float32(1 - share)).astype(np.float32)


def train_network(network: Network, data: EncodedBatch, seed: int) -> Iterator[float]:
    """Train in place; yields the mean loss a sentence after each epoch.

    Dense parameters by Adam (Kingma and Ba 2015), gradients clipped to length 5; sparse weights by Adagrad (Duchi,
    Hazan and Singer 2011), which gives rare features their due.
    """
    s = network.settings
    draw = np.random.default_rng(seed)
    dense = {name: value for name, value in network.parameters.items() if name != "sparse"}
    first = {name: np.zeros_like(value) for name, value in dense.items()}
    second = {name: np.zeros_like(value) for name, value in dense.items()}
    sparse = network.parameters["sparse"]
    squares = np.full_like(sparse, 1e-3)
    count, total = 0, s.epochs * (-(-len(data) // s.batch))
    for _ in range(s.epochs):
        losses = []
        for batch in batches(data, s.batch, draw):
            now = step(network, batch, draw)
            losses.append(now.loss)
            length = np.sqrt(sum(float(np.vdot(value, value)) for value in now.gradients.values()))
            shrink = np.float32(min(1.0, 5.0 / (length + 1e-12)))
            count += 1
            fall = 1 - 0.9 * count / total
            rate = np.float32(s.rate * fall * np.sqrt(1 - 0.999**count) / (1 - 0.9**count))
            for name, value in now.gradients.items():
                gradient = value * shrink
                first[name] += np.float32(0.1) * (gradient - first[name])
                second[name] += np.float32(0.001) * (gradient * gradient - second[name])
                dense[name] -= rate * first[name] / (np.sqrt(second[name]) + np.float32(1e-8))
            rows = now.touched
            gradient = now.d_sparse + np.float32(s.decay) * sparse[rows]
            squares[rows] += gradient * gradient
            sparse[rows] -= np.float32(s.sparse_rate * fall) * gradient / np.sqrt(squares[rows])
        yield float(np.mean(losses))


def batches(data: EncodedBatch, size: int, draw: np.random.Generator) -> Iterator[EncodedBatch]:
    """Batches of sentences of like length, in random order; lengths are jittered so that batches differ by epoch."""
    order = np.argsort(data.lengths * draw.uniform(0.9, 1.1, len(data)), kind="stable")
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    for index in draw.permutation(len(groups)):
        yield data.pick(groups[index])
