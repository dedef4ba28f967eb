"""What commands show beside their results, all of it on standard error: one-line messages and progress."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Step = TypeVar("Step")


def say(line: str) -> None:
    """Print a line that is no result."""
    print(f"jiceng: {line}", file=sys.stderr)


def progress(steps: Iterable[Step], name: str, total: int | None = None, unit: str = "it") -> Iterator[Step]:
    """The steps, with a bar that leaves no trace and is not there unless standard error is a terminal."""
    from tqdm import tqdm

    return iter(tqdm(steps, desc=name, total=total, unit=unit, disable=None, leave=False))


@contextmanager
def counter(name: str) -> Iterator[Callable[[], object]]:
    """A function to call at each step, with a bar as `progress` has it."""
    from tqdm import tqdm

    with tqdm(desc=name, unit="", disable=None, leave=False) as bar:
        yield bar.update
