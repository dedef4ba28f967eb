import json
from pathlib import Path

import jiceng


def test_export_does_what_the_command_does(small_model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("宁明县在边境一线143个卡点成立83个临时党支部。", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    seen: list[object] = []
    output = tmp_path / "k.jsonl"
    made = jiceng.export(
        [tmp_path / "a.txt", tmp_path / "b.txt"],
        output,
        model=small_model,
        metadata={"a": {"published": "2022-02-28"}},
        watch=seen.append,
    )
    assert (made.articles, len(made.rejects), len(seen)) == (1, 1, 2)
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert rows[0]["published"] == "2022-02-28" and rows[-1]["type"] == "fact"
    (reject,) = (tmp_path / "k.jsonl.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(reject)["where"].endswith("b.txt")


def test_dates_without_a_year_are_counted_until_the_publication_date_is_known(
    small_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("9月14日，瑞丽市设立143个卡点。", encoding="utf-8")
    made = jiceng.export([path], tmp_path / "k.jsonl", model=small_model)
    dates = [line for line in (tmp_path / "k.jsonl").read_text(encoding="utf-8").splitlines() if "XXXX-09-14" in line]
    assert (made.dates_without_year, made.undated) == ((1, 1) if dates else (0, 0)) and dates
    known = {"a": {"published": "2020-09-20"}}
    assert jiceng.export([path], tmp_path / "k.jsonl", model=small_model, metadata=known).dates_without_year == 0
