import io
import json
import os
from pathlib import Path

import pytest

from jiceng.corpus.sources import MAX_CHARACTERS, Source, read_sources
from jiceng.errors import InputError

TEXT = "宁明县在143个卡点成立83个临时党支部。"


def put(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return str(path)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n", "is empty"),
        ("a.txt", "第一行\n".encode() + b"\xff\xfe\xfd", r"a\.txt:2: is not UTF-8 at byte 10; save it as UTF-8"),
        ("a.txt", TEXT.encode("gb18030"), "it reads as GB18030; convert it with iconv -f GB18030 -t UTF-8"),
        ("a.txt", TEXT.encode("utf-16"), "it begins as UTF-16 does"),
        ("a.txt", "一行\n卡\0点", r"a\.txt:2: has a NUL character at offset 4; remove it"),
        ("a.txt", "卡" * (MAX_CHARACTERS + 1), "has 1,000,001 characters, the limit is 1,000,000; split it"),
        ("a.jsonl", "{text}", r"a\.jsonl:1: is not JSON"),
        ("a.jsonl", '{"id": "x"}', r'a\.jsonl:1: lacks "text"'),
        ("a.jsonl", '{"text": 7}', 'lacks "text", a string'),
        ("a.jsonl", '["text"]', 'lacks "text"'),
        ("a.jsonl", '{"text": ""}', "is empty"),
        ("a.jsonl", '{"text": "卡点", "id": ["x"]}', '"id" is not a string'),
        ("a.jsonl", '{"text": "\\ud800卡点"}', "half of a surrogate pair"),
        ("a.jsonl", '{"text": "卡点", "published": "去年"}', "not ISO 8601"),
        ("a.jsonl", "", "is empty"),
        ("a.jsonl", "\n \r\n", "is empty"),
        pytest.param("a.txt", "卡" * 2_000_000, "has more than 1,000,000 characters, the limit; split it", id="long"),
        pytest.param(
            "a.jsonl", '{"text": "' + "a" * 16_000_000, r"a\.jsonl:1: is longer than 16,000,000 bytes", id="long line"
        ),
        (
            "a.jsonl",
            '{"text": "卡点"}'.encode("gb18030"),
            r"a\.jsonl:1: is not UTF-8 at byte 10 of the line; it reads as GB18030",
        ),
        ("a.jsonl", '{"text": "卡点"}\n'.encode("utf-16"), "it begins as UTF-16 does"),
        ("a.jsonl", json.dumps({"id": "x" * 513, "text": "卡点"}), "has an id of 513 characters, the limit is 512"),
        ("a.jsonl", '{"id": "x\\u3000", "text": "卡点"}', r"has the id 'x\\u3000', with a blank at an end"),
        (" a.txt", "卡点", "has the id ' a', with a blank at an end; take it away, or rename the file"),
    ],
)
def test_bad_input_is_one_clear_error(tmp_path: Path, name: str, data: bytes | str, message: str) -> None:
    (error,) = read_sources([put(tmp_path, name, data)])
    assert isinstance(error, InputError)
    with pytest.raises(InputError, match=message):
        raise error
    assert "\n" not in str(error)


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path) -> None:
    missing, directory = read_sources([str(tmp_path / "none.txt"), str(tmp_path)])
    assert "does not exist" in str(missing)
    assert "is a directory; name its files" in str(directory)


def test_the_good_ones_around_a_bad_one_are_read(tmp_path: Path) -> None:
    names = [put(tmp_path, "a.txt", TEXT), put(tmp_path, "b.txt", b""), put(tmp_path, "c.txt", "全市参战。")]
    assert [getattr(item, "id", "error") for item in read_sources(names)] == ["a", "error", "c"]
    lines = "\n".join(['{"id": "x", "text": "卡点"}', "{", '{"text": "网格"}'])
    items = list(read_sources([put(tmp_path, "d.jsonl", lines)]))
    assert [isinstance(item, Source) for item in items] == [True, False, True]


