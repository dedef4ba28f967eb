import numpy as np
import pytest

from jiceng.ner.models.lstm import BiLstm, read_states


def test_reading_gives_the_states_of_training() -> None:
    draw = np.random.default_rng(0)
    lengths, width, hidden = np.array([9, 6, 6, 1]), 5, 4
    weights, recurrent, bias = (
        draw.standard_normal(shape).astype(np.float32)
        for shape in ((2, width, 4 * hidden), (2, hidden, 4 * hidden), (2, 4 * hidden))
    )
    flat = draw.standard_normal((int(lengths.sum()), width)).astype(np.float32)
    inputs = np.zeros((int(lengths.max()), len(lengths), width), dtype=np.float32)
    places = [(step, column) for column, length in enumerate(lengths) for step in range(length)]
    for row, (step, column) in zip(flat, places, strict=True):
        inputs[step, column] = row
    trained = BiLstm(inputs, lengths, weights, recurrent, bias).output
    read = read_states(flat, lengths, weights, recurrent, bias)
    assert np.allclose(read, [trained[step, column] for step, column in places], atol=1e-6)


def test_sentences_in_another_order_are_refused() -> None:
    zeros = np.zeros
    with pytest.raises(AssertionError, match="falling length"):
        read_states(
            zeros((3, 2), "f"), np.array([1, 2]), zeros((2, 2, 4), "f"), zeros((2, 1, 4), "f"), zeros((2, 4), "f")
        )
