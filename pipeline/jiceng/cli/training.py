"""The commands that make models: the pipeline, its vectors, and the parts of the transformer route."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from jiceng import __version__
from jiceng.cli.options import ANNOTATIONS, CONFIG, METRICS, MODEL, Annotations, Config
from jiceng.cli.terminal import phases, say
from jiceng.errors import InputError
from jiceng.ontology import default_ontology

# Beside a trained pipeline: what it was before.
PREVIOUS = "previous"


def train(
    config: Config = CONFIG,
    annotations: Annotations = ANNOTATIONS,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the trained pipeline goes.")] = MODEL,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Do nothing if OUTPUT was made from this data and config.")
    ] = False,
) -> None:
    """Train the pipeline on annotations/ and write it to models/pipeline.

    Example: jiceng train --config configs/default.yaml
    """
    from jiceng.corpus.folder import articles_hash, load_corpus
    from jiceng.reading.pipeline import model_name, save_pipeline
    from jiceng.training.config import config_hash, load_config
    from jiceng.training.train import train_pipeline

    ontology = default_ontology()
    corpus, settings = load_corpus(annotations, ontology), load_config(config)
    digest = config_hash(config, settings.files)
    used = (*corpus.gold, *(corpus.supplement if settings.supplement else ()))
    if if_needed and (output / "meta.json").is_file():
        made = json.loads((output / "meta.json").read_text(encoding="utf-8"))
        wanted = (__version__, articles_hash(used), digest)
        if (made.get("version"), made.get("jiceng", {}).get("data"), made.get("jiceng", {}).get("config")) == wanted:
            say(f"{output} was trained on this data and config already")
            return
    say(f"training on {len(used)} articles ({len(corpus.gold)} of them real), this takes some minutes")
    with phases() as watch:
        nlp = train_pipeline(
            corpus,
            settings,
            ontology,
            digest,
            os.cpu_count() or 1,
            lambda step: watch(step.phase, step.total, "" if step.loss is None else f"loss {step.loss:.2f}"),
        )
    previous = output.with_name(PREVIOUS)
    had = output.exists()
    save_pipeline(nlp, output, previous)
    say(f"wrote {output}: {model_name(nlp)}" + (f"; the old one is in {previous} (jiceng restore)" if had else ""))
    say("next: make compare says whether it is better, make evaluate makes the figures anew")


def restore(
    model: Annotated[Path, typer.Option(help="The trained pipeline.")] = MODEL,
) -> None:
    """Take back the pipeline of before the last training; given again, the new one comes back.

    To read with the old one beside the new: jiceng extract a.txt --model models/previous
    """
    from jiceng.reading.pipeline import restore_pipeline

    restore_pipeline(model, model.with_name(PREVIOUS))
    say(f"changed {model} and {model.with_name(PREVIOUS)} about; make run trains anew if data or config changed")


def package(
    model: Annotated[Path, typer.Argument(help="A trained pipeline.")] = MODEL,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the package's source.")] = Path(
        "build/package"
    ),
    metrics: Annotated[Path, typer.Option(help="Figures of jiceng evaluate, for meta.json.")] = METRICS,
    paper: Annotated[
        list[Path] | None,
        typer.Option(help="Files that go into the package; if left out, the model card, the licence and the notice."),
    ] = None,
) -> None:
    """Lay out a trained pipeline as the Python package zh_jiceng, for pip wheel; make package builds both wheels.

    Example: jiceng package -o build/package && pip wheel --no-deps -w dist build/package/zh_jiceng-*
    """
    from jiceng.training.package import package_model

    papers = paper or [Path("models/README.md"), Path("LICENSE"), Path("NOTICE")]
    folder, note = package_model(model, output, metrics, [path for path in papers if path.is_file()])
    if note:
        say(note)
    print(folder)


def vectors(
    corpus: Annotated[Path, typer.Argument(help="Unlabelled text, a sentence a line; .xz is read too.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where they go.")] = Path("models/vectors.npz"),
) -> None:
    """Make character and bigram vectors from unlabelled text (ten million characters: half a minute).

    Example: jiceng vectors news.txt.xz
    """
    import lzma

    from jiceng.training.vectors import train_vectors

    try:
        data = corpus.read_bytes()
        data = lzma.decompress(data) if corpus.suffix == ".xz" else data
        lines = data.decode("utf-8").split("\n")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise InputError(str(corpus), f"cannot be read as UTF-8 text ({error})") from error
    made = train_vectors(lines)
    output.parent.mkdir(parents=True, exist_ok=True)
    made.save(output)
    say(f"wrote {output}: {len(made.chars)} characters, {len(made.bigrams)} bigrams from {len(lines)} lines")


def encoder(
    weights: Annotated[
        Path, typer.Argument(help="Weights as arrays (npz) by their PyTorch names, of any floating type.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where they go.")] = Path("models/encoder.npz"),
) -> None:
    """Keep of a pre-trained encoder's weights what reading needs, in 8 bits a number.

    Example: jiceng encoder base.npz
    """
    from jiceng.encoder.weights import load_weights, save_weights

    made = load_weights(weights)
    output.parent.mkdir(parents=True, exist_ok=True)
    save_weights(made, output)
    size = output.stat().st_size / 1e6
    shape = f"{len(made.blocks)} layers of {made.width}, {len(made.characters)} characters"
    say(f"wrote {output}: {shape}, {size:.1f} MB")


def corpus_spacy(
    held_out: Annotated[str, typer.Option(help="The gold article that becomes dev.spacy; training does not see it.")],
    annotations: Annotations = ANNOTATIONS,
    supplement: Annotated[bool, typer.Option(help="Train on the supplement too.")] = True,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the files.")] = Path("build/trf"),
) -> None:
    """Write train.spacy and dev.spacy for `spacy train`, a sentence a document, and corpus.json, which describes them.

    Example: jiceng corpus-spacy --held-out ningming
    """
    from jiceng.corpus.folder import load_corpus
    from jiceng.training.spacy_corpus import write_spacy_corpus

    made = write_spacy_corpus(load_corpus(annotations, default_ontology()), held_out, output, supplement)
    say(f"wrote {output}: {len(made.trained_on)} articles to train on, {held_out} held out")


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
    from jiceng.corpus.folder import read_articles
    from jiceng.reading.pipeline import model_name, save_pipeline
    from jiceng.training.assemble import assemble_pipeline
    from jiceng.training.spacy_corpus import read_manifest

    manifest = read_manifest(corpus)
    held_out = next((item for item in read_articles(annotations / "gold") if item.id == manifest.held_out), None)
    if held_out is None:
        raise InputError(str(annotations / "gold"), f"lacks {manifest.held_out}, which {corpus} holds out")
    nlp = assemble_pipeline(ner, relations, manifest, held_out)
    save_pipeline(nlp, output)
    say(f"wrote {output}: {model_name(nlp)}")
