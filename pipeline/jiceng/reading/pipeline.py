"""What a trained pipeline is: a spaCy `Language` with two components, saved as a folder of arrays and JSON."""

import shutil
import tempfile
from pathlib import Path

import spacy
from spacy.language import Language

from jiceng.errors import InputError
from jiceng.ner.component import SpanTagger
from jiceng.reading.model_folder import check_folder


def blank_pipeline(name: str) -> Language:
    """An untrained pipeline: Chinese, a token a character, both components."""
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    nlp.meta["name"] = name.removeprefix("zh_")
    nlp.add_pipe("jiceng_ner")
    nlp.add_pipe("jiceng_relations")
    return nlp


def model_name(nlp: Language) -> str:
    """Name, version and data of a trained pipeline, as the export's documents say it."""
    made = nlp.meta.get("jiceng", {})
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}+{made.get('data', 'untrained')[:8]}"


def save_pipeline(nlp: Language, folder: Path, previous: Path | None = None) -> None:
    """Write a pipeline; the folder is replaced whole, and only once everything is written.

    The old one is moved to `previous`, if that is given, and removed otherwise.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        nlp.to_disk(temporary)
        temporary.chmod(0o755)
        if folder.exists():
            if previous is None:
                shutil.rmtree(folder)
            else:
                shutil.rmtree(previous, ignore_errors=True)
                folder.replace(previous)
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def restore_pipeline(folder: Path, previous: Path) -> None:
    """Change the pipeline and the previous one about, so that a second call changes them back.

    Raises:
        InputError: there is no previous one.
    """
    if not (previous / "config.cfg").is_file():
        raise InputError(str(previous), "holds no pipeline; training puts the old one there")
    between = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.")) / "old"
    if folder.exists():
        folder.replace(between)
    previous.replace(folder)
    if between.exists():
        between.replace(previous)
    between.parent.rmdir()


def load_pipeline(folder: Path, min_confidence: float | None = None) -> Language:
    """Read a trained pipeline; `min_confidence` replaces the probability that it asks of a mention.

    Raises:
        InputError: there is none, it names components that this version does not have, or its files are damaged.
    """
    check_folder(folder)
    try:
        nlp = spacy.load(folder)
        model_name(nlp)
    except InputError:
        raise
    except Exception as error:  # spaCy's own files, damaged in whatever way
        reason = str(error).strip().split("\n", 1)[0]
        raise InputError(str(folder), f"cannot be loaded ({type(error).__name__}: {reason}); train again") from error
    if min_confidence is not None:
        component = nlp.get_pipe("jiceng_ner")
        assert isinstance(component, SpanTagger) and component.tagger is not None
        component.tagger = component.tagger.at(min_confidence)
    return nlp
