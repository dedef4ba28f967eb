import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

import jiceng
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.dumped import DumpedArticle
from jiceng.reading.cores import available_cores
from jiceng.reading.workers import FEW, read_all
from tests.reading.stub import Stub, articles, dies_over, in_worker

ARTICLES = Path("tests/data/annotations/articles")


@pytest.fixture(autouse=True)
def none_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def test_real_articles_give_the_same_bytes_with_any_number_of_workers(small_model: Path, tmp_path: Path) -> None:
    sentences = [line for path in sorted(ARTICLES.glob("*.txt")) for line in path.read_text("utf-8").split("\n")]
    texts = list(dict.fromkeys(line for line in sentences if len(line) > 20))[:12]
    for number, text in enumerate(texts):
        (tmp_path / f"a{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    reader = jiceng.load(small_model)
    outputs = [tmp_path / f"{workers}.jsonl" for workers in (1, 2, 3)]
    for workers, output in enumerate(outputs, start=1):
        made = jiceng.export(sorted(tmp_path.glob("*.txt")), output, model=reader, workers=workers)
        assert (made.articles, len(made.rejects)) == (len(texts), 1)
    assert len({output.read_bytes() for output in outputs}) == 1
    assert len({Path(f"{output}.rejects.jsonl").read_bytes() for output in outputs}) == 1


def test_articles_come_in_their_order_however_long_each_takes() -> None:
    draw = random.Random(7)
    waits = [draw.random() / 50 for _ in range(60)]
    stub = Stub(lambda source: time.sleep(waits[int(source.id[1:])]))
    inputs: list[Source | InputError] = [*articles(60)]
    inputs.insert(30, InputError("x.txt", "is empty"))
    found = list(read_all(stub, inputs, workers=3))
    assert [source and source.id for source, _ in found] == [
        one.id if isinstance(one, Source) else None for one in inputs
    ]
    assert found[30] == (None, inputs[30])
    assert all(isinstance(item, DumpedArticle) for source, item in found if source)


def test_few_articles_start_no_worker_and_more_are_read_by_workers_alone() -> None:
    def refuse(source: Source) -> None:
        assert not in_worker()

    def demand(source: Source) -> None:
        assert in_worker() and {library["num_threads"] for library in threadpool_info()} <= {1}

    list(read_all(Stub(refuse), articles(FEW - 1), workers=2))
    list(read_all(Stub(demand), articles(FEW), workers=2))


def test_a_worker_that_dies_costs_its_article_a_second_try(tmp_path: Path) -> None:
    found = list(read_all(Stub(dies_over("村民13人", times=1, marks=tmp_path)), articles(40), workers=2))
    assert len(list(tmp_path.iterdir())) == 1
    assert all(isinstance(item, DumpedArticle) for _, item in found) and len(found) == 40


def test_an_article_that_kills_twice_is_rejected_with_its_id_and_the_reason(tmp_path: Path) -> None:
    found = list(read_all(Stub(dies_over("村民13人", times=9, marks=tmp_path)), articles(40), workers=2))
    assert len(list(tmp_path.iterdir())) == 2
    assert [source.id for source, item in found if source and isinstance(item, InputError)] == ["a013"]
    assert str(found[13][1]) == (
        "a013: could not be read: the process that read it was ended by SIGKILL, perhaps for want of memory, 2 times; "
        "split it, or read it alone"
    )


def test_every_article_may_kill_and_the_run_ends_all_the_same(tmp_path: Path) -> None:
    found = list(read_all(Stub(dies_over("村民", times=99, marks=tmp_path)), articles(FEW), workers=2))
    assert [isinstance(item, InputError) for _, item in found] == [True] * FEW


def test_who_stops_asking_leaves_no_worker_behind() -> None:
    results = read_all(Stub(lambda source: time.sleep(0.05)), articles(100), workers=2)
    next(results)
    assert len(multiprocessing.active_children()) == 2
    results.close()  # type: ignore[attr-defined]


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, time\n"
        "from jiceng.reading.workers import read_all\n"
        "from tests.reading.stub import Stub, articles\n"
        "def before(source):\n"
        "    print(os.getpid(), flush=True)\n"
        "    time.sleep(60)\n"
        "list(read_all(Stub(before), articles(20), workers=2))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
    until = time.monotonic() + 20
    while any(alive(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(alive(worker) for worker in workers)


def alive(pid: int) -> bool:
    """Whether it runs; one that has ended and waits for somebody to ask does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks of signals here")
def test_starting_workers_leaves_the_mask_of_signals_as_it_was() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    list(read_all(Stub(), articles(FEW), workers=2))
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_a_containers_share_of_the_processor_counts_as_cores(tmp_path: Path) -> None:
    quota, most = tmp_path / "cpu.max", len(os.sched_getaffinity(0))
    assert available_cores(quota) == most
    for text, cores in (("max 100000", most), ("100000 100000", 1), ("50000 100000", 1), ("nonsense", most)):
        quota.write_text(text)
        assert available_cores(quota) == cores
