"""Train with one more article, labelled as inline markup, and read with the new model (needs jiceng[train]).

The annotations are copied, so nothing in the project changes. Training takes some minutes.

Run: python examples/retrain.py build/inline/ruili.inline.txt build/retrained
"""

import shutil
import sys
from pathlib import Path

import jiceng
from jiceng.corpus.doccano import write_doccano
from jiceng.corpus.folder import load_corpus, read_annotations
from jiceng.ontology import default_ontology
from jiceng.reading.pipeline import save_pipeline
from jiceng.training.config import DEFAULT_CONFIG, config_hash, load_config
from jiceng.training.train import train_pipeline


def main(article: Path, output: Path, annotations: Path = Path("annotations"), config: Path = DEFAULT_CONFIG) -> None:
    """Put the article into a copy of the supplement, train, and print what the new model says of a sentence."""
    corpus_folder = output / "annotations"
    for part in ("gold", "supplement"):
        shutil.copytree(annotations / part, corpus_folder / part, dirs_exist_ok=True)
    (added,) = read_annotations(article)
    write_doccano([added], corpus_folder / "supplement" / f"added-{added.id}.jsonl")
    ontology = default_ontology()
    corpus, settings = load_corpus(corpus_folder, ontology), load_config(config)
    digest = config_hash(config, settings.files)
    save_pipeline(train_pipeline(corpus, settings, ontology, digest), output / "pipeline")
    reader = jiceng.load(output / "pipeline")
    found = reader.read("宁明县在边境一线143个卡点成立83个临时党支部。")
    print(reader.model)
    print(" ".join(f"[{mention.text} {mention.label}]" for mention in found.mentions))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
