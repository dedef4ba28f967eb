"""One side of a comparison: models trained without each gold article, and what they say of it.

It runs in a process of its own, because a process knows one set of configs (`JICENG_CONFIGS`): that of its side.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from jiceng.configs import CONFIGS_VARIABLE
from jiceng.corpus.article import Article
from jiceng.corpus.doccano import article_of, row_of
from jiceng.corpus.folder import Corpus, load_corpus, read_annotations
from jiceng.errors import InputError
from jiceng.evaluation.comparison.project import Project
from jiceng.evaluation.comparison.scores import Side
from jiceng.evaluation.evaluate import run_folds
from jiceng.ontology import default_ontology
from jiceng.text.normalize import normalize
from jiceng.training.classifier import train_classifier
from jiceng.training.config import load_config
from jiceng.training.trainer import Trainer

# The quick form trains for fewer epochs.
_QUICK_EPOCHS = 10


@dataclass(frozen=True)
class Plan:
    """What both sides do alike.

    `articles`: gold ones, read by models trained without them; `unseen`: gold ones that this side's corpus lacks, as
    files of annotations. `supplement`: ids of the articles that are trained on, all of them if None. `thorough`: as
    `jiceng evaluate` trains, else without inner folds and with fewer epochs.
    """

    articles: tuple[str, ...]
    unseen: tuple[str, ...]
    supplement: tuple[str, ...] | None
    seeds: tuple[int, ...]
    thorough: bool
    config: str = "default.yaml"

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """What `json.dumps(asdict(plan))` wrote."""
        fields: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()
        }
        return cls(**fields)


def read_side(project: Project, plan: Plan, cache: Path, watch: Callable[[], object]) -> Side:
    """What the models of a project say of the held-out articles; kept in `cache` under all that it depends on.

    `watch` is called for each article that is done.

    Raises:
        InputError: the project's annotations or configs cannot be used; with its own message.
    """
    file = cache / f"{_digest(project, plan)}.jsonl"
    if not file.is_file():
        temporary = file.with_suffix(".unfinished")
        command = [sys.executable, "-m", "jiceng.evaluation.comparison.reading", "."]
        environment = {**os.environ, CONFIGS_VARIABLE: str(project.configs.absolute())}
        cache.mkdir(parents=True, exist_ok=True)
        with (
            TemporaryFile() as problems,
            subprocess.Popen(
                [*command, json.dumps(asdict(plan))],
                env=environment,
                cwd=project.folder,
                stdout=subprocess.PIPE,
                stderr=problems,
            ) as process,
            temporary.open("wb") as out,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                out.write(line)
                watch()
            process.wait()
            problems.seek(0)
            problem = problems.read().decode(errors="replace").strip().split("\n")[-1]
        if process.returncode:
            temporary.unlink()
            raise InputError(project.name, f"could not be trained and read: {problem}")
        temporary.replace(file)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    readings: dict[str, list[list[Article]]] = {}
    for seed in plan.seeds:
        own = [row for row in rows if row["seed"] == seed]
        gold = [article_of(row["relations_gold"], str(file)) for row in own]
        found = [article_of(row["end_to_end"], str(file)) for row in own]
        readings.setdefault("entities", []).append(found)
        readings.setdefault("relations on gold entities", []).append(gold)
        readings.setdefault("relations end to end", []).append(found)
    return Side(readings)


def _digest(project: Project, plan: Plan) -> str:
    """SHA-256 (first 16 hex digits) of the data, the configs, the plan and the code."""
    digest = hashlib.sha256(json.dumps(asdict(plan), sort_keys=True).encode())
    code = Path(__file__).parents[2]
    for folder, pattern in (
        (project.annotations / "gold", "*"),
        (project.annotations / "supplement", "*"),
        (project.configs, "*"),
        (code, "*.py"),
    ):
        for file in sorted(path for path in folder.rglob(pattern) if path.is_file()):
            digest.update(str(file.relative_to(folder)).encode() + hashlib.sha256(file.read_bytes()).digest())
    for name in plan.unseen:
        digest.update(Path(name).read_bytes())
    return digest.hexdigest()[:16]


def _readings(folder: Path, plan: Plan) -> Iterator[list[dict[str, Any]]]:
    """The rows of each article, a row a seed, one process a core."""
    jobs = [*((name, "") for name in plan.articles), *(("", name) for name in plan.unseen)]
    with ProcessPoolExecutor(os.cpu_count() or 1, initializer=_prepare, initargs=(folder, plan)) as pool:
        yield from pool.map(_read, jobs)


# What a worker process has read once for all of its articles.
_shared: dict[str, Any] = {}


def _prepare(folder: Path, plan: Plan) -> None:
    ontology = default_ontology()
    corpus = load_corpus(folder / "annotations", ontology)
    if plan.supplement is not None:
        kept = tuple(article for article in corpus.supplement if article.id in set(plan.supplement))
        corpus = replace(corpus, supplement=kept)
    config = load_config(folder / "configs" / plan.config)
    if not plan.thorough:
        network = replace(config.tagger.network, epochs=min(_QUICK_EPOCHS, config.tagger.network.epochs))
        config = replace(config, tagger=replace(config.tagger, network=network))
    _shared.update(corpus=corpus, config=config, plan=plan, trainer=Trainer(config, ontology))


def _read(job: tuple[str, str]) -> list[dict[str, Any]]:
    name, file = job
    corpus: Corpus = _shared["corpus"]
    if name:
        article, rest = corpus.leave_out(name)
    else:
        (article,), rest = read_annotations(Path(file)), corpus
    plan: Plan = _shared["plan"]
    if plan.thorough:
        whole = replace(rest, gold=(*rest.gold, article))
        folds = run_folds(article.id, whole, _shared["config"], default_ontology(), plan.seeds)
        return [_row(fold.seed, fold.relations_gold, fold.end_to_end) for fold in folds]
    return list(_read_quickly(article, [*rest.gold, *rest.supplement], plan.seeds))


def _read_quickly(article: Article, training: Sequence[Article], seeds: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Without inner folds: no calibration, the common threshold, relations learned from labelled mentions alone."""
    trainer: Trainer = _shared["trainer"]
    config = _shared["config"]
    pairs = [trainer.pairs(item) for item in training]
    classifier = train_classifier(pairs, config.relations, trainer.verbs, trainer.ontology)
    text = normalize(article.text)
    on_gold = replace(article, relations=tuple(classifier.extract(text, article.spans, trainer.ontology)))
    for seed in seeds:
        trainer.config = replace(config, seed=seed)
        spans = tuple(trainer.tagger(training).tag(text))
        relations = tuple(classifier.extract(text, spans, trainer.ontology))
        yield _row(seed, on_gold, replace(article, spans=spans, relations=relations))


def _row(seed: int, relations_gold: Article, end_to_end: Article) -> dict[str, Any]:
    return {"seed": seed, "relations_gold": row_of(relations_gold), "end_to_end": row_of(end_to_end)}


def main(folder: Path, plan: Plan) -> None:
    """Write the readings of one side, a line an article and seed, as they are made."""
    for rows in _readings(folder, plan):
        sys.stdout.write("".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows))
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Plan.from_json(sys.argv[2]))
