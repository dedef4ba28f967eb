from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.explorer import view
from jiceng.ontology import Ontology
from tests.explorer.exports import document, fact, said, thing, write

LINES = [document("a", "文"), fact("LEADS", thing("ROLE", "甲"), thing("TEAM", "乙"), [said("a", "文")])]


def test_two_exports_of_one_name_are_told_apart_by_their_folders(tmp_path: Path, ontology: Ontology) -> None:
    paths = []
    for folder in ("monday", "friday"):
        (tmp_path / folder).mkdir()
        paths.append(write(tmp_path / folder / "k.jsonl", LINES))
    assert view.write_view(paths, None, tmp_path / "view.html", ontology) == []
    page = (tmp_path / "view.html").read_text(encoding="utf-8")
    assert all(f'"name":"{path}"' in page for path in paths)


def test_a_very_large_page_is_made_with_a_word_of_warning(
    tmp_path: Path, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LARGE", 1000)
    (warning,) = view.write_view([write(tmp_path / "k.jsonl", LINES)], None, tmp_path / "view.html", ontology)
    assert "view fewer articles at once" in warning


def test_three_exports_are_refused(tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(InputError, match="not 3"):
        view.write_view([tmp_path] * 3, None, tmp_path / "view.html", ontology)
