"""The old side of a comparison: annotations and configs as they were, out of git or out of a folder."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from jiceng.errors import InputError

# What a model depends on, beside the code.
_PARTS = ("annotations/gold", "annotations/supplement", "configs", "models/vectors.npz", "models/encoder.npz")
METRICS = "models/metrics.json"
# What of configs/ models are made with, beside the training config; the others come in when facts are made of what they
# say.
_OF_MODELS = ("lexicon", "text", "ontology.yaml")


@dataclass(frozen=True)
class Project:
    """A project's folder with annotations and configs, and what to call it."""

    folder: Path
    name: str

    @property
    def annotations(self) -> Path:
        """The folder with gold/ and supplement/."""
        return self.folder / "annotations"

    @property
    def configs(self) -> Path:
        """The folder of the configs."""
        return self.folder / "configs"


def old_project(against: str | None, working: Path) -> Project:
    """The project as it was: in a folder, at a git revision, or, if `against` is None, when figures were last committed.

    A revision's files are put into `working`, which is made.

    Raises:
        InputError: there is no such revision, or no git to ask.
    """
    if against is not None and (Path(against) / "annotations").is_dir():
        return Project(Path(against), against)
    revision = against or _git("log", "-n", "1", "--format=%H", "--", METRICS).decode().strip()
    if not revision:
        raise InputError(METRICS, "was never committed; name what to compare with: --against REVISION or a folder")
    commit = _git("rev-parse", "--short", f"{revision}^{{commit}}").decode().strip()
    there = set(_git("ls-tree", "-r", "-t", "--name-only", commit, *_PARTS).decode().splitlines())
    archive = _git("archive", "--format=tar", commit, *(part for part in _PARTS if part in there))
    folder = working / commit
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    # Before articles lay as .json, the figures of the learning curve lay among them.
    (folder / "annotations" / "supplement" / "curve.json").unlink(missing_ok=True)
    if not (folder / "annotations" / "gold").is_dir():
        raise InputError(revision, "has no annotations/gold")
    return Project(folder, f"commit {commit}")


def with_todays_tables(old: Project, new: Project) -> None:
    """Give the old configs the files that they did not have yet: both sides are read by today's code, which needs them."""
    for path in sorted(new.configs.rglob("*")):
        target = old.configs / path.relative_to(new.configs)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())


def changed_configs(old: Project, new: Project, config: str) -> list[str]:
    """Files of configs/ that a model depends on and that differ, by their path below it; `config`: the training's."""
    files = {
        path.relative_to(side.configs) for side in (old, new) for path in side.configs.rglob("*") if path.is_file()
    }
    of_models = (path for path in files if path.parts[0] in (*_OF_MODELS, config))
    return sorted(str(path) for path in of_models if _bytes(old.configs / path) != _bytes(new.configs / path))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _git(*arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout
    except FileNotFoundError as error:
        raise InputError("git", "is not installed; name a folder with the old project: --against FOLDER") from error
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.decode(errors="replace").split())
        raise InputError("git", f"{reason}; name a revision or a folder with --against") from error
