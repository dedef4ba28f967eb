"""The page of ten questions: each is answered by Python and by SQL alike, and there is an answer."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jiceng.configs import CONFIGS
from tests.cli.process import jiceng
from tests.conftest import DATA, ROOT

PAGE = (ROOT / "docs" / "consuming.md").read_text(encoding="utf-8")
PREPARE, *QUESTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "gold.jsonl"
    known = DATA / "articles" / "metadata.json"
    assert jiceng("export", "--annotations", DATA / "gold", "--metadata", known, "-o", path).returncode == 0
    return path


def block(text: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)
    assert found, text
    return found[1]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda text: text.split("\n", 1)[0])
def test_python_and_sql_answer_alike(question: str, export: Path) -> None:
    names: dict[str, Any] = {}
    exec(block(PREPARE, "python").replace("build/gold.jsonl", str(export)), names)
    exec(block(question, "python"), names)
    with duckdb.connect() as data:
        data.execute(f"SET VARIABLE export = '{export}'")
        data.execute((CONFIGS / "knowledge" / "views.sql").read_text(encoding="utf-8"))
        rows = data.execute(block(question, "sql")).fetchall()
    assert rows
    assert sorted(map(repr, map(plain, rows))) == sorted(map(repr, map(plain, names["answer"])))


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(float(cell) if isinstance(cell, int | float) else cell for cell in row)


def test_there_are_ten() -> None:
    assert len(QUESTIONS) == 10
