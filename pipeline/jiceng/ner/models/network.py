"""The hybrid network in numpy: a BiLSTM over vectors and the weights of sparse features meet in the emissions of a CRF.

The LSTM (after Huang, Xu and Yu 2015; variational dropout after Gal and Ghahramani 2016) generalises over words that
were never labelled; the sparse n-gram and lexicon weights remember those that were. numpy's BLAS is as fast as a
framework at this size, and the default install stays without one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from jiceng.ner.inputs.encoding import EncodedBatch
from jiceng.ner.models.crf import Lattice, bioes_constraints, gradients, lattice
from jiceng.ner.models.lstm import BiLstm, read_states

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class NetworkSettings:
    """Sizes and training.

    `hidden`: LSTM units a direction. `type_size`: width of the embedding of type features. `dropout`: share of the
    LSTM's inputs and outputs left out a sentence; `sparse_dropout`: share of sparse features left out a character.
    `rate`: Adam's step, falling to a tenth over the training; `sparse_rate`: Adagrad's. `decay`: L2 on sparse weights.
    """

    hidden: int = 96
    type_size: int = 32
    dropout: float = 0.5
    sparse_dropout: float = 0.4
    rate: float = 2e-3
    sparse_rate: float = 0.05
    epochs: int = 15
    batch: int = 24
    decay: float = 1e-4


class Network:
    """Parameters by name. `bigrams` are an input, not a parameter: there are too many to learn from few sentences."""

    def __init__(
        self, settings: NetworkSettings, tags: list[str], parameters: dict[str, Floats], bigrams: Floats
    ) -> None:
        self.settings = settings
        self.tags = tags
        self.parameters = parameters
        self.bigrams = bigrams
        self.constraints = bioes_constraints(tags)

    @classmethod
    def fresh(
        cls,
        settings: NetworkSettings,
        tags: list[str],
        chars: Floats,
        bigrams: Floats,
        sparse: int,
        types: int,
        seed: int,
    ) -> "Network":
        """Random weights; `chars` (V, d) begin as the pre-trained vectors, the `sparse` weights at zero."""
        draw = np.random.default_rng(seed)
        hidden, labels = settings.hidden, len(tags)
        width = chars.shape[1] + 2 * bigrams.shape[1] + settings.type_size

        def uniform(*shape: int) -> Floats:
            bound = np.sqrt(6 / (shape[-2] + shape[-1]))
            return draw.uniform(-bound, bound, shape).astype(np.float32)

        bias = np.zeros((2, 4 * hidden), dtype=np.float32)
        bias[:, hidden : 2 * hidden] = 1  # forget gates open at first (Jozefowicz et al. 2015)
        parameters = {
            "chars": chars.astype(np.float32).copy(),
            "types": (draw.standard_normal((types, settings.type_size)) * 0.2).astype(np.float32),
            "input": uniform(2, width, 4 * hidden),
            "recurrent": uniform(2, hidden, 4 * hidden),
            "bias": bias,
            "output": uniform(2 * hidden, labels),
            "output_bias": np.zeros(labels, dtype=np.float32),
            "start": np.zeros(labels, dtype=np.float32),
            "transitions": np.zeros((labels, labels), dtype=np.float32),
            "end": np.zeros(labels, dtype=np.float32),
            "sparse": np.zeros((sparse, labels), dtype=np.float32),
        }
        return cls(settings, tags, parameters, bigrams)

    def scores(self) -> tuple[Floats, Floats, Floats]:
        """Start (L,), transition (L, L) and end (L,) scores with BIOES' constraints."""
        start, transitions, end = self.constraints
        p = self.parameters
        return p["start"] + start, p["transitions"] + transitions, p["end"] + end

    def read(self, batch: EncodedBatch) -> Lattice:
        """Forward-backward over a batch of sentences, which must come by falling length, without dropout."""
        p = self.parameters
        emissions = self.states(batch) @ p["output"] + p["output_bias"] + batch.sparse @ p["sparse"]
        return lattice(_Grid(batch.lengths).laid_out(emissions), batch.lengths, *self.scores())

    def states(self, batch: EncodedBatch) -> Floats:
        """What the LSTM makes of each character, (N, 2 · hidden), without dropout; sentences by falling length."""
        p = self.parameters
        return read_states(self._inputs(batch), batch.lengths, p["input"], p["recurrent"], p["bias"])

    def _inputs(self, batch: EncodedBatch) -> Floats:
        p = self.parameters
        parts = [p["chars"][batch.chars], self.bigrams[batch.left], self.bigrams[batch.right], batch.types @ p["types"]]
        return np.concatenate(parts, axis=1)

    def _forward(self, batch: EncodedBatch, draw: np.random.Generator) -> "_Pass":
        p, s = self.parameters, self.settings
        grid = _Grid(batch.lengths)
        sparse = batch.sparse
        if s.sparse_dropout:
            sparse = sparse.copy()
            sparse.data = _kept(draw, sparse.data.shape, s.sparse_dropout)
        inputs = grid.laid_out(self._inputs(batch))
        keep_in = keep_out = None
        if s.dropout:
            keep_in = _kept(draw, (1, len(batch), inputs.shape[2]), s.dropout)
            keep_out = _kept(draw, (1, len(batch), 2 * s.hidden), s.dropout)
            inputs = inputs * keep_in
        layer = BiLstm(inputs, batch.lengths, p["input"], p["recurrent"], p["bias"])
        states = layer.output if keep_out is None else layer.output * keep_out
        emissions = states @ p["output"] + p["output_bias"] + grid.laid_out(sparse @ p["sparse"])
        return _Pass(grid, sparse, layer, keep_in, keep_out, states, emissions)

    def step(self, batch: EncodedBatch, draw: np.random.Generator) -> "Step":
        """Negative log-likelihood of a batch and its gradients, both a sentence."""
        p = self.parameters
        lengths = batch.lengths
        forward = self._forward(batch, draw)
        start, transitions, end = self.scores()
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
        size = p["chars"].shape[1]
        d_chars = csr_matrix(
            (np.ones(len(batch.chars), dtype=np.float32), (batch.chars, np.arange(len(batch.chars)))),
            shape=(len(p["chars"]), len(batch.chars)),
        )
        touched = np.unique(forward.sparse.indices)
        found = {
            "chars": np.asarray(d_chars @ d_flat[:, :size]),
            "types": np.asarray(batch.types.T @ d_flat[:, d_flat.shape[1] - self.settings.type_size :]),
            "input": d_input,
            "recurrent": d_recurrent,
            "bias": d_bias,
            "output": forward.states.reshape(-1, forward.states.shape[2]).T @ flat_d,
            "output_bias": flat_d.sum(axis=0),
            "start": d_start * norm,
            "transitions": d_transitions * norm,
            "end": d_end * norm,
        }
        d_sparse = np.asarray(_columns(forward.sparse, touched).T @ flat_d[forward.grid.places])
        gold = 0.0
        for column, length in enumerate(lengths):
            path = tags[:length, column]
            gold += float(forward.emissions[np.arange(length), column, path].sum() + start[path[0]] + end[path[-1]])
            gold += float(transitions[path[:-1], path[1:]].sum())
        return Step(float((grid.log_z.sum() - gold) * norm), found, touched, d_sparse)


