import json
from pathlib import Path

import pytest

from jiceng.corpus.article import Article
from jiceng.errors import InputError
from jiceng.evaluation.questions import Question, ask, is_answered, read_questions
from jiceng.knowledge.article import annotated
from jiceng.writing.order import export_order
from tests.conftest import DATA

QUESTIONS = read_questions(DATA / "questions.yaml")
ARTICLES = sorted({question.article for question in QUESTIONS})
METADATA = json.loads((DATA / "articles" / "metadata.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows(gold: dict[str, Article]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every query, by the question's text, each from the gold export of its article alone."""
    found = {}
    for article in ARTICLES:
        own = [question for question in QUESTIONS if question.article == article and question.query]
        results = ask(export_order(annotated([gold[article]], METADATA)), [str(question.query) for question in own])
        found.update({f"{article}: {question.text}": result for question, result in zip(own, results, strict=True)})
    return found


def test_there_are_fifteen_questions_of_each_article(gold: dict[str, Article]) -> None:
    assert sorted(gold) == ARTICLES
    for article in ARTICLES:
        assert len({question.text for question in QUESTIONS if question.article == article}) == 15


@pytest.mark.parametrize(
    "question", [question for question in QUESTIONS if question.query], ids=lambda q: f"{q.article}: {q.text}"
)
def test_the_gold_export_answers(question: Question, rows: dict[str, list[tuple[object, ...]]]) -> None:
    found = rows[f"{question.article}: {question.text}"]
    assert is_answered(question, found), found


def test_no_question_goes_without_a_query_but_those_that_labels_cannot_carry() -> None:
    assert [question.text for question in QUESTIONS if question.query is None] == ["Who heads the command?"]


def test_an_answer_is_exact() -> None:
    question = Question("ruili", "How many?", "SELECT …", (("大网格", 22), ("小网格", 554)))
    assert is_answered(question, [("小网格", 554.0), ("大网格", 22.0)])
    assert not is_answered(question, [("小网格", 554.0)])
    assert not is_answered(question, [("小网格", 554.0), ("大网格", 22.0), ("网格", 1.0)])


def test_a_question_without_answer_or_reason_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text("ruili: [{question: How many, query: SELECT 1}]", encoding="utf-8")
    with pytest.raises(InputError, match="ruili: a question lacks 'answer'"):
        read_questions(path)
