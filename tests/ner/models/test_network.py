"""The network's gradients against differences, and its probabilities against all sequences there are."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from jiceng.ner.bioes import decode, encode
from jiceng.ner.inputs.bags import RowBags
from jiceng.ner.inputs.encoding import EncodedBatch
from jiceng.ner.models.decoding import likely_spans
from jiceng.ner.models.network import Network, NetworkSettings
from jiceng.training.network import Step, step, train_network

TAGS = ["O", *(f"{kind}-{label}" for label in ("GPE", "TEAM") for kind in "BIES")]
SETTINGS = NetworkSettings(hidden=5, type_size=4, dropout=0.0, sparse_dropout=0.0, epochs=30, batch=2)
SENTENCES = [(7, [(1, 4, "GPE"), (4, 5, "TEAM")]), (4, [(0, 2, "TEAM")]), (1, [(0, 1, "GPE")])]


@pytest.fixture(params=[0, 6], ids=["vectors alone", "an encoder's states"])
def states(request: pytest.FixtureRequest) -> int:
    """How many numbers an encoder gives a character."""
    return int(request.param)


@pytest.fixture
def network(states: int) -> Network:
    draw = np.random.default_rng(0)
    chars, bigrams = draw.normal(size=(20, 6)).astype("f"), draw.normal(size=(30, 3)).astype("f")
    network = Network.fresh(SETTINGS, TAGS, chars, bigrams, sparse=40, types=8, seed=0, states=states)
    network.parameters["sparse"][:] = draw.normal(size=(40, len(TAGS))) * 0.3
    return network


@pytest.fixture
def batch(states: int) -> EncodedBatch:
    draw = np.random.default_rng(1)
    lengths = np.array([size for size, _ in SENTENCES])
    total = int(lengths.sum())
    return EncodedBatch(
        lengths,
        draw.integers(0, 20, total),
        draw.integers(0, 30, total),
        draw.integers(0, 30, total),
        bags(draw.random((total, 40)) < 0.2),
        bags(draw.random((total, 8)) < 0.3),
        draw.normal(size=(total, states)).astype(np.float16) if states else None,
        np.array([TAGS.index(tag) for size, spans in SENTENCES for tag in encode(size, spans)]),
    )


def bags(member: NDArray[np.bool_]) -> RowBags:
    starts = np.concatenate([[0], np.cumsum(member.sum(axis=1))]).astype(np.int32)
    return RowBags(np.nonzero(member)[1].astype(np.int32), starts)


def first_step(network: Network, batch: EncodedBatch) -> Step:
    return step(network, batch, np.random.default_rng(0))


def loss(network: Network, batch: EncodedBatch) -> float:
    return first_step(network, batch).loss


@pytest.mark.parametrize(
    "name", ["chars", "types", "input", "recurrent", "bias", "output", "output_bias", "transitions"]
)
def test_gradients_are_differences(network: Network, batch: EncodedBatch, name: str) -> None:
    made = first_step(network, batch)
    value, gradient = network.parameters[name], made.gradients[name]
    # The entries with the largest gradients, where a difference of losses is not lost in rounding.
    for flat in np.argsort(-np.abs(gradient).ravel())[:3]:
        at = np.unravel_index(flat, value.shape)
        before = value[at]
        value[at] = before + 3e-3
        above = loss(network, batch)
        value[at] = before - 3e-3
        below = loss(network, batch)
        value[at] = before
        assert gradient[at] == pytest.approx((above - below) / 6e-3, rel=0.03, abs=2e-3)


@pytest.mark.parametrize("states", [6], indirect=True)
def test_gradients_of_the_direct_weights_are_differences(network: Network, batch: EncodedBatch) -> None:
    test_gradients_are_differences(network, batch, "direct")


def test_gradients_of_sparse_weights_are_differences(network: Network, batch: EncodedBatch) -> None:
    made = first_step(network, batch)
    value = network.parameters["sparse"]
    for place in np.argsort(-np.abs(made.d_sparse).max(axis=1))[:3]:
        row, tag = made.touched[place], int(np.abs(made.d_sparse[place]).argmax())
        before = value[row, tag]
        value[row, tag] = before + 3e-3
        above = loss(network, batch)
        value[row, tag] = before - 3e-3
        below = loss(network, batch)
        value[row, tag] = before
        assert made.d_sparse[place, tag] == pytest.approx((above - below) / 6e-3, rel=0.03, abs=2e-3)


def test_probabilities_of_spans_are_sums_over_all_sequences(network: Network, batch: EncodedBatch) -> None:
    """The second sentence has 9 ** 4 tag sequences; a span's probability is the share of those that hold it."""
    one = batch.pick([1])
    p = network.parameters
    emissions = network.states(one) @ p["output"] + p["output_bias"] + one.sparse.sums(p["sparse"])
    if one.states is not None:
        emissions += one.states.astype(np.float32) @ p["direct"]
    start, transitions, end = network.scores()
    total = 0.0
    share: dict[tuple[int, int, str], float] = {}
    for path in product(range(len(TAGS)), repeat=4):
        score = start[path[0]] + end[path[-1]] + sum(emissions[i, tag] for i, tag in enumerate(path))
        score += sum(transitions[a, b] for a, b in pairwise(path))
        if score > -1000:
            total += np.exp(score)
            for span in decode([TAGS[tag] for tag in path]):
                share[span] = share.get(span, 0.0) + np.exp(score)
    (found,) = likely_spans(network.read(one), transitions, TAGS, [4])
    expected = {span: weight / total for span, weight in share.items() if weight / total > 0.021}
    assert {span[:3] for span in found} >= set(expected)
    for start_at, end_at, label, probability in found:
        assert probability == pytest.approx(share[start_at, end_at, label] / total, abs=1e-4)


def test_a_sentence_reads_the_same_alone_and_in_a_batch(network: Network, batch: EncodedBatch) -> None:
    together = likely_spans(network.read(batch), network.scores()[1], TAGS, batch.lengths.tolist())
    for row in range(3):
        (alone,) = likely_spans(network.read(batch.pick([row])), network.scores()[1], TAGS, [SENTENCES[row][0]])
        assert [span[:3] for span in alone] == [span[:3] for span in together[row]]
        assert [span[3] for span in alone] == pytest.approx([span[3] for span in together[row]], abs=1e-4)


def test_it_learns_what_it_is_shown(network: Network, batch: EncodedBatch) -> None:
    losses = list(train_network(network, batch, seed=3))
    assert losses[-1] < 0.1 * losses[0]
    found = likely_spans(network.read(batch), network.scores()[1], TAGS, batch.lengths.tolist())
    assert [{span[:3] for span in spans if span[3] > 0.5} for spans in found] == [set(spans) for _, spans in SENTENCES]


def test_dropout_is_drawn_from_the_seed_alone(batch: EncodedBatch, states: int) -> None:
    settings = replace(SETTINGS, dropout=0.5, sparse_dropout=0.5, epochs=2)
    chars, bigrams = np.ones((20, 6), dtype="f"), np.ones((30, 3), dtype="f")
    results = []
    for seed in (1, 1, 2):
        network = Network.fresh(settings, TAGS, chars, bigrams, sparse=40, types=8, seed=seed, states=states)
        results.append(list(train_network(network, batch, seed)))
    assert results[0] == results[1] != results[2]
