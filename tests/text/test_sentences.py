import pytest
from hypothesis import given

from jiceng.corpus.article import Article
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“来吗？”走了。好！", ["他说：“来吗？”", "走了。", "好！"]),
        ("边境线长169.8公里；设卡点143个。", ["边境线长169.8公里；设卡点143个。"]),
        ("（责编：刘尤罕）\r\n\r\n  微信", ["（责编：刘尤罕）", "微信"]),
        ("一行\u2028二行\u2029三行\x85四行", ["一行", "二行", "三行", "四行"]),
        ("真的？！是。", ["真的？！", "是。"]),
        ("没有句号", ["没有句号"]),
        ("  \n\n", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_no_gold_relation_leaves_its_sentence(gold: dict[str, Article]) -> None:
    for article in gold.values():
        bounds = list(sentences(article.text))
        spans = {span.id: span for span in article.spans}
        for relation in article.relations:
            head, tail = spans[relation.head], spans[relation.tail]
            assert any(s <= min(head.start, tail.start) and max(head.end, tail.end) <= e for s, e in bounds)


@given(texts)
def test_sentences_hold_every_visible_character_once_and_no_line_break(text: str) -> None:
    seen = [at for start, end in sentences(text) for at in range(start, end)]
    assert seen == sorted(set(seen))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(seen)
    assert all(len(text[start:end].splitlines()) == 1 for start, end in sentences(text))


@given(texts)
def test_a_sentence_never_ends_inside_a_replaced_word(raw: str) -> None:
    text = normalize(raw)
    assert all(text.to_norm(start, end) is not None for start, end in text.sentences())


@given(texts)
def test_pieces_of_a_long_sentence_hold_every_visible_character_once(raw: str) -> None:
    text = normalize(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jiceng.text.normalize.LONGEST", 6)
        windows, pieces = list(text.windows()), list(text.pieces())
    assert [text.to_norm(start, end) for start, end in pieces] == [window.core for window in windows]
    seen = [at for window in windows for at in range(*window.core)]
    assert seen == sorted(set(seen))
    inside = {at for start, end in text.sentences() for at in range(*(text.to_norm(start, end) or (0, 0)))}
    assert {at for at in inside if not text.norm[at].isspace()} <= set(seen) <= inside
    assert all(one.around[0] <= one.core[0] < one.core[1] <= one.around[1] for one in windows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲县、乙县，丙县；丁县、戊县", ["甲县、乙县，丙县；", "丁县、戊县"]),
        ("甲县、乙县、丙县，丁县、戊县", ["甲县、乙县、丙县，", "丁县、戊县"]),
        ("一二三四五六七八九十一二三四", ["一二三四五六七八九十", "一二三四"]),
        ("不长，也不用分", ["不长，也不用分"]),
    ],
)
def test_a_long_sentence_is_cut_at_the_best_mark(
    text: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiceng.text.normalize.LONGEST", 10)
    assert [text[start:end] for start, end in normalize(text).pieces()] == expected
