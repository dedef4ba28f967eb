"""Where a trained pipeline lies, and whether its folder is one of ours, seen before anything of it is run."""

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

from thinc.api import Config

from jiceng import __version__
from jiceng.errors import InputError

# Where `make train` writes, and the package that `make package` makes of it.
TRAINED = Path("models/pipeline")
PACKAGE = "zh_jiceng"
_FACTORIES = frozenset({"jiceng_ner", "jiceng_encoder_ner", "jiceng_relations"})
# The only registered functions that our pipelines are built with; any other could be foreign code.
_FUNCTIONS = frozenset({("@tokenizers", "spacy.zh.ChineseTokenizer"), ("@vectors", "spacy.Vectors.v1")})


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
        InputError: it holds none, its config cannot be read, or it names a component or a function that is not ours.
    """
    file = folder / "config.cfg"
    if not file.is_file():
        raise InputError(str(folder), "holds no trained pipeline; run make train, or name one with --model")
    try:
        # Not interpolated: nothing that it refers to is looked up.
        config = Config().from_disk(file, interpolate=False)
        components = config.get("components", {})
        functions = [
            *_functions(config.get("nlp", {})),
            *_functions(components),
            *_functions(config.get("initialize", {})),
        ]
        factories = {name: str(component.get("factory")) for name, component in components.items()}
    except Exception as error:
        reason = " ".join(str(error).split())
        raise InputError(str(file), f"is no config that can be read ({reason}); train again") from error
    for function in functions:
        if function not in _FUNCTIONS:
            raise InputError(
                str(file), f"calls {' '.join(function)}, which no pipeline of jiceng does; it was not loaded"
            )
    for name, factory in factories.items():
        if factory not in _FACTORIES:
            raise InputError(
                str(file),
                f"component {name} is made by {factory}, which jiceng {__version__} does not have; "
                "train again with make train, or install the version that made it",
            )


def _functions(section: object) -> Iterator[tuple[str, str]]:
    """Registered functions that a section of a config calls, at any depth: (registry, name)."""
    if isinstance(section, Mapping):
        for key, value in section.items():
            if str(key).startswith("@"):
                yield str(key), str(value)
            else:
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
