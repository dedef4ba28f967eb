"""The tables of words that people edit: each fault of a row is named."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from jiceng.configs import CONFIGS
from jiceng.errors import InputError
from jiceng.values.dates import date_words
from jiceng.values.quantities import approximators, codes, per, units

# A reader of a table is kept after its first call; `__wrapped__` reads anew.
READERS: list[tuple[ModuleType, Callable[..., object], str, str, str]] = [
    (units, units.units, "value_units.tsv", "classifier\t名", "名 stands twice"),
    (units, units.compounds, "compound_units.tsv", "step\t10\t亩 分", "a row is ladder"),
    (units, units.compounds, "compound_units.tsv", "ladder\tten\t亩 分", "a row is ladder"),
    (units, units.compounds, "compound_units.tsv", "ladder\t10\t亩 分", "亩 分 stands twice"),
    (codes, codes._beside, "code_words.tsv", "around\t-\t电话", "around is none of before, after"),
    (codes, codes._beside, "code_words.tsv", "before\ta number\t电话", "电话 stands twice"),
    (per, per._words, "per_words.tsv", "noun\t村", "noun is none of classifier, thing"),
    (per, per._words, "per_words.tsv", "thing\t村", "村 stands twice among thing"),
    (approximators, approximators._words, "approximators.tsv", "before\tabout\t约", "约 stands twice"),
    (approximators, approximators._words, "approximators.tsv", "before\troughly\t约莫着", "meanings"),
    (date_words, date_words.date_words, "date_words.tsv", "quarter\ttoday 0\t本季度", "本季度 stands twice"),
    (date_words, date_words.date_words, "date_words.tsv", "season\tSP EARLY\t新春", "is not of the form"),
    (date_words, date_words.date_words, "date_words.tsv", "aeon\t1\t亿年", "'aeon' is none of"),
]


@pytest.mark.parametrize(("module", "read", "name", "row", "problem"), READERS, ids=[row[3] for row in READERS])
def test_a_fault_of_a_row_is_named(
    module: ModuleType,
    read: Callable[..., object],
    name: str,
    row: str,
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(CONFIGS / "text", tmp_path / "text")
    with (tmp_path / "text" / name).open("a", encoding="utf-8") as table:
        table.write(row + "\n")
    monkeypatch.setattr(module, "CONFIGS", tmp_path)
    with pytest.raises(InputError, match=problem):
        read.__wrapped__()  # type: ignore[attr-defined]
