"""The hybrid network in numpy: a BiLSTM over vectors and the weights of sparse features meet in the emissions of a CRF.

The LSTM (after Huang, Xu and Yu 2015; variational dropout after Gal and Ghahramani 2016) generalises over words that
were never labelled; the sparse n-gram and lexicon weights remember those that were. numpy's BLAS is as fast as a
framework at this size, and the default install stays without one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiceng.ner.inputs.encoding import EncodedBatch
from jiceng.ner.models.crf import Lattice, bioes_constraints, lattice
from jiceng.ner.models.lstm import read_states

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
        states: int = 0,
    ) -> "Network":
        """Random weights; `chars` (V, d) begin as the pre-trained vectors, the `sparse` weights at zero.

        `states`: the width of an encoder's states, which the LSTM reads beside the vectors and the emissions directly.
        """
        draw = np.random.default_rng(seed)
        hidden, labels = settings.hidden, len(tags)
        width = chars.shape[1] + 2 * bigrams.shape[1] + settings.type_size + states

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
        if states:
            parameters["direct"] = uniform(states, labels) * np.float32(0.5)
        return cls(settings, tags, parameters, bigrams)

    def scores(self) -> tuple[Floats, Floats, Floats]:
        """Start (L,), transition (L, L) and end (L,) scores with BIOES' constraints."""
        start, transitions, end = self.constraints
        p = self.parameters
        return p["start"] + start, p["transitions"] + transitions, p["end"] + end

    def read(self, batch: EncodedBatch) -> Lattice:
        """Forward-backward over a batch of sentences, which must come by falling length, without dropout."""
        p = self.parameters
        emissions = self.states(batch) @ p["output"] + p["output_bias"] + batch.sparse.sums(p["sparse"])
        if batch.states is not None:
            emissions += batch.states.astype(np.float32) @ p["direct"]
        return lattice(Grid(batch.lengths).laid_out(emissions), batch.lengths, *self.scores())

    def states(self, batch: EncodedBatch) -> Floats:
        """What the LSTM makes of each character, (N, 2 · hidden), without dropout; sentences by falling length."""
        p = self.parameters
        return read_states(self.inputs(batch), batch.lengths, p["input"], p["recurrent"], p["bias"])

    def inputs(self, batch: EncodedBatch) -> Floats:
        """The LSTM's input of each character, (N, width)."""
        p = self.parameters
        parts = [
            p["chars"][batch.chars],
            self.bigrams[batch.left],
            self.bigrams[batch.right],
            batch.types.sums(p["types"]),
        ]
        if batch.states is not None:
            parts.insert(0, batch.states.astype(np.float32))
        return np.concatenate(parts, axis=1)


class Grid:
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
