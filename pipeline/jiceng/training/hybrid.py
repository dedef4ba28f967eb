"""Trains the hybrid model: what it knows of features, and a network a seed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from jiceng.ner.inputs.encoding import Encoder, FeatureTable, joined
from jiceng.ner.inputs.prepared import PreparedArticle, all_sentences, all_states
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.hybrid import HybridModel
from jiceng.ner.models.network import Network, NetworkSettings
from jiceng.training.network import train_network


def train_hybrid(
    articles: Sequence[PreparedArticle],
    tags: list[str],
    settings: NetworkSettings,
    vectors: Vectors,
    seeds: Sequence[int],
    least: int = 2,
    watch: Callable[[float], None] | None = None,
) -> HybridModel:
    """Train one network a seed. Features met fewer than `least` times in the articles are left out.

    `watch` is called with the mean loss of each epoch.
    """
    bags = joined([article.prepared.bags for article in articles])
    encoder = Encoder(vectors, FeatureTable.of(bags.all_hashes, least), FeatureTable.of(bags.type_hashes, least))
    number = {tag: i for i, tag in enumerate(tags)}
    gold = [number[tag] for article in articles for sentence in article.tags for tag in sentence]
    states = all_states(articles)
    data = replace(encoder.encode_bags(all_sentences(articles), bags, states), tags=np.array(gold, dtype=np.int64))
    networks = []
    with threadpool_limits(1, "blas"):
        for seed in seeds:
            tables = vectors.char_rows, vectors.bigram_rows, len(encoder.sparse), len(encoder.types)
            width = 0 if states is None else states.shape[1]
            network = Network.fresh(settings, tags, *tables, seed, width)
            for loss in train_network(network, data, seed):
                if watch is not None:
                    watch(loss)
            networks.append(network)
    return HybridModel(encoder, tuple(networks))
