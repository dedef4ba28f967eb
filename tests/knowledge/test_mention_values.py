import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jiceng.configs import read_rows
from jiceng.knowledge.article import annotated
from jiceng.knowledge.mention_values import publication_day
from jiceng.writing.order import export_order
from tests.knowledge.reading import article, export
from tests.values.patterns import date_cases, quantity_cases


def values(text: str, published: str | None = None) -> list[object]:
    """The values of an article's mentions in text order; where there is none, the reason."""
    return [
        row["value"] if row["value"] is not None else row["value_note"]
        for row in export(article("a", text), published=published)
        if row["type"] == "mention" and row["label"] in ("QUANTITY", "DATE")
    ]


@pytest.mark.parametrize(
    ("said", "amount", "unit", "bound", "upper"),
    [
        ("2万余名", 20000, "名", "at_least", None),
        ("近4萬名", 40000, "名", "at_most", None),
        ("三分之二", 0.6667, None, "exact", None),
        ("5-10户", 5, "户", "range", 10),
        ("3000多件(套)", 3000, "件(套)", "at_least", None),
    ],
)
def test_a_quantity_has_the_value_that_the_contract_says(
    said: str, amount: float, unit: str | None, bound: str, upper: float | None
) -> None:
    assert values(f"[{said} QUANTITY]") == [{"amount": amount, "unit": unit, "bound": bound, "upper": upper}]


def test_the_tested_quantities_come_out_of_the_export_as_their_table_says() -> None:
    cases = quantity_cases()
    read = values("\n".join(f"[{said} QUANTITY]。" for said, _ in cases))
    assert len(read) == len(cases)
    for (said, expected), value in zip(cases, read, strict=True):
        got = (
            [value.get(key) for key in ("amount", "unit", "bound", "upper")]
            if isinstance(value, dict)
            else ["unread", value]
        )
        assert [said, *expected.split("\t")] == [said, *("-" if cell is None else str(cell) for cell in got), "-", "-"][
            :5
        ]


PER = read_rows(Path(__file__).parent / "per.tsv", 2)


@pytest.mark.parametrize(("sentence", "expected"), PER, ids=[sentence for sentence, _ in PER])
def test_a_count_for_each_is_told_from_a_total(sentence: str, expected: str) -> None:
    counts = [value for value in values(sentence) if isinstance(value, dict) and "amount" in value]
    said = [("~" if count.get("mean") else "") + count.get("per", "") or "-" for count in counts]
    assert said == expected.split()


def test_a_date_takes_its_year_from_the_date_before_or_the_publication() -> None:
    text = "[2月4日 DATE]开会，[2020年9月14日 DATE]出现病例，[9月15日 DATE]检测。"
    read = [value["timex"] for value in values(text, "2022-02-28")]  # type: ignore[index]
    assert read == ["2022-02-04", "2020-09-14", "2020-09-15"]
    assert next(value["timex"] for value in values(text)) == "XXXX-02-04"  # type: ignore[index]


def test_the_tested_dates_come_out_of_the_export_as_their_table_says() -> None:
    cases = date_cases()
    articles, about = [], {}
    for number, case in enumerate(cases):
        text = "\n".join(f"[{said} DATE]。" for said in (*case.before, case.text))
        articles.append(article(f"{number:04}", text))
        about[f"{number:04}"] = {"published": case.published.isoformat() if case.published else None}
    last: dict[str, dict[str, Any]] = {}
    for row in map(json.loads, export_order(annotated(articles, about))):
        if row["type"] == "mention":
            last[row["doc"]] = row
    for number, case in enumerate(cases):
        row = last[f"{number:04}"]
        value = row["value"]
        cells = (
            [value[key] for key in ("kind", "timex", "begin", "end")]
            if value
            else ["unread", row["value_note"], None, None]
        )
        cells.append(value.get("mod") if value else None)
        assert [case.text, *("-" if cell is None else cell for cell in cells)] == [
            case.text,
            *case.expected.split("\t"),
        ]


def test_facts_of_dates_that_differ_in_mod_are_two() -> None:
    text = "[石门县 GPE]于[6月上旬 DATE]成立[突击队 TEAM]。[石门县 GPE]于[6月下旬 DATE]成立[突击队 TEAM]。"
    relations = (
        "石门县 ESTABLISHES 突击队\n突击队 ON_DATE 6月上旬\n石门县#2 ESTABLISHES 突击队#2\n突击队#2 ON_DATE 6月下旬"
    )
    rows = export(article("a", text, relations), published="2021-09-20")
    dates = [row["date"] for row in rows if row["type"] == "fact" and row["predicate"] == "ESTABLISHES"]
    base = {"kind": "date", "timex": "2021-06", "begin": None, "end": None}
    assert sorted(dates, key=str) == sorted([{**base, "mod": "START"}, {**base, "mod": "END"}], key=str)


def test_what_cannot_be_read_is_null_with_a_reason() -> None:
    assert values("[第一批 QUANTITY]，[今年以来 DATE]，[5批次44人 QUANTITY]") == [
        "an ordinal, not an amount",
        "counts from the publication date, which is not known",
        "more than one quantity",
    ]


@pytest.mark.parametrize(
    ("published", "day"),
    [("2020-02-13", date(2020, 2, 13)), ("2020-02-13T14:17", date(2020, 2, 13)), ("2020-02", None), (None, None)],
)
def test_no_day_of_publication_is_made_up(published: str | None, day: date | None) -> None:
    assert publication_day(published) == day
