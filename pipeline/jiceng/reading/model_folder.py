"""Where a trained pipeline lies, and whether its folder is one of ours, seen before anything of it is run."""

import importlib.util
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from thinc.api import Config

from jiceng import __version__
from jiceng.errors import InputError

# Where `make train` writes, and the package that `make package` makes of it.
TRAINED = Path("models/pipeline")
PACKAGE = "zh_jiceng"
_OWN = frozenset({"jiceng_ner", "jiceng_encoder_ner", "jiceng_relations"})
_ENCODER = "jiceng_encoder_ner"
# The only registered functions that our pipelines are made with; any other could be foreign code.
_MADE_WITH = frozenset({("@tokenizers", "spacy.zh.ChineseTokenizer"), ("@vectors", "spacy.Vectors.v1")})
# What spaCy itself writes for training, which reading never calls.
_TRAINED_WITH = frozenset(
    {
        ("@readers", "spacy.Corpus.v1"),
        ("@loggers", "spacy.ConsoleLogger.v1"),
        ("@batchers", "spacy.batch_by_words.v1"),
        ("@optimizers", "Adam.v1"),
        ("@schedules", "compounding.v1"),
    }
)
# An encoder's own pipeline, which `spacy train` made, with what spaCy and its libraries of transformers register.
_ENCODERS = frozenset({"ner", "tok2vec", "transformer", "curated_transformer"})
_LIBRARIES = ("spacy.", "spacy-transformers.", "spacy-curated-transformers.")
_LIBRARIES_PLAIN = frozenset(
    {"Adam.v1", "compounding.v1", "warmup_linear.v1", "constant.v1", "reduce_mean.v1", "reduce_max.v1", "reduce_sum.v1"}
)
_NEEDED = (
    "meta.json",
    "tokenizer/cfg",
    "vocab/key2row",
    "vocab/lookups.bin",
    "vocab/strings.json",
    "vocab/vectors",
)
_SEGMENTER = "char"


def find_model(model: str | Path | None = None) -> Path:
    """The folder of a trained pipeline: the one named (a folder, or an installed package), else `models/pipeline` of the
    working folder, else the installed package `zh_jiceng`.

    Raises:
        InputError: there is none; the message says how to get one.
    """
    if model is not None:
        folder = Path(model)
        if not folder.exists() and (installed := _package(str(model))) is not None:
            return installed
        return folder
    if (TRAINED / "config.cfg").is_file():
        return TRAINED
    installed = _package(PACKAGE)
    if installed is None:
        raise InputError(
            PACKAGE,
            f"no trained pipeline: install the wheel of {PACKAGE}, or run make train in the project's folder, "
            "or name a pipeline's folder with --model",
        )
    return installed


def check_folder(folder: Path) -> None:
    """Check that a folder holds a pipeline made of our components and spaCy's plain tokenizer, before any of it is run.

    Raises:
        InputError: it holds none or lacks a file, its config cannot be read, or it names a component or a function that
            is not ours.
    """
    file = folder / "config.cfg"
    if not file.is_file():
        raise InputError(str(folder), "holds no trained pipeline; run make train, or name one with --model")
    config = _config(file)
    try:
        factories = _checked_factories(config, file)
        for section in ("nlp", "components", "initialize"):
            _refuse(file, _functions(config.get(section)), lambda function: function in _MADE_WITH)
        _refuse(file, _functions(config), lambda function: function in _MADE_WITH | _TRAINED_WITH)
        nlp = config["nlp"]
        cut = json.loads((folder / "tokenizer" / "cfg").read_text(encoding="utf-8")) if "tokenizer" in nlp else {}
        plain = nlp["lang"] == "zh" and {nlp["tokenizer"]["segmenter"], cut["segmenter"]} == {_SEGMENTER}
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(str(error.filename), "is missing; train again") from error
    except Exception as error:
        raise InputError(str(file), f"is no config of a pipeline ({_reason(error)}); train again") from error
    if not plain:
        raise InputError(str(file), "is not of Chinese, a token a character; train again")
    for name in _NEEDED:
        if not (folder / name).is_file():
            raise InputError(str(folder / name), "is missing; train again")
    for name, factory in factories.items():
        if factory == _ENCODER:
            _check_encoder(folder / name / "pipeline" / "config.cfg")


def _checked_factories(config: Config, file: Path) -> dict[str, str]:
    factories = {name: str(component.get("factory")) for name, component in config.get("components", {}).items()}
    for name, factory in factories.items():
        if factory not in _OWN:
            raise InputError(
                str(file),
                f"component {name} is made by {factory}, which jiceng {__version__} does not have; "
                "train again with make train, or install the version that made it",
            )
    return factories


def _check_encoder(file: Path) -> None:
    config = _config(file)
    for name, component in config.get("components", {}).items():
        if component.get("factory") not in _ENCODERS:
            raise InputError(str(file), f"component {name} is made by {component.get('factory')}; it was not loaded")

    def known(function: tuple[str, str]) -> bool:
        kind, name = function
        return kind != "@callbacks" and (name.startswith(_LIBRARIES) or name in _LIBRARIES_PLAIN)

    _refuse(file, _functions({key: config.get(key) for key in ("nlp", "components", "initialize")}), known)


def _config(file: Path) -> Config:
    """A config with what it refers to put in, so that no reference hides a function; nothing of it is looked up."""
    try:
        return Config().from_disk(file, interpolate=True)
    except Exception as error:
        raise InputError(str(file), f"is no config that can be read ({_reason(error)}); train again") from error


def _refuse(file: Path, functions: Iterable[tuple[str, str]], known: Callable[[tuple[str, str]], bool]) -> None:
    for function in functions:
        if not known(function):
            raise InputError(
                str(file), f"calls {' '.join(function)}, which no pipeline of jiceng does; it was not loaded"
            )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _functions(section: object) -> Iterator[tuple[str, str]]:
    """Registered functions that a section of a config calls, at any depth: (registry, name)."""
    if isinstance(section, Mapping):
        for key, value in section.items():
            if str(key).startswith("@"):
                yield str(key), str(value)
            else:
                yield from _functions(value)
    elif isinstance(section, list | tuple):
        for value in section:
            yield from _functions(value)


def _package(name: str) -> Path | None:
    """The folder of the pipeline inside an installed package, as spaCy lays it out: NAME/NAME-VERSION."""
    if not name.isidentifier():
        return None
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    for location in spec.submodule_search_locations:
        folders = sorted(Path(location).glob(f"{name}-*/config.cfg"))
        if folders:
            return folders[-1].parent
    return None
