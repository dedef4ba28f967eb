"""The commands over generated parts of documents: made anew, and checked with the figures that they show."""

from pathlib import Path
from typing import Annotated

import typer

from jiceng.ontology import default_ontology


def generate(
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 if a file is out of date.")
    ] = False,
) -> None:
    """Make anew what is generated: the guide's tables, the JSON Schema, the reference, figures and queries in documents."""
    from jiceng.corpus.files import write_whole
    from jiceng.evaluation.pages.generated import generated_files

    stale = [path for path, content in generated_files(default_ontology()) if _differs(path, content)]
    for path, content in generated_files(default_ontology()):
        if path in stale and not check_only:
            write_whole(path, content)
        if path in stale:
            print(f"{path}: {'is out of date; run jiceng generate' if check_only else 'made anew'}")
    if check_only and stale:
        raise typer.Exit(1)


def _differs(path: Path, content: str) -> bool:
    return not path.is_file() or path.read_text(encoding="utf-8") != content


def figures() -> None:
    """Check that committed figures and documents are those of the committed data; a line each says what to run.

    Exit code 1 if one is not. make test does not ask for this: it is green while figures are still to be made.
    """
    from jiceng.evaluation.pages.freshness import stale

    lines = list(stale(default_ontology()))
    for line in lines:
        print(line)
    if lines:
        raise typer.Exit(1)
    print("all figures and documents are those of the committed data")
