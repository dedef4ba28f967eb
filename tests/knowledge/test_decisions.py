"""Decisions on identity through the export's lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from jiceng.errors import InputError
from jiceng.knowledge.article import annotated
from jiceng.knowledge.decisions import read_decisions
from jiceng.ontology import Ontology, default_ontology
from jiceng.writing.candidates import candidate_rows
from jiceng.writing.order import export_order
from jiceng.writing.validation import validate_lines
from tests.knowledge.reading import article

ARTICLES = (
    article(
        "a",
        "[瑞丽市 GPE]成立[瑞丽市疫情防控指挥部 COMMAND]，下设[“红石榴”突击队 TEAM]。",
        "瑞丽市 ESTABLISHES 瑞丽市疫情防控指挥部",
    ),
    article(
        "b",
        "[市疫情防控指挥部 COMMAND]成立[12支 QUANTITY][“红石榴”突击队 TEAM]。",
        "市疫情防控指挥部 ESTABLISHES “红石榴”突击队",
    ),
    article("c", "[宁明县 GPE]的[边关突击队 TEAM]。[缅甸 GPE][木姐 GPE]", "边关突击队 LOCATED_IN 宁明县"),
)


def export(tmp_path: Path, *rows: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The lines of an export that follows a table, valid, and what fitted nothing."""
    table = tmp_path / "same.tsv"
    table.write_text("# decisions\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    notes: list[str] = []
    decisions = read_decisions(table, default_ontology().entity_labels)
    lines = list(export_order(annotated(ARTICLES), decisions, notes.append))
    assert list(validate_lines(lines, default_ontology(), strict=True)) == []
    return [json.loads(line) for line in lines], notes


def named(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["type"] == "entity" and row["name"] == name]


def test_one_name_becomes_another_in_ids_counts_and_facts(tmp_path: Path) -> None:
    rows, notes = export(tmp_path, "same\tCOMMAND\t市疫情防控指挥部\t瑞丽市疫情防控指挥部")
    assert notes == []
    (whole,) = named(rows, "瑞丽市疫情防控指挥部")
    assert (whole["mentions"], whole["doc_count"], whole["docs"], whole["joined_by"]) == (2, 2, ["a", "b"], "table")
    assert whole["aliases"] == ["市疫情防控指挥部"]
    assert named(rows, "市疫情防控指挥部") == []
    mentions = {row["text"]: row["entity"] for row in rows if row["type"] == "mention" and row["label"] == "COMMAND"}
    assert set(mentions.values()) == {whole["id"]}
    subjects = [row["subject"] for row in rows if row["type"] == "fact" and row["subject"]["label"] == "COMMAND"]
    assert [(one["id"], one["name"]) for one in subjects] == [(whole["id"], whole["name"])]


def test_nothing_changes_without_decisions_or_where_they_fit_nothing(tmp_path: Path) -> None:
    plain = [json.loads(line) for line in export_order(annotated(ARTICLES))]
    rows, notes = export(tmp_path, "same\tTEAM\t没有的队\t边关突击队")
    assert rows == plain
    assert len(notes) == 1 and "nothing is called 没有的队 here" in notes[0]


def test_ids_name_things_too_and_chains_end_at_the_last(tmp_path: Path) -> None:
    plain = [json.loads(line) for line in export_order(annotated(ARTICLES))]
    ids = {row["name"]: row["id"] for row in plain if row["type"] == "entity"}
    rows, notes = export(
        tmp_path,
        f"same\tTEAM\t{ids['边关突击队']}\t红石榴突击队 @ a",
        "same\tTEAM\t红石榴突击队 @ b\t边关突击队",
    )
    assert notes == []
    assert {row["name"] for row in rows if row["type"] == "entity" and row["label"] == "TEAM"} == {"红石榴突击队"}


def test_one_name_in_two_articles_is_parted(tmp_path: Path) -> None:
    rows, _ = export(
        tmp_path,
        "not\tTEAM\t红石榴突击队 @ a\t红石榴突击队 @ b",
    )
    assert len(named(rows, "红石榴突击队")) == 2
    assert all(row["doc_count"] == 1 for row in named(rows, "红石榴突击队"))


def test_what_is_not_the_same_may_not_be_joined_by_others(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="are not the same which other rows join"):
        export(
            tmp_path,
            "not\tTEAM\t边关突击队\t红石榴突击队 @ a",
            "same\tTEAM\t边关突击队\t红石榴突击队 @ b",
            "same\tTEAM\t红石榴突击队 @ a\t红石榴突击队 @ b",
        )


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("same\tTEAM\t甲队", "3 columns, 4 are needed"),
        ("?\tTEAM\t甲队\t乙队", "is not decided yet"),
        ("maybe\tTEAM\t甲队\t乙队", "maybe is no decision"),
        ("same\tCREW\t甲队\t乙队", "CREW is not a label"),
        ("same\tTEAM\t甲队\t甲队", "names one thing twice"),
        ("same\tTEAM\t甲队 @ \t乙队", "is no name or id"),
        ("same\tTEAM\t甲队\t乙队\nnot\tTEAM\t乙队\t甲队", "says the contrary of .*same.tsv:1"),
    ],
)
def test_faulty_rows_are_named(tmp_path: Path, ontology: Ontology, rows: str, fault: str) -> None:
    table = tmp_path / "same.tsv"
    table.write_text(rows + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_decisions(table, ontology.entity_labels)


def test_candidates_are_rows_that_the_table_takes(tmp_path: Path) -> None:
    lines = list(export_order(annotated(ARTICLES)))
    rows = list(candidate_rows(lines))
    assert rows[0].startswith("# 0.") and "瑞丽市疫情防控指挥部" in rows[0]
    assert [row for row in rows if row.startswith("#   a: ")]
    decided = [row.replace("?", "same", 1) for row in rows if row.startswith("?")]
    joined, notes = export(tmp_path, *decided)
    assert notes == []
    assert len(named(joined, "瑞丽市疫情防控指挥部")) == 1
    decisions = read_decisions(tmp_path / "same.tsv", default_ontology().entity_labels)
    assert list(candidate_rows(lines, decisions)) == []
