"""What to label next, how far labellers are, and settling where two differ: queue, status, adjudicate."""

import json
from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.doccano.exchange import pull_project, push_items
from jiceng.cli.doccano.options import (
    ADJUDICATION,
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
from jiceng.cli.terminal import say
from jiceng.errors import InputError
from jiceng.labelling.server import local as server
from jiceng.ontology import default_ontology


def status(
    project: Project = PROJECT,
    annotations: Annotations = ANNOTATIONS,
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Per labeller: assigned, worked on, confirmed, made, corrected, speed, agreement with the others and with gold."""
    client = client_of(url, token_file, data)
    from jiceng.corpus.folder import read_articles
    from jiceng.labelling.adjudicate import adjudication_types
    from jiceng.labelling.exchange.fetch import fetch
    from jiceng.labelling.exchange.pieces import joined
    from jiceng.labelling.exchange.state import read_state, state_file
    from jiceng.labelling.server.connection import translated
    from jiceng.labelling.server.project import ANNOTATOR, find_projects, open_project
    from jiceng.labelling.status import progress, status_table

    types = adjudication_types(default_ontology())
    with translated(address_of(client)):
        found = found_projects(find_projects(client, project), project)
        opened = {who: open_project(client, there, *types) for who, there in found.items()}
        examples = {who: list(joined(fetch(client, there))) for who, there in opened.items()}
        states = {who: read_state(state_file(annotations, there.key), there.name) for who, there in opened.items()}
        members = {
            who: [m.username for m in client.member.list(there.id) if m.rolename == ANNOTATOR]
            for who, there in opened.items()
        }
    gold = read_articles(annotations / "gold") if (annotations / "gold").is_dir() else []
    print(status_table(progress(examples, members, gold, states)))


def queue(
    inputs: Annotated[list[str], typer.Argument(help="Unlabelled articles: .txt, or .jsonl with id and text.")],
    predictions: Annotated[Path, typer.Option(help="What jiceng extract wrote of them.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The queue.")] = Path("build/queue.jsonl"),
    size: Annotated[int, typer.Option(help="Sentences to choose.", min=1)] = 100,
    batch: Annotated[int, typer.Option(help="Sentences a batch; label one, retrain, choose anew.", min=1)] = 25,
    annotations: Annotations = ANNOTATIONS,
) -> None:
    """Choose the sentences to label next: uncertain, of rare types, unlike each other; each with its reason.

    Example: jiceng extract new/*.txt -o build/new.jsonl; jiceng doccano queue new/*.txt --predictions build/new.jsonl
    """
    from jiceng.corpus.files import write_whole
    from jiceng.corpus.folder import load_corpus
    from jiceng.labelling.exchange.predictions import read_predictions
    from jiceng.labelling.queue import candidates_of, choose, queue_rows, span_counts
    from jiceng.labelling.schema import type_names

    corpus = load_corpus(annotations, default_ontology())
    labelled = (*corpus.gold, *corpus.supplement)
    articles = list(read_predictions(predictions, inputs).values())
    pool = candidates_of(articles, labelled)
    counts = span_counts(span for article in labelled for span in article.spans)
    texts = (article.text for article in labelled)
    rows = list(queue_rows(choose(pool, counts, texts, size, type_names(default_ontology())), batch))
    write_whole(output, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    for row in rows:
        print(f"{row['batch']}\t{row['rank']}\t{row['score']:.3f}\t{row['id']}\t{row['reason']}")
    say(f"{len(rows)} of {len(pool)} sentences; wrote {output}")


def adjudicate(
    a: Annotated[Path | None, typer.Argument(help="One pass: a folder such as annotations/passes/anna.")] = None,
    b: Annotated[Path | None, typer.Argument(help="The other.")] = None,
    project: Project = ADJUDICATION,
    labeller: Annotated[list[str] | None, typer.Option(help="Who settles it.")] = None,
    take: Annotated[bool, typer.Option("--pull", help="Take the settled articles into annotations/gold.")] = False,
    annotations: Annotations = ANNOTATIONS,
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Make the project in which a third person settles where two passes differ; with --pull take the result as gold.

    Examples: jiceng doccano adjudicate annotations/passes/anna annotations/passes/bo --labeller carl;
    jiceng doccano adjudicate --pull
    """
    client = client_of(url, token_file, data)
    from jiceng.corpus.folder import read_articles
    from jiceng.labelling.adjudicate import adjudication_items, adjudication_types

    if take:
        pull_project(client, project, False, annotations)
        return
    if a is None or b is None:
        raise InputError("adjudicate", "needs two passes, such as annotations/passes/anna annotations/passes/bo")
    items = list(adjudication_items(read_articles(a), read_articles(b), (a.stem, b.stem), default_ontology()))
    types = adjudication_types(default_ontology())
    push_items(client, project, labeller or [], items, types, project_guide(), annotations, overlapping=True)
