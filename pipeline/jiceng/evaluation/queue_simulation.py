"""What the labelling queue saves, by simulation: labels that are known are given out sentence by sentence, in the queue's
order and in random order, and a tagger is trained on what was given so far and scored on a real article it never saw.

Each of the five real articles is held out in turn; the pool is the sentences of everything else. Both orders start
from the same random sentences. Only the entry points that training and evaluation use are used, so that another
tagger takes the place of this one.
"""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from jiceng import __version__
from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.pages.card import between_marks
from jiceng.evaluation.scoring import span_keys
from jiceng.labelling.queue import candidate, choose, cut, span_counts
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig
from jiceng.training.trainer import Trainer

QUEUE = "queue"
# Sentences of fewer characters are never queued, so random order does not get them either.
_SHORTEST = 6


@dataclass(frozen=True)
class Plan:
    """`start` random sentences, then `batches` of `batch` sentences; random order is run once for each seed."""

    start: int = 40
    batch: int = 40
    batches: int = 6
    seeds: tuple[int, ...] = (0, 1)

    @property
    def trainings(self) -> int:
        """Taggers trained for one held-out article."""
        return len(self.seeds) * 2 * (self.batches + 1)


@dataclass(frozen=True)
class Point:
    """A tagger of one order: what it had been given (sentences, spans, characters), and its counts on the held-out article."""

    held_out: str
    order: str
    seed: int
    step: int
    sentences: int
    labels: int
    characters: int
    both: int
    gold: int
    found: int


def simulate(corpus: Corpus, config: TrainingConfig, ontology: Ontology, plan: Plan) -> Iterator[Point]:
    """Run the simulation; yields a point a trained tagger."""
    for held_out in sorted(corpus.gold, key=lambda article: article.id):
        rest = [article for article in (*corpus.gold, *corpus.supplement) if article.id != held_out.id]
        pool = [s for article in rest for s in cut(article) if len(s.text) >= _SHORTEST]
        trainer = Trainer(config, ontology)
        for seed in plan.seeds:
            for order in (QUEUE, "random"):
                yield from _run(held_out, pool, trainer, plan, order, seed)


def _run(
    held_out: Article, pool: Sequence[Article], trainer: Trainer, plan: Plan, order: str, seed: int
) -> Iterator[Point]:
    shuffled = sorted(pool, key=lambda sentence: sentence.id)
    random.Random(seed).shuffle(shuffled)
    given, left = shuffled[: plan.start], shuffled[plan.start :]
    truth = span_keys([held_out])
    for step in range(plan.batches + 1):
        tagger = trainer.tagger(given)
        found = span_keys([replace(held_out, spans=tuple(tagger.tag(normalize(held_out.text))), relations=())])
        yield Point(
            held_out=held_out.id,
            order=order,
            seed=seed,
            step=step,
            sentences=len(given),
            labels=sum(len(sentence.spans) for sentence in given),
            characters=sum(len(sentence.text) for sentence in given),
            both=len(truth & found),
            gold=len(truth),
            found=len(found),
        )
        if step == plan.batches:
            return
        if order == QUEUE:
            known = {sentence.id: sentence for sentence in left}
            said = (replace(s, spans=tuple(tagger.tag(normalize(s.text))), relations=()) for s in left)
            counts = span_counts(span for sentence in given for span in sentence.spans)
            seen = (sentence.text for sentence in given)
            batch = [known[c.article.id] for c in choose(map(candidate, said), counts, seen, plan.batch)]
        else:
            batch = left[: plan.batch]
        chosen = {sentence.id for sentence in batch}
        given, left = [*given, *batch], [sentence for sentence in left if sentence.id not in chosen]


def summarise(points: Sequence[Point], corpus: Corpus, plan: Plan, digest: str, started: float) -> dict[str, Any]:
    """The results file: both curves (micro F1 over the held-out articles), and what each costs for the same F1."""
    curves = {order: curve([p for p in points if p.order == order]) for order in (QUEUE, "random")}
    return {
        "version": __version__,
        "data": corpus.hash,
        "config": digest,
        "plan": asdict(plan),
        "curves": curves,
        "saved": {unit: saved(curves[QUEUE], curves["random"], unit) for unit in ("sentences", "labels", "characters")},
        "seconds": round(time.perf_counter() - started, 1),
    }


