"""Old readings against new ones, sentence by sentence: F1 of both, and whether their difference could be chance.

Paired bootstrap over sentences (Koehn 2004; Berg-Kirkpatrick, Burkett and Klein 2012): sentences are drawn with
replacement, both sides are scored on the same draw, and the share of draws in which the new side is ahead is counted.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiceng.corpus.article import Article
from jiceng.evaluation.scoring import relation_keys, span_keys
from jiceng.text.sentences import sentences

DRAWS = 2000
# Beyond this share of the draws on one side a difference is no chance (two-sided, 5 %).
_SURE = 0.975

Keys = Callable[[Iterable[Article]], set[Any]]
# Table → how its keys are made of articles.
TABLES: dict[str, Keys] = {
    "entities": span_keys,
    "relations on gold entities": relation_keys,
    "relations end to end": relation_keys,
}


@dataclass(frozen=True)
class Side:
    """What one side's models said of the held-out articles, a list of articles a seed for each table."""

    readings: Mapping[str, Sequence[Sequence[Article]]]


@dataclass(frozen=True)
class Row:
    """F1 of one label (or of all, "ALL") by either side, the mean over seeds, with each seed's F1."""

    label: str
    gold: int
    old: float
    new: float
    old_seeds: tuple[float, ...]
    new_seeds: tuple[float, ...]


@dataclass(frozen=True)
class Verdict:
    """`low` to `high`: the middle 95 % of the differences over the draws; `ahead`: the share in which the new side is."""

    difference: float
    low: float
    high: float
    ahead: float

    @property
    def word(self) -> str:
        """better, worse or within chance."""
        return "better" if self.ahead >= _SURE else "worse" if self.ahead <= 1 - _SURE else "within chance"


def compare_table(gold: Sequence[Article], old: Side, new: Side, table: str) -> tuple[list[Row], Verdict]:
    """The rows of a table, all labels first, and the verdict on all."""
    keys = TABLES[table]
    truth = keys(gold)
    names = {article.id for article in gold}
    sides = [
        [keys(article for article in articles if article.id in names) for articles in side.readings[table]]
        for side in (old, new)
    ]
    labels = sorted({key[-1] for key in truth}, key=lambda label: (-sum(key[-1] == label for key in truth), label))
    rows = [_row("ALL", truth, *sides)]
    for label in labels:
        own = [[{key for key in found if key[-1] == label} for found in side] for side in sides]
        rows.append(_row(label, {key for key in truth if key[-1] == label}, *own))
    return rows, _verdict(gold, truth, *sides)


def _row(label: str, truth: set[Any], old: Sequence[set[Any]], new: Sequence[set[Any]]) -> Row:
    seeds = [tuple(_f1(len(truth), len(found), len(truth & found)) for found in side) for side in (old, new)]
    means = [sum(values) / len(values) for values in seeds]
    return Row(label, len(truth), means[0], means[1], seeds[0], seeds[1])


def _f1(gold: int, found: int, both: int) -> float:
    return 2 * both / (gold + found) if gold + found else 1.0


def _verdict(gold: Sequence[Article], truth: set[Any], old: Sequence[set[Any]], new: Sequence[set[Any]]) -> Verdict:
    place, number = _sentence_places(gold)
    counts = np.array([_by_sentence(place, number, truth, side) for side in (old, new)])  # (2, sentences, 3)
    draw = np.random.default_rng(0)
    differences = np.empty(DRAWS)
    for i in range(DRAWS):
        before, after = counts[:, draw.integers(0, number, number)].sum(axis=1)
        differences[i] = _ratio(after) - _ratio(before)
    whole = counts.sum(axis=1)
    ahead = float((differences > 0).mean() + 0.5 * (differences == 0).mean())
    low, high = np.quantile(differences, [0.025, 0.975])
    return Verdict(_ratio(whole[1]) - _ratio(whole[0]), float(low), float(high), ahead)


def _ratio(counts: NDArray[np.int64]) -> float:
    gold, found, both = counts.tolist()
    return _f1(gold, found, both)


Place = Callable[[str, int], int]


def _sentence_places(gold: Sequence[Article]) -> tuple[Place, int]:
    """(article, offset) → the number of the sentence, over all articles; and how many sentences there are."""
    starts: dict[str, tuple[int, list[int]]] = {}
    count = 0
    for article in gold:
        own = [start for start, _ in sentences(article.text)]
        starts[article.id] = count, own
        count += len(own)
    return (lambda name, offset: starts[name][0] + max(0, bisect_right(starts[name][1], offset) - 1)), count


def _by_sentence(place: Place, number: int, truth: set[Any], found: Sequence[set[Any]]) -> NDArray[np.int64]:
    """Gold, found and both of each sentence, added over seeds, (sentences, 3)."""
    counts = np.zeros((number, 3), dtype=np.int64)
    for one in found:
        for keys, column in ((truth, 0), (one, 1), (truth & one, 2)):
            for key in keys:
                counts[place(key[0], key[1]), column] += 1
    return counts
