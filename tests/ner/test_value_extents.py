import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.configs import read_rows
from jiceng.corpus.article import Article
from jiceng.ner.value_extents import mended
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences
from tests.strategies import texts

ROWS = read_rows(Path(__file__).parent / "value_extents.tsv", 2)
_MARKED = re.compile(r"\[([^\]]+) ([A-Z]+)\]")


def readings(marked: str) -> tuple[str, list[tuple[int, int, str, float]]]:
    text, spans, done = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[done : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2], 0.45))
        text += match[1]
        done = match.end()
    return text + marked[done:], spans


@pytest.mark.parametrize(("marked", "expected"), ROWS, ids=[marked for marked, _ in ROWS])
def test_extents_are_those_of_the_grammar(marked: str, expected: str) -> None:
    text, spans = readings(marked)
    found = [f"{text[low:high]} {label}" for low, high, label, _ in mended(text, spans)]
    assert found == ([] if expected == "-" else expected.split("|"))


def test_readings_of_one_thing_add_their_probabilities_and_its_parts_do_not() -> None:
    text = "参会率95%—100%。"
    halves = [(3, 6, "QUANTITY", 0.45), (7, 11, "QUANTITY", 0.4)]
    assert mended(text, halves) == [(3, 11, "QUANTITY", 0.45)]
    assert mended(text, [*halves, (3, 11, "QUANTITY", 0.5)]) == [(3, 11, "QUANTITY", 0.95)]


def test_what_the_annotated_articles_mark_stays_as_it_is(gold: dict[str, Article]) -> None:
    for article in gold.values():
        text = normalize(article.text)
        marked = [(extent, span.label) for span in article.spans if (extent := text.to_norm(span.start, span.end))]
        for start, end in sentences(text.norm):
            spans = sorted(
                (low - start, high - start, label, 0.9) for (low, high), label in marked if start <= low < high <= end
            )
            assert mended(text.norm[start:end], spans) == spans


@given(texts, st.data())
def test_no_text_raises_and_extents_stay_within_it(text: str, data: st.DataObject) -> None:
    if not text:
        return
    low = data.draw(st.integers(0, len(text) - 1))
    high = data.draw(st.integers(low + 1, len(text)))
    label = data.draw(st.sampled_from(["QUANTITY", "DATE", "ROLE"]))
    for start, end, _, probability in mended(text, [(low, high, label, 0.5)]):
        assert 0 <= start < end <= len(text) and 0 < probability <= 1


def test_mending_is_linear_in_the_length_of_a_sentence() -> None:
    text = "设卡点3个至5个，电话13700002222，第三十六条，4亩2分，8月3日、4日。" * 3000
    marks = [match.span() for match in re.finditer("[0-9]+[个月日亩分]", text)]
    started = time.perf_counter()
    assert mended(text, [(low, high, "QUANTITY", 0.5) for low, high in marks])
    assert time.perf_counter() - started < 10
