from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.markup import read_inline, write_inline
from jiceng.errors import InputError

SENTENCE = """在⟦1:QUANTITY|143个⟧⟦2:CHECKPOINT|卡点⟧成立⟦3:QUANTITY|83个⟧⟦4:TEMP_BRANCH|临时党支部⟧。
=> 2 HAS_COUNT 1
=> 4 LOCATED_IN 2
第二行。"""


def test_reading_gives_the_text_without_marks_and_offsets_into_it() -> None:
    article = read_inline(SENTENCE, "a")
    assert article.text == "在143个卡点成立83个临时党支部。\n第二行。"
    assert [(article.mention(span), span.label) for span in article.spans] == [
        ("143个", "QUANTITY"),
        ("卡点", "CHECKPOINT"),
        ("83个", "QUANTITY"),
        ("临时党支部", "TEMP_BRANCH"),
    ]
    assert [(r.head, r.label, r.tail) for r in article.relations] == [(2, "HAS_COUNT", 1), (4, "LOCATED_IN", 2)]


def test_writing_gives_the_markup_back() -> None:
    assert write_inline(read_inline(SENTENCE, "a")) == SENTENCE


def test_the_real_articles_survive(gold: dict[str, Article]) -> None:
    for article in gold.values():
        back = read_inline(write_inline(article), article.id)
        assert back.text == article.text
        assert back.span_keys() == article.span_keys()
        assert back.relation_keys() == article.relation_keys()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("一\n⟦1:GPE|宁明县", "a:2: a bracket without its partner"),
        ("⟦1:GPE|宁明⟦2:GPE|县⟧⟧", "a:1: a bracket without its partner, or a nested mention"),
        ("⟦1:GPE|宁明县⟧⟦1:GPE|全市⟧", "a:1: the mention number 1 is used twice"),
        ("⟦1:GPE|宁明县⟧\n=> 1 PART_OF 7", "a:2: there is no mention 7"),
        ("⟦1:GPE|宁明县⟧\n=> PART_OF", "a:2: not a relation"),
    ],
)
def test_bad_markup_is_named_with_its_line(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_inline(content, "a")


def test_what_markup_cannot_hold_is_refused() -> None:
    with pytest.raises(InputError, match="overlaps another"):
        write_inline(Article("a", "宁明县委", (Span(0, 3, "GPE", 1), Span(0, 4, "PARTY_ORG", 2))))
    with pytest.raises(InputError, match="cannot hold"):
        write_inline(Article("a", "一\n=> 不是关系"))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(st.text(st.sampled_from("宁明县卡点😀𠮷\n\r\u2028\u00a0 1，e\u0301"), min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    extents = [(a, b) for a, b in pairwise(cuts) if "\n" not in text[a:b]]
    spans = tuple(Span(a, b, "GPE", n) for n, (a, b) in enumerate(extents, start=1))
    relations: tuple[Relation, ...] = ()
    if spans:
        ids = st.integers(1, len(spans))
        pairs = draw(st.lists(st.tuples(ids, ids), max_size=4))
        relations = tuple(Relation("PART_OF", head, tail, n) for n, (head, tail) in enumerate(pairs, start=1))
    return Article("a", text, spans, relations)


@given(articles())
def test_round_trip(article: Article) -> None:
    back = read_inline(write_inline(article), "a")
    assert back.text == article.text
    assert set(back.spans) == set(article.spans)
    assert sorted((r.head, r.tail) for r in back.relations) == sorted((r.head, r.tail) for r in article.relations)
