import json
from pathlib import Path

import pytest

from jiceng.corpus.article import Article
from jiceng.corpus.doccano import read_doccano, row_of, write_doccano
from jiceng.errors import InputError


def test_the_real_articles_survive_a_round_trip(gold: dict[str, Article], tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    write_doccano(gold.values(), path)
    back = read_doccano(path)
    assert [row_of(article) for article in back] == [row_of(article) for article in gold.values()]


def test_every_annotated_text_is_its_article_byte_for_byte(gold: dict[str, Article]) -> None:
    for article in gold.values():
        raw = Path(f"tests/data/annotations/articles/{article.id}.txt").read_bytes()
        assert article.text.encode("utf-8") == raw


GOOD = {
    "id": "a",
    "text": "宁明县",
    "entities": [{"id": 1, "label": "GPE", "start_offset": 0, "end_offset": 3}],
    "relations": [],
}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"a\.jsonl:2: is not JSON"),
        ("[]", r"a\.jsonl:2: is not an article"),
        (json.dumps({**GOOD, "text": 7}), "text is not a string"),
        (json.dumps({k: v for k, v in GOOD.items() if k != "relations"}), "the field 'relations' is missing"),
        (json.dumps({**GOOD, "entities": [{"id": 1, "label": "GPE", "start_offset": 0}]}), "'end_offset' is missing"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_doccano(path)


def test_a_file_that_is_not_utf8_or_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("宁明县".encode("gb18030"))
    with pytest.raises(InputError, match="is not UTF-8 at byte 0"):
        read_doccano(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_doccano(tmp_path / "none.jsonl")
