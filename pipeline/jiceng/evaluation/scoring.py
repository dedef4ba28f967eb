"""Strict scores: exact extent and label; for relations both ends with their labels, the relation and its direction."""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

from jiceng.corpus.agreement import Score
from jiceng.corpus.article import Article

# With the supplement among the training articles, and without: every figure is given for both.
SETTINGS = ("loao", "loao_no_supplement")

SpanKey = tuple[str, int, int, str]
RelationKey = tuple[str, int, int, str, int, int, str, str]


def span_keys(articles: Iterable[Article]) -> set[SpanKey]:
    """(article, start, end, label) of every span."""
    return {(article.id, *key) for article in articles for key in article.span_keys()}


def relation_keys(articles: Iterable[Article]) -> set[RelationKey]:
    """(article, head start, end, label, tail start, end, label, relation) of every relation."""
    keys: set[RelationKey] = set()
    for article in articles:
        at = {span.id: span for span in article.spans}
        for relation in article.relations:
            head, tail = at[relation.head], at[relation.tail]
            keys.add((article.id, head.start, head.end, head.label, tail.start, tail.end, tail.label, relation.label))
    return keys


def table(gold: Sequence[Any] | set[Any], found: Sequence[Any] | set[Any]) -> dict[str, Any]:
    """Precision, recall and F1 of keys whose last element is the label: micro, and a row a label under "labels"."""
    gold, found = set(gold), set(found)
    rows = {}
    for label in sorted({key[-1] for key in gold | found}):
        rows[label] = _row({key for key in gold if key[-1] == label}, {key for key in found if key[-1] == label})
    return {**_row(gold, found), "labels": rows}


def _row(gold: set[Any], found: set[Any]) -> dict[str, float | int]:
    score = Score(len(gold), len(found), len(gold & found))
    return {
        "f1": round(score.f1, 4),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "gold": score.a,
        "found": score.b,
    }


def averaged(tables: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of the tables of several seeds, with each seed's F1 under "f1_by_seed"."""
    names = list(dict.fromkeys(label for one in tables for label in one["labels"]))
    zero: dict[str, float] = {}
    return {
        **_mean_row(tables),
        "f1_by_seed": [one["f1"] for one in tables],
        "labels": {name: _mean_row([one["labels"].get(name, zero) for one in tables]) for name in sorted(names)},
    }


def _mean_row(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    gold = max(row.get("gold", 0) for row in rows)
    mean = {key: round(fmean(row.get(key, 0.0) for row in rows), 4) for key in ("f1", "precision", "recall", "found")}
    return {**mean, "gold": gold}
