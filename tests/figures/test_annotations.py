"""What the committed annotations must hold: amounts, agreement, nothing taken from the real articles, answers, links."""

import json
from pathlib import Path

import pytest

from jiceng.corpus.agreement import agreement
from jiceng.corpus.folder import Corpus, load_corpus, read_articles
from jiceng.corpus.leakage import leaks, load_rules, shared_runs
from jiceng.evaluation.question_figures import answered_by_article
from jiceng.evaluation.questions import read_questions
from jiceng.ontology import default_ontology
from jiceng.places.divisions import default_divisions
from jiceng.places.linking_gold import linked_codes, read_links, score_links
from tests.conftest import ROOT

pytestmark = pytest.mark.figures
ANNOTATIONS = ROOT / "annotations"


@pytest.fixture(scope="module")
def committed() -> Corpus:
    return load_corpus(ANNOTATIONS, default_ontology())


def test_the_two_passes_agree_as_documents_say() -> None:
    result = agreement(*(read_articles(ANNOTATIONS / "passes" / name) for name in "ab"))
    assert (round(result.entities["ALL"].f1, 3), round(result.relations["ALL"].f1, 3)) == (0.947, 0.883)


def test_the_supplement_takes_nothing_from_the_real_articles(committed: Corpus) -> None:
    rules = load_rules()
    assert [leak for article in committed.supplement for leak in leaks(article, committed.gold, rules)] == []


def test_no_supplement_article_repeats_another(committed: Corpus) -> None:
    assert list(shared_runs(committed.supplement, load_rules())) == []


def test_the_supplement_is_as_dense_as_the_real_articles(committed: Corpus) -> None:
    characters = sum(len(article.text) for article in committed.supplement)
    mentions = sum(len(article.spans) for article in committed.supplement)
    assert 80 <= 1000 * mentions / characters <= 120


@pytest.mark.parametrize("group", ["gold", "supplement"])
def test_places_are_linked_as_readers_linked_them(group: str, committed: Corpus) -> None:
    articles = {article.id: article for article in (*committed.gold, *committed.supplement)}
    files = sorted((ANNOTATIONS / "links").glob(f"{group}*.tsv"))
    rows = [row for path in files for row in read_links(path, default_divisions())]
    score = score_links(rows, articles, linked_codes)
    assert score.linkable > 100
    assert score.share_right >= 0.97 and score.share_wrong <= 0.01, score.errors


def test_gold_answers_as_many_questions_as_documents_say(committed: Corpus) -> None:
    questions = read_questions(ANNOTATIONS / "questions.yaml")
    known = json.loads((ANNOTATIONS / "articles" / "metadata.json").read_text(encoding="utf-8"))
    found = answered_by_article(questions, committed.gold, known)
    said = json.loads(Path("models/questions.json").read_text(encoding="utf-8"))["gold"]["answered"]
    assert sum(map(len, found.values())) == said, "run make evaluate, jiceng questions, make generate"
