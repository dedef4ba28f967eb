"""The whole loop, in the order in which README.md gives its commands: a labeller's label changes what the model finds."""

import json
from pathlib import Path

import pytest

from jiceng.cli.doccano.options import PROJECT
from jiceng.labelling.exchange.fetch import fetch
from jiceng.labelling.server import local as server
from tests.labelling.live.browser import LabellingPage, chromium, missing_programs
from tests.labelling.live.conftest import ROOT, Desk
from tests.labelling.live.test_team import opened

NEW = "各村为困难户送去了蜂窝煤3000块。\n𠮷家村的村干部把蜂窝煤送到老人家中😀。\n"
FIRST = NEW.split("\n")[0]


@pytest.fixture(scope="module", autouse=True)
def browser_is_there() -> None:
    if missing_programs():
        pytest.fail(f"the browser test needs Debian's packages; run: apt-get install {' '.join(missing_programs())}")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """With two articles of the supplement and a config that trains in seconds."""
    for name in ("s01", "s02"):
        target = desk.annotations / "supplement" / f"{name}.json"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((ROOT / "annotations" / "supplement" / f"{name}.json").read_bytes())
    (desk.folder / "new.txt").write_text(NEW, encoding="utf-8")
    return desk


def mentions(desk: Desk) -> set[tuple[str, str]]:
    """(text, label) of what the trained model finds in the new article."""
    desk.jiceng("extract", "new.txt", "-o", "build/new.jsonl")
    lines = (desk.folder / "build" / "new.jsonl").read_text(encoding="utf-8").splitlines()
    return {(row["text"], row["label"]) for row in map(json.loads, lines) if row["type"] == "mention"}


def test_a_labellers_label_changes_what_the_model_finds(desk: Desk, tmp_path: Path) -> None:
    desk.jiceng("train")
    assert ("蜂窝煤", "RESOURCE") not in mentions(desk)
    said = desk.jiceng("doccano", "queue", "new.txt", "--predictions", "build/new.jsonl", "--size", "2")
    assert "没把握" in said or "其余" in said
    assert "2 new" in desk.jiceng("doccano", "push", "build/queue.jsonl", "--labeller", "anna")

    admin = desk.room.admin()
    project = opened(admin, PROJECT)
    places = {example.text: number for number, example in enumerate(fetch(admin, project), start=1)}
    with chromium(tmp_path / "profile") as driver:
        page = LabellingPage(driver, desk.room.url)
        page.log_in("anna", server.password(desk.room.data, "anna"))
        page.open(project.id, places[FIRST])
        assert page.text() == FIRST
        page.wait_for_label("数量")  # the model's, 3000块
        page.drag_over("蜂窝煤")
        page.choose("物资装备")
        page.wait_for_label("物资装备")
        page.switch_to_relations()
        page.click_label("物资装备")
        page.click_label("数量")
        page.choose("数量为")
        page.wait_for_relation("数量为")
        page.confirm()

        page.open(project.id, 3 - places[FIRST])
        page.press("s")  # the hotkey chooses the type, then every drag marks with it
        page.drag_over("蜂窝煤")
        page.wait_for_label("物资装备")
        page.confirm()

    assert "2 written" in desk.jiceng("doccano", "pull")
    rows = {}
    for path in sorted((desk.annotations / "supplement").glob("new@*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        rows[row["text"]] = row
        assert "anna" in row["confirmed"]
    found = {
        (row["text"][e["start_offset"] : e["end_offset"]], e["label"]) for row in rows.values() for e in row["entities"]
    }
    assert ("蜂窝煤", "RESOURCE") in found and ("3000块", "QUANTITY") in found
    assert [relation["type"] for relation in rows[FIRST]["relations"]] == ["HAS_COUNT"]

    assert "0 faults" in desk.jiceng("check", "annotations")
    desk.jiceng("train")
    assert set(json.loads((desk.folder / "models/pipeline/meta.json").read_text())["jiceng"]["trained_on"]) >= {
        row["id"] for row in rows.values()
    }
    assert ("蜂窝煤", "RESOURCE") in mentions(desk)
    desk.jiceng("evaluate", "--seeds", "1", "-o", "build/metrics.json")
    assert json.loads((desk.folder / "build" / "metrics.json").read_text())["supplement_articles"] == 4


def test_both_versions_are_shown_and_settled_with_the_mouse(desk: Desk, tmp_path: Path) -> None:
    """Two labels on the same words, one of each pass: the person removes one and renames the other."""
    for name, label in (("x", "GPE"), ("y", "LOC")):
        row = {"id": "p", "text": "守住边境线。", "relations": []}
        entity = {"id": 1, "label": label, "start_offset": 2, "end_offset": 5}
        path = desk.annotations / "passes" / name / "p.jsonl"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({**row, "entities": [entity]}), encoding="utf-8")
    passes = ("annotations/passes/x", "annotations/passes/y")
    desk.jiceng("doccano", "adjudicate", *passes, "--project", "鼠标裁决", "--labeller", "dora")
    project = opened(desk.room.admin(), "鼠标裁决")
    with chromium(tmp_path / "profile") as driver:
        page = LabellingPage(driver, desk.room.url)
        page.log_in("dora", server.password(desk.room.data, "dora"))
        page.open(project.id, 1)
        page.wait_for_label("甲·行政区划")
        page.wait_for_label("乙·区域地物")
        page.click_label("乙·区域地物")
        page.choose("区域地物")
        page.wait_for_label("区域地物")
        page.remove_label("甲·行政区划")
        page.confirm()
    assert "1 written" in desk.jiceng("doccano", "adjudicate", "--pull", "--project", "鼠标裁决")
    row = json.loads((desk.annotations / "gold" / "p.json").read_text(encoding="utf-8"))
    assert [(e["label"], e["start_offset"], e["end_offset"]) for e in row["entities"]] == [("LOC", 2, 5)]
