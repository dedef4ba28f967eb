"""The commands that read an export as a whole: systems, audit."""

from typing import Annotated

import typer

from jiceng.cli.inputs import read_text
from jiceng.errors import InputError
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
        print(row if as_json else visible(row))


def audit(
    export: Export,
    as_json: Annotated[bool, typer.Option("--json", help="Lines of type finding, for programs.")] = False,
    min_confidence: Sure = 0.5,
) -> None:
    """What does not fit together: numbers that contradict each other, sums that do not come out, and what changed.

    From what is asserted, within an article and between articles of one place and time. Numbers of two dates are a
    change, listed apart. Exit code 0 whatever is found; "nothing contradicts" says that nothing is.

    Example: jiceng audit build/knowledge.jsonl
    """
    from jiceng.audit.build import audit as build
    from jiceng.audit.report import report
    from jiceng.knowledge.records import dump
    from jiceng.writing.reading_back import read_back

    known = read_back(read_text(export).split("\n"), export, spans=True)
    if known.facts and not known.relations:
        raise InputError(export, "has facts but no mentions and relations; audit needs all lines of an export")
    found = build(known, min_confidence)
    for row in map(dump, found) if as_json else report(found):
        print(row if as_json else visible(row))