def test_a_byte_order_mark_is_left_out_and_said(tmp_path: Path) -> None:
    (source,) = read_sources([put(tmp_path, "a.txt", b"\xef\xbb\xbf" + TEXT.encode())])
    assert isinstance(source, Source)
    assert source.text == TEXT
    assert source.warning is not None and "byte order mark" in source.warning


def test_the_second_of_one_id_or_one_text_is_refused(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": "卡点"}, {"id": "x", "text": "网格"}, {"id": "y", "text": "卡点"}]
    items = list(read_sources([put(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))]))
    assert isinstance(items[0], Source)
    assert "the id x was given before" in str(items[1])
    assert "has the same text as" in str(items[2])


def test_ids_are_given_or_derived(tmp_path: Path) -> None:
    (source,) = read_sources([put(tmp_path, "a.jsonl", json.dumps({"text": TEXT}))])
    assert isinstance(source, Source)
    assert source.id == "sha256:" + source.sha256[:16]
    (numbered,) = read_sources([put(tmp_path, "b.jsonl", '{"id": 7, "text": "卡点"}')])
    assert isinstance(numbered, Source) and numbered.id == "7"


def test_line_ends_and_odd_characters_stay_as_they_are(tmp_path: Path) -> None:
    text = "一行\r\n二行\u2028三\u00a0行😀𠮷e\u0301\n"
    (source,) = read_sources([put(tmp_path, "a.txt", text)])
    assert isinstance(source, Source) and source.text == text


def test_metadata_serve_json_lines_as_they_serve_texts(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT * 2, "published": "2020-02-13"}, {"text": TEXT * 3}]
    derived = next(iter(read_sources([put(tmp_path, "d.jsonl", json.dumps(rows[2]))])))
    assert isinstance(derived, Source)
    metadata = {name: {"published": "2021-09-20", "outlet": "普洱日报"} for name in ("a", "b", "t", derived.id)}
    names = [
        put(tmp_path, "k.jsonl", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)),
        put(tmp_path, "t.txt", TEXT * 4),
    ]
    read = [source for source in read_sources(names, metadata) if isinstance(source, Source)]
    # What the line says itself goes before the metadata.
    assert [source.published for source in read] == ["2021-09-20", "2020-02-13", "2021-09-20", "2021-09-20"]
    assert {source.outlet for source in read} == {"普洱日报"}


def test_metadata_that_are_no_strings_are_an_error_of_their_article(tmp_path: Path) -> None:
    row = json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False)
    (error,) = read_sources([put(tmp_path, "k.jsonl", row)], {"a": {"published": 2021}})
    assert isinstance(error, InputError) and '"published" of the metadata of a is not a string' in str(error)


def test_lines_are_read_as_they_are_needed_and_a_bad_one_costs_the_others_nothing(tmp_path: Path) -> None:
    long = b'{"text": "' + b"a" * 17_000_000 + b'"}'
    rows = [b"", b'{"id": "a", "text": "1"}\r', b'{"id": "\xff"}', long, b" ", b'{"id": "b", "text": "2"}']
    for start in (b"", b"\xef\xbb\xbf"):
        items = list(read_sources([put(tmp_path, "a.jsonl", start + b"\n".join(rows))]))
        assert [getattr(item, "id", "error") for item in items] == ["a", "error", "error", "b"]
        assert [str(item).split(":")[1] for item in items[1:3]] == ["3", "4"]


def test_standard_input_is_read_while_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as standard_input, os.fdopen(theirs, "wb", buffering=0) as writing:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(standard_input))
        sources = read_sources(["-"])
        for name in "abc":
            writing.write(f'\n{{"id": "{name}", "text": "{name}"}}\n'.encode())
            source = next(sources)
            assert isinstance(source, Source) and source.id == name


@pytest.mark.parametrize("start", ["", "\n \n", "\ufeff"])
def test_standard_input_that_is_no_json_is_one_text(monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    text = f"{start}第一行\n{{}}\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    (source,) = read_sources(["-"])
    assert isinstance(source, Source) and source.text == text.removeprefix("\ufeff")
