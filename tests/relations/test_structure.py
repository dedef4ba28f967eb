from pathlib import Path

import pytest

from jiceng.corpus.markup import read_inline
from jiceng.errors import InputError
from jiceng.relations.candidates import by_sentence
from jiceng.relations.structure import Structure
from jiceng.relations.verbs import load_verbs
from jiceng.text.normalize import normalize

VERBS = load_verbs()


def structure_of(inline: str) -> Structure:
    article = read_inline(inline, "a")
    (sentence,) = by_sentence(normalize(article.text), article.spans)
    return Structure(sentence, VERBS)


def test_a_list_is_one_chain_across_counts_and_quotes() -> None:
    found = structure_of(
        "⟦1:GPE|全县⟧设立⟦2:QUANTITY|16个⟧⟦3:GRID|二级网格⟧、⟦4:QUANTITY|191个⟧⟦5:GRID|三级网格⟧和“⟦6:GRID|微网格⟧”，⟦7:ROLE|党员⟧参加"
    )
    assert [found.chain[i] for i in (2, 4, 5)] == [(2, 5, 0), (2, 5, 1), (2, 5, 2)]
    assert found.chain[6] == (6, 6, 0)


def test_things_of_other_kinds_are_no_list() -> None:
    found = structure_of("⟦1:RESOURCE|口罩⟧、⟦2:ROLE|民兵⟧")
    assert found.chain == [(0, 0, 0), (1, 1, 0)]


def test_a_unit_takes_the_count_before_or_behind_it() -> None:
    found = structure_of("组建⟦1:QUANTITY|61支⟧⟦2:TEAM|党员突击队⟧，缴获⟦3:RESOURCE|手机⟧⟦4:QUANTITY|6部⟧")
    text = found.text
    assert text[found.left[1] : found.right[1]] == "61支党员突击队"
    assert text[found.left[2] : found.right[2]] == "手机6部"


def test_the_governing_words_of_an_agent_and_of_what_it_sets_up() -> None:
    found = structure_of(
        "⟦1:GPE|该县⟧在⟦2:LOC|边境一线⟧⟦3:QUANTITY|143个⟧⟦4:CHECKPOINT|卡点⟧成立⟦5:QUANTITY|83个⟧⟦6:TEMP_BRANCH|临时党支部⟧"
    )
    governor, follower = found.governor(5), found.follower(3)
    assert governor is not None and governor.word == "成立" and "SET_UP" in governor.classes
    assert follower is not None and follower.word == "成立"
    assert found.governor(0) is None


def test_marks_inside_a_mention_end_no_clause() -> None:
    found = structure_of(
        "⟦1:GPE|百色市⟧构建⟦2:MEASURE|“横向到边、纵向到底”，网格体系⟧，推动⟦3:ROLE|干部⟧；⟦4:ROLE|民兵⟧值守"
    )
    assert found.clauses_between(found.places[0][1], found.places[2][0]) == (1, 0)
    assert found.clauses_between(found.places[0][1], found.places[3][0]) == (2, 1)


def test_the_longest_signal_word_outside_mentions_is_found() -> None:
    text = "建立健全巡逻队"
    words = [verb.word for verb in VERBS.find(text, [False] * 4 + [True] * 3)]
    assert words == ["建立健全"]


def test_a_faulty_list_of_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verbs.tsv"
    path.write_text("SET_UP 成立\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 columns, 2 are needed"):
        load_verbs(path)
