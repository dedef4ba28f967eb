"""The command `jiceng`: one thin command a verb, over a function that can be imported.

Exit codes: 0 all well, 1 something was wrong with the input (each fault on a line of its own), 2 wrong usage.
Results go to standard output or the file named by -o; everything else goes to standard error.
"""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.configs import CONFIGS
from pipeline.errors import InputError
from pipeline.labelling.command import app as doccano
from pipeline.ontology import default_ontology

app = typer.Typer(
    help="Chinese reporting on grass-roots governance in, facts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
app.add_typer(doccano, name="doccano")


class Shape(StrEnum):
    """How `extract` writes what it found."""

    jsonl = "jsonl"
    table = "table"


ANNOTATIONS = Path("annotations")
MODEL = Path("models/pipeline")
CONFIG = CONFIGS / "default.yaml"


def main() -> None:
    """Entry point: an InputError becomes its one line and exit code 1, a closed pipe ends quietly."""
    # Chinese must come out as UTF-8 whatever the locale says, and the export's lines end with \n everywhere.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    try:
        app()
    except InputError as error:
        _say(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _say(line: str) -> None:
    print(f"jiceng: {line}", file=sys.stderr)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"jiceng {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Chinese reporting on grass-roots governance in, facts out."""


@app.command()
def train(
    config: Annotated[Path, typer.Option(help="Training config.")] = CONFIG,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the trained pipeline goes.")] = MODEL,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Do nothing if OUTPUT was made from this data and config.")
    ] = False,
) -> None:
    """Train the pipeline on annotations/ and write it to models/pipeline.

    Example: jiceng train --config configs/default.yaml
    """
    from pipeline.corpus.folder import articles_hash, load_corpus
    from pipeline.training.config import config_hash, load_config
    from pipeline.training.train import model_name, save_pipeline, train_pipeline

    ontology = default_ontology()
    corpus, settings, digest = load_corpus(annotations, ontology), load_config(config), config_hash(config)
    used = (*corpus.gold, *(corpus.supplement if settings.supplement else ()))
    if if_needed and (output / "meta.json").is_file():
        made = json.loads((output / "meta.json").read_text(encoding="utf-8"))
        wanted = (__version__, articles_hash(used), digest)
        if (made.get("version"), made.get("jiceng", {}).get("data"), made.get("jiceng", {}).get("config")) == wanted:
            _say(f"{output} was trained on this data and config already")
            return
    _say(f"training on {len(used)} articles ({len(corpus.gold)} of them real), this takes a minute or two")
    nlp = train_pipeline(corpus, settings, ontology, digest)
    save_pipeline(nlp, output)
    _say(f"wrote {output}: {model_name(nlp)}")


