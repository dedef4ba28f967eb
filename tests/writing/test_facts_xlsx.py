import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("xlsxwriter")

from jiceng.writing import facts_xlsx
from jiceng.writing.facts_xlsx import write_xlsx
from tests.explorer.exports import Line, count, document, entity, fact, mention, number, relation, said, thing

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet, as Excel reads them."""
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        found = {}
        for number_, name in enumerate(names, start=1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number_}.xml"))
            assert root.find(f".//{MAIN}f") is None, "a formula"
            found[name] = [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{MAIN}row")]
        return found


def lines(*extra: Line) -> list[str]:
    text = "宁明县设立卡点。"
    head, tail = mention("a", text, "宁明县", "GPE"), mention("a", text, "卡点", "CHECKPOINT")
    proof = fact("HAS_COUNT", thing("GPE", "=1"), number(count(83)), [said("a", text)])
    rows = [
        document("a", text),
        head,
        tail,
        relation("a", "ESTABLISHES", head, tail),
        entity(thing("GPE", "宁明县")),
        proof,
        *extra,
    ]
    return [json.dumps(row) for row in rows]


def test_each_type_of_line_has_a_sheet(tmp_path: Path) -> None:
    write_xlsx(lines(), tmp_path / "k.xlsx")
    book = sheets(tmp_path / "k.xlsx")
    assert list(book) == ["facts", "entities", "documents", "mentions", "relations"]
    assert [len(rows) - 1 for rows in book.values()] == [1, 1, 1, 2, 1]
    row = dict(zip(book["facts"][0], book["facts"][1], strict=False))
    assert row["subject"] == "=1"
    assert [path.name for path in tmp_path.iterdir()] == ["k.xlsx"]


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_xlsx, "SHEET_ROWS", 3)
    more = [entity(thing("GPE", name)) for name in "甲乙丙"]
    write_xlsx(lines(*more), tmp_path / "k.xlsx")
    book = sheets(tmp_path / "k.xlsx")
    assert [len(rows) for name, rows in book.items() if name.startswith("entities")] == [3, 3]


def test_a_cell_that_is_too_long_for_excel_is_cut(tmp_path: Path) -> None:
    write_xlsx(lines(entity(thing("GPE", "长" * 40_000))), tmp_path / "k.xlsx")
    assert len(sheets(tmp_path / "k.xlsx")["entities"][2][2]) == facts_xlsx.CELL_LENGTH
