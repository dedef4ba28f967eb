"""Parallel lists, totals of lists and counts for each: `lists.tsv` has sentences, their relations and all their facts."""

import json
from itertools import product
from typing import Any

import pytest

from jiceng.configs import read_rows
from jiceng.corpus.article import Article
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.validation import validate_lines
from tests.conftest import ROOT
from tests.knowledge.reading import article, export

ROWS = read_rows(ROOT / "tests" / "knowledge" / "lists.tsv", 3)


def relations(cell: str) -> str:
    """ "甲,乙 ESTABLISHES 卡点; …" as the lines that `article` reads: each of the one with each of the other."""
    lines = []
    for part in cell.split(";"):
        heads, label, tails = part.split()
        lines += [f"{head} {label} {tail}" for head, tail in product(heads.split(","), tails.split(","))]
    return "\n".join(lines)


def stated(text: str, cell: str) -> list[str]:
    rows = export(article("a", text, relations(cell)), published="2022-06-01")
    return sorted(fact(row) for row in rows if row["type"] == "fact")


def fact(row: dict[str, Any]) -> str:
    said = f"{participant(row['subject'])} {row['predicate']} {participant(row['object'])}"
    if row["place"]:
        said += f" at {participant(row['place'])}"
    return said + (f" on {row['date']['timex']}" if row["date"] else "")


def participant(end: dict[str, Any]) -> str:
    value = end.get("value") or {}
    if "amount" in value:
        return quantity(value)
    counts = ",".join(map(quantity, end["counts"]))
    return f"{end['name']}[{counts}]" if counts else str(end["name"])


def quantity(value: dict[str, Any]) -> str:
    """2名/卡点=286: two for each checkpoint, 286 by reckoning; +300件: of several things together; ~ for a mean."""
    said = f"{'~' if value.get('mean') else ''}{'+' if value.get('shared') else ''}{value['amount']}{value['unit']}"
    return (
        said + (f"/{value['per']}" if "per" in value else "") + (f"={value['reckoned']}" if "reckoned" in value else "")
    )


def test_there_are_sixty() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize(("text", "cell", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_what_a_list_says_of_its_members(text: str, cell: str, expected: str) -> None:
    assert stated(text, cell) == sorted(expected.split(" | "))


def test_a_total_by_reckoning_is_an_optional_field(ontology: Ontology) -> None:
    text = "全县[12个 QUANTITY][乡镇 GPE]各成立[突击队 TEAM][1支 QUANTITY]。"
    rows = export(article("a", text, "乡镇 HAS_COUNT 12个\n突击队 HAS_COUNT 1支"))
    assert list(validate_lines(map(json.dumps, rows), ontology, strict=True)) == []
    (value,) = (row["value"] for row in rows if row["type"] == "mention" and row["text"] == "1支")
    assert value == {"amount": 1, "unit": "支", "bound": "exact", "upper": None, "per": "乡镇", "reckoned": 12}


@pytest.mark.parametrize(
    ("name", "subject", "expected"),
    [
        ("ningming", "二级网格", ["二级网格 HAS_COUNT 16个 at 宁明县", "二级网格 LOCATED_IN 乡镇", "二级网格 LOCATED_IN 华侨农场"]),
        ("menglian", "驻村工作队员", [
            "驻村工作队员 DEPLOYED_TO 原建档立卡贫困村", "驻村工作队员 DEPLOYED_TO 抵边村（社区）", "驻村工作队员 HAS_COUNT 116名",
        ]),
        ("ningming", "棉被", ["棉被 HAS_COUNT +3000件(套)"]),
        ("menglian", "片区", ["片区 HAS_COUNT 28个 at 社区[4个]", "片区[28个] LOCATED_IN 社区[4个] at 孟连傣族拉祜族佤族自治县"]),
    ],
)  # fmt: skip
def test_lists_of_gold(gold: dict[str, Article], name: str, subject: str, expected: list[str]) -> None:
    rows = map(json.loads, export_order(annotated([gold[name]])))
    assert sorted(fact(row) for row in rows if row["type"] == "fact" and row["subject"]["name"] == subject) == expected
