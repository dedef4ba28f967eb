import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.corpus.folder import Corpus
from jiceng.text.markup import without_markup
from jiceng.text.normalize import normalize

FRAGMENTS = [
    "石门县", "突击队", "12", "支", "&nbsp;", "&ldquo;", "&rdquo;", "&amp;", "<b>", "</b>", "<br>", "<p class='a'>", "</p>", "<", "&",
    "\u200b", "\u200d", "👨", "\n", "\r\n", "。", "阅读原文", "<!--", "-->", "<script>", "</script>", "臨時黨支部", "計程車", " ", "3",
]  # fmt: skip
pages = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


def rows() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "pages.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    signs = {"\\n": "\n", "\\r": "\r", "\\u200b": "\u200b", "\\ufeff": "\ufeff"}

    def plain(text: str) -> str:
        for written, char in signs.items():
            text = text.replace(written, char)
        return text

    return [(plain(raw), plain(norm)) for raw, norm in cells]


@pytest.mark.parametrize(("raw", "norm"), rows())
def test_what_models_see_of_a_page(raw: str, norm: str) -> None:
    assert normalize(raw).norm == norm


def test_annotated_texts_are_left_as_they_are(corpus: Corpus) -> None:
    assert [a.id for a in (*corpus.gold, *corpus.supplement) if without_markup(a.text)] == []


@given(pages)
def test_every_character_comes_from_the_raw_text_in_order(raw: str) -> None:
    text = normalize(raw)
    assert len(text.norm) == len(text.starts) == len(text.ends)
    assert len(text.plain) == len(raw)
    assert list(text.starts) == sorted(text.starts) and list(text.ends) == sorted(text.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(text.starts, text.ends, strict=True))
    for low, high in text.sentences():
        assert text.to_norm(low, high) is not None


@pytest.mark.parametrize(
    "piece", ["<b>1</b>&nbsp;", "<!-- ", "<script>", "&", "<", "突\n", "党员突\n击队" * 3 + "\n\n"]
)
def test_reading_markup_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        """Of the processor, so that what else runs does not count; the best of three."""
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            without_markup(piece * times)
            best = min(best, time.process_time() - start)
        return best

    # Eight times the text would take 64 times as long if it were read anew for each piece.
    assert seconds(16000) < 32 * max(seconds(2000), 0.002)
