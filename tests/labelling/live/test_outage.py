"""The server is killed in the middle of an upload: afterwards nothing is there twice and nothing is missing."""

import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from doccano_client import DoccanoClient

from jiceng.corpus.folder import read_articles
from jiceng.errors import InputError
from jiceng.labelling.exchange.fetch import fetch
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import labels_of
from jiceng.labelling.exchange.pieces import joined
from jiceng.labelling.exchange.push import push
from jiceng.labelling.exchange.state import State, read_state
from jiceng.labelling.queue import cut
from jiceng.labelling.server import local as server
from jiceng.labelling.server.connection import Address, connect, session_of, translated
from jiceng.labelling.server.environments import server_environment
from tests.labelling.live.conftest import ROOT, Room, free_port
from tests.labelling.live.test_round_trip import new_project


def kill(data: Path) -> None:
    """As a power cut would: the master and its worker, without a word."""
    os.killpg(os.getpgid(int((data / "server.pid").read_text())), signal.SIGKILL)


@pytest.mark.parametrize("wait", [0.15, 1.3])
def test_killed_in_mid_upload(fresh: Path, tmp_path: Path, wait: float) -> None:
    data, port = fresh, free_port()
    *_, url = server.start(data, server_environment(), port)
    try:
        address = Address(url, user=server.ADMIN, password=server.password(data))
        client = connect(address, retries=1)
        project = new_project(client, "断电")
        pieces = [piece for article in read_articles(ROOT / "annotations" / "gold") for piece in cut(article)]
        items = [Item(piece) for piece in pieces if len(piece.text) > 5][:60]
        path = tmp_path / "state.json"
        threading.Timer(wait, kill, [data]).start()
        with pytest.raises(InputError, match="give the same command again"), translated(url):
            for _ in range(50):  # a machine that is faster than the timer gets more to do
                list(push(client, project, items, read_state(path, "断电"), path, {}, batch=5))
                time.sleep(0.05)
        *_, again = server.start(data, server_environment(), port)
        assert again == url
        client = connect(address)
        outcomes = [p.outcome for p in push(client, project, items, read_state(path, "断电"), path, {}, batch=5)]
        assert set(outcomes) <= {"new", "there"} and len(outcomes) == len(items)
        back = {example.article: example for example in fetch(client, project)}
        assert len(back) == client.example.count(project.id) == len(items), "nothing twice, nothing missing"
        for item in items:
            assert back[item.article.id].labels == labels_of(item.article)
        assert read_state(path, "断电").pending == set()
    finally:
        server.stop(data)


def test_an_upload_that_arrived_by_half_is_taken_back_and_done_again(room: Room, tmp_path: Path) -> None:
    """The server imports articles, then spans, then relations; killed in between, it has articles without labels."""
    client, path = room.admin(), tmp_path / "state.json"
    project = new_project(client)
    items = [Item(article) for article in read_articles(ROOT / "annotations" / "gold")[:2]]
    list(push(client, project, items, State(project.name), path, {}))
    half, whole = joined(fetch(client, project))
    client.span.delete_all(project.id, half.parts[0].example)
    cut_off = State(project.name, {}, {half.article, whole.article})
    outcomes = {p.article: p.outcome for p in push(client, project, items, cut_off, path, {})}
    assert outcomes == {half.article: "new", whole.article: "there"}
    back = {example.article: example.labels for example in joined(fetch(client, project))}
    assert back == {item.article.id: labels_of(item.article) for item in items}


def test_what_a_labeller_has_begun_is_never_taken_back(room: Room, tmp_path: Path) -> None:
    client, path = room.admin(), tmp_path / "state.json"
    project = new_project(client)
    client.member.add(project.id, "anna", "annotator")
    items = [Item(article) for article in read_articles(ROOT / "annotations" / "gold")[:1]]
    list(push(client, project, items, State(project.name), path, {}))
    (article,) = joined(fetch(client, project))
    first = article.parts[0].example
    client.span.delete_all(project.id, first)
    room.client("anna").comment.create(project.id, first, "重来")
    cut_off = State(project.name, {}, {article.article})
    (result,) = push(client, project, items, cut_off, path, {})
    assert (result.outcome, client.example.count(project.id)) == ("kept", len(article.parts))
    (after,) = joined(fetch(client, project))
    assert after.parts[0].example == first and after.parts[0].labels.spans == frozenset()


def test_a_piece_that_is_gone_is_brought_back_and_the_others_stay_as_they_are(room: Room, tmp_path: Path) -> None:
    client, path = room.admin(), tmp_path / "state.json"
    project = new_project(client)
    client.member.add(project.id, "anna", "annotator")
    items = [Item(article) for article in read_articles(ROOT / "annotations" / "gold")[:1]]
    state = State(project.name)
    list(push(client, project, items, state, path, {}))
    (article,) = joined(fetch(client, project))
    room.client("anna").example.update_state(project.id, article.parts[0].example)
    client.example.bulk_delete(project.id, [article.parts[2].example])
    (broken,) = joined(fetch(client, project))
    assert "number 3 is missing on the server" in broken.faults[0]
    (result,) = push(client, project, items, state, path, {})
    (after,) = joined(fetch(client, project))
    assert (after.text, after.labels, after.faults) == (article.text, article.labels, ())
    assert after.parts[0].example == article.parts[0].example and after.parts[0].confirmed
    assert [p.outcome for p in push(client, project, items, state, path, {})] == ["there"], result


def test_a_short_outage_is_waited_out(fresh: Path) -> None:
    data, port = fresh, free_port()
    *_, url = server.start(data, server_environment(), port)
    try:
        client = connect(Address(url, user=server.ADMIN, password=server.password(data)))
        server.stop(data)
        starter = threading.Thread(target=lambda: list(server.start(data, server_environment(), port)))
        starter.start()
        assert client.get_profile().username == server.ADMIN
        starter.join()
    finally:
        server.stop(data)


class _BreaksOff(BaseHTTPRequestHandler):
    """Answers with the beginning of a JSON text, or with a page, and goes away."""

    answer = b""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    "answer, said",
    [
        (b'{"key": "abc', "give the same command again"),
        (b"", "give the same command again"),
        (b"<html>", "is it a Doccano"),
    ],
)
def test_a_broken_answer_is_an_outage_and_a_page_is_none(answer: bytes, said: str) -> None:
    handler = type("Handler", (_BreaksOff,), {"answer": answer})
    with HTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{httpd.server_port}"
        with pytest.raises(InputError, match=said), translated(url):
            session_of(DoccanoClient(url)).post(f"{url}/v1/auth/login/").json()
        httpd.shutdown()
