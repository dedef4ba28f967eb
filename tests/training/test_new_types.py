"""docs/new-types.md is followed to the letter: a new entity type and a new relation, from the ontology to the export."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from jiceng.configs import CONFIGS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "new-types.md").read_text(encoding="utf-8")
TYPE, RELATION, FLOWING = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
(HEADS,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
(COMMANDS,) = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
VILLAGES = ("石门村", "桐子坝村", "上垭村", "罐子村", "北原社区", "下洞村", "红岩村", "柳河村")
HAZARDS = ("山洪", "滑坡", "泥石流", "山火")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the configs of the page, and articles that are labelled with the new type and relation."""
    copytree(CONFIGS, tmp_path / "configs")
    ontology = tmp_path / "configs" / "ontology.yaml"
    text = ontology.read_text(encoding="utf-8")
    text = text.replace("\n# PART_OF joins", f"\n{TYPE}\n# PART_OF joins", 1) + RELATION
    ontology.write_text(re.sub(r"^  flowing: .*\n", lambda _: FLOWING, text, flags=re.MULTILINE), encoding="utf-8")
    with (tmp_path / "configs" / "lexicon" / "heads.tsv").open("a", encoding="utf-8") as file:
        file.write(HEADS)
    config = yaml.safe_load((tmp_path / "configs" / "default.yaml").read_text(encoding="utf-8"))
    config["tagger"]["network"] |= {"hidden": 16, "epochs": 12}
    config |= {"folds": 2, "supplement": False}
    (tmp_path / "configs" / "default.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    for number, village in enumerate(VILLAGES):
        lines = [
            f"⟦{2 * i + 1}:HAZARD|{hazard}⟧威胁⟦{2 * i + 2}:GPE|{village}⟧，干部连夜劝离。\n=> {2 * i + 1} THREATENS {2 * i + 2}"
            for i, hazard in enumerate(HAZARDS)
        ]
        (drafts / f"n{number}.inline.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "vectors.npz").write_bytes((ROOT / "models" / "vectors.npz").read_bytes())
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "new.txt").write_text("昨夜，山洪威胁新店村，党员挨户敲门。\n", encoding="utf-8")
    return tmp_path


def run(project: Path, command: str) -> str:
    environment = {**os.environ, "JICENG_CONFIGS": str(project / "configs")}
    arguments = [sys.executable, "-m", "jiceng.cli", *command.split()[1:]]
    done = subprocess.run(arguments, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr or done.stdout}"
    return done.stdout


def test_the_page_leads_from_the_ontology_to_the_export(project: Path) -> None:
    drafts = " ".join(f"drafts/n{number}.inline.txt" for number in range(len(VILLAGES)))
    run(project, f"jiceng convert {drafts} -o annotations/gold")
    for command in COMMANDS.strip().splitlines():
        run(project, command)
    lines = [json.loads(line) for line in (project / "build" / "new.jsonl").read_text(encoding="utf-8").splitlines()]
    mentions = {(line["text"], line["label"]) for line in lines if line["type"] == "mention"}
    assert {("山洪", "HAZARD"), ("新店村", "GPE")} <= mentions
    facts = [line for line in lines if line["type"] == "fact" and line["predicate"] == "THREATENS"]
    assert [(fact["subject"]["name"], fact["object"]["name"]) for fact in facts] == [("山洪", "新店村")]
