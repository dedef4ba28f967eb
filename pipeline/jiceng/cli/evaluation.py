"""The commands over articles held out: how well they are read, what stands beside it, and where reading errs."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiceng.cli.inputs import read_metadata
from jiceng.cli.options import ANNOTATIONS, CONFIG, METRICS, Annotations, Config, Figures, Store, Workers
from jiceng.cli.terminal import counter, progress, say
from jiceng.ontology import default_ontology

if TYPE_CHECKING:
    from jiceng.evaluation.evaluate import Task

BASELINES = Path("models/baselines.json")
READINGS = Path("build/loao")

Readings = Annotated[Path, typer.Argument(help="What jiceng evaluate wrote of the held-out articles.")]


def evaluate(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    output: Figures = METRICS,
    readings: Annotated[
        Path, typer.Option(help="Folder for what was said of each held-out article; jiceng errors reads it.")
    ] = READINGS,
    baselines: Annotated[
        Path, typer.Option(help="Figures of the baselines, made by jiceng baselines; left out if it is not there.")
    ] = BASELINES,
    seeds: Annotated[int, typer.Option(help="How many seeds, from the config's on.", min=1)] = 3,
    workers: Workers = 0,
    store: Store = Path("build/folds"),
) -> None:
    """Leave each real article out in turn, train on the rest, and score strictly; with and without the supplement.

    Writes models/metrics.json and prints its main figures; takes about half an hour on two cores, and a few minutes
    if only what belongs to the relations has changed since the last time.
    Example: jiceng evaluate --seeds 1 -o build/metrics.json
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import load_corpus
    from jiceng.evaluation import evaluate as evaluation
    from jiceng.evaluation.readings import write_readings
    from jiceng.evaluation.report import figures
    from jiceng.training.config import config_hash, load_config

    ontology = default_ontology()
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    started = time.perf_counter()
    results = _run_tasks(evaluation.fold_tasks(corpus, settings, ontology, seeds, store), workers)
    digest = config_hash(config, settings.files)
    beside = json.loads(baselines.read_text(encoding="utf-8")) if baselines.is_file() else {}
    if beside.get("data") != corpus.hash:
        say(f"{baselines} was not made from this data and is left out; run jiceng baselines")
        beside = {}
    metrics = evaluation.summarise(corpus, digest, results, beside)
    metrics["seconds"] = round(time.perf_counter() - started)
    write_readings(readings, results)
    write_json(output, metrics)
    print(figures(metrics))
    say(f"wrote {output}")


def baselines(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    output: Figures = BASELINES,
    metrics: Annotated[
        Path, typer.Option(help="Figures of jiceng evaluate; the baselines go into them if the data is the same.")
    ] = METRICS,
    workers: Workers = 0,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Do nothing if OUTPUT was made from these annotations.")
    ] = False,
) -> None:
    """Score what stands beside every figure: memorised mentions, plain CRFs, spaCy's default ner, nearest-pair rules.

    They change with the annotations only, so their figures are kept apart; spaCy takes most of the time.
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import load_corpus
    from jiceng.evaluation import evaluate as evaluation
    from jiceng.training.config import load_config

    ontology = default_ontology()
    corpus = load_corpus(annotations, ontology)
    if if_needed and output.is_file() and json.loads(output.read_text(encoding="utf-8")).get("data") == corpus.hash:
        say(f"{output} was made from these annotations already")
        return
    results = _run_tasks(evaluation.baseline_tasks(corpus, load_config(config), ontology), workers)
    summary = {"data": corpus.hash, **evaluation.summarise_baselines(corpus, results)}
    write_json(output, summary)
    say(f"wrote {output}")
    if metrics.is_file():
        made = json.loads(metrics.read_text(encoding="utf-8"))
        if made["data"] == corpus.hash:
            write_json(metrics, evaluation.with_baselines(made, summary))
            say(f"put them beside the figures of {metrics}; run jiceng generate")


def errors(
    readings: Readings = READINGS,
    annotations: Annotated[Path, typer.Option(help="Folder with gold/.")] = ANNOTATIONS,
    count: Annotated[int, typer.Option(help="How many of the most confident mistakes to show.", min=0)] = 50,
    page: Annotated[
        Path | None, typer.Option(help="Write a page, too: labels beside readings, every error in its sentence.")
    ] = None,
) -> None:
    """Show where the tagger errs on articles it has not seen: confusion, extents against labels, confident mistakes.

    Example: jiceng evaluate --seeds 1 && jiceng errors --page build/errors.html
    """
    from jiceng.corpus.folder import read_articles
    from jiceng.evaluation.error_page import write_error_page
    from jiceng.evaluation.errors import error_report
    from jiceng.evaluation.readings import read_readings

    gold, read = read_articles(annotations / "gold"), read_readings(readings)
    print(error_report(gold, read, count))
    if page is not None:
        metadata = read_metadata(annotations / "articles" / "metadata.json")
        write_error_page(gold, read, metadata, page, default_ontology())
        say(f"wrote {page}: open it in a browser")


def questions(
    readings: Readings = READINGS,
    annotations: Annotated[
        Path, typer.Option(help="Folder with gold/, questions.yaml and articles/metadata.json.")
    ] = ANNOTATIONS,
    output: Figures = Path("models/questions.json"),
) -> None:
    """Count the researcher's questions that the export answers exactly, from gold and from articles held out.

    Example: jiceng evaluate --seeds 1 && jiceng questions
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import read_articles
    from jiceng.evaluation.question_figures import question_figures
    from jiceng.evaluation.questions import read_questions
    from jiceng.evaluation.readings import read_readings

    figures = question_figures(
        read_questions(annotations / "questions.yaml"),
        read_articles(annotations / "gold"),
        read_readings(readings),
        read_metadata(annotations / "articles" / "metadata.json"),
    )
    write_json(output, figures)
    print(f"of {figures['questions']} questions: {figures['gold']['answered']} answered from gold, ", end="")
    print(f"{figures['held_out']['answered']} from predictions with the article held out")


