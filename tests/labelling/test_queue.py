import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.corpus.article import Article, Span
from jiceng.labelling.queue import candidate, candidates_of, choose, cut, queue_rows, span_counts, uncertainty
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


def order(*articles: Article, seen: tuple[str, ...] = ()) -> list[str]:
    return [choice.article.id for choice in choose(map(candidate, articles), LABELLED, seen, 10)]


def test_what_the_model_is_unsure_of_comes_first() -> None:
    assert order(SURE, UNSURE)[0] == "unsure"
    assert uncertainty(UNSURE) == pytest.approx(0.66)


def test_a_rare_type_and_a_long_silence_count() -> None:
    assert order(SURE, RARE)[0] == "rare"
    assert order(SURE, SILENT)[0] == "silent"


def test_what_is_like_what_was_chosen_comes_later() -> None:
    again = Article("again", UNSURE.text, UNSURE.spans)
    other = sentence("other", "全市增加防控点。", ("全市", "GPE", 0.99), ("防控点", "CHECKPOINT", 0.45))
    assert order(UNSURE, again, other) == ["unsure", "other", "again"]
    assert order(UNSURE, other, seen=(UNSURE.text,))[0] == "other"


def test_each_choice_has_its_reason() -> None:
    reasons = {c.article.id: c.reason for c in choose(map(candidate, (UNSURE, RARE, SILENT)), LABELLED, (), 10)}
    assert "没把握：卡点 CHECKPOINT 0.35" in reasons["unsure"]
    assert "少见类型：CASE（已标2）" in reasons["rare"]
    assert "长段无标注：1处" in reasons["silent"]


def test_a_queue_is_cut_into_batches_and_keeps_confidences() -> None:
    rows = list(queue_rows(choose(map(candidate, (UNSURE, RARE, SURE)), LABELLED, (), 3), batch=2))
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
