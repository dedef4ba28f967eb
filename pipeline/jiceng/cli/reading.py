"""The commands from articles to an export, and those that read one: extract, export, validate, summary."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.inputs import read_metadata, read_text
from jiceng.cli.options import ANNOTATIONS, Workers
from jiceng.cli.stopping import Stopped, stoppable
from jiceng.cli.terminal import counter, say
from jiceng.errors import InputError
from jiceng.ontology import default_ontology
from jiceng.text.controls import visible


class Shape(StrEnum):
    """How `extract` and `export` write what an article says."""

    jsonl = "jsonl"
    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    ntriples = "ntriples"
    apoc = "apoc"


Export = Annotated[str, typer.Argument(help="An export; - is standard input.")]
Format = Annotated[
    Shape,
    typer.Option(
        "--format",
        help="jsonl for programs, table for people, csv (the facts) and xlsx for spreadsheets, parquet (a folder) for analysts, "
        "ntriples and apoc (Neo4j) for graphs.",
    ),
]
Metadata = Annotated[Path | None, typer.Option(help="JSON file: id → title, published, source, outlet.")]
Same = Annotated[
    Path | None,
    typer.Option(help="Table of decisions: what is the same and what is not; jiceng candidates proposes rows."),
]
Systems = Annotated[
    bool,
    typer.Option("--systems", help="Add lines of type system: what each article describes as a whole (jsonl only)."),
]
Output = Annotated[str, typer.Option("-o", "--output", help="The export; - is standard output.")]


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Text files, .jsonl files with id and text, .html, .docx and .pdf files, folders with --recursive, or - for "
            "standard input."
        ),
    ],
    output: Output = "-",
    model: Annotated[
        str | None,
        typer.Option(
            help="A trained pipeline: a folder, or an installed package. If left out, models/pipeline, else zh_jiceng."
        ),
    ] = None,
    metadata: Metadata = None,
    same: Same = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", help="Read what lies below the folders that are named.")
    ] = False,
    texts: Annotated[
        Path | None, typer.Option(help="Folder for the texts as they were read, ID.txt: offsets count in them.")
    ] = None,
    systems: Systems = False,
    shape: Format = Shape.jsonl,
    min_confidence: Annotated[
        float | None,
        typer.Option(help="Probability that a mention needs: lower finds more, higher errs less.", min=0.05, max=0.99),
    ] = None,
    workers: Workers = 0,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what a run that was ended before it was done has read.")
    ] = False,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Folder where what was read is kept for later runs, which read only what is new; safe to delete."
        ),
    ] = None,
) -> None:
    """Read articles and write what they say, one JSON object a line.

    A file that cannot be used is named on standard error (and in OUTPUT.rejects.jsonl) and costs the others nothing;
    the exit code is then 1. A run that was ended goes on with the same command and --resume.

    Examples: jiceng extract articles/*.txt -o knowledge.jsonl;  cat a.txt | jiceng extract -;
    echo 全县设立143个卡点。 | jiceng extract - --format table;
    jiceng extract pages/ --recursive --texts build/texts -o knowledge.jsonl
    """
    try:
        with stoppable(), counter("articles") as count:
            from jiceng.corpus.sources import Source
            from jiceng.reading.cores import available_cores
            from jiceng.reading.reader import load
            from jiceng.writing.files import export as write_files

            def seen(item: Source | InputError) -> None:
                if isinstance(item, InputError):
                    say(str(item))
                elif item.warning:
                    say(item.warning)
                count()

            result = write_files(
                inputs,
                output,
                metadata=read_metadata(metadata),
                model=load(model, min_confidence=min_confidence),
                shape=shape.value,
                same=same,
                recursive=recursive,
                texts=texts,
                systems=systems,
                workers=workers or available_cores(),
                resume=resume,
                cache=cache,
                seen=seen,
            )
    except Stopped as stopped:
        say(f"stopped by {stopped.signal.name}{_going_on(output, cache)}")
        raise typer.Exit(stopped.code) from None
    if result.kept:
        say(f"{result.kept} of {result.articles} articles had been read before")
    if result.unused_metadata:
        some = ", ".join(result.unused_metadata[:5]) + (" …" if len(result.unused_metadata) > 5 else "")
        say(f"{metadata}: {len(result.unused_metadata)} of its ids are not among the inputs: {some}")
    for text in result.unfit_decisions:
        say(text)
    if result.extracted:
        say(
            f"{result.extracted} articles were taken out of pages and documents; --texts FOLDER keeps what offsets count in"
        )
    if result.dates_without_year:
        say(
            f"{result.dates_without_year} dates in {result.undated} articles have no year (XXXX-…): say when the articles were "
            'published, with --metadata or as "published" in a JSON line'
        )
    if result.rejects:
        say(f"{len(result.rejects)} of {len(result.rejects) + result.articles} articles rejected")
        raise typer.Exit(1)


def _going_on(output: str, cache: Path | None) -> str:
    """How to go on after a run that was ended."""
    from jiceng.writing.resuming import journal_path

    if cache is not None:
        return f"; what was read is kept in {cache}, and the same command goes on with it"
    journal = journal_path(output)
    if journal is not None and journal.exists():
        return f"; what was read is kept in {journal}, and the same command with --resume goes on with it"
    return ""


def export(
    annotations: Annotated[Path, typer.Option(help="Annotated articles: a file or a folder of them.")] = ANNOTATIONS
    / "gold",
    output: Output = "-",
    metadata: Metadata = ANNOTATIONS / "articles" / "metadata.json",
    same: Same = None,
    systems: Systems = False,
    shape: Format = Shape.jsonl,
) -> None:
    """Write what annotated articles say, in the form of extract: origin "annotation", confidence 1.

    Nothing is written if an article has a fault; jiceng check lists them all.

    Example: jiceng export --annotations annotations/gold -o build/gold.jsonl
    """
    from jiceng.corpus.checks import check_article
    from jiceng.corpus.folder import read_articles
    from jiceng.knowledge.article import annotated
    from jiceng.knowledge.decisions import read_decisions
    from jiceng.writing.output import write_export

    decisions = read_decisions(same, default_ontology().entity_labels) if same is not None else []
    articles = read_articles(annotations)
    for article in articles:
        faults = list(check_article(article, default_ontology()))
        if faults:
            raise InputError(str(annotations), f"{article.id} has {len(faults)} faults, the first: {faults[0]}")
    known = annotated(articles, read_metadata(metadata))
    write_export(known, output, shape.value, default_ontology(), decisions, say, systems)


def candidates(
    file: Export,
    same: Same = None,
) -> None:
    """List pairs of things that look like one, best first, with a sentence of each, as rows for --same.

    Write same or not for the question mark of each row that you decide, and drop the others. With --same what is decided
    already is left out.

    Example: jiceng candidates knowledge.jsonl > same.tsv
    """
    from jiceng.knowledge.decisions import read_decisions
    from jiceng.writing.candidates import candidate_rows

    decisions = read_decisions(same, default_ontology().entity_labels) if same is not None else []
    for row in candidate_rows(read_text(file).split("\n"), decisions):
        print(row)


def validate(
    file: Export,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse fields that the schema does not know, too.")] = False,
) -> None:
    """Check an export against the schema; names line and field of every fault, exit code 1 if there is one.

    Example: jiceng validate build/knowledge.jsonl
    """
    from jiceng.writing.validation import validate_lines

    lines = read_text(file).split("\n")
    if lines[-1] == "":
        lines.pop()
    faults = list(validate_lines(lines, default_ontology(), strict))
    for fault in faults:
        print(visible(f"{file}: {fault}"))
    if faults:
        say(f"{len(faults)} faults in {len(lines)} lines")
        raise typer.Exit(1)
    print(f"{len(lines)} lines, all valid")


def summary(file: Export) -> None:
    """Numbers of articles, mentions and relations of an export, by type."""
    from jiceng.writing.summary import summarise

    print(summarise((line for line in read_text(file).split("\n") if line.strip()), default_ontology()))
