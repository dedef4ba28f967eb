"""Who has done how much, how fast, and how far labellers agree with each other and with gold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from jiceng.corpus.agreement import agreement
from jiceng.corpus.article import Article
from jiceng.labelling.exchange.corrections import corrections
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.labels import with_labels
from jiceng.labelling.exchange.state import State

# Longer gaps between two labels (minutes) are breaks, not work.
_BREAK = 5.0


@dataclass(frozen=True)
class Progress:
    """One labeller in one project.

    `labelled`: articles with a label or a correction of theirs; `pieces`: pieces they confirmed and pieces there are;
    `labels`: spans and relations they made; `corrected`: those they were given and changed or removed; `speed`: labels
    made an hour of work, None if they made fewer than two. `agreement`: F1 of spans and of relations with each other
    labeller and with `gold`, over the articles that both confirmed.
    """

    labeller: str
    assigned: int
    labelled: int
    confirmed: int
    pieces: tuple[int, int]
    labels: int
    corrected: int
    speed: float | None
    agreement: Mapping[str, tuple[float, float, int]]


def progress(
    projects: Mapping[str | None, Sequence[Fetched]],
    members: Mapping[str | None, Sequence[str]],
    gold: Iterable[Article],
    states: Mapping[str | None, State],
) -> list[Progress]:
    """Progress of every labeller of a name's projects. Keys: the labeller whose own project it is, None if shared.

    `projects`: articles, joined of their pieces; `states`: what labellers started from.
    """
    passes = {
        who: [_article(e) for e in examples if e.confirmed] for who, examples in projects.items() if who is not None
    }
    references = {**passes, "gold": list(gold)}
    rows = []
    for owner, examples in projects.items():
        for labeller in members[owner]:
            if owner is not None and labeller != owner:
                continue
            workers = [owner] if owner is not None else members[owner]
            corrected = {
                example.article: corrections(example, states[owner].started_from(example.article), labeller, workers)
                for example in examples
            }
            parts = [part for example in examples for part in example.parts]
            times = sorted(time for example in examples for time in example.times.get(labeller, ()))
            mine = passes[owner] if owner is not None else [_article(e) for e in examples if labeller in e.confirmed]
            rows.append(
                Progress(
                    labeller=labeller,
                    assigned=len(examples),
                    labelled=sum(1 for e in examples if e.by.get(labeller) or corrected[e.article]),
                    confirmed=sum(1 for example in examples if labeller in example.confirmed),
                    pieces=(sum(1 for part in parts if labeller in part.confirmed), len(parts)),
                    labels=len(times),
                    corrected=sum(corrected.values()),
                    speed=speed(times),
                    agreement=_agreements(mine, {k: v for k, v in references.items() if k != owner}),
                )
            )
    return sorted(rows, key=lambda row: row.labeller)


def speed(times: Sequence[datetime]) -> float | None:
    """Labels an hour of work; gaps of more than five minutes are breaks. None if there are fewer than two labels."""
    gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(times)]
    worked = [gap for gap in gaps if gap <= _BREAK]
    minutes = sum(worked)
    return 60 * len(worked) / minutes if minutes else None


def _article(example: Fetched) -> Article:
    return with_labels(Article(example.article, example.text), example.labels)


def _agreements(
    mine: Sequence[Article], others: Mapping[str, Sequence[Article]]
) -> dict[str, tuple[float, float, int]]:
    found = {}
    for name, theirs in others.items():
        texts = {article.id: article.text for article in theirs}
        same = [article for article in mine if texts.get(article.id) == article.text]
        if same:
            ids = {article.id for article in same}
            result = agreement(same, [article for article in theirs if article.id in ids])
            found[name] = (result.entities["ALL"].f1, result.relations["ALL"].f1, len(same))
    return found


def status_table(rows: Sequence[Progress]) -> str:
    """Progress as text for a terminal."""
    head = ("assigned", "labelled", "confirmed", "pieces", "made", "corrected", "per hour")
    lines = [f"{'labeller':<16}" + "".join(f"{name:>10}" for name in head) + "  agreement"]
    for row in rows:
        pace = f"{row.speed:.0f}" if row.speed is not None else "–"
        pieces = "{}/{}".format(*row.pieces)
        cells = (row.assigned, row.labelled, row.confirmed, pieces, row.labels, row.corrected, pace)
        shown = "; ".join(
            f"{name} {spans:.3f} / {relations:.3f} ({count})"
            for name, (spans, relations, count) in row.agreement.items()
        )
        lines.append(f"{row.labeller:<16}" + "".join(f"{cell:>10}" for cell in cells) + f"  {shown}")
    lines += [
        "assigned, labelled, confirmed: articles; pieces: confirmed of all; made: spans and relations added",
        "corrected: spans and relations they were given and changed or removed",
        "agreement: F1 of spans / of relations, in brackets the articles that both confirmed",
    ]
    return "\n".join(lines)
