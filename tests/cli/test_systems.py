"""jiceng systems and jiceng audit, as a person calls them."""

import json
from pathlib import Path

from jiceng.audit.findings import Finding
from jiceng.knowledge.article import annotated
from jiceng.writing.order import export_order
from tests.cli.process import jiceng, lines
from tests.conftest import DATA
from tests.knowledge.reading import article

TEXT = "[宁明县 GPE]设[卡点 CHECKPOINT][143个 QUANTITY]，其中[边境卡点 CHECKPOINT][153个 QUANTITY]。"
SAID = "宁明县 ESTABLISHES 卡点\n卡点 HAS_COUNT 143个\n边境卡点 HAS_COUNT 153个"


def export(path: Path) -> Path:
    path.write_text("\n".join(export_order(annotated([article("a", TEXT, SAID)]))), encoding="utf-8")
    return path


def test_systems_shows_trees_and_writes_lines(tmp_path: Path) -> None:
    file = export(tmp_path / "k.jsonl")
    assert "    卡点 143个" in jiceng("systems", file).stdout.decode().splitlines()
    (row,) = lines(jiceng("systems", "-", "--json", stdin=file.read_bytes()).stdout)
    assert (row["type"], row["place"]["name"]) == ("system", "宁明县")


def test_audit_shows_what_does_not_fit_with_its_sentences(tmp_path: Path) -> None:
    run = jiceng("audit", export(tmp_path / "k.jsonl"))
    assert run.returncode == 0
    assert run.stdout.decode().splitlines() == [
        "does not add up: 1",
        "  卡点（宁明县）: 153个 of 边境卡点 is a part, and more than 143个 of 卡点",
        "    a: 「宁明县设卡点143个，其中边境卡点153个。」",
    ]


def test_audit_writes_findings_for_programs(tmp_path: Path) -> None:
    run = jiceng("audit", "-", "--json", stdin=export(tmp_path / "k.jsonl").read_bytes())
    (row,) = lines(run.stdout)
    finding = Finding.model_validate(row)
    assert (finding.kind, finding.rule, [said.words for said in finding.says]) == ("sum", "part", ["143个", "153个"])


def test_audit_leaves_out_what_is_not_sure_enough(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in export(tmp_path / "k.jsonl").read_text(encoding="utf-8").splitlines()]
    unsure = [row | {"confidence": 0.4} if row["type"] in ("relation", "fact") else row for row in rows]
    data = "\n".join(json.dumps(row) for row in unsure).encode()
    assert jiceng("audit", "-", stdin=data).stdout.decode() == "nothing contradicts\n"
    assert "does not add up: 1" in jiceng("audit", "-", "--min-confidence", "0.3", stdin=data).stdout.decode()


def test_audit_of_real_articles_and_of_what_is_no_export(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    assert jiceng("export", "--annotations", DATA / "gold", "-o", gold).returncode == 0
    run = jiceng("audit", gold)
    assert (run.returncode, run.stdout.decode()) == (0, "nothing contradicts\n")
    wrong = jiceng("audit", "-", stdin=b"{}\n")
    assert wrong.returncode == 1 and "is no line of an export" in wrong.stderr.decode()


def test_audit_needs_all_lines_of_an_export(tmp_path: Path) -> None:
    rows = export(tmp_path / "k.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if json.loads(row)["type"] not in ("mention", "relation")]
    run = jiceng("audit", "-", stdin="\n".join(kept).encode())
    assert run.returncode == 1 and "audit needs all lines of an export" in run.stderr.decode()
