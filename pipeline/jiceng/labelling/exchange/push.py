"""Putting items before labellers: uploaded once, whole, and read back before it counts."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doccano_client import DoccanoClient
from doccano_client.models.data_upload import Task
from doccano_client.models.example import Example

from jiceng.corpus.files import write_whole
from jiceng.errors import InputError
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.fetch import fetch, list_examples
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import Labels, labels_of
from jiceng.labelling.exchange.merge import Base
from jiceng.labelling.exchange.pieces import LINES, Piece, joined, pieces_of
from jiceng.labelling.exchange.rows import belongs, upload_lines, upload_row
from jiceng.labelling.exchange.state import State
from jiceng.labelling.schema import LabellingProject

# Pieces an upload. One request holds all of them, and an outage costs at most this many and one article.
BATCH = 50


@dataclass(frozen=True)
class Pushed:
    """What became of one item: `new`, `there` (nothing to do), `renewed`, `kept` or `refused`; these two with why."""

    article: str
    outcome: str
    problem: str = ""


def push(
    client: DoccanoClient,
    project: LabellingProject,
    items: Sequence[Item],
    state: State,
    path: Path,
    local: dict[str, Labels],
    batch: int = BATCH,
    lines: int = LINES,
) -> Iterator[Pushed]:
    """Upload what the project lacks; yields a line an item as soon as it is settled.

    What is there is left to the labellers, with two exceptions. An upload that was cut off is taken back and done
    again, and an article that nobody touched on the server while its labels changed here is renewed. `state` is kept
    in `path` from batch to batch; `local` holds the labels that stand in annotations/ for these items now; `lines` is what a piece
    may have.

    Raises:
        InputError: the server refuses an upload, or what arrives is not what was sent.
    """
    there = _by_article(list_examples(client, project), project)
    waiting: list[Piece] = []
    doubtful: list[Item] = []
    for item in items:
        known = there.get(item.article.id)
        if known is None:
            waiting.extend(pieces_of(item, lines))
        elif not all(_stands_in(item, example) for example in known):
            yield Pushed(item.article.id, "refused", "the server has it with another text; push it to a new project")
        elif item.article.id in state.pending or _changed_here(item, state, local) or _missing(known):
            doubtful.append(item)
        else:
            yield Pushed(item.article.id, "there")
    yield from _settle(client, project, doubtful, there, state, path, local, waiting, lines)
    for pieces in _batches(waiting, batch):
        yield from _upload(client, project, pieces, state, path, local)


def _by_article(examples: Sequence[Example], project: LabellingProject) -> dict[str, list[Example]]:
    """The pieces of each article, in order."""
    found: dict[str, dict[int, Example]] = {}
    for example in examples:
        article, _, place = belongs(example.meta)
        if not article:
            continue  # somebody's own import
        pieces = found.setdefault(article, {})
        if place.start in pieces:
            raise InputError(
                project.name,
                f"has the article {article!r} twice (examples {pieces[place.start].id} and {example.id}); delete one",
            )
        pieces[place.start] = example
    return {article: [pieces[start] for start in sorted(pieces)] for article, pieces in found.items()}


def _stands_in(item: Item, example: Example) -> bool:
    """Whether an example is a piece of the item's text, or all of it."""
    _, _, place = belongs(example.meta)
    text = example.text or ""
    if place.whole:
        return text == item.article.text
    return item.article.text.startswith(text, place.start) and len(text) == place.length


def _missing(examples: Sequence[Example]) -> bool:
    """Whether an article is on the server without some of its pieces."""
    _, _, place = belongs(examples[0].meta)
    return len(examples) != place.of


def _batches(pieces: Sequence[Piece], size: int) -> Iterator[list[Piece]]:
    """The pieces in uploads of `size` or a little more: those of one article go together."""
    batch: list[Piece] = []
    for piece in pieces:
        if len(batch) >= size and batch[-1].item.article.id != piece.item.article.id:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _changed_here(item: Item, state: State, local: dict[str, Labels]) -> bool:
    base = state.bases.get(item.article.id)
    return base is not None and base.ours is not None and local.get(item.article.id, base.ours) != base.ours


