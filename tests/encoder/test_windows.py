import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiceng.corpus.article import Article
from jiceng.encoder.transformer import states_of
from jiceng.encoder.weights import EncoderWeights
from jiceng.encoder.windows import AROUND, CORE, stretches, text_states
from jiceng.text.normalize import normalize


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 500)), max_size=12), st.integers(0, 30))
def test_every_character_of_every_sentence_is_in_exactly_one_stretch(sizes: list[tuple[int, int]], tail: int) -> None:
    sentences, at = [], 0
    for gap, size in sizes:
        sentences.append((at + gap, at + gap + size))
        at += gap + size
    length = at + tail
    held = np.zeros(length, dtype=int)
    for part in stretches(length, sentences):
        held[part.low : part.high] += 1
        assert 0 < part.high - part.low <= CORE
        assert part.start == max(0, part.low - AROUND) and part.end == min(length, part.high + AROUND)
    for low, high in sentences:
        assert (held[low:high] == 1).all()


def test_a_stretch_ends_where_a_sentence_does(gold: dict[str, Article]) -> None:
    text = normalize(gold["ruili"].text)
    extents = [window.around for window in text.windows()]
    ends = {end for _, end in extents}
    found = list(stretches(len(text.norm), extents))
    assert sum(part.high in ends or part.high - part.low == CORE for part in found) == len(found)


def test_a_text_that_fits_is_read_whole(weights: EncoderWeights) -> None:
    text = "孟连县成立83个临时党支部。\n全县划分28个片区。"
    rows = weights.rows(text)[None]
    np.testing.assert_allclose(text_states(weights, text, [(0, 15), (16, 25)]), states_of(weights, rows)[0], atol=4e-3)


def test_sentences_that_overlap_have_their_states_once(weights: EncoderWeights, gold: dict[str, Article]) -> None:
    text = gold["ruili"].text.replace("\n", "")[:700]
    pieces = [(0, 400), (340, 700)]
    states = text_states(weights, text, pieces)
    assert states.shape == (700, weights.width)
    assert (np.abs(states).sum(axis=1) > 0).all()


def test_nothing_to_read_has_no_states(weights: EncoderWeights) -> None:
    assert text_states(weights, "", []).shape == (0, 16)
    assert not text_states(weights, "  ", []).any()
