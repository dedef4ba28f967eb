"""`jiceng doccano`: thin commands over the labelling room's functions.

The commands that talk to a server go on in the environment that has doccano-client; the user need not know.
"""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from jiceng.errors import InputError
from jiceng.labelling import server
from jiceng.labelling.environments import enter_client_environment, server_environment
from jiceng.ontology import default_ontology

if TYPE_CHECKING:
    from doccano_client import DoccanoClient

    from jiceng.labelling.items import Item
    from jiceng.labelling.schema import WantedType

app = typer.Typer(
    help="Label in Doccano: start a server, push articles, pull labels, choose what to label next.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Value = TypeVar("Value")
ANNOTATIONS = Path("annotations")
GUIDE = Path("annotations/GUIDE.zh.md")
LABELLERS_GUIDE = Path("annotations/LABELLING.zh.md")

Data = Annotated[Path, typer.Option("--data", help="Data folder of the local server.", envvar="JICENG_DOCCANO_DATA")]
Url = Annotated[
    str | None, typer.Option(help="A server elsewhere; the local one if left out.", envvar="JICENG_DOCCANO_URL")
]
TokenFile = Annotated[
    Path | None,
    typer.Option(help="File with an API token; or set JICENG_DOCCANO_TOKEN, or JICENG_DOCCANO_USER and _PASSWORD."),
]
Project = Annotated[str, typer.Option(help="Name of the project.")]
Annotations = Annotated[Path, typer.Option(help="The folder of annotations.")]


def _say(line: str) -> None:
    print(f"jiceng: {line}", file=sys.stderr)


@app.command()
def start(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = server.PORT, data: Data = server.DATA
) -> None:
    """Start the labelling server on 127.0.0.1, making its database the first time, and print its address."""
    line = ""
    for line in server.start(data, server_environment(), port):
        if not line.startswith("http"):
            _say(line)
    print(line)
    _say(f"labellers log in at {line}/zh/auth; the admin's password: jiceng doccano password")


@app.command()
def stop(data: Data = server.DATA) -> None:
    """Stop the labelling server; all labels are kept."""
    _say("stopped" if server.stop(data) else "no server was running")


@app.command()
def password(
    name: Annotated[str, typer.Argument(help="The account.")] = server.ADMIN, data: Data = server.DATA
) -> None:
    """Print the password of an account that jiceng made on the local server."""
    print(server.password(data, name))


@app.command()
def labeller(
    names: Annotated[list[str], typer.Argument(help="Names of the accounts: letters, digits, - and _.")],
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Make accounts for labellers and print their passwords, once; what exists is left alone.

    Example: jiceng doccano labeller anna bo
    """
    client = _client(url, token_file, data)
    from jiceng.labelling.accounts import make_account

    for name in names:
        secret = make_account(client, name)
        if secret is None:
            _say(f"{name} has an account already")
            continue
        print(f"{name}\t{secret}")
        if url is None:
            server.remember_password(data, name, secret)


@app.command()
def push(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Annotation files or folders, a queue (.jsonl with id and text), or texts (.txt)."),
    ],
    project: Project = "jiceng",
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
    client = _client(url, token_file, data)
    from jiceng.labelling.items import blank as without_labels
    from jiceng.labelling.items import for_labeller, read_items
    from jiceng.labelling.predictions import read_predictions
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
    guide = _guide()
    if passes:
        for name in labeller or []:
            own = [for_labeller(item, name) for item in items]
            _push(client, project_name(project, name), [name], own, types, guide, annotations)
    else:
        _push(client, project, labeller or [], items, types, guide, annotations)


@app.command()
def pull(
    project: Project = "jiceng",
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
    _pull(_client(url, token_file, data), project, unconfirmed, annotations)


@app.command()
def status(
    project: Project = "jiceng",
    annotations: Annotations = ANNOTATIONS,
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Per labeller: assigned, labelled, confirmed, speed, agreement with the others and with gold."""
    client = _client(url, token_file, data)
    from jiceng.corpus.folder import read_articles
    from jiceng.labelling.adjudicate import adjudication_types
    from jiceng.labelling.connection import translated
    from jiceng.labelling.fetch import fetch
    from jiceng.labelling.project import ANNOTATOR, find_projects, open_project
    from jiceng.labelling.status import progress, status_table

    types = adjudication_types(default_ontology())
    with translated(_where(client)):
        found = _found(find_projects(client, project), project)
        opened = {who: open_project(client, there, *types) for who, there in found.items()}
        examples = {who: list(fetch(client, there)) for who, there in opened.items()}
        members = {
            who: [m.username for m in client.member.list(there.id) if m.rolename == ANNOTATOR]
            for who, there in opened.items()
        }
    gold = read_articles(annotations / "gold") if (annotations / "gold").is_dir() else []
    print(status_table(progress(examples, members, gold)))


@app.command()
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
    from jiceng.labelling.predictions import read_predictions
    from jiceng.labelling.queue import candidates_of, choose, queue_rows, span_counts

    corpus = load_corpus(annotations, default_ontology())
    labelled = (*corpus.gold, *corpus.supplement)
    articles = list(read_predictions(predictions, inputs).values())
    pool = candidates_of(articles, labelled)
    counts = span_counts(span for article in labelled for span in article.spans)
    rows = list(queue_rows(choose(pool, counts, (article.text for article in labelled), size), batch))
    write_whole(output, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    for row in rows:
        print(f"{row['batch']}\t{row['rank']}\t{row['score']:.3f}\t{row['id']}\t{row['reason']}")
    _say(f"{len(rows)} of {len(pool)} sentences; wrote {output}")


@app.command()
def adjudicate(
    a: Annotated[Path | None, typer.Argument(help="One pass: a folder such as annotations/passes/anna.")] = None,
    b: Annotated[Path | None, typer.Argument(help="The other.")] = None,
    project: Project = "jiceng 裁决",
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
    client = _client(url, token_file, data)
    from jiceng.corpus.folder import read_articles
    from jiceng.labelling.adjudicate import adjudication_items, adjudication_types

    if take:
        _pull(client, project, False, annotations)
        return
    if a is None or b is None:
        raise InputError("adjudicate", "needs two passes, such as annotations/passes/anna annotations/passes/bo")
    items = list(adjudication_items(read_articles(a), read_articles(b), (a.stem, b.stem)))
    types = adjudication_types(default_ontology())
    _push(client, project, labeller or [], items, types, _guide(), annotations, overlapping=True)


def _client(url: str | None, token_file: Path | None, data: Path) -> "DoccanoClient":
    enter_client_environment()
    from jiceng.labelling.connection import connect, find_address

    return connect(find_address(url, token_file, data))


def _where(client: "DoccanoClient") -> str:
    return str(client._base_repository._base_url)


def _guide() -> str:
    """The Chinese guide as the project shows it: how to work in Doccano, then what to label."""
    parts = [path.read_text(encoding="utf-8") for path in (LABELLERS_GUIDE, GUIDE) if path.is_file()]
    # Pictures lie beside the file, where the page cannot reach them.
    return re.sub(r"!\[[^\]]*\]\([^)]*\)\n*", "", "\n\n".join(parts)) or "见标注指南。"


def _found(projects: dict[str | None, Value], name: str) -> dict[str | None, Value]:
    if not projects:
        raise InputError(name, "is no project on the server; jiceng doccano push makes it")
    return projects


def _push(
    client: "DoccanoClient",
    name: str,
    labellers: list[str],
    items: "list[Item]",
    types: "tuple[list[WantedType], list[WantedType]]",
    guide: str,
    annotations: Path,
    overlapping: bool = False,
) -> None:
    from collections import Counter

    from tqdm import tqdm

    from jiceng.labelling.connection import translated
    from jiceng.labelling.project import ensure_members, ensure_project
    from jiceng.labelling.pull import labels_here
    from jiceng.labelling.push import push as upload
    from jiceng.labelling.state import read_state, state_file
    from jiceng.labelling.transaction import locked

    with translated(_where(client)), locked(annotations):
        there = None
        for step in ensure_project(client, name, *types, guide, overlapping):
            if isinstance(step, str):
                _say(step)
            else:
                there = step
        assert there is not None
        for step in ensure_members(client, there, labellers):
            _say(step)
        here = labels_here(annotations, {item.folder for item in items})
        places = [(item.folder, item.article.id) for item in items]
        local = {place[1]: here[place] for place in places if place in here}
        path = state_file(annotations, there.key)
        state = read_state(path, name)
        counts: Counter[str] = Counter()
        uploads = upload(client, there, items, state, path, local)
        for item in tqdm(uploads, total=len(items), desc=name, unit="", disable=None, leave=False):
            counts[item.outcome] += 1
            if item.problem:
                _say(f"{item.article}: {item.problem}")
    print(f"{name}: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    print(f"{_where(client)}/projects/{there.id}")
    if counts["refused"]:
        raise typer.Exit(1)


def _pull(client: "DoccanoClient", name: str, unconfirmed: bool, annotations: Path) -> None:
    from collections import Counter

    from tqdm import tqdm

    from jiceng.labelling.adjudicate import adjudication_types
    from jiceng.labelling.connection import translated
    from jiceng.labelling.fetch import fetch
    from jiceng.labelling.project import find_projects, open_project
    from jiceng.labelling.pull import Pull
    from jiceng.labelling.state import read_state, state_file
    from jiceng.labelling.transaction import locked, replace_together

    counts: Counter[str] = Counter()
    with translated(_where(client)), locked(annotations):
        collected = Pull(annotations, default_ontology(), unconfirmed)
        states = {}
        types = adjudication_types(default_ontology())
        for there in _found(find_projects(client, name), name).values():
            opened = open_project(client, there, *types)
            path = state_file(annotations, opened.key)
            state = states[path] = read_state(path, opened.name)
            examples = fetch(client, opened)
            for step in tqdm(collected.merge(examples, state), desc=opened.name, unit="", disable=None, leave=False):
                counts[step.outcome] += 1
                for problem in step.problems:
                    _say(f"{step.folder}/{step.article}: {step.outcome}: {problem}")
        contents = collected.contents()
        replace_together(annotations, {**contents, **{path: state.to_text() for path, state in states.items()}})
    print(f"{name}: " + (", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) or "no articles"))
    for path in contents:
        print(path)
    if counts["conflict"] or counts["faulty"]:
        raise typer.Exit(1)
