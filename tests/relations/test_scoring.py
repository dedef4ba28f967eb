import numpy as np
import pytest
from sklearn.feature_extraction import FeatureHasher

from jiceng.relations.columns import ColumnTables
from jiceng.relations.features import PairFeatures
from jiceng.relations.scoring import PairScorer
from jiceng.training.pairs import feature_matrix

PAIRS = [
    PairFeatures("GPE>TEMP_BRANCH", "place>body", ["gap2", "gt=SET_UP", "in=在", "in=在"]),
    PairFeatures("TEMP_BRANCH<QUANTITY", "body<QUANTITY", ["gap0", "near0"]),
    PairFeatures("GPE>TEMP_BRANCH", "place>body", ["gap2", "near0"]),
]


def names(pair: PairFeatures) -> list[str]:
    return [
        pair.types,
        *pair.general,
        *(f"{pair.types}|{name}" for name in pair.general),
        *(f"{pair.families}/{name}" for name in pair.general),
    ]


def test_columns_are_those_of_scikit_learns_hasher() -> None:
    hasher = FeatureHasher(2**12, input_type="string", alternate_sign=False, dtype=np.float32)
    ours = feature_matrix(PAIRS, ColumnTables(bits=12))
    np.testing.assert_array_equal(ours.toarray(), hasher.transform(map(names, PAIRS)).toarray())


def test_the_scorer_adds_what_the_matrix_multiplies() -> None:
    weights = np.random.default_rng(0).normal(size=(2**12, 3)).astype(np.float32)
    tables = ColumnTables(bits=12)
    scorer = PairScorer(weights, tables)
    expected = feature_matrix(PAIRS, tables) @ weights
    for _ in range(2):  # the second time from memory
        np.testing.assert_allclose(scorer.logits(PAIRS), expected, atol=1e-5)
    np.testing.assert_allclose(scorer.logits(PAIRS[:1]), expected[:1], atol=1e-5)


def test_no_pairs_have_no_logits() -> None:
    assert PairScorer(np.zeros((16, 3), dtype=np.float32), ColumnTables(bits=4)).logits([]).shape == (0, 3)


def test_more_features_than_the_first_room_holds_are_kept_apart() -> None:
    weights = np.random.default_rng(1).normal(size=(2**16, 2)).astype(np.float32)
    many = [PairFeatures("A>B", "a>b", [f"f{i}" for i in range(20_000)])]
    tables = ColumnTables(bits=16)
    assert PairScorer(weights, tables).logits(many) == pytest.approx(feature_matrix(many, tables) @ weights, abs=0.05)
