import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import jiceng
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.writing.resuming import journal_path
from tests.reading.stub import Stub
from tests.writing.killed import COUNT, kill_at_random, start, write_articles


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with sixty articles, an empty model and a place for temporary files."""
    for name in ("model", "tmp"):
        (tmp_path / name).mkdir()
    write_articles(tmp_path / "in.jsonl")
    yield tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def undisturbed(folder: Path) -> bytes:
    process = start(folder, 1)
    process.join()
    assert process.exitcode == 0
    output = folder / "k.jsonl"
    written = output.read_bytes()
    output.unlink()
    return written


def kill_and_resume(folder: Path, times: int) -> None:
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")
    whole = undisturbed(folder)
    killed = kill_at_random(folder, random.Random(seed), times)
    process = start(folder, 2, True)
    process.join()
    assert process.exitcode == 0 and killed, f"seed {seed}"
    assert (folder / "k.jsonl").read_bytes() == whole, f"seed {seed}"
    assert names(folder) == ["in.jsonl", "k.jsonl", "model", "tmp"] and names(folder / "tmp") == [], f"seed {seed}"


def test_runs_that_are_killed_at_random_moments_end_with_the_same_bytes(folder: Path) -> None:
    kill_and_resume(folder, 8)


@pytest.mark.scale
@pytest.mark.parametrize("round_", range(8))
def test_many_more_of_them(folder: Path, round_: int) -> None:
    kill_and_resume(folder, 25)


class Ends(BaseException):
    """What ends a run in the middle."""


def ends_at(number: int, read: list[str]) -> Stub:
    def before(source: Source) -> None:
        if len(read) == number:
            raise Ends
        read.append(source.id)

    return Stub(before)


def with_model(stub: Stub, folder: Path) -> Stub:
    stub.origin = Stub(folder=folder / "model").origin
    return stub


def test_what_was_read_is_not_read_again(folder: Path) -> None:
    first: list[str] = []
    with pytest.raises(Ends):
        jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=with_model(ends_at(20, first), folder))
    assert names(folder) == ["in.jsonl", "k.jsonl.resume", "model", "tmp"]
    second: list[str] = []
    stub = with_model(ends_at(-1, second), folder)
    made = jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=stub, resume=True)
    assert (made.articles, made.kept, len(second)) == (COUNT, 20, COUNT - 20) and not {*first} & {*second}
    assert names(folder) == ["in.jsonl", "k.jsonl", "model", "tmp"]


def test_without_resume_a_run_begins_anew(folder: Path) -> None:
    with pytest.raises(Ends):
        jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=with_model(ends_at(20, []), folder))
    made = jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=with_model(ends_at(-1, []), folder))
    assert made.kept == 0 and not (folder / "k.jsonl.resume").exists()


def test_a_cache_reads_only_what_is_new(folder: Path) -> None:
    def read(cache: Path | None) -> tuple[int, int]:
        seen: list[str] = []
        stub = with_model(ends_at(-1, seen), folder)
        made = jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=stub, cache=cache, workers=1)
        return made.kept, len(seen)

    cache = folder / "cache"
    assert read(cache) == (0, COUNT)
    assert read(cache) == (COUNT, 0)
    write_articles(folder / "in.jsonl", COUNT + 7)
    assert read(cache) == (COUNT, 7)
    cached = (folder / "k.jsonl").read_bytes()
    assert read(None) == (0, COUNT + 7)
    assert (folder / "k.jsonl").read_bytes() == cached
    assert names(folder) == ["cache", "in.jsonl", "k.jsonl", "model", "tmp"] and names(cache) == ["articles.sqlite"]
    (folder / "model" / "weights").write_bytes(b"another")
    assert read(cache) == (0, COUNT + 7)


def test_two_runs_on_one_output_are_told_apart_and_the_first_is_not_disturbed(folder: Path) -> None:
    whole = undisturbed(folder)
    process = start(folder, 2, False, 0.05)
    while not (folder / "k.jsonl.resume").exists() and process.is_alive():
        process.join(timeout=0.01)
    with pytest.raises(InputError, match="is in use by another run; wait for it, or name another output"):
        jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=Stub(folder=folder / "model"))
    process.join()
    assert process.exitcode == 0 and (folder / "k.jsonl").read_bytes() == whole
    assert names(folder) == ["in.jsonl", "k.jsonl", "model", "tmp"]


def test_an_error_says_what_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise InputError("k.jsonl", "cannot be written (No space left on device)")

    monkeypatch.setattr("jiceng.writing.store.KnowledgeStore.lines", full)
    with pytest.raises(
        InputError, match=r"No space left on device\); what was read is kept in .*k\.jsonl\.resume, and --resume"
    ):
        jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=Stub(folder=folder / "model"))
    assert names(folder) == ["in.jsonl", "k.jsonl.resume", "model", "tmp"]


def test_where_the_journal_lies(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "other" / "k.jsonl")
    assert journal_path(str(tmp_path / "link")) == tmp_path / "other" / "k.jsonl.resume"
    assert journal_path(str(tmp_path / "parquet/")) == tmp_path / "parquet.resume"
    assert journal_path("-") is journal_path("/dev/null") is journal_path("/") is None
    with pytest.raises(InputError, match="--resume: goes on with an output that is a file"):
        jiceng.export([], "-", model=Stub(folder=tmp_path), resume=True)


def test_a_reader_that_was_not_loaded_keeps_nothing_and_says_so_where_it_should(folder: Path) -> None:
    assert jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=Stub()).articles == COUNT
    with pytest.raises(InputError, match="was not loaded from a folder"):
        jiceng.export([folder / "in.jsonl"], folder / "k.jsonl", model=Stub(), resume=True)
    rows = [json.loads(line) for line in (folder / "k.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum(row["type"] == "document" for row in rows) == COUNT
