import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.corpus.article import Article, Span
from jiceng.labelling.queue import candidate, candidates_of, choose, cut, queue_rows, span_counts, uncertainty
from jiceng.labelling.schema import type_names
from jiceng.ontology import default_ontology
from tests.labelling.strategies import articles


def sentence(name: str, text: str, *spans: tuple[str, str, float]) -> Article:
    found = tuple(
        Span(text.index(mention), text.index(mention) + len(mention), label, number, confidence)
        for number, (mention, label, confidence) in enumerate(spans, start=1)
    )
    return Article(name, text, found)


SURE = sentence("sure", "宁明县设立卡点。", ("宁明县", "GPE", 0.99), ("卡点", "CHECKPOINT", 0.97))
UNSURE = sentence("unsure", "宁明县设立卡点。", ("宁明县", "GPE", 0.99), ("卡点", "CHECKPOINT", 0.35))
RARE = sentence("rare", "宁明县查获案件。", ("宁明县", "GPE", 0.99), ("案件", "CASE", 0.97))
SILENT = sentence("silent", "随着天气转凉大家都在商量怎样把接下来几个月要做的那些琐碎事情一件一件安排妥当。")
LABELLED = {"GPE": 100, "CHECKPOINT": 80, "CASE": 2}
NAMES = type_names(default_ontology())


def order(*articles: Article, seen: tuple[str, ...] = ()) -> list[str]:
    return [choice.article.id for choice in choose(map(candidate, articles), LABELLED, seen, 10)]


def test_what_the_model_is_unsure_of_comes_first() -> None:
    assert order(SURE, UNSURE)[0] == "unsure"
    assert uncertainty(UNSURE) == pytest.approx(0.66)


def test_a_rare_type_and_a_long_silence_count() -> None:
    assert order(SURE, RARE)[0] == "rare"
    assert order(SURE, SILENT)[0] == "silent"


def test_what_is_like_what_is_labelled_comes_later_and_a_copy_of_what_was_chosen_never() -> None:
    again = Article("again", UNSURE.text, UNSURE.spans)
    other = sentence("other", "全市增加防控点。", ("全市", "GPE", 0.99), ("防控点", "CHECKPOINT", 0.45))
    assert order(UNSURE, again, other) == ["unsure", "other"]
    assert order(UNSURE, other, seen=(UNSURE.text,))[0] == "other"


def test_each_choice_has_its_reason() -> None:
    reasons = {c.article.id: c.reason for c in choose(map(candidate, (UNSURE, RARE, SILENT)), LABELLED, (), 10, NAMES)}
    assert "没把握：卡点（卡点 0.35）" in reasons["unsure"]
    assert "少见类型：病例案件（已标2）" in reasons["rare"]
    assert "长段无标注：1处" in reasons["silent"]


def test_a_queue_is_cut_into_batches_and_keeps_confidences() -> None:
    rows = list(queue_rows(choose(map(candidate, (UNSURE, RARE, SILENT)), LABELLED, (), 3), batch=2))
    assert [row["batch"] for row in rows] == [1, 1, 2] and [row["rank"] for row in rows] == [1, 2, 3]
    assert {entity["confidence"] for row in rows for entity in row["entities"]} == {0.99, 0.97, 0.35}


@given(st.lists(articles(), max_size=6), st.integers(1, 4))
def test_a_choice_is_never_made_twice(found: list[Article], size: int) -> None:
    pool = candidates_of([Article(f"a{i}", a.text, a.spans, a.relations) for i, a in enumerate(found)], [])
    chosen = [choice.article.id for choice in choose(pool, {}, (), size)]
    assert len(chosen) == len(set(chosen)) <= size


@given(articles())
def test_a_sentence_keeps_its_spans_on_their_words(article: Article) -> None:
    pieces = list(cut(article))
    for piece in pieces:
        start, end = map(int, piece.id.removeprefix("a@").split("-"))
        assert article.text[start:end] == piece.text
        for span in piece.spans:
            assert (span.start + start, span.end + start, span.label) in article.span_keys()


def test_the_real_articles_lose_nothing_when_cut(gold: dict[str, Article]) -> None:
    for article in gold.values():
        pieces = list(cut(article))
        assert sum(len(piece.spans) for piece in pieces) == len(article.spans)
        assert sum(len(piece.relations) for piece in pieces) == len(article.relations)


def test_what_is_labelled_already_is_no_candidate(gold: dict[str, Article]) -> None:
    assert candidates_of([gold["ruili"]], [gold["ruili"]]) == []
    assert span_counts(gold["ruili"].spans).total() == len(gold["ruili"].spans)


def test_near_copies_of_what_was_chosen_are_left_out() -> None:
    towns = ["白水", "青山", "都龙", "黑石", "金沙", "红旗", "云朵", "木场", "石关", "柳湾"]
    bulletins = [
        Article(
            f"b{at:02}",
            f"{towns[at % 10]}镇{at % 12 + 1}月{at % 28 + 1}日设卡{at + 3}个，投入党员{at * 7 + 20}名，查车{at * 31}辆次。",
        )
        for at in range(40)
    ]
    varied = [
        Article(f"v{at:02}", text)
        for at, text in enumerate(
            (
                "县委书记把铺盖搬进了封控小区。", "护边员每天要走二十公里山路。", "口岸货车实行人货分离。", "老党员捐出三个月退休金。",
                "驻村工作队修好了饮水管道。", "网格长挨家敲门送药。", "民兵在江边搭起帐篷。", "乡贤评理团化解了十年积怨。",
            )
        )
    ]  # fmt: skip
    chosen = [choice.article.id for choice in choose(map(candidate, bulletins + varied), {}, [], 12)]
    assert sorted(name for name in chosen if name.startswith("v")) == [article.id for article in varied]
    assert sum(name.startswith("b") for name in chosen) == 1
