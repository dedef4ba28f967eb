from pathlib import Path

import pytest

from jiceng.corpus.article import Article, Span
from jiceng.errors import InputError
from jiceng.evaluation.errors import error_report, missed_of, mistakes_of
from jiceng.evaluation.readings import read_readings

TEXT = "宁明县成立“全民防线”，民兵在卡点值守。"
GOLD = Article(
    "a", TEXT, (Span(0, 3, "GPE", 1), Span(6, 10, "MEASURE", 2), Span(12, 14, "ROLE", 3), Span(15, 17, "CHECKPOINT", 4))
)
FOUND = Article(
    "a",
    TEXT,
    (
        Span(0, 3, "ORG", 1, 0.9),
        Span(5, 10, "MEASURE", 2, 0.8),
        Span(17, 19, "ROLE", 3, 0.5),
        Span(15, 17, "CHECKPOINT", 4, 0.99),
    ),
)


def test_each_wrong_span_has_its_kind() -> None:
    kinds = {GOLD.mention(mistake.found): mistake.kind for mistake in mistakes_of(GOLD, FOUND)}
    assert kinds == {"宁明县": "label", "“全民防线": "extent", "值守": "spurious"}


def test_what_nothing_overlaps_is_missed() -> None:
    assert [GOLD.mention(span) for span in missed_of(GOLD, FOUND)] == ["民兵"]


def test_the_report_has_the_most_confident_mistake_first() -> None:
    report = error_report([GOLD], [FOUND], count=2)
    assert "F1 0.250; 3 spans found wrongly, 1 gold spans missed whole" in report
    assert "GPE           ORG 1" in report
    lines = report.splitlines()[-2:]
    assert lines[0].strip().startswith("0.90 a:0") and "⟦宁明县⟧" in lines[0] and "gold GPE 宁明县" in lines[0]


def test_without_readings_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run jiceng evaluate first"):
        read_readings(tmp_path)
