from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.corpus.article import Article
from jiceng.corpus.folder import read_articles
from jiceng.labelling.exchange.example import Comment, Fetched
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import labels_of
from jiceng.labelling.exchange.pieces import Piece, joined, pieces_of
from jiceng.labelling.exchange.place import place_of
from jiceng.labelling.exchange.rows import belongs, metadata
from jiceng.labelling.schema import type_names
from jiceng.ontology import Ontology
from tests.labelling.strategies import articles


def back(pieces: list[Piece], **changes: object) -> list[Fetched]:
    """Pieces as they come from the server, confirmed by anna."""
    found = []
    for number, piece in enumerate(pieces, start=1):
        article = piece.item.article
        known = Fetched(
            number, article.id, "gold", article.text, labels_of(article), (), {}, {}, {"anna": f"2026-0{number % 9 + 1}"},
            (), place_of(str(piece.place)),
        )  # fmt: skip
        found.append(replace(known, **changes))  # type: ignore[arg-type]
    return found


@given(articles(), st.integers(1, 3))
def test_pieces_joined_are_the_article_whatever_its_labels(article: Article, lines: int) -> None:
    pieces = pieces_of(Item(article), lines)
    (whole,) = joined(reversed(back(pieces)))
    assert (whole.text, whole.labels, whole.faults) == (article.text, labels_of(article), ())


@pytest.mark.parametrize("folder", ["gold", "supplement", "passes/a"])
def test_real_articles_are_cut_into_what_fits_on_a_screen_and_no_relation_is_cut(folder: str) -> None:
    for article in read_articles(Path("annotations") / folder):
        pieces = pieces_of(Item(article))
        (whole,) = joined(back(pieces))
        assert (whole.text, whole.labels, whole.faults) == (article.text, labels_of(article), ())
        assert all(
            len(piece.item.article.text.strip()) <= 250 or "。" not in piece.item.article.text.strip()[:-1]
            for piece in pieces
        )


def test_a_piece_shows_its_neighbours_and_where_it_belongs(gold: dict[str, Article], ontology: Ontology) -> None:
    first, second, *_ = pieces_of(Item(gold["ningming"], "gold"))
    shown = metadata(second, type_names(ontology))
    assert shown["上文"] and first.item.article.text.strip().endswith(shown["上文"].removeprefix("……")[-8:])
    assert metadata(first, type_names(ontology))["上文"] == ""
    assert belongs(shown) == ("ningming", "gold", second.place)
    assert belongs({"article": "ningming", "folder": "gold"}) == ("ningming", "gold", place_of(None)), "older projects"


def test_an_article_is_confirmed_when_all_its_pieces_are(gold: dict[str, Article]) -> None:
    parts = back(pieces_of(Item(gold["ruili"], "gold")))
    (whole,) = joined(parts)
    assert whole.confirmed == {"anna": max(part.confirmed["anna"] for part in parts)}
    (open_one,) = joined([replace(parts[0], confirmed={}), *parts[1:]])
    assert open_one.confirmed == {}


def test_missing_and_double_pieces_are_faults(gold: dict[str, Article]) -> None:
    parts = back(pieces_of(Item(gold["ruili"], "gold")))
    (lacking,) = joined([parts[0], *parts[2:]])
    assert "number 2 is missing on the server; push the article again" in lacking.faults[0]
    (double,) = joined([*parts, replace(parts[1], example=99)])
    assert "piece 2" in double.faults[0] and "examples 2 and 99" in double.faults[0]


def test_a_comment_keeps_the_place_of_its_piece(gold: dict[str, Article]) -> None:
    parts = back(pieces_of(Item(gold["ruili"], "gold")))
    parts[1] = replace(parts[1], comments=(Comment("anna", "2026", "存疑"),))
    (whole,) = joined(parts)
    assert [comment.to_json() for comment in whole.comments] == [
        {"user": "anna", "created": "2026", "text": "存疑", "at": parts[1].place.start}
    ]