def compare(
    against: Annotated[
        str | None,
        typer.Option(
            help="What is old: a git revision, or a project's folder; if left out, the commit of the last evaluation."
        ),
    ] = None,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Train as jiceng evaluate does, on everything; an hour and more.")
    ] = False,
    seeds: Annotated[int | None, typer.Option(help="How many seeds; 2, or 3 if thorough.", min=1)] = None,
    config: Annotated[str, typer.Option(help="Name of the training config in configs/.")] = "default.yaml",
    shown: Annotated[int, typer.Option("--sentences", help="How many changed sentences to show.", min=0)] = 20,
    cache: Annotated[Path, typer.Option(help="Folder of readings, found again; safe to delete.")] = Path(
        "build/compare"
    ),
) -> None:
    """Is it better? What changed in the data, and old against new on the same held-out articles, with a verdict.

    The quick form trains on 40 articles of the supplement and on all that changed, for fewer epochs and without inner
    folds: it is for the difference, not for the figures. Nothing that is committed is written. Both sides are read by
    today's code. If labels of gold changed, both sides are scored on the new gold and on the old.

    Examples: jiceng compare;  jiceng compare --thorough;  jiceng compare --against HEAD~3
    """
    from jiceng.evaluation.comparison.changes import change_lines
    from jiceng.evaluation.comparison.compare import compare as run_comparison
    from jiceng.evaluation.comparison.compare import make_plans
    from jiceng.evaluation.comparison.project import Project, old_project, with_todays_tables
    from jiceng.evaluation.comparison.report import changed_sentences, comparison_lines

    started = time.perf_counter()
    old, new = old_project(against, cache), Project(Path(), "this folder")
    if old.folder.is_relative_to(cache):
        with_todays_tables(old, new)
    plans = make_plans(old, new, config, tuple(range(seeds or (3 if thorough else 2))), thorough)
    print(f"old: {old.name}; new: {new.name}")
    for line in change_lines(plans.changes):
        print(line)
    print(f"configs: {', '.join(plans.configs) or 'as they were'}")
    if not plans.anything_changed:
        print("nothing changed that a model depends on")
        return
    with counter("articles read", plans.steps) as step:
        result = run_comparison(old, new, plans, cache, step)
    for line in comparison_lines(result.gold, result.old, result.new):
        print(line)
    if result.gold_changed:
        print("\nscored on the old gold:")
        for line in comparison_lines(result.old_gold, result.old, result.new):
            print(line)
    lines = list(changed_sentences(result.gold, result.old, result.new))
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    print(f"\n{len(starts)} sentences are read differently (first seed)" + (":" if starts and shown else ""))
    for line in lines[: starts[shown] if shown < len(starts) else None] if shown else ():
        print(line)
    form = "thorough" if thorough else "quick"
    print(f"\n{form} form, {time.perf_counter() - started:.0f} s; readings are kept in {cache}")


def _run_tasks(tasks: "list[Task]", workers: int) -> "list[tuple[Task, Any]]":
    from jiceng.evaluation.evaluate import run_tasks

    return list(progress(run_tasks(tasks, workers or None), "folds", len(tasks)))
