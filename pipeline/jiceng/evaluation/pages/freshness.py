"""Whether committed figures were made from the committed data and configs: a line for each that was not, with what to run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jiceng.corpus.folder import load_corpus
from jiceng.evaluation.pages.generated import ANNOTATIONS, CURVE, METRICS, generated_files
from jiceng.ontology import Ontology
from jiceng.training.config import DEFAULT_CONFIG, config_hash, load_config

BASELINES = Path("models/baselines.json")


def stale(ontology: Ontology) -> Iterator[str]:
    """What is out of date: figures of other annotations or another config, and documents of other figures."""
    corpus = load_corpus(ANNOTATIONS, ontology)
    config = config_hash(DEFAULT_CONFIG, load_config().files)
    for path, command in ((METRICS, "make evaluate"), (BASELINES, "make baselines")):
        made = _read(path)
        if made.get("data") != corpus.hash:
            yield f"{path} was made from other annotations; run {command}, then make generate"
        elif "config" in made and made["config"] != config:
            yield f"{path} was made from another config; run {command}, then make generate"
    # The curve tells what more articles give, and takes an hour: a changed label does not make it wrong. Its page says so.
    largest = max((point["articles"] for point in _read(CURVE).get("points", [])), default=0)
    if largest != len(corpus.supplement):
        yield f"{CURVE} ends at {largest} articles, the supplement has {len(corpus.supplement)}; run make curve, then make generate"
    for path, content in generated_files(ontology):
        if path.read_text(encoding="utf-8") != content:
            yield f"{path} is out of date; run make generate"


def _read(path: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return made
