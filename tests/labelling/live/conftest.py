"""A real server of its own for these tests, and the command as a person types it.

pytest runs in the labelling environment here; what needs a model is asked of the pipeline's environment, by its
command, as labellers and engineers do.
"""

import contextlib
import os
import random
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from doccano_client import DoccanoClient

from jiceng.labelling.server import local as server
from jiceng.labelling.server.accounts import make_account
from jiceng.labelling.server.connection import Address, connect
from jiceng.labelling.server.environments import server_environment

ROOT = Path(__file__).parents[3]
LABELLERS = ("anna", "bo", "carl", "dora")


@dataclass(frozen=True)
class Room:
    """A running server: its address, its data folder, its port."""

    url: str
    data: Path
    port: int

    def admin(self) -> DoccanoClient:
        """A client of the admin."""
        return self.client(server.ADMIN)

    def client(self, name: str) -> DoccanoClient:
        """A client of a labeller."""
        return connect(Address(self.url, user=name, password=server.password(self.data, name)))


def free_port() -> int:
    """A port below those that the system deals out: a test that stops its server finds the port free again."""
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            port = random.randrange(20_000, 30_000)
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server that was never used."""
    data = tmp_path_factory.mktemp("empty") / "data"
    list(server.start(data, server_environment(), free_port()))
    server.stop(data)
    return data


@pytest.fixture
def fresh(empty_data: Path, tmp_path: Path) -> Path:
    """A data folder for a server of one test."""
    return copied(empty_data, tmp_path / "server")


def copied(data: Path, target: Path) -> Path:
    shutil.copytree(data, target)
    return target


@pytest.fixture(scope="session")
def room(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    data, port = copied(empty_data, tmp_path_factory.mktemp("server") / "data"), free_port()
    *_, url = server.start(data, server_environment(), port)
    room = Room(url, data, port)
    admin = room.admin()
    for name in LABELLERS:
        secret = make_account(admin, name)
        assert secret is not None
        server.remember_password(data, name, secret)
    yield room
    server.stop(data)


@dataclass(frozen=True)
class Desk:
    """A folder with annotations of its own, and the command run in it."""

    folder: Path
    room: Room

    @property
    def annotations(self) -> Path:
        return self.folder / "annotations"

    def jiceng(self, *arguments: str | Path, code: int = 0) -> str:
        """Run `jiceng` of the pipeline's environment; returns what it says, on both streams."""
        variables = {key: value for key, value in os.environ.items() if not key.startswith("JICENG_DOCCANO_")}
        variables["JICENG_DOCCANO_DATA"] = str(self.room.data)
        command = [ROOT / ".venv" / "bin" / "jiceng", *arguments]
        run = subprocess.run(
            command, cwd=self.folder, env=variables, capture_output=True, text=True, check=False, timeout=300
        )
        said = run.stdout + run.stderr
        assert run.returncode == code, said
        return said


@pytest.fixture
def desk(room: Room, tmp_path: Path) -> Desk:
    """Two real articles in gold, their raw texts, and nothing else."""
    for name in ("ruili", "ningming"):
        for source in (f"gold/{name}.json", f"articles/{name}.txt"):
            target = tmp_path / "annotations" / source
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / "tests" / "data" / "annotations" / source).read_bytes())
    return Desk(tmp_path, room)
