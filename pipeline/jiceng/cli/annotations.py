"""The commands over annotation files: check, agree, convert, edit."""

from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.options import ANNOTATIONS, Annotations
from jiceng.cli.terminal import say
from jiceng.errors import InputError
from jiceng.ontology import default_ontology
from jiceng.text.controls import visible


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Annotation files (.json, .jsonl, .inline.txt) or folders; annotations/ if left out."),
    ] = None,
    articles: Annotated[Path, typer.Option(help="Folder of the raw texts, ID.txt.")] = ANNOTATIONS / "articles",
) -> None:
    """Check annotations: every fault with file, article, offset, mention and rule; exit code 1 if there is one.

    Example: jiceng check annotations/gold/ruili.json
    """
    from jiceng.corpus.folder import annotation_files, check_files

    files = annotation_files(paths or [ANNOTATIONS])
    count, faults = check_files(files, default_ontology(), articles if articles.is_dir() else None)
    for path, fault in faults:
        print(visible(f"{path}: {fault}"))
    summary = f"{count} articles in {len(files)} files, {len(faults)} faults"
    if faults:
        say(summary)
        raise typer.Exit(1)
    print(summary)


def agree(
    a: Annotated[Path, typer.Argument(help="One labelling: a .json or .jsonl file, or a folder of them.")],
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


def status(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Annotation files or folders; annotations/ if left out.")
    ] = None,
    sentences: Annotated[
        int, typer.Option(help="Draw so many sentences, half of them with a cue; 0 for all.", min=0)
    ] = 0,
    seed: Annotated[int, typer.Option(help="Of the random draw.")] = 0,
) -> None:
    """Compare the status that cues give to relations (planned, negated …) with the labelled one; errors are printed.

    Example: jiceng status annotations/supplement --sentences 200
    """
    from jiceng.corpus.folder import annotation_files, read_annotations
    from jiceng.evaluation.status_figures import draw, judge, report

    files = annotation_files(paths or [ANNOTATIONS])
    judged = [one for path in files for article in read_annotations(path) for one in judge(article)]
    for line in report(draw(judged, sentences, seed) if sentences else judged):
        print(line)


def convert(
    inputs: Annotated[
        list[Path], typer.Argument(help="Files in inline markup (.inline.txt), or labelled articles (.json, .jsonl).")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder of the converted files, ID.json or ID.inline.txt.")
    ],
) -> None:
    """Turn inline markup into labelled articles and back; the ending of each input says which way.

    What comes from markup must be legal: an article with a fault is named with all of them and not written, the others are.

    Examples: jiceng convert draft/s25.inline.txt -o annotations/supplement;  jiceng convert annotations/gold/*.json -o build/inline
    """
    from jiceng.corpus.checks import check_article
    from jiceng.corpus.doccano import write_doccano
    from jiceng.corpus.files import write_whole
    from jiceng.corpus.folder import INLINE_ENDING, read_annotations
    from jiceng.corpus.markup import write_inline

    refused = 0
    for path in inputs:
        for article in read_annotations(path):
            if path.name.endswith(INLINE_ENDING):
                faults = list(check_article(article, default_ontology()))
                for fault in faults:
                    say(f"{path}: {fault}")
                refused += bool(faults)
                target = output / f"{article.id}.json"
                if faults:
                    continue
                write_doccano([article], target)
            else:
                target = output / f"{article.id}{INLINE_ENDING}"
                write_whole(target, write_inline(article))
            print(target)
    if refused:
        say(f"{refused} articles have faults and were not written")
        raise typer.Exit(1)


def edit(
    article: Annotated[str, typer.Argument(help="An article's id, or its .json file.")],
    annotations: Annotations = ANNOTATIONS,
    editor: Annotated[str, typer.Option(envvar=["VISUAL", "EDITOR"], help="The editor's command.")] = "vi",
    drafts: Annotated[Path, typer.Option(help="Where a draft stays that is not legal yet.")] = Path("build/edit"),
) -> None:
    """Change an article's labels as inline markup in an editor; only what is legal is written back.

    ⟦7:TEAM|党员突击队⟧ is a mention, "=> 7 HAS_COUNT 8" below its line a relation. What did not change stays as it was in
    the file, so git diff shows the changed labels and nothing else. A draft with a fault is kept; edit it again with the
    same command.

    Example: EDITOR=nano jiceng edit baise && git diff annotations/gold
    """
    import shlex
    import subprocess

    from jiceng.corpus.doccano import article_text, decoded, plain_row, row_of
    from jiceng.corpus.files import read_utf8, write_whole
    from jiceng.corpus.folder import INLINE_ENDING
    from jiceng.corpus.markup import write_inline
    from jiceng.labelling.edit import edited, find_article, read_one

    path = find_article(article, annotations)
    before = read_one(path)
    draft = drafts / f"{before.id}{INLINE_ENDING}"
    if draft.is_file():
        say(f"going on with {draft}")
    else:
        write_whole(draft, write_inline(before))
    try:
        subprocess.run([*shlex.split(editor), str(draft)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise InputError(editor, f"did not end well ({error}); name an editor with --editor") from error
    after = edited(before, read_utf8(draft, keep_mark=True), str(draft), default_ontology())
    if after == before:
        say("nothing changed")
    else:
        # What the file holds besides (comments, confirmations) stays.
        write_whole(path, article_text({**plain_row(decoded(read_utf8(path), str(path))), **row_of(after)}))
        print(path)
    draft.unlink()
