"""`jiceng edit`: labels changed in an editor, as a person would, with a script in the editor's place."""

import json
import sys
from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.process import jiceng


@pytest.fixture
def annotations(tmp_path: Path) -> Path:
    copytree("tests/data/annotations/gold", tmp_path / "annotations" / "gold")
    return tmp_path / "annotations"


def edit(annotations: Path, *changes: tuple[str, str]) -> tuple[int, str, str]:
    """Run the command with an editor that replaces text; each old text must stand there."""
    script = annotations.parent / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        f"for old, new in {list(changes)!r}:\n    assert old in text, old\n    text = text.replace(old, new, 1)\n"
        "path.write_text(text, encoding='utf-8')\n",
        encoding="utf-8",
    )
    options = ("--annotations", annotations, "--drafts", annotations.parent / "drafts")
    run = jiceng("edit", "baise", *options, "--editor", f"{sys.executable} {script}")
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def test_a_changed_label_is_one_changed_line(annotations: Path) -> None:
    path = annotations / "gold" / "baise.json"
    before = path.read_text(encoding="utf-8").splitlines()
    row = json.loads("\n".join(before))
    ends = {item[end] for item in row["relations"] for end in ("from_id", "to_id")}
    first = next(item for item in row["entities"] if item["id"] not in ends and item["label"] != "FAC")
    code, out, _ = edit(annotations, (f"⟦{first['id']}:{first['label']}|", f"⟦{first['id']}:FAC|"))
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert (code, out.strip()) == (0, str(path)) and len(changed) == 1
    assert '"label": "FAC"' in changed[0][1]


def test_a_status_is_written_with_its_relation(annotations: Path) -> None:
    path = annotations / "gold" / "baise.json"
    item = json.loads(path.read_text(encoding="utf-8"))["relations"][0]
    line = f"=> {item['from_id']} {item['type']} {item['to_id']}\n"
    assert edit(annotations, (line, line.rstrip() + " planned\n"))[0] == 0
    assert json.loads(path.read_text(encoding="utf-8"))["relations"][0]["status"] == "planned"


def test_what_is_not_legal_is_named_and_kept_as_a_draft(annotations: Path) -> None:
    before = (annotations / "gold" / "baise.json").read_bytes()
    code, _, err = edit(annotations, (":GPE|", ":PLACE|"))
    assert code == 1 and "PLACE is not a label of the ontology" in err
    assert (annotations / "gold" / "baise.json").read_bytes() == before
    code, _, err = edit(annotations, (":PLACE|", ":GPE|"))
    assert code == 0 and "going on with" in err and "nothing changed" in err


def test_the_text_may_not_change(annotations: Path) -> None:
    code, _, err = edit(annotations, ("百色", "白色"))
    assert code == 1 and "its text was changed in line" in err
