"""The commands over annotation files: check, agree, convert."""

from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.options import ANNOTATIONS
from jiceng.cli.terminal import say
from jiceng.errors import InputError
from jiceng.ontology import default_ontology


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Annotation files (.jsonl, .inline.txt) or folders; annotations/ if left out."),
    ] = None,
    articles: Annotated[Path, typer.Option(help="Folder of the raw texts, ID.txt.")] = ANNOTATIONS / "articles",
) -> None:
    """Check annotations: every fault with file, article, offset, mention and rule; exit code 1 if there is one.

    Example: jiceng check annotations/gold/ruili.jsonl
    """
    from jiceng.corpus.folder import annotation_files, check_files

    files = annotation_files(paths or [ANNOTATIONS])
    count, faults = check_files(files, default_ontology(), articles if articles.is_dir() else None)
    for path, fault in faults:
        print(f"{path}: {fault}")
    summary = f"{count} articles in {len(files)} files, {len(faults)} faults"
    if faults:
        say(summary)
        raise typer.Exit(1)
    print(summary)


def agree(
    a: Annotated[Path, typer.Argument(help="One labelling: a .jsonl file or a folder of them.")],
    b: Annotated[Path, typer.Argument(help="The other.")],
    disagreements: Annotated[bool, typer.Option(help="List every disagreement in context.")] = True,
) -> None:
    """Agreement of two labellings of the same articles, exact and overlapping, with Cohen's kappa on characters.

    Example: jiceng agree annotations/passes/a annotations/passes/b --no-disagreements
    """
    from jiceng.corpus.agreement import agreement
    from jiceng.corpus.agreement_report import agreement_report
    from jiceng.corpus.folder import read_articles

    try:
        result = agreement(read_articles(a), read_articles(b))
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{a} and {b}", str(error)) from error
    if not result.articles:
        raise InputError(f"{a} and {b}", "have no article in common; articles are matched by id")
    print(agreement_report(result, disagreements))


def convert(
    inputs: Annotated[
        list[Path], typer.Argument(help="Files in inline markup (.inline.txt) or Doccano's JSONL (.jsonl).")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder of the converted files, ID.jsonl or ID.inline.txt.")
    ],
) -> None:
    """Turn inline markup into Doccano's JSONL and back; the ending of each input says which way.

    Examples: jiceng convert draft/s25.inline.txt -o annotations/supplement;  jiceng convert annotations/gold/*.jsonl -o build/inline
    """
    from jiceng.corpus.doccano import write_doccano
    from jiceng.corpus.files import write_whole
    from jiceng.corpus.folder import INLINE_ENDING, read_annotations
    from jiceng.corpus.markup import write_inline

    for path in inputs:
        for article in read_annotations(path):
            if path.name.endswith(INLINE_ENDING):
                target = output / f"{article.id}.jsonl"
                write_doccano([article], target)
            else:
                target = output / f"{article.id}{INLINE_ENDING}"
                write_whole(target, write_inline(article))
            print(target)
