from zlib import crc32

import numpy as np
from hypothesis import given, settings

from jiceng.ner.inputs.features import SentenceText, character_class, features_of
from jiceng.ner.inputs.lexicon import EMPTY, load_lexicon
from jiceng.text.normalize import normalize
from tests.strategies import texts

LEXICON = load_lexicon()


def names_at(text: str, at: int, names: list[str]) -> set[str]:
    """Which of the named scattered features a character has."""
    bags = features_of([SentenceText(text)], LEXICON)
    found = set(bags.all_hashes[bags.all_rows == at].tolist())
    return {name for name in names if crc32(name.encode()) in found}


def hashes_at(sentences: list[SentenceText], row: int) -> set[int]:
    bags = features_of(sentences, EMPTY, None)
    return set(bags.all_hashes[bags.all_rows == row].tolist())


def test_a_character_sees_the_head_it_stands_in_and_the_pattern() -> None:
    text = "成立83个临时党支部"
    assert names_at(text, text.index("临"), ["h=BTEMP_BRANCH", "next3=TEMP_BRANCH", "p-=QUANTITY", "h=BROLE"]) == {
        "h=BTEMP_BRANCH",
        "next3=TEMP_BRANCH",
        "p-=QUANTITY",
    }
    assert names_at(text, 2, ["p=BQUANTITY"])


def test_a_quoted_name_knows_what_follows_its_quote() -> None:
    assert names_at("“五级包保”工作机制", 1, ["qa=”工作", "q=”short"]) == {"qa=”工作", "q=”short"}


def test_digits_are_one_symbol_and_classes_are_coarse() -> None:
    assert hashes_at([SentenceText("8个")], 0) == hashes_at([SentenceText("3个")], 0)
    assert hashes_at([SentenceText("8个")], 0) != hashes_at([SentenceText("八个")], 0)
    assert [character_class(char) for char in "8a三“”，—县 "] == ["0", "a", "n", "(", ")", ",", ".", "h", "_"]


def test_a_sentence_never_sees_its_neighbours_in_the_batch() -> None:
    alone = hashes_at([SentenceText("宁明县")], 0)
    beside = hashes_at([SentenceText("成立"), SentenceText("宁明县"), SentenceText("卡点")], 2)
    assert alone == beside


def test_without_lexicon_and_segmenter_their_features_are_gone() -> None:
    text = [SentenceText("临时党支部83个")]
    plain, full = features_of(text, EMPTY, None), features_of(text, LEXICON)
    assert set(plain.all_hashes.tolist()) < set(full.all_hashes.tolist())
    assert len(full.type_hashes) > len(plain.type_hashes)


@settings(max_examples=50)
@given(texts)
def test_every_character_of_any_text_has_features(raw: str) -> None:
    text = normalize(raw).norm
    bags = features_of([SentenceText(text)], LEXICON)
    assert bags.size == len(text)
    assert set(bags.all_rows.tolist()) == set(range(len(text)))
    assert len(bags.all_rows) == len(bags.all_hashes) and bags.all_hashes.dtype == np.uint32
