import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.explorer import library


def test_the_kept_library_is_the_one_of_the_manifest() -> None:
    assert "d3js.org" in library.library_script()[:100]
    assert "Permission to use" in library.licence_text()


def test_a_changed_library_makes_no_page(tmp_path: Path) -> None:
    for path in library.VENDOR.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "d3.min.js").open("a") as file:
        file.write("alert(1)")
    with pytest.raises(InputError, match="the manifest says"):
        library.library_script(tmp_path)
    (tmp_path / "d3.min.js").unlink()
    with pytest.raises(InputError, match="run make explorer-library"):
        library.library_script(tmp_path)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest of a small package, and npm replaced by something that packs it."""
    source = tmp_path / "lib.js"
    source.write_text("let x;")
    archive = tmp_path / "lib-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as members:
        members.add(source, "package/dist/lib.js")
    digest = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (archive, source)]
    shelf = tmp_path / "vendor"
    shelf.mkdir()
    manifest = {
        "package": "lib", "version": "1.0.0", "archive_sha256": digest[0], "script": "lib.js", "licence_file": "lib.js",
        "files": {"lib.js": {"from": "package/dist/lib.js", "sha256": digest[1]}},
    }  # fmt: skip
    (shelf / "manifest.json").write_text(json.dumps(manifest))

    def npm(command: list[str], cwd: Path, **_: object) -> None:
        assert command[-1] == "lib@1.0.0"
        (cwd / archive.name).write_bytes(archive.read_bytes())

    monkeypatch.setattr(subprocess, "run", npm)
    return shelf


def test_the_library_is_fetched_through_npm_and_checked(shelf: Path) -> None:
    assert library.fetch_library(shelf) == [f"{shelf / 'lib.js'}: package/dist/lib.js of lib@1.0.0"]
    assert library.library_script(shelf) == "let x;"


@pytest.mark.parametrize("where", ["archive_sha256", "files"])
def test_what_has_another_hash_is_not_kept(shelf: Path, where: str) -> None:
    manifest = json.loads((shelf / "manifest.json").read_text())
    wrong = "0" * 64
    manifest[where] = (
        wrong if where == "archive_sha256" else {"lib.js": {**manifest["files"]["lib.js"], "sha256": wrong}}
    )
    (shelf / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match=wrong):
        library.fetch_library(shelf)
    assert not (shelf / "lib.js").exists()
