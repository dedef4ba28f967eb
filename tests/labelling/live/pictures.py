"""The pictures of annotations/LABELLING.zh.md, taken of the real page: `make labelling-pictures`."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from jiceng.labelling.server import local as server
from jiceng.labelling.server.accounts import make_account
from jiceng.labelling.server.connection import Address, connect
from jiceng.labelling.server.environments import server_environment
from tests.labelling.live.browser import LabellingPage, chromium
from tests.labelling.live.conftest import ROOT, free_port

PICTURES = ROOT / "annotations" / "labelling"
# The place of the dustbin in the toolbar, as annotations/LABELLING.zh.md counts it.
CLEAR = 7
TEXT = "宁明县在边境一线143个卡点成立83个临时党支部，由县委书记任总指挥。\n全市下沉干部2万余名，划分22个大网格。"
SPANS = [("宁明县", "GPE"), ("边境一线", "LOC"), ("143个", "QUANTITY"), ("卡点", "CHECKPOINT"), ("83个", "QUANTITY"),
         ("县委书记", "ROLE"), ("总指挥", "ROLE"), ("2万余名", "QUANTITY")]  # fmt: skip


def main() -> None:
    """Start a server, put one article there, label it with the mouse, and take pictures on the way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "server"
        *_, url = server.start(data, server_environment(), free_port())
        try:
            secret = make_account(connect(Address(url, user=server.ADMIN, password=server.password(data))), "anna")
            assert secret is not None
            write_inputs(folder)
            push = ("push", "items.jsonl", "--labeller", "anna")
            settle = ("adjudicate", "annotations/passes/anna", "annotations/passes/bo", "--labeller", "anna")
            for command in (push, settle):
                subprocess.run(
                    [ROOT / ".venv" / "bin" / "jiceng", "doccano", *command],
                    cwd=folder,
                    env={**os.environ, "JICENG_DOCCANO_DATA": str(data)},
                    check=True,
                )
            take(url, secret, folder / "profile")
        finally:
            server.stop(data)


def write_inputs(folder: Path) -> None:
    """A queue of one article, and two passes that differ."""
    entities = [
        {
            "id": i,
            "label": label,
            "start_offset": TEXT.index(m),
            "end_offset": TEXT.index(m) + len(m),
            "confidence": 0.9,
        }
        for i, (m, label) in enumerate(SPANS, start=1)
    ]
    entities[3]["confidence"] = 0.52
    row = {
        "id": "例文",
        "text": TEXT,
        "entities": entities,
        "relations": [{"id": 1, "from_id": 6, "to_id": 7, "type": "SERVES_AS"}],
    }
    queued = {**row, "reason": "没把握：卡点 CHECKPOINT 0.52"}
    (folder / "items.jsonl").write_text(json.dumps(queued) + "\n", encoding="utf-8")
    for who, changes in (("anna", {1: "LOC"}), ("bo", {1: "GPE", 3: "FAC"})):
        changed = [{**entity, "label": changes.get(i, entity["label"])} for i, entity in enumerate(entities)]
        path = folder / "annotations" / "passes" / who / "例文.jsonl"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({**row, "entities": changed}) + "\n", encoding="utf-8")


def take(url: str, secret: str, profile: Path) -> None:
    """Label and take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with chromium(profile) as driver:
        driver.set_window_size(1140, 720)
        page = LabellingPage(driver, f"{url}/zh")
        page.log_in("anna", secret)
        page.open(1, 1)
        page.picture(PICTURES / "toolbar.png", ".toolbar-control")
        page.click_tool(CLEAR)
        question = page.wait_for_question()
        page.picture(PICTURES / "clear.png", ".v-dialog--active")
        next(button for button in question.find_elements("tag name", "button") if button.text == "取消").click()
        page.drag_over("临时党支部")
        page.wait_for_menu("临时党支部")
        page.picture(PICTURES / "span.png")
        page.choose("临时党支部")
        page.wait_for_label("临时党支部")
        page.switch_to_relations()
        page.click_label("临时党支部")
        page.click_label("卡点")
        page.wait_for_menu("位于")
        page.picture(PICTURES / "relation.png")
        page.choose("位于")
        page.wait_for_relation("位于")
        page.press("1")
        page.click_label("卡点")
        page.click_label("数量")
        page.wait_for_relation("数量为")
        page.confirm()
        page.picture(PICTURES / "done.png")
        page.open(2, 1)
        page.wait_for_label("甲·区域地物")
        page.picture(PICTURES / "adjudicate.png")


if __name__ == "__main__":
    main()
