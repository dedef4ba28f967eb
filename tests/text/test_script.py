import pytest

from jiceng.corpus.article import Article
from jiceng.text.script import count_scripts, detect_script


@pytest.mark.parametrize(
    ("article", "script"),
    [("ruili", "Hans"), ("ningming", "Hans"), ("menglian", "Hans"), ("baise", "Hant"), ("lijiang", "Hant")],
)
def test_the_five_articles(gold: dict[str, Article], article: str, script: str) -> None:
    assert detect_script(gold[article].text) == script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "Hans"),
        ("2022年", "Hans"),  # no evidence
        ("在卡点成立临时党支部", "Hans"),
        ("在卡點成立臨時黨支部", "Hant"),
        ("在卡点成立临时党支部\n在卡點成立臨時黨支部", "mixed"),
    ],
)
def test_short_texts(text: str, script: str) -> None:
    assert detect_script(text) == script


def test_words_of_both_scripts_are_no_evidence() -> None:
    assert count_scripts("干部后里斗") == (0, 0)
