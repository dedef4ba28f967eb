"""The command itself: all verbs in the order in which the help lists them, and what becomes of errors."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

import typer

from jiceng import __version__
from jiceng.cli import (
    annotations,
    bakeoffs,
    documents,
    evaluation,
    experiments,
    exploring,
    places,
    reading,
    systems,
    training,
)
from jiceng.cli.doccano.command import app as doccano
from jiceng.cli.terminal import say
from jiceng.errors import InputError

app = typer.Typer(
    help="Chinese reporting on grass-roots governance in, facts out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)

# The help lists commands in this order, whatever module they are in.
VERBS: tuple[Callable[..., None], ...] = (
    training.train,
    training.restore,
    evaluation.evaluate,
    evaluation.compare,
    evaluation.baselines,
    evaluation.errors,
    evaluation.questions,
    experiments.speed,
    experiments.bench,
    experiments.curve,
    experiments.plots,
    training.vectors,
    training.encoder,
    experiments.simulate_queue,
    reading.extract,
    reading.export,
    annotations.check,
    annotations.agree,
    annotations.status,
    annotations.convert,
    annotations.edit,
    training.corpus_spacy,
    training.assemble,
    training.package,
    reading.candidates,
    reading.validate,
    reading.summary,
    exploring.view,
    exploring.diff,
    systems.systems,
    systems.audit,
    documents.generate,
    documents.figures,
)
for verb in VERBS:
    app.command()(verb)
app.add_typer(bakeoffs.app, name="bakeoff")
app.add_typer(places.divisions, name="divisions")
app.add_typer(places.links, name="links")
app.add_typer(doccano, name="doccano")


# What is imported, the package that has it, and the extra that brings it.
EXTRAS = {
    "sklearn": ("scikit-learn", "train"),
    "scipy": ("SciPy", "train"),
    "spacy_pkuseg": ("spacy-pkuseg", "train"),
    "matplotlib": ("matplotlib", "plot"),
}


def main() -> None:
    """Entry point: an InputError, or a library that is missing, becomes its one line and exit code 1; a closed pipe ends quietly."""
    # Chinese must come out as UTF-8 whatever the locale says, and the export's lines end with \n everywhere.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except InputError as error:
        say(str(error))
        _drop_output()
        sys.exit(1)
    except ModuleNotFoundError as error:
        package, extra = EXTRAS.get((error.name or "").split(".")[0], (None, None))
        if extra is None:
            raise
        say(
            f"{' '.join(['jiceng', *sys.argv[1:2]])}: needs {package}; install the extra: pip install 'jiceng[{extra}]'"
        )
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        say(f"{error.filename or 'standard output'}: cannot be written ({error.strerror})")
        _drop_output()
        sys.exit(1)


# The disk, or what a user may write of it, is full.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def _drop_output() -> None:
    """What could not be written to standard output is not tried again, and complained of, at the interpreter's end."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(wanted: bool) -> None:
    if wanted:
        print(f"jiceng {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Chinese reporting on grass-roots governance in, facts out."""
