from datetime import UTC, datetime, timedelta

from jiceng.corpus.article import Article
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.labels import Labels, labels_of
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
    return Fetched(1, article.id, "gold", article.text, labels, (), {who: 4}, {who: made}, {who: "2026"}, ())


def test_progress_compares_labellers_with_each_other_and_with_gold(gold: dict[str, Article]) -> None:
    article = gold["ruili"]
    labels = labels_of(article)
    half = Labels(frozenset(sorted(labels.spans)[::2]))
    open_one = Fetched(2, "baise", "gold", gold["baise"].text, Labels(), (), {}, {}, {}, ())
    projects = {"anna": [done(article, labels, "anna"), open_one], "bo": [done(article, half, "bo"), open_one]}
    anna, bo = progress(projects, {"anna": ["anna"], "bo": ["bo"]}, gold.values())
    assert (anna.assigned, anna.labelled, anna.confirmed, anna.labels, anna.speed) == (2, 1, 1, 4, 60)
    assert anna.agreement["gold"] == (1.0, 1.0, 1)
    assert anna.agreement["bo"] == bo.agreement["anna"]
    expected = 2 * len(half.spans) / (len(half.spans) + len(labels.spans))
    assert anna.agreement["bo"][0] == expected and anna.agreement["bo"][1] == 0.0
    assert "anna" in status_table([anna, bo]) and f"bo {expected:.3f}" in status_table([anna, bo])
