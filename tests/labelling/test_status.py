from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jiceng.corpus.article import Article
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import Labels, labels_of
from jiceng.labelling.exchange.merge import Base
from jiceng.labelling.exchange.pieces import joined, pieces_of
from jiceng.labelling.exchange.state import State
from jiceng.labelling.status import progress, speed, status_table

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def times(*minutes: float) -> tuple[datetime, ...]:
    return tuple(START + timedelta(minutes=minute) for minute in minutes)


def test_speed_is_labels_an_hour_without_the_breaks() -> None:
    assert speed(times(0, 1, 2, 62, 63)) == 60
    assert speed(times(0, 0.5)) == 120
    assert speed(times(0)) is None
    assert speed(times(0, 60)) is None


def done(article: Article, labels: Labels, who: str) -> Fetched:
    made = times(*range(4))
    known = Fetched(1, article.id, "gold", article.text, labels, (), {who: 4}, {who: made}, {who: "2026"}, ())
    return replace(known, parts=(known,))


def test_progress_compares_labellers_with_each_other_and_with_gold(gold: dict[str, Article]) -> None:
    article = gold["ruili"]
    labels = labels_of(article)
    half = Labels(frozenset(sorted(labels.spans)[::2]))
    open_one = Fetched(2, "baise", "gold", gold["baise"].text, Labels(), (), {}, {}, {}, ())
    projects = {"anna": [done(article, labels, "anna"), open_one], "bo": [done(article, half, "bo"), open_one]}
    states = {"anna": State("试标 · anna"), "bo": State("试标 · bo")}
    anna, bo = progress(projects, {"anna": ["anna"], "bo": ["bo"]}, gold.values(), states)
    assert (anna.assigned, anna.labelled, anna.confirmed, anna.labels, anna.speed) == (2, 1, 1, 4, 60)
    assert anna.agreement["gold"] == (1.0, 1.0, 1)
    assert anna.agreement["bo"] == bo.agreement["anna"]
    expected = 2 * len(half.spans) / (len(half.spans) + len(labels.spans))
    assert anna.agreement["bo"][0] == expected and anna.agreement["bo"][1] == 0.0
    assert "anna" in status_table([anna, bo]) and f"bo {expected:.3f}" in status_table([anna, bo])


def test_what_was_changed_and_removed_is_counted_where_nothing_was_made(gold: dict[str, Article]) -> None:
    """Doccano keeps the pushing account as the maker of a label that a labeller only changed."""
    pieces = pieces_of(Item(gold["ruili"], "gold"))
    parts = []
    for number, piece in enumerate(pieces, start=1):
        spans = sorted(labels_of(piece.item.article).spans)
        if number == 2:
            spans = [(*spans[0][:2], "LOC" if spans[0][2] != "LOC" else "FAC"), *spans[2:]]
        who = {"anna": "2026"} if number < 4 else {"bo": "2026"}
        text, there = piece.item.article.text, Labels(frozenset(spans))
        parts.append(Fetched(number, "ruili", "gold", text, there, (), {"admin": 9}, {}, who, (), piece.place))
    (article,) = joined(parts)
    started = Labels(labels_of(gold["ruili"]).spans)
    state = State("试标", {"ruili": Base(started, started)})
    state.met("ruili", Base(article.labels, article.labels))  # a pull in between changes nothing
    anna, bo = progress({None: [article]}, {None: ["anna", "bo"]}, [], {None: state})
    assert (anna.labelled, anna.labels, anna.corrected, anna.confirmed) == (1, 0, 2, 1)
    assert (bo.labelled, bo.corrected) == (0, 0)
    assert anna.pieces == (3, len(pieces)) and f"3/{len(pieces)}" in status_table([anna, bo])