@app.command()
def evaluate(
    config: Annotated[Path, typer.Option(help="Training config.")] = CONFIG,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path("models/metrics.json"),
    baselines: Annotated[
        bool, typer.Option(help="Train the baselines too (spaCy's ner takes most of the time).")
    ] = True,
    workers: Annotated[int, typer.Option(help="Processes; 0 is one a core.", min=0)] = 0,
) -> None:
    """Leave each real article out in turn, train on the rest, and score strictly; with and without the supplement.

    Writes models/metrics.json and prints its main figures. Example: jiceng evaluate --no-baselines -o /tmp/metrics.json
    """
    from tqdm import tqdm

    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import load_corpus
    from pipeline.training import evaluate as evaluation
    from pipeline.training.config import config_hash, load_config
    from pipeline.training.report import figures

    ontology = default_ontology()
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    tasks = evaluation.evaluation_tasks(corpus, settings, ontology, baselines)
    steps = evaluation.evaluate(corpus, settings, ontology, config_hash(config), tasks, workers or None)
    metrics = {}
    for metrics in tqdm(steps, total=len(tasks) + 1, desc="folds", disable=None, leave=False):  # noqa: B007
        pass
    write_whole(output, json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
    print(figures(metrics))
    _say(f"wrote {output}")


@app.command()
def simulate_queue(
    config: Annotated[Path, typer.Option(help="Training config.")] = CONFIG,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path("models/queue.json"),
    batch: Annotated[int, typer.Option(help="Sentences a batch.", min=1)] = 40,
    batches: Annotated[int, typer.Option(help="Batches after the first random one.", min=1)] = 6,
    seeds: Annotated[int, typer.Option(help="Random starts.", min=1)] = 2,
) -> None:
    """What `jiceng doccano queue` saves: labels needed in its order and in random order for the same F1.

    Writes models/queue.json. Example: jiceng simulate-queue --seeds 1
    """
    import time

    from tqdm import tqdm

    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import load_corpus
    from pipeline.training.config import config_hash, load_config
    from pipeline.training.queue_simulation import Plan, simulate, simulation_table, summarise

    ontology = default_ontology()
    corpus, plan = load_corpus(annotations, ontology), Plan(batch, batch, batches, tuple(range(seeds)))
    started = time.perf_counter()
    steps = simulate(corpus, load_config(config), ontology, plan)
    total = plan.trainings * len(corpus.gold)
    points = list(tqdm(steps, total=total, desc="trainings", disable=None, leave=False))
    results = summarise(points, corpus, plan, config_hash(config), started)
    write_whole(output, json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    print(simulation_table(results))
    _say(f"wrote {output}")


@app.command()
def extract(
    inputs: Annotated[
        list[str], typer.Argument(help="Text files, .jsonl files with id and text, or - for standard input.")
    ],
    output: Annotated[str, typer.Option("-o", "--output", help="The export; - is standard output.")] = "-",
    model: Annotated[Path, typer.Option(help="A trained pipeline.")] = MODEL,
    metadata: Annotated[Path | None, typer.Option(help="JSON file: id → title, published, source.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help="jsonl for programs, table for people.")] = Shape.jsonl,
) -> None:
    """Read articles and write what they say, one JSON object a line.

    A file that cannot be used is named on standard error (and in OUTPUT.rejects.jsonl) and costs the others nothing;
    the exit code is then 1.

    Examples: jiceng extract articles/*.txt -o knowledge.jsonl;  cat a.txt | jiceng extract -;
    echo 全县设立143个卡点。 | jiceng extract - --format table
    """
    from tqdm import tqdm

    from pipeline.corpus.files import write_whole
    from pipeline.corpus.sources import read_sources
    from pipeline.knowledge.export import extract as extract_lines
    from pipeline.knowledge.table import article_table
    from pipeline.knowledge.writer import export_order
    from pipeline.training.train import load_pipeline, model_name

    known = json.loads(metadata.read_text(encoding="utf-8")) if metadata else {}
    nlp = load_pipeline(model)
    blocks, rejects = [], []
    results = extract_lines(nlp, read_sources(inputs, known), model_name(nlp))
    for item in tqdm(results, desc="articles", unit="", disable=None, leave=False):
        if isinstance(item, InputError):
            rejects.append(item)
            _say(str(item))
            continue
        if item[0].warning:
            _say(item[0].warning)
        blocks.append(item)
    if shape is Shape.table:
        ordered = sorted(blocks, key=lambda block: block[0].id)
        rows = [row for source, lines in ordered for row in article_table(source.text, lines, default_ontology())]
        content = "".join(f"{row}\n" for row in rows)
    else:
        content = "".join(f"{line}\n" for line in export_order(blocks))
    if output == "-":
        sys.stdout.write(content)
    else:
        write_whole(Path(output), content)
        _write_rejects(Path(output + ".rejects.jsonl"), rejects)
    if rejects:
        _say(f"{len(rejects)} of {len(rejects) + len(blocks)} articles rejected")
        raise typer.Exit(1)


def _write_rejects(path: Path, rejects: list[InputError]) -> None:
    from pipeline.corpus.files import write_whole

    if rejects:
        rows = ({"where": error.where, "problem": error.problem} for error in rejects)
        write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    else:
        path.unlink(missing_ok=True)


@app.command()
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
    from pipeline.corpus.folder import annotation_files, check_files

    files = annotation_files(paths or [ANNOTATIONS])
    count, faults = check_files(files, default_ontology(), articles if articles.is_dir() else None)
    for path, fault in faults:
        print(f"{path}: {fault}")
    summary = f"{count} articles in {len(files)} files, {len(faults)} faults"
    if faults:
        _say(summary)
        raise typer.Exit(1)
    print(summary)


@app.command()
def agree(
    a: Annotated[Path, typer.Argument(help="One labelling: a .jsonl file or a folder of them.")],
    b: Annotated[Path, typer.Argument(help="The other.")],
    disagreements: Annotated[bool, typer.Option(help="List every disagreement in context.")] = True,
) -> None:
    """Agreement of two labellings of the same articles, exact and overlapping, with Cohen's kappa on characters.

    Example: jiceng agree annotations/passes/a annotations/passes/b --no-disagreements
    """
    from pipeline.corpus.agreement import agreement
    from pipeline.corpus.folder import read_articles
    from pipeline.corpus.report import agreement_report

    try:
        result = agreement(read_articles(a), read_articles(b))
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{a} and {b}", str(error)) from error
    if not result.articles:
        raise InputError(f"{a} and {b}", "have no article in common; articles are matched by id")
    print(agreement_report(result, disagreements))


@app.command()
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
    from pipeline.corpus.doccano import write_doccano
    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import INLINE_ENDING, read_annotations
    from pipeline.corpus.markup import write_inline

    for path in inputs:
        for article in read_annotations(path):
            if path.name.endswith(INLINE_ENDING):
                target = output / f"{article.id}.jsonl"
                write_doccano([article], target)
            else:
                target = output / f"{article.id}{INLINE_ENDING}"
                write_whole(target, write_inline(article))
            print(target)


@app.command()
def validate(
    file: Annotated[str, typer.Argument(help="An export; - is standard input.")],
    strict: Annotated[bool, typer.Option("--strict", help="Refuse fields that the schema does not know, too.")] = False,
) -> None:
    """Check an export against the schema; names line and field of every fault, exit code 1 if there is one.

    Example: jiceng validate build/knowledge.jsonl
    """
    from pipeline.knowledge.validate import validate_lines

    lines = _read_text(file).split("\n")
    if lines[-1] == "":
        lines.pop()
    faults = list(validate_lines(lines, default_ontology(), strict))
    for fault in faults:
        print(f"{file}: {fault}")
    if faults:
        _say(f"{len(faults)} faults in {len(lines)} lines")
        raise typer.Exit(1)
    print(f"{len(lines)} lines, all valid")


@app.command()
def summary(file: Annotated[str, typer.Argument(help="An export; - is standard input.")]) -> None:
    """Numbers of articles, mentions and relations of an export, by type."""
    from pipeline.knowledge.summary import summarise

    print(summarise((line for line in _read_text(file).split("\n") if line.strip()), default_ontology()))


@app.command()
def generate(
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 if a file is out of date.")
    ] = False,
) -> None:
    """Make anew what is generated: the guide's tables, the JSON Schema, the figures in README.md and models/README.md."""
    from pipeline.corpus.files import write_whole
    from pipeline.training.generated import generated_files

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


def _read_text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(name, f"is not UTF-8 at byte {error.start}") from error


if __name__ == "__main__":
    main()
