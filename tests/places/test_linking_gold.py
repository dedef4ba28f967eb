from pathlib import Path

import pytest

from jiceng.corpus.article import Article, Span
from jiceng.errors import InputError
from jiceng.places.divisions import default_divisions
from jiceng.places.linking_gold import GoldLink, draw, linked_codes, read_links, rows_of, score_links
from tests.conftest import ROOT

LINKS = ROOT / "annotations" / "links"
ARTICLE = Article(
    "a",
    "瑞丽市的社区在缅甸旁",
    (Span(0, 3, "GPE", 1), Span(4, 6, "GPE", 2), Span(7, 9, "GPE", 3), Span(9, 10, "LOC", 4)),
)


def test_the_score_counts_what_is_right_wrong_and_missing() -> None:
    gold = [
        GoldLink("a", 0, 3, "瑞丽市", "533102"),
        GoldLink("a", 4, 6, "社区", "-"),
        GoldLink("a", 7, 9, "缅甸", "MM"),
    ]
    score = score_links(gold, {"a": ARTICLE}, lambda article: {(0, 3): "533100", (4, 6): "533102"})
    assert (score.linkable, score.right, score.linked, score.wrong, len(score.errors)) == (2, 0, 2, 2, 3)
    score = score_links(gold, {"a": ARTICLE}, linked_codes)
    assert (score.share_right, score.share_wrong, score.errors) == (1.0, 0.0, ())
    with pytest.raises(InputError, match="does not stand there"):
        score_links([GoldLink("a", 0, 3, "瑞丽县", "-")], {"a": ARTICLE}, linked_codes)


def test_a_draw_is_the_same_every_time_and_in_text_order() -> None:
    divisions = default_divisions()
    every = draw([ARTICLE], 99, 1, divisions)
    assert [link.mention for link in every] == ["瑞丽市", "社区", "缅甸"]  # 旁 holds no name
    two = draw([ARTICLE], 2, 1, divisions)
    assert two == draw([ARTICLE], 2, 1, divisions)
    assert two == sorted(two, key=lambda link: link.start)
    assert rows_of(two).count("\t?\n") == 2


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("a\t0\t3\t瑞丽市\t?\n", "is not linked yet"),
        ("a\t0\t3\t瑞丽市\t533125\n", "533125 is no code valid today"),
        ("a\t0\t3\t瑞丽市\tunder:1\n", "under:1 is no code"),
        ("a\t0\t3\t瑞丽市\t-\na\t0\t3\t瑞丽市\t-\n", "stands twice"),
    ],
)
def test_faulty_rows_are_named(tmp_path: Path, rows: str, fault: str) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_links(path, default_divisions())
