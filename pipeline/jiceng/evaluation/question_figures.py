"""How many of the researcher's questions an export answers: from the annotations, and from what was predicted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jiceng.corpus.article import Article
from jiceng.evaluation.questions import Question, answered
from jiceng.knowledge.article import annotated
from jiceng.writing.order import export_order

Metadata = Mapping[str, Mapping[str, Any]]


def answered_by_article(
    questions: Sequence[Question], articles: Iterable[Article], metadata: Metadata
) -> dict[str, list[Question]]:
    """The questions that the export of each article, alone, answers exactly; articles without questions are left out."""
    found = {}
    for article in articles:
        own = [question for question in questions if question.article == article.id]
        if own:
            marks = answered(export_order(annotated([article], metadata)), own)
            found[article.id] = [question for question, mark in zip(own, marks, strict=True) if mark]
    return found


def question_figures(
    questions: Sequence[Question], gold: Sequence[Article], readings: Sequence[Article], metadata: Metadata
) -> dict[str, Any]:
    """What `models/questions.json` holds; `readings` are predictions by models that have not seen the article."""
    figures: dict[str, Any] = {
        "questions": len(questions),
        "not_in_labels": [f"{question.article}: {question.text}" for question in questions if question.query is None],
    }
    for name, articles in (("gold", gold), ("held_out", readings)):
        found = answered_by_article(questions, articles, metadata)
        right = {question for own in found.values() for question in own}
        figures[name] = {
            "answered": len(right),
            "articles": {article: len(own) for article, own in sorted(found.items())},
            "missed": [f"{question.article}: {question.text}" for question in questions if question not in right],
        }
    return figures


def questions_paragraph(figures: Mapping[str, Any]) -> str:
    """The figures in a sentence of Markdown."""
    held_out = figures["held_out"]
    articles = ", ".join(f"{article} {count}" for article, count in held_out["articles"].items())
    return (
        f"Of {figures['questions']} questions, {figures['gold']['answered']} are answered exactly from the annotations "
        f"and {held_out['answered']} from predictions with the article held out ({articles}); measured by "
        "`make evaluate` and `jiceng questions`, kept in `models/questions.json`."
    )
