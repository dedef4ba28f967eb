from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

import jiceng
from jiceng.corpus.article import Article
from jiceng.corpus.sources import Source
from jiceng.knowledge.records import dump
from jiceng.reading.extract import extract

SENTENCE = "宁明县在边境一线143个卡点成立83个临时党支部。"


@pytest.fixture(scope="module")
def reader(small_model: Path) -> jiceng.Reader:
    return jiceng.load(small_model)


def test_an_article_is_read_to_the_records_of_the_export(reader: jiceng.Reader) -> None:
    article = reader.read(SENTENCE, id="a", title="题", published="2022-02-28")
    assert (article.document.id, article.document.title, article.document.published) == ("a", "题", "2022-02-28")
    assert all(SENTENCE[mention.start : mention.end] == mention.text for mention in article.mentions)
    branches = next(mention for mention in article.mentions if mention.text == "83个")
    value = article.values[branches.id]
    assert isinstance(value, jiceng.QuantityValue) and (value.amount, value.unit) == (83, "个")
    ids = {mention.id for mention in article.mentions}
    assert article.relations and {end for item in article.relations for end in (item.head, item.tail)} <= ids
    assert {fact.subject.id for fact in article.facts} <= {entity.id for entity in article.entities}


def test_many_articles_are_read_one_by_one_when_they_are_asked_for(reader: jiceng.Reader) -> None:
    taken = []

    def articles() -> Iterator[str | dict[str, str | None]]:
        for article in (SENTENCE, {"id": "b", "text": "全市设立22个大网格。"}, {"id": "c"}, {"id": "d", "txt": "村"}):
            taken.append(article)
            yield article  # type: ignore[misc]

    results = reader.read_many(articles())
    assert taken == []
    first = next(results)
    assert isinstance(first, jiceng.ArticleKnowledge) and len(taken) == 1
    second, third, fourth = results
    assert isinstance(second, jiceng.ArticleKnowledge) and second.document.id == "b"
    assert str(third) == "c: lacks text, a string"
    assert str(fourth) == "d: has the unknown field txt"


def test_what_cannot_be_read_is_an_error(reader: jiceng.Reader) -> None:
    with pytest.raises(jiceng.InputError, match="is empty"):
        reader.read("  \n")
    with pytest.raises(jiceng.InputError, match="is not ISO 8601"):
        reader.read(SENTENCE, published="去年")


def test_the_same_text_gives_the_same_lines_again(reader: jiceng.Reader, gold: dict[str, Article]) -> None:
    text = gold["lijiang"].text
    first, second = (reader.read(text, id="lijiang") for _ in range(2))
    assert [*map(dump, first.lines)] == [*map(dump, second.lines)]
    assert first.facts == second.facts


def test_whatever_goes_wrong_in_one_article_rejects_that_one(small_pipeline: Language) -> None:
    class Stumbles:
        max_length = small_pipeline.max_length

        def __call__(self, text: str) -> object:
            if "卡点" in text:
                raise ZeroDivisionError("a fault of ours")
            return small_pipeline(text)

    sources = [Source("good", "全市设立22个大网格。"), Source("bad", SENTENCE), Source("last", "村里很安静。")]
    results = list(extract(Stumbles(), sources, "test"))  # type: ignore[arg-type]
    assert [isinstance(item, jiceng.InputError) for item in results] == [False, True, False]
    assert str(results[1]) == (
        "bad: could not be read (ZeroDivisionError: a fault of ours); please report it with the text"
    )
