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
