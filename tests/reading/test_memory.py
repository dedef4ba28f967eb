"""That memory does not grow with the number of articles; tests.reading.memory measures it by hand."""

from pathlib import Path

import pytest

from tests.reading.memory import peak

# MB. What grows with the articles are tables of what was read before, such as sums of weights, up to a limit each.
MOST = 50


@pytest.mark.scale
@pytest.mark.parametrize("workers", [1, 2])
def test_ten_thousand_articles_take_what_ten_take(small_model: Path, workers: int) -> None:
    assert peak(str(small_model), 10_000, workers) - peak(str(small_model), 10, workers) < MOST
