"""What commands show beside their results, all of it on standard error: one-line messages and progress."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Step = TypeVar("Step")


def say(line: str) -> None:
    """Print a line that is no result."""
    print(f"jiceng: {line}", file=sys.stderr)


def progress(steps: Iterable[Step], name: str, total: int | None = None, unit: str = "it") -> Iterator[Step]:
    """The steps, with a bar that leaves no trace and is not there unless standard error is a terminal."""
    from tqdm import tqdm

    return iter(tqdm(steps, desc=name, total=total, unit=unit, disable=None, leave=False))
