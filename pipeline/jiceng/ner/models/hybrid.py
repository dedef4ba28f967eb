"""The hybrid model: an encoder and one or more networks trained from different seeds, whose probabilities are averaged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from jiceng.ner.inputs.encoding import EncodedBatch, Encoder
from jiceng.ner.inputs.features import Bags, SentenceText
from jiceng.ner.models.decoding import LikelySpan, likely_spans, mixed
from jiceng.ner.models.network import Network

# Sentences read at once: of like length, few enough that their states stay in the processor's cache (measured: 32 is
# faster than 16 and than 64).
_BATCH = 32


@dataclass(frozen=True)
class HybridModel:
    """A trained model; `networks` share the encoder."""

    encoder: Encoder
    networks: tuple[Network, ...]

    def likely(
        self, sentences: Sequence[SentenceText], bags: Bags, states: NDArray[np.float16] | None = None
    ) -> list[list[LikelySpan]]:
        """The likely spans of each sentence, with their probabilities."""
        data = self.encoder.encode_bags(sentences, bags, states)
        found: list[list[LikelySpan]] = [[] for _ in sentences]
        # One thread: more would change the last digits of sums with the number of cores, and with them the export.
        with threadpool_limits(1, "blas"):
            for rows, batch in _by_length(data):
                readings = [
                    likely_spans(network.read(batch), network.scores()[1], network.tags, batch.lengths.tolist())
                    for network in self.networks
                ]
                for at, row in enumerate(rows):
                    found[row] = mixed([reading[at] for reading in readings])
        return found

    def states(self, sentences: Sequence[SentenceText], bags: Bags) -> NDArray[np.float32]:
        """What the first network's LSTM makes of each character, (N, 2 · hidden), sentences one after another."""
        data = self.encoder.encode_bags(sentences, bags)
        ends = np.cumsum(data.lengths)
        found = np.zeros((int(data.lengths.sum()), 2 * self.networks[0].settings.hidden), dtype=np.float32)
        with threadpool_limits(1, "blas"):
            for rows, batch in _by_length(data):
                places = [np.arange(ends[row] - data.lengths[row], ends[row]) for row in rows]
                found[np.concatenate(places)] = self.networks[0].states(batch)
        return found


def _by_length(data: EncodedBatch) -> Iterator[tuple[list[int], EncodedBatch]]:
    order = np.argsort(-data.lengths, kind="stable")  # by falling length, as the LSTM likes it
    for first in range(0, len(order), _BATCH):
        rows = order[first : first + _BATCH]
        yield rows.tolist(), data.pick(rows)
