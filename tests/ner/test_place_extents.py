import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.configs import read_rows
from jiceng.corpus.folder import Corpus
from jiceng.ner.place_extents import mended_places
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences
from tests.ner.test_value_extents import readings
from tests.strategies import texts

ROWS = read_rows(Path(__file__).parent / "place_extents.tsv", 2)


@pytest.mark.parametrize(("marked", "expected"), ROWS, ids=[marked for marked, _ in ROWS])
def test_extents_are_those_of_the_names(marked: str, expected: str) -> None:
    text, spans = readings(marked)
    sure = [(low, high, label, 0.9) for low, high, label, _ in spans]
    found = [f"{text[low:high]} {label}" for low, high, label, _ in mended_places(text, sure)]
    assert found == ([] if expected == "-" else expected.split("|"))


def test_what_the_annotated_articles_mark_stays_as_it_is(corpus: Corpus) -> None:
    changed = []
    for article in (*corpus.gold, *corpus.supplement):
        text = normalize(article.text)
        marked = [(extent, span.label) for span in article.spans if (extent := text.to_norm(span.start, span.end))]
        for start, end in sentences(text.norm):
            spans = sorted(
                (low - start, high - start, label, 0.9) for (low, high), label in marked if start <= low < high <= end
            )
            found = mended_places(text.norm[start:end], spans)
            if found != spans:
                changed.append((article.id, [text.norm[start:end][s:e] for s, e, _, _ in set(found) ^ set(spans)]))
    assert changed == []


@given(texts, st.data())
def test_no_text_raises_and_extents_stay_within_it(text: str, data: st.DataObject) -> None:
    if not text:
        return
    low = data.draw(st.integers(0, len(text) - 1))
    high = data.draw(st.integers(low + 1, len(text)))
    for start, end, _, probability in mended_places(text, [(low, high, "GPE", 0.5)]):
        assert 0 <= start < end <= len(text)
        assert 0 <= probability <= 1


def test_mending_takes_time_in_proportion_to_the_text() -> None:
    def seconds(times: int) -> float:
        """Of the processor, so that what else runs does not count; the best of three."""
        text = "杭州市下城区和田地区第八师142团" * times
        spans = [(at, at + 3, "GPE", 0.9) for at in range(0, len(text) - 3, 6)]
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            mended_places(text, spans)
            best = min(best, time.process_time() - start)
        return best

    # Eight times the text would take 64 times as long if it were read anew for each name.
    assert seconds(8000) < 32 * max(seconds(1000), 0.002)
