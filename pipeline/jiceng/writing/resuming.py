"""What an export keeps of its reading, so that it can go on after whatever ended it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from jiceng.errors import InputError
from jiceng.reading.journal import Journal
from jiceng.reading.made_by import made_by
from jiceng.reading.reader import Reader
from jiceng.writing.output import STDOUT

_CACHE = "articles.sqlite"


def journal_path(output: str) -> Path | None:
    """Where a run's journal lies: `OUTPUT.resume`; None where the output is no file that could lie beside one."""
    if output == STDOUT:
        return None
    target = Path(output).resolve()
    if not target.name or (target.exists() and not target.is_file() and not target.is_dir()):
        return None
    return target.with_name(f"{target.name}.resume")


@contextmanager
def keeping(output: str, reader: Reader, resume: bool, cache: Path | None) -> Iterator[Journal | None]:
    """Where what is read is kept while the block runs: in the cache if there is one, else beside the output.

    The journal beside the output is locked, so that two runs do not write one output; it is removed when the block ends
    without an error, or when it holds nothing. Without `resume` it begins empty.

    Raises:
        InputError: another run writes this output, or a journal cannot be written.
    """
    path = journal_path(output)
    if path is None and resume and cache is None:
        raise InputError("--resume", "goes on with an output that is a file; name it with -o, or keep a --cache")
    # A reader that somebody made otherwise than by loading it cannot be told from another.
    key = made_by(reader) if reader.origin is not None or resume or cache is not None else None
    with ExitStack() as opened:
        beside = _beside(path, key or "", resume, opened) if path is not None else None
        kept = beside if cache is None else opened.enter_context(Journal(cache / _CACHE, key or ""))
        try:
            yield kept if key is not None else None
        except BaseException as error:
            if beside is None:
                raise
            with suppress(InputError):  # the error that is on its way is the one to be told
                if not len(beside):
                    beside.remove()
                elif isinstance(error, InputError):
                    problem = f"{error.problem}; what was read is kept in {path}, and --resume goes on with it"
                    error = InputError(error.where, problem)
            raise error
        if beside is not None:
            beside.remove()


def _beside(path: Path, key: str, resume: bool, opened: ExitStack) -> Journal:
    if not resume:
        # It is removed, not emptied: that would need room on a disk that it may have filled.
        with Journal(path, key, alone=True) as old:
            old.remove()
    return opened.enter_context(Journal(path, key, alone=True))
