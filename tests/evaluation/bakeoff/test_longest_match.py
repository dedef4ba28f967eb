from hypothesis import given

from jiceng.evaluation.bakeoff.longest_match import longest_matches, pkuseg_dictionary
from jiceng.text.normalize import normalize
from tests.strategies import texts


def test_the_package_brings_a_dictionary() -> None:
    assert len(pkuseg_dictionary()) > 380_000
    assert {"党支部", "自治区"} <= pkuseg_dictionary()


def test_the_longest_word_wins() -> None:
    assert {"自治", "自治区"} <= pkuseg_dictionary()
    assert longest_matches("在自治区值守") == ["在", "自治区", "值守"]


@given(texts)
def test_the_words_give_the_text_back(raw: str) -> None:
    text = normalize(raw).norm
    assert "".join(longest_matches(text)) == text
