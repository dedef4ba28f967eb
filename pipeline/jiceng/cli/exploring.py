"""The commands that show an export to people: view, diff."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.terminal import say
from jiceng.ontology import default_ontology
from jiceng.text.controls import visible


class ChangeShape(StrEnum):
    """How `diff` writes what changed."""

    table = "table"
    jsonl = "jsonl"


def view(
    exports: Annotated[list[Path], typer.Argument(help="An export; or two, the older first, to compare them.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page.")] = Path("build/view.html"),
    texts: Annotated[Path | None, typer.Option(help="Folder with the articles' texts, as extract read them.")] = None,
) -> None:
    """Make one page of an export, for any browser and without a network: articles, facts, the system, numbers.

    Without --texts the page shows only the sentences that the facts quote. A text that is not the one that the export
    was made of is named on standard error and left out.

    Examples: jiceng view build/knowledge.jsonl --texts annotations/articles -o build/view.html;
    jiceng view yesterday.jsonl today.jsonl -o changes.html
    """
    from jiceng.explorer.view import write_view

    for warning in write_view(exports, texts, output, default_ontology()):
        say(warning)
    print(f"{output}: open it in a browser")


def diff(
    before: Annotated[Path, typer.Argument(help="The older export.")],
    after: Annotated[Path, typer.Argument(help="The newer export.")],
    shape: Annotated[
        ChangeShape, typer.Option("--format", help="table for people, jsonl for programs.")
    ] = ChangeShape.table,
) -> None:
    """What two exports say differently: facts that appeared, vanished, or changed their number, place, date or status.

    Example: jiceng diff yesterday.jsonl today.jsonl --format jsonl
    """
    from jiceng.explorer.change_table import change_table
    from jiceng.explorer.changes import compare
    from jiceng.explorer.reading import read_export

    changes = compare(read_export(before), read_export(after))
    if shape is ChangeShape.jsonl:
        for change in changes:
            print(json.dumps(change.line, ensure_ascii=False))
    else:
        for row in change_table(changes, default_ontology()):
            print(visible(row))
