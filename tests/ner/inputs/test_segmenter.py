from hypothesis import given

from jiceng.ner.inputs.segmenter import segment
from jiceng.text.normalize import normalize
from tests.strategies import texts


def test_words_of_a_real_clause() -> None:
    assert segment("临时党支部书记在口岸值守") == ("临时", "党支部", "书记", "在", "口岸", "值守")


@given(texts)
def test_the_words_give_the_text_back(raw: str) -> None:
    text = normalize(raw).norm
    assert "".join(segment(text)) == text
