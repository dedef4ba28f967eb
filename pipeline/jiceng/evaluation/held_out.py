"""What taggers trained without an article say of it and of the others: half an hour of work that is kept once done.

Kept in `build/folds/`, in a folder named after everything that the taggers depend on: annotations, settings, data files,
the code that reads text and finds mentions, and the versions of the libraries beneath. So whoever changes the relations
alone, or was interrupted, waits for what is new only; and whoever changes anything else never reads what is stale.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import jiceng
from jiceng.corpus.article import Article, Span
from jiceng.corpus.folder import Corpus
from jiceng.ner.models.decoding import LikelySpan
from jiceng.ner.storage import load_tagger, save_tagger
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig, data_hash
from jiceng.training.trainer import TaggerStage, Trainer

# What a reading depends on besides data and settings.
_CODE = (
    "text",
    "corpus",
    "encoder",
    "ner",
    "training/calibration.py",
    "training/hybrid.py",
    "training/network.py",
    "training/states.py",
    "training/tagger.py",
    "training/trainer.py",
    "evaluation/held_out.py",
)
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "jieba", "opencc-python-reimplemented", "python-crfsuite")


@dataclass(frozen=True)
class HeldOut:
    """An article and what never saw it: the first seed's tagger with its inner folds, and each seed's likely spans.

    The seeds share the first one's calibration. `seconds` is the time that the first seed's training took.
    """

    article: Article
    rest: tuple[Article, ...]
    stage: TaggerStage
    likely: Mapping[int, Sequence[LikelySpan]]
    seconds: float

    def spans(self, seed: int) -> tuple[Span, ...]:
        """The spans of the article as the tagger of a seed finds them."""
        return tuple(self.stage.tagger.decode(normalize(self.article.text), self.likely[seed]))


def read_held_out(
    held_out: str,
    corpus: Corpus,
    config: TrainingConfig,
    ontology: Ontology,
    seeds: Sequence[int],
    store: Path | None = None,
) -> HeldOut:
    """Train taggers on everything but one gold article, one a seed, and read with them; from `store` if it has that."""
    article, others = corpus.leave_out(held_out)
    rest = others.gold
    folder = store / taggers_hash(corpus, config, seeds) / held_out if store else None
    if folder is not None and folder.is_dir():
        return _load(folder, article, rest)
    text = normalize(article.text)
    started = time.perf_counter()
    trainer = Trainer(replace(config, seed=seeds[0]), ontology)
    stage = trainer.tagger_stage(rest, corpus.supplement)
    seconds = time.perf_counter() - started
    likely = {}
    for seed in seeds:
        tagger = stage.tagger
        if seed != seeds[0]:
            trainer.config = replace(config, seed=seed)
            tagger = trainer.tagger([*rest, *corpus.supplement])
        likely[seed] = tagger.likely(tagger.prepare(text))
    found = HeldOut(article, rest, stage, likely, seconds)
    if folder is not None:
        _save(found, folder)
    return found


def taggers_hash(corpus: Corpus, config: TrainingConfig, seeds: Sequence[int]) -> str:
    """SHA-256 (first 16 hex digits) of everything that the taggers of a corpus depend on."""
    settings = {"tagger": asdict(config.tagger), "folds": config.folds, "seeds": list(seeds)}
    versions = [f"{name} {version(name)}" for name in _LIBRARIES]
    digest = hashlib.sha256(json.dumps([corpus.hash, settings, versions], sort_keys=True).encode())
    digest.update(data_hash(config.files).encode())
    root = Path(jiceng.__file__).parent
    for name in _CODE:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _save(found: HeldOut, folder: Path) -> None:
    """Write into a folder that appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    save_tagger(found.stage.tagger, temporary / "tagger")
    content = {
        "parts": [sorted(part) for part in found.stage.parts],
        "readings": found.stage.readings,
        "likely": {str(seed): spans for seed, spans in found.likely.items()},
        "seconds": found.seconds,
    }
    (temporary / "readings.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    temporary.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
    temporary.replace(folder)


def _load(folder: Path, article: Article, rest: tuple[Article, ...]) -> HeldOut:
    content = json.loads((folder / "readings.json").read_text(encoding="utf-8"))
    parts = tuple(frozenset(part) for part in content["parts"])
    readings = {name: _likely(spans) for name, spans in content["readings"].items()}
    likely = {int(seed): _likely(spans) for seed, spans in content["likely"].items()}
    stage = TaggerStage(load_tagger(folder / "tagger"), parts, readings)
    return HeldOut(article, rest, stage, likely, content["seconds"])


def _likely(spans: Sequence[Sequence[float | str]]) -> list[LikelySpan]:
    return [(int(low), int(high), str(label), float(probability)) for low, high, label, probability in spans]
