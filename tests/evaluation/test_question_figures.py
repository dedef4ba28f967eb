from dataclasses import replace

from jiceng.corpus.article import Article
from jiceng.evaluation.question_figures import question_figures, questions_paragraph
from jiceng.evaluation.questions import read_questions
from tests.conftest import DATA

QUESTIONS = read_questions(DATA / "questions.yaml")


def test_figures_tell_what_is_answered_and_what_is_missed(gold: dict[str, Article]) -> None:
    ruili = gold["ruili"]
    half = replace(ruili, relations=ruili.relations[: len(ruili.relations) // 2])
    figures = question_figures(QUESTIONS, [ruili], [half], {})
    assert figures["questions"] == len(QUESTIONS)
    assert figures["gold"]["articles"] == {"ruili": 15}
    held_out = figures["held_out"]
    assert 0 < held_out["answered"] == held_out["articles"]["ruili"] < 15
    assert held_out["answered"] + len(held_out["missed"]) == len(QUESTIONS)


def test_without_relations_no_question_about_them_is_answered(gold: dict[str, Article]) -> None:
    bare = replace(gold["menglian"], relations=())
    assert question_figures(QUESTIONS, [], [bare], {})["held_out"]["answered"] == 0


def test_the_paragraph_names_both_counts(gold: dict[str, Article]) -> None:
    figures = question_figures(QUESTIONS, [gold["ruili"]], [gold["ruili"]], {})
    text = questions_paragraph(figures)
    assert text.startswith("Of 75 questions, 15 are answered exactly from the annotations and 15 from predictions")
    assert "(ruili 15)" in text
