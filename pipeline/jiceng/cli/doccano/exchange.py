"""Articles to labellers and labels back: push, pull."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiceng.cli.doccano.options import (
    PROJECT,
    Annotations,
    Data,
    Project,
    TokenFile,
    Url,
    address_of,
    client_of,
    found_projects,
    project_guide,
)
from jiceng.cli.options import ANNOTATIONS
from jiceng.cli.terminal import progress, say
from jiceng.errors import InputError
from jiceng.labelling.server import local as server
from jiceng.ontology import default_ontology

if TYPE_CHECKING:
    from doccano_client import DoccanoClient

    from jiceng.labelling.exchange.items import Item
    from jiceng.labelling.schema import WantedType


def push(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Annotation files or folders, a queue (.jsonl with id and text), or texts (.txt)."),
    ],
    project: Project = PROJECT,
    labeller: Annotated[list[str] | None, typer.Option(help="Who labels; give it once for each.")] = None,
    passes: Annotated[bool, typer.Option("--passes", help="A project for each labeller, blind to the others.")] = False,
    blank: Annotated[bool, typer.Option("--blank", help="Start without the labels that the inputs have.")] = False,
    predictions: Annotated[
        Path | None, typer.Option(help="What jiceng extract wrote of the texts: the labels to start from.")
    ] = None,
    folder: Annotated[
        str | None, typer.Option(help="Where results go in annotations/: gold, supplement or passes/NAME.")
    ] = None,
    annotations: Annotations = ANNOTATIONS,
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Make or update a project and upload what it lacks; what labellers have is never touched, twice changes nothing.

    Examples: jiceng doccano push annotations/gold --labeller anna;
    jiceng doccano push build/queue.jsonl --labeller anna --labeller bo --passes --blank
    """
    client = client_of(url, token_file, data)
    from jiceng.labelling.exchange.items import blank as without_labels
    from jiceng.labelling.exchange.items import for_labeller, read_items
    from jiceng.labelling.exchange.predictions import read_predictions
    from jiceng.labelling.schema import project_name, relation_types, span_types

    ontology = default_ontology()
    if passes and not labeller:
        raise InputError("--passes", "needs to know whose; add --labeller NAME for each")
    texts = [name for name in inputs if name.endswith((".txt", ".jsonl"))]
    known = read_predictions(predictions, texts) if predictions else {}
    items = list(read_items(inputs, ontology, folder, known))
    if blank:
        items = [without_labels(item) for item in items]
    types = span_types(ontology), relation_types(ontology)
    guide = project_guide()
    if passes:
        for name in labeller or []:
            own = [for_labeller(item, name) for item in items]
            push_items(client, project_name(project, name), [name], own, types, guide, annotations)
    else:
        push_items(client, project, labeller or [], items, types, guide, annotations)


def pull(
    project: Project = PROJECT,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="Take articles, too, that nobody has confirmed.")
    ] = False,
    annotations: Annotations = ANNOTATIONS,
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Bring every labeller's spans, relations, comments and confirmations into annotations/, three-way.

    A change made here is never overwritten: a conflict, and an article that fails its check, is listed and left, the
    exit code is then 1, and everything else is written. Example: jiceng doccano pull
    """
    pull_project(client_of(url, token_file, data), project, unconfirmed, annotations)


def push_items(
    client: "DoccanoClient",
    name: str,
    labellers: list[str],
    items: "list[Item]",
    types: "tuple[list[WantedType], list[WantedType]]",
    guide: str,
    annotations: Path,
    overlapping: bool = False,
) -> None:
    """Make or update a project, its members and its examples, and print what became of each."""
    from collections import Counter

    from jiceng.labelling.exchange.pull import labels_here
    from jiceng.labelling.exchange.push import push as upload
    from jiceng.labelling.exchange.state import read_state, state_file
    from jiceng.labelling.exchange.transaction import locked
    from jiceng.labelling.server.connection import translated
    from jiceng.labelling.server.project import ensure_members, ensure_project

    with translated(address_of(client)), locked(annotations):
        there = None
        for step in ensure_project(client, name, *types, guide, overlapping):
            if isinstance(step, str):
                say(step)
            else:
                there = step
        assert there is not None
        for step in ensure_members(client, there, labellers):
            say(step)
        here = labels_here(annotations, {item.folder for item in items})
        places = [(item.folder, item.article.id) for item in items]
        local = {place[1]: here[place] for place in places if place in here}
        path = state_file(annotations, there.key)
        state = read_state(path, name)
        counts: Counter[str] = Counter()
        uploads = upload(client, there, items, state, path, local)
        for item in progress(uploads, name, len(items), unit=""):
            counts[item.outcome] += 1
            if item.problem:
                say(f"{item.article}: {item.problem}")
    print(f"{name}: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    print(f"{address_of(client)}/zh/projects/{there.id}")
    if counts["refused"]:
        raise typer.Exit(1)


def pull_project(client: "DoccanoClient", name: str, unconfirmed: bool, annotations: Path) -> None:
    """Merge what the projects of that name hold into `annotations`, and print what became of each article."""
    from collections import Counter

    from jiceng.labelling.adjudicate import adjudication_types
    from jiceng.labelling.exchange.fetch import fetch
    from jiceng.labelling.exchange.pull import Pull
    from jiceng.labelling.exchange.state import read_state, state_file
    from jiceng.labelling.exchange.transaction import locked, replace_together
    from jiceng.labelling.server.connection import translated
    from jiceng.labelling.server.project import find_projects, open_project

    counts: Counter[str] = Counter()
    with translated(address_of(client)), locked(annotations):
        collected = Pull(annotations, default_ontology(), unconfirmed)
        states = {}
        types = adjudication_types(default_ontology())
        for there in found_projects(find_projects(client, name), name).values():
            opened = open_project(client, there, *types)
            path = state_file(annotations, opened.key)
            state = states[path] = read_state(path, opened.name)
            examples = fetch(client, opened)
            for step in progress(collected.merge(examples, state), opened.name, unit=""):
                counts[step.outcome] += 1
                for problem in step.problems:
                    say(f"{step.folder}/{step.article}: {step.outcome}: {problem}")
        contents = collected.contents()
        replace_together(annotations, {**contents, **{path: state.to_text() for path, state in states.items()}})
    print(f"{name}: " + (", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) or "no articles"))
    for path in contents:
        print(path)
    if counts["conflict"] or counts["faulty"]:
        raise typer.Exit(1)
