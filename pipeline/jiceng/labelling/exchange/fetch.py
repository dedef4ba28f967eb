"""Reading a project back: every example with its labels in our offsets, who made them, comments and confirmations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from doccano_client import DoccanoClient
from doccano_client.models.example import Example

from jiceng.errors import InputError
from jiceng.labelling.exchange.example import Comment, Fetched
from jiceng.labelling.exchange.rows import belongs, labels_of_rows
from jiceng.labelling.schema import LabellingProject
from jiceng.labelling.server.connection import THREADS, get_json

# A labeller who deletes a span between our two requests leaves a relation without its end; we look again.
_ATTEMPTS = 4


def list_examples(client: DoccanoClient, project: LabellingProject) -> list[Example]:
    """All examples of a project.

    Raises:
        InputError: the list changed while it was read, page by page.
    """
    for _ in range(_ATTEMPTS):
        examples = {example.id: example for example in client.example.list(project.id)}
        if len(examples) == client.example.count(project.id):
            return list(examples.values())
    raise InputError(project.name, "its list of examples keeps changing; try again when nobody uploads")


def fetch(
    client: DoccanoClient, project: LabellingProject, examples: Iterable[Example] | None = None
) -> Iterator[Fetched]:
    """Examples of a project, all of them if none are named, in the order of the project; four requests at a time."""
    examples = list_examples(client, project) if examples is None else list(examples)
    users = {member.user: member.username for member in client.member.list(project.id)}
    comments: dict[int, list[Comment]] = {}
    for comment in client._comment_repository.list(project.id) if any(e.comment_count for e in examples) else ():
        comments.setdefault(comment.example, []).append(
            Comment(comment.username or "", comment.created_at or "", comment.text)
        )

    def one(example: Example) -> Fetched:
        assert example.id is not None
        return _fetch_one(client, project, example, users, tuple(comments.get(example.id, ())))

    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(one, examples)


def _fetch_one(
    client: DoccanoClient,
    project: LabellingProject,
    example: Example,
    users: Mapping[int, str],
    comments: tuple[Comment, ...],
) -> Fetched:
    where = f"projects/{project.id}/examples/{example.id}"
    for _ in range(_ATTEMPTS):
        relations = get_json(client, f"{where}/relations")
        spans = get_json(client, f"{where}/spans")
        if {relation[end] for relation in relations for end in ("from_id", "to_id")} <= {span["id"] for span in spans}:
            break
    labels, faults = labels_of_rows(example.text or "", spans, relations, project)
    states = get_json(client, f"{where}/states") if example.is_confirmed else {"results": []}
    times: dict[str, list[datetime]] = {}
    for item in (*spans, *relations):
        times.setdefault(users.get(item["user"], str(item["user"])), []).append(_time(item["created_at"]))
    article, folder, place = belongs(example.meta)
    return Fetched(
        example=int(example.id or 0),
        article=article,
        folder=folder,
        text=example.text or "",
        labels=labels,
        faults=tuple(faults),
        by=Counter({user: len(made) for user, made in times.items()}),
        times={user: tuple(sorted(made)) for user, made in times.items()},
        confirmed={
            users.get(state["confirmed_by"], str(state["confirmed_by"])): state["confirmed_at"]
            for state in states["results"]
        },
        comments=comments,
        place=place,
    )


def _time(value: str) -> datetime:
    return datetime.fromisoformat(value.replace("Z", "+00:00"))
