from pathlib import Path

import pytest
from hypothesis import given

from jiceng.corpus.article import Article
from jiceng.corpus.folder import read_articles
from jiceng.errors import InputError
from jiceng.labelling.adjudicate import adjudication_items, adjudication_types, both_versions, unsettled
from jiceng.labelling.exchange.labels import Labels, labels_of
from jiceng.ontology import Ontology
from tests.labelling.strategies import histories


@given(histories())
def test_both_versions_can_be_read_off(history: tuple[str, Labels, Labels, Labels]) -> None:
    _, _, a, b = history
    shown = both_versions(a, b)
    for side, mine, other in (("A/", a, b), ("B/", b, a)):
        own = {
            (start, end, label.removeprefix(side))
            for start, end, label in shown.spans
            if "/" not in label or label.startswith(side)
        }
        assert own == mine.spans
        assert {label for *_, label in shown.spans if label.startswith(side)} == {
            f"{side}{label}" for *_, label in mine.spans - other.spans
        }
        assert sum(r[2].startswith(side) for r in shown.relations) == len(mine.relations - other.relations)
    assert (unsettled(shown) == []) == (a == b)
    assert all(end in shown.spans for relation in shown.relations for end in relation[:2])


def test_the_two_real_passes_are_put_side_by_side(ontology: Ontology) -> None:
    a, b = read_articles_of("a"), read_articles_of("b")
    items = {item.article.id: item for item in adjudication_items(a, b, ("a", "b"), ontology)}
    assert items.keys() == {"baise", "lijiang", "menglian", "ningming", "ruili"}
    assert items["ruili"].folder == "gold"
    assert items["ruili"].reason.startswith("甲＝a，乙＝b；全文分歧") and any(
        note.startswith("甲：") for _, note in items["ruili"].notes
    )
    labels = {type_.label for types in adjudication_types(ontology) for type_ in types}
    for item in items.values():
        used = labels_of(item.article)
        assert {label for *_, label in (*used.spans, *used.relations)} <= labels


def test_the_types_of_each_side_are_told_apart(ontology: Ontology) -> None:
    for types in adjudication_types(ontology):
        assert len({type_.text for type_ in types}) == len(types)


def test_passes_of_different_articles_cannot_be_adjudicated(ontology: Ontology, gold: dict[str, Article]) -> None:
    with pytest.raises(InputError, match="have no article in common"):
        list(adjudication_items([gold["ruili"]], [gold["baise"]], ("a", "b"), ontology))
    with pytest.raises(InputError, match="its texts differ between a and b"):
        list(adjudication_items([gold["ruili"]], [Article("ruili", "别的")], ("a", "b"), ontology))


def read_articles_of(name: str) -> list[Article]:
    return read_articles(Path("annotations/passes") / name)