@dataclass(frozen=True)
class Step:
    """`loss`, gradients by parameter, and those of the rows `touched` of the sparse weights."""

    loss: float
    gradients: dict[str, Floats]
    touched: Ints
    d_sparse: Floats


@dataclass(frozen=True)
class _Pass:
    grid: "_Grid"
    sparse: csr_matrix
    layer: BiLstm
    keep_in: Floats | None
    keep_out: Floats | None
    states: Floats
    emissions: Floats


class _Grid:
    """(steps × sentences) for sentences laid one after another; `places` are their characters' positions in it."""

    def __init__(self, lengths: Ints) -> None:
        self.steps = int(lengths.max())
        self.size = len(lengths)
        column = np.repeat(np.arange(self.size), lengths)
        self.places = (np.arange(len(column)) - np.repeat(np.cumsum(lengths) - lengths, lengths)) * self.size + column

    def laid_out(self, flat: Floats) -> Floats:
        """Rows a character → (T, B, width), zero where a sentence has ended."""
        grid = np.zeros((self.steps * self.size, flat.shape[1]), dtype=np.float32)
        grid[self.places] = flat
        return grid.reshape(self.steps, self.size, -1)


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
            step = network.step(batch, draw)
            losses.append(step.loss)
            length = np.sqrt(sum(float(np.vdot(value, value)) for value in step.gradients.values()))
            shrink = np.float32(min(1.0, 5.0 / (length + 1e-12)))
            count += 1
            fall = 1 - 0.9 * count / total
            rate = np.float32(s.rate * fall * np.sqrt(1 - 0.999**count) / (1 - 0.9**count))
            for name, value in step.gradients.items():
                gradient = value * shrink
                first[name] += np.float32(0.1) * (gradient - first[name])
                second[name] += np.float32(0.001) * (gradient * gradient - second[name])
                dense[name] -= rate * first[name] / (np.sqrt(second[name]) + np.float32(1e-8))
            rows = step.touched
            gradient = step.d_sparse + np.float32(s.decay) * sparse[rows]
            squares[rows] += gradient * gradient
            sparse[rows] -= np.float32(s.sparse_rate * fall) * gradient / np.sqrt(squares[rows])
        yield float(np.mean(losses))


def batches(data: EncodedBatch, size: int, draw: np.random.Generator) -> Iterator[EncodedBatch]:
    """Batches of sentences of like length, in random order; lengths are jittered so that batches differ by epoch."""
    order = np.argsort(data.lengths * draw.uniform(0.9, 1.1, len(data)), kind="stable")
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    for index in draw.permutation(len(groups)):
        yield data.pick(groups[index])
