"""How far a training is, told from whatever process does the work."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread


@dataclass(frozen=True)
class Step:
    """One of the `total` steps of a phase is done: an epoch of a tagger, with its loss, or an article, or a fit."""

    phase: str
    total: int
    loss: float | None = None


Watch = Callable[[Step], None]

# What a worker process tells its steps to.
_pipe: "list[multiprocessing.SimpleQueue[Step | None]]" = []


def tell(step: Step) -> None:
    """Tell a step from a worker process; nobody may be listening."""
    for queue in _pipe:
        queue.put(step)


def connect(queue: "multiprocessing.SimpleQueue[Step | None]") -> None:
    """The initializer of a worker process whose steps are listened to."""
    _pipe[:] = [queue]


@contextmanager
def listening(watch: Watch) -> "Iterator[multiprocessing.SimpleQueue[Step | None]]":
    """A queue for worker processes; what they tell is given to `watch` until the block ends."""
    queue: multiprocessing.SimpleQueue[Step | None] = multiprocessing.SimpleQueue()

    def listen() -> None:
        while (step := queue.get()) is not None:
            watch(step)

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield queue
    finally:
        queue.put(None)
        thread.join()
