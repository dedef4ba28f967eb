"""Texts without a stop, and texts of one thing over and over, take time linear in their length."""

from pathlib import Path

import pytest

import jiceng.text.normalize
from jiceng.reading.reader import Reader, load
from tests.reading.monotonous import TEXTS, cost, prose, real, without_stops

# Twice the text takes twice the time; what takes it by its square takes four times.
MOST = 2.6
# Seconds that are long enough to be measured, and the longest text, for what is read in no time.
MEASURABLE, LONGEST = 0.08, 16_000


@pytest.fixture(scope="module")
def reader(small_model: Path) -> Reader:
    reader = load(small_model)
    cost(reader, prose(400))  # tables are read when they are first asked for
    return reader


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_time(reader: Reader, name: str) -> None:
    length = 1500
    while cost(reader, TEXTS[name](length))[0] < MEASURABLE and length < LONGEST:
        length *= 2
    once, twice = TEXTS[name](length), TEXTS[name](2 * length)
    ratios: list[float] = []
    for _ in range(4):  # other work on the machine can only make a measurement longer
        ratios.append(cost(reader, twice)[0] / cost(reader, once)[0])
        if ratios[-1] < MOST:
            return
    pytest.fail(f"{name}: twice the text of {length} characters takes {ratios} times as long")


def mentions(reader: Reader, text: str) -> set[tuple[int, int, str]]:
    return {(one.start, one.end, one.label) for one in reader.read(text).mentions}


def f1(one: set[tuple[int, int, str]], other: set[tuple[int, int, str]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def test_a_text_without_stops_has_the_mentions_of_the_text_with_stops(reader: Reader) -> None:
    text = real()
    assert f1(mentions(reader, text), mentions(reader, without_stops(text))) > 0.98


def test_windows_find_what_reading_the_whole_finds(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    text = without_stops(real())[:5000]
    in_windows = mentions(reader, text)
    monkeypatch.setattr(jiceng.text.normalize, "LONGEST", len(text))
    assert f1(in_windows, mentions(reader, text)) > 0.995


def test_what_is_said_of_a_text_without_stops_holds_no_long_sentence(reader: Reader) -> None:
    found = reader.read(prose(3000))
    assert found.relations and found.facts
    assert max(one.sentence[1] - one.sentence[0] for one in found.relations) <= 400
    assert max(len(one.text) for fact in found.facts for one in fact.evidence) <= 400
