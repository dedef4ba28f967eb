from pathlib import Path

import numpy as np
import pytest

from jiceng.errors import InputError
from jiceng.ner.inputs.vectors import Vectors
from jiceng.training.vectors import train_vectors

LINES = [
    "云南省在边境设立12个卡点",
    "广西省在边境设立30个卡点",
    "云南省派出民警",
    "广西省派出民警",
    "雪很大",
    "雨很大",
] * 6


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return train_vectors(LINES, char_size=8, bigram_size=4, least=2)


def cosine(vectors: Vectors, a: str, b: str) -> float:
    x, y = (vectors.char_rows[vectors.chars[char]] for char in (a, b))
    return float(x @ y / np.linalg.norm(x) / np.linalg.norm(y))


def test_characters_that_stand_in_the_same_places_are_near(vectors: Vectors) -> None:
    assert cosine(vectors, "雪", "雨") > 0.9 > cosine(vectors, "雪", "警")


def test_encoding_knows_edges_digits_and_what_is_rare(vectors: Vectors) -> None:
    chars, left, right = vectors.encode(["设1个", "龘"])
    assert chars.tolist() == [vectors.chars["设"], vectors.chars["0"], vectors.chars["个"], 1]
    assert left.tolist()[1:3] == [1, vectors.bigrams["0个"]]
    assert right.tolist()[3] == 1
    assert vectors.encode(["雪"])[1].tolist() == [vectors.bigrams["^雪"]]


def test_saving_keeps_them_to_a_hundredth_and_training_twice_gives_the_same(vectors: Vectors, tmp_path: Path) -> None:
    vectors.save(tmp_path / "v.npz")
    back = Vectors.load(tmp_path / "v.npz")
    assert back.chars == vectors.chars and back.bigrams == vectors.bigrams
    np.testing.assert_allclose(back.char_rows, vectors.char_rows, atol=np.abs(vectors.char_rows).max() / 100)
    np.testing.assert_array_equal(train_vectors(LINES, 8, 4, 2).char_rows, vectors.char_rows)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no vectors that can be read"):
        Vectors.load(tmp_path / "v.npz")
