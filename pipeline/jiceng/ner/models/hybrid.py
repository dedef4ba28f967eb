"""The hybrid model: an encoder and one or more networks trained from different seeds, whose probabilities are averaged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from jiceng.ner.inputs.encoding import EncodedBatch, Encoder, FeatureTable, joined
from jiceng.ner.inputs.features import Bags, SentenceText
from jiceng.ner.inputs.prepared import PreparedArticle, all_sentences
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.decoding import LikelySpan, likely_spans, mixed
from jiceng.ner.models.network import Network, NetworkSettings, train_network

# Sentences read at once: of like length, few enough that their states stay in the processor's cache (measured: 32 is
# faster than 16 and than 64).
_BATCH = 32


@dataclass(frozen=True)
class HybridModel:
    """A trained model; `networks` share the encoder."""

    encoder: Encoder
    networks: tuple[Network, ...]

    def likely(self, sentences: Sequence[SentenceText], bags: Bags) -> list[list[LikelySpan]]:
        """The likely spans of each sentence, with their probabilities."""
        data = self.encoder.encode_bags(sentences, bags)
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


def train_hybrid(
    articles: Sequence[PreparedArticle],
    tags: list[str],
    settings: NetworkSettings,
    vectors: Vectors,
    seeds: Sequence[int],
    least: int = 2,
) -> HybridModel:
    """Train one network a seed. Features met fewer than `least` times in the articles are left out."""
    bags = joined([article.prepared.bags for article in articles])
    encoder = Encoder(vectors, FeatureTable.of(bags.all_hashes, least), FeatureTable.of(bags.type_hashes, least))
    number = {tag: i for i, tag in enumerate(tags)}
    gold = [number[tag] for article in articles for sentence in article.tags for tag in sentence]
    data = replace(encoder.encode_bags(all_sentences(articles), bags), tags=np.array(gold, dtype=np.int64))
    networks = []
    with threadpool_limits(1, "blas"):
        for seed in seeds:
            network = Network.fresh(
                settings, tags, vectors.char_rows, vectors.bigram_rows, len(encoder.sparse), len(encoder.types), seed
            )
            for _ in train_network(network, data, seed):
                pass
            networks.append(network)
    return HybridModel(encoder, tuple(networks))
