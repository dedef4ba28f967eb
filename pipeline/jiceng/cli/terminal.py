"""What commands show beside their results, all of it on standard error: one-line messages and progress."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from jiceng.text.controls import visible

Step = TypeVar("Step")


def say(line: str) -> None:
    """Print lines that are no result; control characters of a text, an id or a file name are made visible."""
    print("jiceng: " + "\n".join(map(visible, line.split("\n"))), file=sys.stderr)


def progress(steps: Iterable[Step], name: str, total: int | None = None, unit: str = "it") -> Iterator[Step]:
    """The steps, with a bar that leaves no trace and is not there unless standard error is a terminal."""
    from tqdm import tqdm

    return iter(tqdm(steps, desc=name, total=total, unit=unit, disable=None, leave=False))


@contextmanager
def counter(name: str, total: int | None = None) -> Iterator[Callable[[], object]]:
    """A function to call at each step, with a bar as `progress` has it."""
    from tqdm import tqdm

    with tqdm(desc=name, total=total, unit="", disable=None, leave=False) as bar:
        yield bar.update


@contextmanager
def phases() -> Iterator[Callable[[str, int, str], None]]:
    """A function to call at each step with its phase, the phase's total and a remark; a bar a phase, with the time left."""
    from tqdm import tqdm

    bars: dict[str, tqdm[NoReturn]] = {}

    def step(phase: str, total: int, remark: str) -> None:
        if phase not in bars:
            for bar in bars.values():
                bar.close()
            bars[phase] = tqdm(desc=phase, total=total, unit="", disable=None, leave=False)
        bars[phase].set_postfix_str(remark, refresh=False)
        bars[phase].update()

    try:
        yield step
    finally:
        for bar in bars.values():
            bar.close()
