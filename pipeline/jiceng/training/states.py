"""The states of training articles, which no training changes: computed once, then read from `build/states/`.

A fold, a seed, a process, a second training: all read the same articles. A file is named after the encoder's weights and
the text, so that none is ever stale.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from numpy.typing import NDArray

from jiceng.encoder.weights import EncoderWeights, load_weights
from jiceng.ner.inputs.prepared import sentence_states

STATES = Path("build/states")


class StateStore:
    """The encoder of a file, and the states that it gave."""

    def __init__(self, encoder: Path, folder: Path = STATES) -> None:
        """Raises InputError if the file holds no encoder."""
        self.weights: EncoderWeights = load_weights(encoder)
        self._folder = folder / hashlib.sha256(encoder.read_bytes()).hexdigest()[:16]

    def of(self, norm: str, extents: Sequence[tuple[int, int]]) -> NDArray[np.float16]:
        """`sentence_states` of a normalised text and its sentences, (N, d)."""
        name = hashlib.sha256(f"{list(extents)}\n{norm}".encode("utf-8", "surrogatepass")).hexdigest()
        path = self._folder / f"{name}.npy"
        size = sum(high - low for low, high in extents)
        try:
            states = np.load(path, allow_pickle=False)
            if states.shape == (size, self.weights.width) and states.dtype == np.float16:
                return np.asarray(states, dtype=np.float16)
        except (OSError, ValueError, EOFError):
            pass  # not there yet, or damaged: computed
        states = sentence_states(self.weights, norm, extents)
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=f".{name}.", delete=False) as file:
            np.save(file, states, allow_pickle=False)
        Path(file.name).replace(path)  # two processes may write the same: each whole
        return states
