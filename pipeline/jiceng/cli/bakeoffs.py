"""`jiceng bakeoff`: what else could tag or relate, beside what does."""

import json
from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.options import ANNOTATIONS, CONFIG, Annotations, Config, Figures, Store, Workers
from jiceng.cli.terminal import progress, say
from jiceng.errors import InputError
from jiceng.ontology import default_ontology

app = typer.Typer(no_args_is_help=True, help="Compare taggers, or scorers of relations, held out and in one table.")

Seeds = Annotated[int, typer.Option(help="How many seeds, from the config's on.", min=1)]


@app.command()
def taggers(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    only: Annotated[str, typer.Option(help="Contestants, separated by commas; the rows of the others stay.")] = "",
    seeds: Seeds = 3,
    workers: Workers = 0,
    output: Figures = Path("models/bakeoff-taggers.json"),
) -> None:
    """Train each tagger on all but one real article and read that one: F1, training time, speed, size.

    Takes an hour and a half on two cores. Example: jiceng bakeoff taggers --only crf,hybrid
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import load_corpus
    from jiceng.evaluation.bakeoff.compare_taggers import bakeoff_summary, bakeoff_tasks
    from jiceng.evaluation.bakeoff.tables import tagger_table
    from jiceng.evaluation.bakeoff.taggers import TRAININGS
    from jiceng.evaluation.evaluate import run_tasks
    from jiceng.training.config import config_hash, load_config

    names = only.split(",") if only else list(TRAININGS)
    if unknown := set(names) - TRAININGS.keys():
        raise InputError("--only", f"{', '.join(sorted(unknown))}: there are {', '.join(TRAININGS)}")
    ontology = default_ontology()
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    tasks = bakeoff_tasks(corpus, settings, ontology, seeds, names)
    results = list(progress(run_tasks(tasks, workers or None), "contestants", len(tasks)))
    digest = config_hash(config, settings.files)
    earlier = json.loads(output.read_text(encoding="utf-8")) if only and output.is_file() else {}
    summary = bakeoff_summary(corpus, digest, range(settings.seed, settings.seed + seeds), results, earlier)
    write_json(output, summary)
    print(tagger_table(summary))
    say(f"wrote {output}; run jiceng generate")


@app.command()
def relations(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    seeds: Seeds = 3,
    workers: Workers = 0,
    store: Store = Path("build/folds"),
    output: Figures = Path("models/bakeoff-relations.json"),
) -> None:
    """Fit each scorer on all but one real article and read that one: each relation on gold and on found mentions.

    Takes some minutes after jiceng evaluate, whose taggers it uses, and half an hour more without.
    Example: jiceng evaluate && jiceng bakeoff relations
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import load_corpus
    from jiceng.evaluation.bakeoff.compare_relations import relation_bakeoff_summary, relation_bakeoff_tasks
    from jiceng.evaluation.bakeoff.tables import relation_tables
    from jiceng.evaluation.evaluate import run_tasks
    from jiceng.training.config import config_hash, load_config

    ontology = default_ontology()
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    tasks = relation_bakeoff_tasks(corpus, settings, ontology, seeds, store)
    results = list(progress(run_tasks(tasks, workers or None), "folds", len(tasks)))
    summary = relation_bakeoff_summary(corpus, config_hash(config, settings.files), results)
    write_json(output, summary)
    print(relation_tables(summary))
    say(f"wrote {output}; run jiceng generate")
