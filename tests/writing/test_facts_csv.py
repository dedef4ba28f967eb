import csv
import io
import json
from pathlib import Path

import pytest

from jiceng.writing.fact_rows import date_text, guarded, quantity_text
from jiceng.writing.facts_csv import write_csv
from tests.explorer.exports import Line, count, document, fact, number, said, thing


def read(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for another encoding"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(tmp_path: Path, *facts: Line) -> list[dict[str, str]]:
    lines = [json.dumps(line) for line in (document("a", "文"), *facts)]
    write_csv(lines, tmp_path / "facts.csv")
    return read(tmp_path / "facts.csv")


def test_a_fact_is_a_row_with_its_numbers_and_its_sentence(tmp_path: Path) -> None:
    branches, posts = thing("TEMP_BRANCH", "临时党支部"), thing("CHECKPOINT", "卡点", counts=[count(143)])
    (row,) = written(
        tmp_path, fact("HAS_COUNT", branches, number(count(83), "83个"), [said("a", '他说"好",\n完')], place=posts)
    )
    assert (row["subject"], row["object"], row["amount"], row["unit"], row["bound"]) == (
        "临时党支部",
        "83个",
        "83",
        "个",
        "exact",
    )
    assert (row["place"], row["place_counts"], row["status"], row["articles"]) == ("卡点", "143个", "asserted", "a")
    assert row["sentence"] == '他说"好",\n完'


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "＝1", "\r=1"])
def test_no_cell_runs_as_a_formula(tmp_path: Path, text: str) -> None:
    (row,) = written(tmp_path, fact("LEADS", thing("ROLE", text), thing("ROLE", "b"), [said("a", text)]))
    assert row["subject"] == row["sentence"] == f"'{text}"


def test_a_number_below_zero_stays_a_number() -> None:
    assert guarded(-2) == -2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (count(1052), "1,052个"),
        (count(20000, "名", "at_least"), "20,000+名"),
        (count(40000, "名", "at_most"), "≤40,000名"),
        (count(20, "人", "about"), "≈20人"),
        (count(5, "户", "range", 10), "5–10户"),
        (count(60, "%", "at_least"), "60+%"),
        (count(169.8, "公里"), "169.8公里"),
        (count(2.0, None), "2"),
        ({**count(2, "名"), "per": "卡点"}, "2名/卡点"),
        ({**count(3, "亩"), "per": "户", "mean": True}, "均3亩/户"),
        (None, ""),
    ],
)
def test_a_quantity_is_written_as_people_read_it(value: Line | None, text: str) -> None:
    assert quantity_text(value) == text


def test_a_date_has_its_range_and_its_modifier() -> None:
    assert (
        date_text({"timex": "P4D", "begin": "XXXX-02-04", "end": "XXXX-02-07", "mod": "APPROX"})
        == "P4D (XXXX-02-04–XXXX-02-07) APPROX"
    )
