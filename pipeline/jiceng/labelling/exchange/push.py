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
from jiceng.labelling.exchange.rows import upload_lines, upload_row
from jiceng.labelling.exchange.state import State
from jiceng.labelling.schema import LabellingProject

# Articles an upload. One request holds all of them, and an outage costs at most this many.
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
) -> Iterator[Pushed]:
    """Upload what the project lacks; yields a line an item as soon as it is settled.

    What is there is left to the labellers, with two exceptions. An upload that was cut off is taken back and done
    again, and an article that nobody touched on the server while its labels changed here is renewed. `state` is kept
    in `path` from batch to batch; `local` holds the labels that stand in annotations/ for these items now.

    Raises:
        InputError: the server refuses an upload, or what arrives is not what was sent.
    """
    there = _by_article(list_examples(client, project), project)
    waiting: list[Item] = []
    doubtful: list[Item] = []
    for item in items:
        known = there.get(item.article.id)
        if known is None:
            waiting.append(item)
        elif known.text != item.article.text:
            yield Pushed(item.article.id, "refused", "the server has it with another text; push it to a new project")
        elif item.article.id in state.pending or _changed_here(item, state, local):
            doubtful.append(item)
        else:
            yield Pushed(item.article.id, "there")
    yield from _settle(client, project, doubtful, there, state, path, local, waiting)
    for start in range(0, len(waiting), batch):
        yield from _upload(client, project, waiting[start : start + batch], state, path, local)


def _by_article(examples: Sequence[Example], project: LabellingProject) -> dict[str, Example]:
    found: dict[str, Example] = {}
    for example in examples:
        article = str(example.meta.get("article", ""))
        if not article:
            continue  # somebody's own import
        if article in found:
            raise InputError(
                project.name,
                f"has the article {article!r} twice (examples {found[article].id} and {example.id}); delete one",
            )
        found[article] = example
    return found


def _changed_here(item: Item, state: State, local: dict[str, Labels]) -> bool:
    base = state.bases.get(item.article.id)
    return base is not None and base.ours is not None and local.get(item.article.id, base.ours) != base.ours


def _settle(
    client: DoccanoClient,
    project: LabellingProject,
    doubtful: Sequence[Item],
    there: dict[str, Example],
    state: State,
    path: Path,
    local: dict[str, Labels],
    waiting: list[Item],
) -> Iterator[Pushed]:
    """Take off the server what nobody there touched and is to be uploaded again; the rest is whole, or kept."""
    found = fetch(client, project, [there[item.article.id] for item in doubtful])
    removed: list[int] = []
    uploader = client.get_profile().username
    for item, example in zip(doubtful, found, strict=True):
        sent, base = labels_of(item.article), state.bases.get(item.article.id)
        touched = bool(example.confirmed or example.comments or set(example.by) - {uploader})
        pending = item.article.id in state.pending
        if pending and example.labels == sent and not example.faults:
            state.bases[item.article.id] = Base(local.get(item.article.id), sent)
            state.pending.discard(item.article.id)
            yield Pushed(item.article.id, "there")  # it had arrived whole before the connection was lost
        elif touched or (not pending and base is not None and example.labels != base.theirs):
            # Without a base, pull lists what differs instead of taking a half upload for a labeller's deletions.
            state.pending.discard(item.article.id)
            yield Pushed(item.article.id, "kept", "labellers have worked on it, so it stays as it is on the server")
        else:
            removed.append(example.example)
            waiting.append(item)
            state.pending.add(item.article.id)
    if doubtful:
        write_whole(path, state.to_text())
    if removed:
        client.example.bulk_delete(project.id, removed)


def _upload(
    client: DoccanoClient,
    project: LabellingProject,
    items: Sequence[Item],
    state: State,
    path: Path,
    local: dict[str, Labels],
) -> Iterator[Pushed]:
    """One batch: noted as begun, sent, read back, noted as done."""
    renewed = {item.article.id for item in items if item.article.id in state.bases}
    state.pending |= {item.article.id for item in items}
    write_whole(path, state.to_text())
    rows = (upload_row(item, project.key, project.spans.names, project.relations.names) for item in items)
    _send(client, project, upload_lines(rows))
    there = _by_article(list_examples(client, project), project)
    missing = [item.article.id for item in items if item.article.id not in there]
    if missing:
        raise InputError(
            project.name, f"{len(missing)} of {len(items)} articles did not arrive: {', '.join(missing[:5])}"
        )
    for item, example in zip(items, fetch(client, project, [there[i.article.id] for i in items]), strict=True):
        _compare(project, item, example)
        article = item.article.id
        state.bases[article] = Base(local.get(article), example.labels)
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


def _compare(project: LabellingProject, item: Item, example: Fetched) -> None:
    """Refuse to go on if what the server has is not what was sent."""
    sent = labels_of(item.article)
    if example.text != item.article.text or example.labels != sent or example.faults:
        lost = len(sent.spans - example.labels.spans), len(sent.relations - example.labels.relations)
        problem = f"{item.article.id} arrived changed: {lost[0]} spans and {lost[1]} relations are missing"
        raise InputError(project.name, problem if any(lost) else f"{item.article.id} arrived changed: {example.faults}")
