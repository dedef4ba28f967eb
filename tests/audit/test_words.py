"""The table of words: its faults are named."""

from pathlib import Path

import pytest

from jiceng.audit.words import FILE, read_words, words
from jiceng.errors import InputError


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("pivot\t-", "pivots\t-", "'pivots' is none of the rules"),
        ("pivot\t-", "part\t-", "has two rows of part; one is needed"),
        ("pivot\t-", "# pivot\t-", "has no row of pivot"),
        ("open\t-\t等", "open\t-\t ", "open - has no words"),
    ],
)
def test_a_fault_of_the_table_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "audit.tsv"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_words(path)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("男志愿者", "女志愿者", True),
        ("一级网格", "三级网格", True),
        ("男志愿者", "女党员", False),
        ("党员", "女党员", False),
    ],
)
def test_words_that_exclude_each_other(one: str, other: str, expected: bool) -> None:
    assert words().parted(one, other) is expected
