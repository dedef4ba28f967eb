"""Signals that ask a command to end, as an exception that nothing takes for an error."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# Signals of a group, or of an impatient person, that come while the first one is being obeyed.
_SECONDS = 3.0


class Stopped(BaseException):
    """The command was asked to end by `signal`; shells expect the exit code `code`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = signal.Signals(number)
        self.code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Signals that would end the process raise `Stopped` while the block runs; what is ignored stays ignored.

    Others that follow within seconds are passed over, so that what cleans up can do so.
    """
    last = -_SECONDS

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS:
            last = time.monotonic()
            raise Stopped(number)

    before = {number: signal.getsignal(number) for number in _SIGNALS}
    try:
        for number, way in before.items():
            if way != signal.SIG_IGN:
                signal.signal(number, stop)
        yield
    finally:
        for number, way in before.items():
            signal.signal(number, way)
