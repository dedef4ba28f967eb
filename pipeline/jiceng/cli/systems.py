"""The commands that read an export as a whole: systems, audit."""

from typing import Annotated

import typer

from jiceng.cli.inputs import read_text
from jiceng.text.controls import visible

Export = Annotated[str, typer.Argument(help="An export; - is standard input.")]
Sure = Annotated[float, typer.Option(help="Probability that a fact needs.", min=0, max=1)]


def systems(
    export: Export,
    as_json: Annotated[bool, typer.Option("--json", help="Lines of type system, for programs.")] = False,
    sentences: Annotated[bool, typer.Option("--sentences", help="Show what says it below each unit.")] = False,
    min_confidence: Sure = 0.5,
) -> None:
    """The systems that articles describe: commands, grids, posts and teams as trees, who answers for what, since when.

    From what is asserted; one outline an article and division.

    Example: jiceng systems build/knowledge.jsonl --sentences
    """
    from jiceng.knowledge.records import dump
    from jiceng.systems.build import systems as build
    from jiceng.systems.outline import outline
    from jiceng.writing.reading_back import read_back

    # Not splitlines(): an article's text may hold U+2028 and its like, which end no line of JSON.
    known = read_back(read_text(export).split("\n"), export)
    found = build(known.facts, known.entities, known.starts, min_confidence)
    for row in map(dump, found) if as_json else outline(found, sentences):
        print(visible(row))