def _settle(
    client: DoccanoClient,
    project: LabellingProject,
    doubtful: Sequence[Item],
    there: dict[str, list[Example]],
    state: State,
    path: Path,
    local: dict[str, Labels],
    waiting: list[Piece],
    lines: int,
) -> Iterator[Pushed]:
    """Take off the server what nobody there touched and is to be uploaded again; the rest is whole, or kept."""
    found = joined(fetch(client, project, [example for item in doubtful for example in there[item.article.id]]))
    removed: list[int] = []
    uploader = client.get_profile().username
    for item, example in zip(doubtful, found, strict=True):
        article = item.article.id
        sent, base = labels_of(item.article), state.bases.get(article)
        begun = any(part.confirmed for part in example.parts)
        touched = bool(begun or example.comments or set(example.by) - {uploader})
        pending = article in state.pending
        if pending and example.labels == sent and not example.faults:
            state.uploaded(article, Base(local.get(article), sent))
            state.pending.discard(article)
            yield Pushed(article, "there")  # it had arrived whole before the connection was lost
        elif touched or (not pending and base is not None and not example.faults and example.labels != base.theirs):
            if _missing(there[article]):
                waiting.extend(_lacking(item, example, lines))
                state.pending.add(article)
                continue
            # Without a base, pull lists what differs instead of taking a half upload for a labeller's deletions.
            state.pending.discard(article)
            yield Pushed(article, "kept", "labellers have worked on it, so it stays as it is on the server")
        else:
            removed.extend(part.example for part in example.parts)
            waiting.extend(pieces_of(item, lines))
            state.pending.add(article)
    if doubtful:
        write_whole(path, state.to_text())
    if removed:
        client.example.bulk_delete(project.id, removed)


def _lacking(item: Item, example: Fetched, lines: int) -> list[Piece]:
    """The pieces of an item that the server lacks, while labellers have worked on the others.

    Raises:
        InputError: what is there was cut elsewhere.
    """
    there = {part.place.start for part in example.parts}
    pieces = pieces_of(item, lines)
    if not there <= {piece.place.start for piece in pieces} or len(pieces) != example.parts[0].place.of:
        raise InputError(item.article.id, "lacks pieces on the server and would be cut elsewhere now; delete it there")
    return [piece for piece in pieces if piece.place.start not in there]


def _upload(
    client: DoccanoClient,
    project: LabellingProject,
    pieces: Sequence[Piece],
    state: State,
    path: Path,
    local: dict[str, Labels],
) -> Iterator[Pushed]:
    """One batch: noted as begun, sent, read back, noted as done."""
    articles = dict.fromkeys(piece.item.article.id for piece in pieces)
    renewed = {article for article in articles if article in state.bases}
    state.pending.update(articles)
    write_whole(path, state.to_text())
    _send(
        client,
        project,
        upload_lines(upload_row(piece, project.key, project.spans.names, project.relations.names) for piece in pieces),
    )
    there = _by_article(list_examples(client, project), project)
    missing = [article for article in articles if article not in there or _missing(there[article])]
    if missing:
        raise InputError(
            project.name, f"{len(missing)} of {len(articles)} articles did not arrive: {', '.join(missing[:5])}"
        )
    back = fetch(client, project, [example for article in articles for example in there[article]])
    sent = {(piece.item.article.id, piece.place.start): piece for piece in pieces}
    for example in joined(back):
        article = example.article
        for part in example.parts:
            if (article, part.place.start) in sent:
                _compare(project, sent[article, part.place.start], part)
        if len(example.parts) == sum(1 for known, _ in sent if known == article):
            state.uploaded(article, Base(local.get(article), example.labels))
        state.pending.discard(article)
        yield Pushed(article, "renewed" if article in renewed else "new")
    write_whole(path, state.to_text())


def _send(client: DoccanoClient, project: LabellingProject, lines: bytes) -> None:
    """Upload a file. doccano-client never raises on a failed import, so its status is looked at."""
    with tempfile.TemporaryDirectory(prefix="jiceng-") as folder:
        file = Path(folder) / "items.jsonl"
        file.write_bytes(lines)
        status: Any = client.data_import.upload(project.id, [str(file)], task=Task.RELATION_EXTRACTION, format="JSONL")
    problems = status.error or (status.result or {}).get("error")
    if problems:
        raise InputError(project.name, f"Doccano could not take the upload: {str(problems)[:300]}")


def _compare(project: LabellingProject, piece: Piece, example: Fetched) -> None:
    """Refuse to go on if what the server has is not what was sent."""
    item, sent = piece.item, labels_of(piece.item.article)
    if example.text != item.article.text or example.labels != sent or example.faults:
        lost = len(sent.spans - example.labels.spans), len(sent.relations - example.labels.relations)
        problem = f"{item.article.id} arrived changed: {lost[0]} spans and {lost[1]} relations are missing"
        raise InputError(project.name, problem if any(lost) else f"{item.article.id} arrived changed: {example.faults}")