def curve(points: Sequence[Point]) -> list[dict[str, float]]:
    """A row a step: means of what was given, and micro F1 over articles and seeds."""
    rows = []
    for step in sorted({point.step for point in points}):
        at = [point for point in points if point.step == step]
        both, total = sum(p.both for p in at), sum(p.gold + p.found for p in at)
        rows.append(
            {
                "sentences": sum(p.sentences for p in at) / len(at),
                "labels": round(sum(p.labels for p in at) / len(at), 1),
                "characters": round(sum(p.characters for p in at) / len(at), 1),
                "f1": round(2 * both / total, 4) if total else 0.0,
            }
        )
    return rows


def saved(
    queue: Sequence[Mapping[str, float]], other: Sequence[Mapping[str, float]], unit: str
) -> list[dict[str, float | None]]:
    """For the F1 of each step of the other order: what it took there, what it takes the queue, the share saved.

    The queue's share is None where it does not get so far; negative shares are losses.
    """
    rows: list[dict[str, float | None]] = []
    for row in other[1:]:
        needed = reach(queue, row["f1"], unit)
        share = None if needed is None else round(1 - needed / row[unit], 3)
        rows.append({"f1": row["f1"], "random": row[unit], "queue": needed, "saved": share})
    return rows


def reach(points: Sequence[Mapping[str, float]], f1: float, unit: str) -> float | None:
    """How much of `unit` a curve needs for an F1, between two steps by a straight line; None if it never gets there."""
    if points and points[0]["f1"] >= f1:
        return points[0][unit]
    for low, high in pairwise(points):
        if low["f1"] < f1 <= high["f1"]:
            part = (f1 - low["f1"]) / (high["f1"] - low["f1"])
            return round(low[unit] + part * (high[unit] - low[unit]), 1)
    return None


def simulation_table(results: Mapping[str, Any]) -> str:
    """The results as text for a terminal."""
    lines = [f"{'sentences':>9}{'labels':>9}{'F1':>8}   {'sentences':>9}{'labels':>9}{'F1':>8}", ""]
    lines[1] = f"{'queue':>26}   {'random':>26}"
    for a, b in zip(results["curves"][QUEUE], results["curves"]["random"], strict=True):
        left, right = (f"{row['sentences']:>9.0f}{row['labels']:>9.1f}{row['f1']:>8.4f}" for row in (a, b))
        lines.append(f"{left}   {right}")
    for unit, rows in results["saved"].items():
        last = rows[-1]
        if last["queue"] is None:
            lines.append(
                f"{unit}: the queue does not reach F1 {last['f1']:.4f}, which random order has at {last['random']}"
            )
        else:
            lines.append(
                f"{unit}: F1 {last['f1']:.4f} takes random order {last['random']:.0f}, the queue {last['queue']:.0f}: "
                f"{last['saved']:+.1%} saved"
            )
    return "\n".join(lines)


def with_queue_figures(document: str, results: Mapping[str, Any]) -> str:
    """The document with the simulation's result between the marks `<!-- queue -->` and `<!-- /queue -->`.

    Raises:
        ValueError: the marks are missing.
    """
    return between_marks(document, "queue", queue_sentence(results))


def queue_sentence(results: Mapping[str, Any]) -> str:
    """What the queue saved at the F1 that random order ends with, in words."""
    rows = {unit: unit_rows[-1] for unit, unit_rows in results["saved"].items()}
    f1, steps = rows["labels"]["f1"], results["curves"][QUEUE]
    begun = (
        f"Simulated on the real articles, each held out in turn ({steps[0]['sentences']:.0f} random sentences, then batches of "
        f"{results['plan']['batch']} up to {steps[-1]['sentences']:.0f}): "
    )
    if any(row["queue"] is None for row in rows.values()):
        return begun + f"the queue does not reach the entity F1 {f1:.3f} with which random order ends."
    needs = ", ".join(
        f"{row['queue']:,.0f} {unit} instead of {row['random']:,.0f} ({row['saved']:+.0%} saved)"
        for unit, row in rows.items()
    )
    ends = f"The queue ends with {steps[-1]['f1']:.3f}, for {steps[-1]['labels']:,.0f} labels."
    return begun + f"for the entity F1 {f1:.3f} with which random order ends, the queue needs {needs}. {ends}"
