"""Articles read by several processes, in the order in which they came.

The model is loaded once and shared by fork where the system allows it. A worker that dies costs the article that it was
reading a second try and, if that one ends the same way, that article; never the run.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess, parent_process
from multiprocessing.reduction import ForkingPickler
from types import TracebackType
from typing import Any, Protocol

from thinc.api import get_current_ops
from threadpoolctl import threadpool_limits

from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.dumped import DumpedArticle, dumped
from jiceng.reading.reader import Origin, Reader, load

Read = DumpedArticle | InputError

# Fewer articles than these are read before workers would have started.
FEW = 8
# What may wait behind an article that takes long, so that memory does not grow with the number of articles.
_WINDOW, _WINDOW_CHARACTERS = 256, 1_000_000
# A worker that is still reading is given the next article if that fits into the pipe's buffer: then no end waits for the
# other to read, and the worker need not wait for us.
_AHEAD_BYTES = 16 * 1024
_TRIES = 2
_STOPS = {signal.SIGINT, signal.SIGTERM}
_NO_MEMORY = 75


class Kept(Protocol):
    """What was read before, to be found again."""

    def get(self, source: Source) -> DumpedArticle | None:
        """What this source said, if it was read before."""

    def put(self, source: Source, article: DumpedArticle) -> None:
        """Keep what a source says."""


@dataclass
class _Task:
    """An article on its way. `source` is None for an input that was no article."""

    source: Source | None
    result: Read | None = None
    deaths: int = 0

    @property
    def size(self) -> int:
        return len(self.source.text) if self.source else 0


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    tasks: deque[_Task] = field(default_factory=deque)


def read_all(
    reader: Reader, sources: Iterable[Source | InputError], workers: int = 1, kept: Kept | None = None
) -> Generator[tuple[Source | None, Read], None, None]:
    """Each source with what it says or why it could not be read, in the order given; an error has no source.

    With `workers` above 1 so many processes read, unless there are fewer than `FEW` articles to be read. What `kept` has
    is not read again; what is read is put there as soon as it is.
    """
    window: deque[_Task] = deque()
    size = 0
    with _Pool(reader, workers, kept) as pool:
        for source in sources:
            task = _Task(source) if isinstance(source, Source) else _Task(None, source)
            window.append(task)
            size += task.size
            if task.source is not None:
                task.result = kept.get(task.source) if kept is not None else None
                if task.result is None:
                    pool.give(task)
            while window and (window[0].result is not None or len(window) >= _WINDOW or size > _WINDOW_CHARACTERS):
                first = window[0]
                while first.result is None:
                    pool.step()
                size -= first.size
                yield first.source, first.result
                window.popleft()
        pool.no_more()
        while window:
            first = window.popleft()
            while first.result is None:
                pool.step()
            yield first.source, first.result


class _Pool:
    """Takes articles to be read; `step` brings at least one of them forward. Workers start once there are enough."""

    def __init__(self, reader: Reader, workers: int, kept: Kept | None) -> None:
        self._reader, self._kept = reader, kept
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin" else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        # Without fork each worker loads the model itself, so it has to lie somewhere.
        can = method == "fork" or reader.origin is not None
        # What lies on a GPU is not shared by a fork, and fills it once.
        self._most = workers if workers > 1 and can and get_current_ops().device_type == "cpu" else 0
        self._shared = reader if method == "fork" else None
        self._workers: list[_Worker] = []
        self._queue: deque[_Task] = deque()
        self._alone = self._most == 0

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.connection.close()
            if kind is not None:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(timeout=5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers = []

    def give(self, task: _Task) -> None:
        """Take an article; it is handed on at once if workers are there."""
        self._queue.append(task)
        if self._workers or (not self._alone and len(self._queue) >= FEW):
            self._hand_out()
            self._collect(timeout=0)

    def no_more(self) -> None:
        """No article follows: what is not worth workers is read here."""
        self._alone = self._alone or not self._workers

    def step(self) -> None:
        """Wait until something has been read, or read an article here."""
        if self._alone:
            task = self._queue.popleft()
            assert task.source is not None
            self._take(task, read_one(self._reader, task.source))
            return
        self._hand_out()
        self._collect(timeout=None)

    def _take(self, task: _Task, result: Read) -> None:
        task.result = result
        if self._kept is not None and task.source is not None and isinstance(result, DumpedArticle):
            self._kept.put(task.source, result)

    def _hand_out(self) -> None:
        while self._queue and len(self._workers) < self._most:
            self._start()
        for ahead in (False, True):
            for worker in list(self._workers):
                if self._queue and len(worker.tasks) == ahead:
                    self._send(worker, ahead)

    def _send(self, worker: _Worker, ahead: bool) -> None:
        task = self._queue[0]
        data = ForkingPickler.dumps(task.source)
        if ahead and len(data) > _AHEAD_BYTES:
            return
        worker.tasks.append(self._queue.popleft())
        try:
            worker.connection.send_bytes(data)
        except OSError:
            self._lost(worker)

    def _collect(self, timeout: float | None) -> None:
        at_work = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(at_work), timeout):
            worker = at_work[connection]  # type: ignore[index]
            if worker not in self._workers:
                continue
            try:
                result = worker.connection.recv()
            except (EOFError, OSError):
                self._lost(worker)
            else:
                self._take(worker.tasks.popleft(), result)
        self._hand_out()

    def _lost(self, worker: _Worker) -> None:
        """What a dead worker was to read goes back to the front; the article that it died over has used up a try."""
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join()
        if worker.tasks:
            first = worker.tasks[0]
            first.deaths += 1
            if first.deaths == _TRIES:
                assert first.source is not None
                worker.tasks.popleft()
                first.result = InputError(first.source.id, _death(worker.process.exitcode))
        self._queue.extendleft(reversed(worker.tasks))

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        inherited = [ours, *(worker.connection for worker in self._workers)] if self._shared is not None else []
        arguments = (self._shared or self._reader.origin, theirs, inherited)
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        try:
            with _stops_held_back(), warnings.catch_warnings():
                # Python warns of threads that a fork leaves behind; those of BLAS, which knows of forks, are all there are.
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
        except OSError as error:
            raise InputError("--workers", f"no process can be started ({error.strerror}); give fewer") from error
        finally:
            theirs.close()
        self._workers.append(_Worker(process, ours))


@contextmanager
def _stops_held_back() -> Iterator[None]:
    """A signal to the whole group must find a new worker with its own way of taking it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(model: Reader | Origin, connection: Connection, inherited: Sequence[Connection]) -> None:
    """What a worker does: read what it is sent until the other end is closed."""
    # The parent sees to an interruption; it says one line, and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    gc.freeze()  # a collection would write to, and so copy, the pages that are shared with the parent
    for other in inherited:
        other.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threadpool_limits(1)
    try:
        reader = model if isinstance(model, Reader) else load(model.folder, min_confidence=model.min_confidence)
        while True:
            connection.send(read_one(reader, connection.recv()))
    except (EOFError, OSError):
        pass  # the parent is done, or gone
    except MemoryError:
        os._exit(_NO_MEMORY)  # for a result; the parent says so


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def read_one(reader: Reader, source: Source) -> Read:
    """What one article says, as JSON, or why it could not be read."""
    (found,) = reader.read_sources([source])
    return found if isinstance(found, InputError) else dumped(found)


def _death(code: int | None) -> str:
    if code == _NO_MEMORY:
        how = "for want of memory"
    elif code is not None and code < 0:
        memory = ", perhaps for want of memory" if code == -signal.SIGKILL else ""
        how = f"by {signal.Signals(-code).name}{memory}"
    else:
        how = f"with exit code {code}"
    return f"could not be read: the process that read it was ended {how}, {_TRIES} times; split it, or read it alone"
