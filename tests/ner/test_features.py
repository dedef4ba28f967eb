from hypothesis import given, settings

from pipeline.ner.features import character_class, sentence_features
from pipeline.ner.lexicon import EMPTY, load_lexicon
from pipeline.text.normalize import normalize
from tests.strategies import texts

LEXICON = load_lexicon()


def test_a_character_sees_itself_its_word_and_the_head_it_stands_in() -> None:
    text = "成立83个临时党支部"
    columns = sentence_features(text, LEXICON)
    at = text.index("临")
    assert {"c=临", "c-1=个", "h=BTEMP_BRANCH", "w=B临时"} <= set(columns[at])
    assert "p=BQUANTITY" in columns[2]
    assert "next3=TEMP_BRANCH" in columns[at]


def test_digits_are_one_symbol_and_classes_are_coarse() -> None:
    assert "c=0" in sentence_features("8", EMPTY, None)[0]
    assert [character_class(char) for char in "8a三“”，—县 "] == ["0", "a", "n", "(", ")", ",", ".", "h", "_"]


def test_a_quoted_name_knows_what_follows_its_quote() -> None:
    columns = sentence_features("“五级包保”工作机制", EMPTY, None)
    assert "qa=“" not in columns[1]
    assert any(feature.startswith("qa=") and feature.endswith("工作") for feature in columns[1])


def test_without_lexicon_and_segmenter_their_features_are_gone() -> None:
    plain = {f.split("=")[0] for column in sentence_features("临时党支部83个", EMPTY, None) for f in column}
    assert not plain & {"h", "w", "p", "next"}


@settings(max_examples=50)
@given(texts)
def test_every_character_of_any_text_has_features(raw: str) -> None:
    text = normalize(raw).norm
    assert len(sentence_features(text, LEXICON)) == len(text)
