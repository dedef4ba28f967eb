"""Web pages, Word and PDF documents, as people keep them: the text that is read, and clear errors."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from jiceng.corpus.documents import read_document
from jiceng.corpus.sources import Named, Source, listed, read_sources
from jiceng.errors import InputError
from tests.conftest import ROOT

PAGES = ROOT / "tests" / "data" / "pages"
HTML = (PAGES / "s01.html").read_bytes()
TITLE = "马关县：抵边村寨里的“三级守护”"
SENTENCE = "在74个卡点上建立临时党支部41个。"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_a_web_page_is_its_headline_and_its_main_text(encoding: str) -> None:
    data = HTML.decode("utf-8").replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding)
    page = read_document("s01.html", data)
    assert page.text.startswith(f"{TITLE}\n文山日报讯（记者 陆绍明 通讯员 王正兰）\n") and SENTENCE in page.text
    assert (page.title, page.published) == (TITLE, "2021-09-01")
    for noise in ("首页", "热门推荐", "版权所有", "打印"):
        assert noise not in page.text


def word(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("卡点", "人数", "3号卡点", "2名"), strict=True
    ):
        cell.text = text
    table.rows[0].cells[0].merge(table.rows[0].cells[1])
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_document_is_its_paragraphs_and_rows_in_their_order() -> None:
    page = read_document("a.docx", word("一、基本情况", f"马关县委组织部{SENTENCE}"))
    assert page.text == f"一、基本情况\n马关县委组织部{SENTENCE}\n卡点 人数\n3号卡点\t2名\n"


def test_a_pdf_is_its_lines_as_they_stand() -> None:
    page = read_document("s01.pdf", (PAGES / "s01.pdf").read_bytes())
    lines = page.text.splitlines()
    assert lines[0] == "文山日报讯（记者 陆绍明 通讯员 王正兰）"
    assert "马关县有国境线138公里" in page.text and max(map(len, lines)) < 40 and "\r" not in page.text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.html", b"<html><body><script>x()</script></body></html>", r"a\.html: has no text"),
        ("a.html", b"", r"a\.html: has no text"),
        ("a.docx", b"PK no", r"a\.docx: is no \.docx that can be opened"),
        ("a.docx", "临时党支部".encode(), r"a\.docx: is no \.docx that can be opened"),
        ("a.pdf", b"%PDF-1.4 nothing", r"a\.pdf: is no PDF that can be opened"),
        ("a.doc", b"\xd0\xcf\x11\xe0", r"a\.doc: is a \.doc file; save it as \.docx"),
        ("a.MHT", b"MIME", r"a\.MHT: is a \.mht file; save it as \.html"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name: str, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_document(name, data)


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "2021" / ".git").mkdir(parents=True)
    (tmp_path / "2021" / "b.txt").write_text("宁明县设143个卡点。", encoding="utf-8")
    (tmp_path / "2021" / "a.html").write_bytes(HTML)
    (tmp_path / "2021" / ".git" / "c.txt").write_text("隐藏", encoding="utf-8")
    (tmp_path / "z.rejects.jsonl").write_text("{}", encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    found = list(listed([str(tmp_path)], recursive=True))
    assert found == [
        Named(str(tmp_path / "2021" / "a.html"), "2021/a"),
        Named(str(tmp_path / "2021" / "b.txt"), "2021/b"),
    ]
    page, text = read_sources(found, {"2021/a": {"published": "2021-11-05"}})
    assert isinstance(page, Source) and isinstance(text, Source)
    assert (page.id, page.title, page.published, page.taken_from) == ("2021/a", TITLE, "2021-11-05", ".html")
    assert (text.id, text.taken_from) == ("2021/b", None)


def test_a_folder_without_recursive_says_so(tmp_path: Path) -> None:
    (error,) = read_sources(listed([str(tmp_path)]))
    assert isinstance(error, InputError) and "or give --recursive" in str(error)
