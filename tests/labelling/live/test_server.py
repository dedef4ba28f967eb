"""The local server: whom it answers, what it keeps, what it keeps to itself."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.labelling.server import local as server
from jiceng.labelling.server.connection import TOKEN_VARIABLE, Address, connect, find_address, session_of
from jiceng.labelling.server.environments import server_environment
from tests.labelling.live.conftest import Desk, Room, free_port


def status(url: str, host: str | None = None) -> int:
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_answers_this_machine_and_no_stranger(room: Room) -> None:
    assert room.url == f"http://127.0.0.1:{room.port}"
    assert status(room.url) == 200
    assert status(f"{room.url}/v1/projects") == 403
    assert status(f"{room.url}/v1/me", host="evil.example") == 400


def test_uploads_cannot_be_read_without_a_login(room: Room, desk: Desk) -> None:
    desk.jiceng("doccano", "push", "annotations/gold", "--project", "媒体")
    stored = [path for path in (room.data / "media").rglob("*") if path.is_file()]
    for path in stored:
        with urllib.request.urlopen(f"{room.url}/media/{path.relative_to(room.data / 'media')}") as answer:
            assert "宁明县".encode() not in answer.read() and answer.headers["Content-Type"].startswith("text/html")


def test_secrets_are_for_their_owner_alone(room: Room) -> None:
    assert (room.data / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert room.data.stat().st_mode & 0o777 == 0o700
    password = server.password(room.data)
    assert password not in (room.data / "server.log").read_text(encoding="utf-8", errors="replace")
    shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert password not in shown


def test_started_twice_it_is_the_same_server(room: Room) -> None:
    assert list(server.start(room.data, server_environment(), free_port())) == [room.url]


def test_a_port_that_is_taken_is_named(room: Room, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"127.0.0.1:{room.port}: the port is taken; name another with PORT="):
        list(server.start(tmp_path / "other", server_environment(), room.port))


def test_a_restart_keeps_every_label_and_account(fresh: Path) -> None:
    data, port = fresh, free_port()
    try:
        *_, url = server.start(data, server_environment(), port)
        client = connect(Address(url, user=server.ADMIN, password=server.password(data)))
        project = client.create_project("留存", "SequenceLabeling", "x", use_relation=True)
        assert project.id is not None
        example = client.example.create(project.id, "设卡点")
        kind = client.span_type.create(project.id, "卡点")
        client.span.create(project.id, example.id, 1, 3, kind.id)
        assert server.stop(data) and not server.stop(data)
        assert server.address(data) is None
        *_, url = server.start(data, server_environment(), port)
        client = connect(Address(url, user=server.ADMIN, password=server.password(data)))
        assert [(s.start_offset, s.end_offset) for s in client.span.list(project.id, example.id)] == [(1, 3)]
    finally:
        server.stop(data)


def test_a_server_elsewhere_is_named_by_url_and_token(room: Room, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = session_of(room.admin()).post(
        f"{room.url}/v1/auth/login/", json={"username": server.ADMIN, "password": server.password(room.data)}
    )
    token = answer.json()["key"]
    (desk.folder / "token").write_text(token)
    nowhere = desk.folder / "nowhere"
    assert connect(find_address(room.url, desk.folder / "token", nowhere)).get_profile().username == server.ADMIN
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    assert connect(find_address(room.url + "/", None, nowhere)).get_profile().username == server.ADMIN
    assert token not in repr(find_address(room.url, None, nowhere))


def test_what_is_wrong_with_the_way_there_is_said_without_the_credentials(room: Room, tmp_path: Path) -> None:
    for address, says in (
        (Address(room.url, user=server.ADMIN, password="geheim123"), "refuses this name and password"),
        (Address(room.url, token="geheim123"), "refuses these credentials"),
        (Address(f"http://127.0.0.1:{free_port()}", token="geheim123"), "cannot be reached; when it is back"),
    ):
        with pytest.raises(InputError, match=says) as error:
            connect(address, retries=0)
        assert "geheim123" not in str(error.value)
    with pytest.raises(InputError, match="needs credentials: --token-file"):
        find_address(room.url, None, tmp_path)
    with pytest.raises(InputError, match="no labelling server runs here; start one with make doccano"):
        find_address(None, None, tmp_path)


def test_a_command_without_a_server_says_how_to_start_one(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "jiceng.cli", "doccano", "pull", "--data", tmp_path / "none"],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("JICENG_")},
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert "start one with make doccano" in run.stderr
