"""The commands that measure one thing each: speed, public data, the learning curve, the queue; and the plots."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from jiceng.cli.inputs import read_text
from jiceng.cli.options import ANNOTATIONS, CONFIG, METRICS, MODEL, Annotations, Config, Figures, Model
from jiceng.cli.terminal import progress, say
from jiceng.configs import project_file
from jiceng.errors import InputError
from jiceng.ontology import default_ontology


def speed(
    model: Model = MODEL,
    annotations: Annotations = ANNOTATIONS,
    output: Figures = Path("models/speed.json"),
) -> None:
    """Measure characters a CPU-second: entities, relations, and spaCy's default ner, on the same text in one run."""
    from jiceng.corpus.files import write_json
    from jiceng.evaluation.speed import speeds_alone

    result = speeds_alone(model, annotations)
    write_json(output, result)
    print(json.dumps(result, indent=1))


def bench(
    data: Annotated[Path, typer.Argument(help="Folder with NAME.train.jsonl, NAME.dev.jsonl, NAME.test.jsonl.")],
    names: Annotated[str, typer.Option(help="Which sets.")] = "weibo,resume",
    config: Annotated[Path, typer.Option(help="Training config, for the network's settings.")] = CONFIG,
    seeds: Annotated[int, typer.Option(help="How many seeds.", min=1)] = 3,
    output: Figures = Path("models/bench.json"),
) -> None:
    """Train and score the tagger on public data (a sentence a line, characters and BIO tags), beside published figures.

    Example: jiceng bench data/ --names weibo --seeds 1
    """
    from jiceng.corpus.files import write_json
    from jiceng.evaluation.bench import bench as run_bench
    from jiceng.ner.inputs.vectors import Vectors
    from jiceng.training.config import load_config

    settings = load_config(config).tagger
    vectors = Vectors.load(project_file(settings.vectors))
    result = {}
    for name in names.split(","):
        result[name] = run_bench(name, data, settings.network, vectors, range(seeds))
        print(
            f"{name}: test F1 {result[name]['test_f1']} ({result[name]['by_seed']}), published {result[name]['published']}"
        )
    write_json(output, result)
    say(f"wrote {output}")


def curve(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    sizes: Annotated[
        str, typer.Option(help="Numbers of supplement articles; what is more than there are is all.")
    ] = "0,24,48,96,150,250,350",
    orders: Annotated[int, typer.Option(help="Shuffles of the supplement.", min=1)] = 2,
    output: Figures = Path("models/curve.json"),
) -> None:
    """Measure how scores grow with the supplement; writes models/curve.json.

    Takes about an hour on two cores. Example: jiceng curve --sizes 0,24 --orders 1
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import load_corpus
    from jiceng.evaluation.curve import curve_points, curve_summary
    from jiceng.training.config import load_config

    ontology = default_ontology()
    corpus = load_corpus(annotations, ontology)
    try:
        numbers = sorted({min(int(size), len(corpus.supplement)) for size in sizes.split(",")})
    except ValueError as error:
        raise InputError("--sizes", f"{sizes!r} is not numbers separated by commas") from error
    points = curve_points(corpus, load_config(config), ontology, numbers, orders)
    total = len(numbers) * orders * len(corpus.gold)
    found = list(progress(points, "points", total))
    summary = curve_summary(corpus, found)
    write_json(output, summary)
    say(f"wrote {output}; run jiceng plots and jiceng generate")


def plots(
    metrics: Annotated[Path, typer.Option(help="What jiceng evaluate wrote.")] = METRICS,
    curve_file: Annotated[Path, typer.Option("--curve", help="What jiceng curve wrote.")] = Path("models/curve.json"),
) -> None:
    """Draw models/reliability.png and models/curve.png from their figures (needs matplotlib)."""
    from jiceng.evaluation.pages.plots import draw_curve, draw_reliability

    calibration = json.loads(read_text(str(metrics)))["loao"]["calibration"]
    reliability = metrics.with_name("reliability.png")
    draw_reliability(calibration["reliability"], calibration["expected_calibration_error"], reliability)
    draw_curve(json.loads(read_text(str(curve_file))), curve_file.with_suffix(".png"))
    say(f"wrote {reliability} and {curve_file.with_suffix('.png')}")


def simulate_queue(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    output: Figures = Path("models/queue.json"),
    batch: Annotated[int, typer.Option(help="Sentences a batch.", min=1)] = 40,
    batches: Annotated[int, typer.Option(help="Batches after the first random one.", min=1)] = 6,
    seeds: Annotated[int, typer.Option(help="Random starts.", min=1)] = 2,
) -> None:
    """What `jiceng doccano queue` saves: labels needed in its order and in random order for the same F1.

    Writes models/queue.json. Example: jiceng simulate-queue --seeds 1
    """
    from jiceng.corpus.files import write_json
    from jiceng.corpus.folder import load_corpus
    from jiceng.evaluation.queue_simulation import Plan, simulate, simulation_table, summarise
    from jiceng.training.config import config_hash, load_config

    ontology = default_ontology()
    corpus, plan = load_corpus(annotations, ontology), Plan(batch, batch, batches, tuple(range(seeds)))
    started = time.perf_counter()
    steps = simulate(corpus, load_config(config), ontology, plan)
    total = plan.trainings * len(corpus.gold)
    points = list(progress(steps, "trainings", total))
    results = summarise(points, corpus, plan, config_hash(config), started)
    write_json(output, results)
    print(simulation_table(results))
    say(f"wrote {output}")
