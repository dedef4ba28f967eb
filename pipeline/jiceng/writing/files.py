"""From files of articles to an export: what `jiceng extract` and `jiceng.export` do."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from jiceng.corpus.files import write_whole
from jiceng.corpus.sources import Source, listed, read_sources
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.knowledge.decisions import read_decisions
from jiceng.knowledge.dumped import DumpedArticle
from jiceng.ontology import default_ontology
from jiceng.reading.reader import Reader, load
from jiceng.reading.workers import read_all
from jiceng.writing.output import STDOUT, write_export
from jiceng.writing.resuming import keeping

Metadata = Mapping[str, Mapping[str, Any]]
Result = ArticleKnowledge | InputError


@dataclass(frozen=True)
class Exported:
    """How many articles went into an export, and what was rejected, each with where and why.

    `unused_metadata` are the ids that the metadata name and that no input has, sorted. `dates_without_year` stand in
    `undated` articles, of which nobody said when they were published. `kept` articles had been read before. `unfit_decisions` say which rows of `same` fitted
    nothing, each with why. `extracted` articles were taken out of pages and documents while nobody asked for their texts.
    """

    articles: int
    rejects: tuple[InputError, ...]
    unused_metadata: tuple[str, ...] = ()
    dates_without_year: int = 0
    undated: int = 0
    unfit_decisions: tuple[str, ...] = ()
    extracted: int = 0
    kept: int = 0


def export(
    inputs: Iterable[str | Path],
    output: str | Path,
    *,
    model: str | Path | Reader | None = None,
    metadata: Metadata | None = None,
    shape: str = "jsonl",
    min_confidence: float | None = None,
    same: str | Path | None = None,
    recursive: bool = False,
    texts: str | Path | None = None,
    systems: bool = False,
    workers: int = 1,
    resume: bool = False,
    cache: str | Path | None = None,
    watch: Callable[[Result], None] | None = None,
    seen: Callable[[Source | InputError], None] | None = None,
) -> Exported:
    """Read files of articles and write what they say, as the command `jiceng extract` does.

    Args:
        inputs: text files, `.jsonl` files with `id` and `text` a line, web pages (`.html`), `.docx` and `.pdf` files with text
            (with `jiceng[pages]`), or `-` for standard input.
        output: a file, which appears whole or not at all, or `-` for standard output. What was rejected goes to
            `OUTPUT.rejects.jsonl`, which is there only if something was.
        model: a pipeline's folder, the name of an installed one, or a reader; see `jiceng.load`.
        metadata: id → title, published, source, outlet, for whatever an input does not say itself.
        shape: jsonl, table, csv (the facts), xlsx, parquet (a folder), ntriples or apoc.
        min_confidence: the probability that a mention needs; the pipeline's own if left out.
        same: a table of decisions on identity (`jiceng.knowledge.decisions`), which ids, counts and facts follow.
        recursive: read what lies below the folders among the inputs, too.
        texts: a folder for the texts as they were read, ID.txt; offsets count in them.
        systems: add a line for each system that an article describes (jsonl only).
        workers: so many processes read, with the same result; a few articles are read without them.
        resume: go on with what a run of the same inputs, that was ended before it was done, has read.
        cache: a folder where what was read is kept for later runs, which read only what is new or has changed.
        watch: is called with each article's result, in the order of the inputs.
        seen: is called with each article, or why it was rejected, in that order: cheaper, for progress and messages.

    Raises:
        InputError: there is no pipeline, a library that the shape needs is not installed, another run writes this output,
            or it cannot be written. What was read until then is kept in `OUTPUT.resume`.
    """
    ontology = default_ontology()
    decisions = read_decisions(Path(same), ontology.entity_labels) if same is not None else []
    unfit: list[str] = []
    reader = model if isinstance(model, Reader) else load(model, min_confidence=min_confidence)
    names = list(listed(map(str, inputs), recursive))
    # A file that is rejected has an id all the same.
    ids = {named.id for named in names if named.id is not None}
    rejects: list[InputError] = []
    count = yearless = undated = extracted = 0

    def good(
        results: Iterable[tuple[Source | None, DumpedArticle | InputError]],
    ) -> Iterator[tuple[Source, DumpedArticle]]:
        nonlocal count, yearless, extracted, undated
        for source, item in results:
            if source is None or isinstance(item, InputError):
                assert isinstance(item, InputError)
                rejects.append(item)
                for call in (watch, seen):
                    if call is not None:
                        call(item)
                continue
            if watch is not None:
                watch(item.knowledge(source))
            if seen is not None:
                seen(source)
            count += 1
            extracted += source.taken_from is not None and texts is None
            if texts is not None:
                write_whole(Path(texts) / text_name(source.id), source.text)
            if source.published is None and item.yearless:
                yearless += item.yearless
                undated += 1
            yield source, item

    with keeping(str(output), reader, resume, Path(cache) if cache is not None else None) as journal:
        sources = _noting(read_sources(names, metadata), ids)
        # Closed whatever happens, so that no process outlives the run.
        with closing(read_all(reader, sources, workers, journal)) as results:
            write_export(good(results), str(output), shape, ontology, decisions, unfit.append, systems)
        if str(output) != STDOUT:
            _write_rejects(Path(f"{output}.rejects.jsonl"), rejects)
        kept = journal.found if journal is not None else 0
    return Exported(
        count,
        tuple(rejects),
        tuple(sorted((metadata or {}).keys() - ids)),
        yearless,
        undated,
        tuple(unfit),
        extracted,
        kept,
    )


def text_name(article: str) -> str:
    """The path of an article's text below a folder of texts: ID.txt, or of its hash where the id is no fit name of a file."""
    fit = re.fullmatch(r"[^\x00-\x1f/\\:*?\"<>|]+(?:/[^\x00-\x1f/\\:*?\"<>|]+)*", article)
    plain = fit and not any(part.startswith(".") or len(part.encode()) > 200 for part in article.split("/"))
    return f"{article if plain else sha256(article.encode()).hexdigest()[:16]}.txt"


def _noting(sources: Iterable[Source | InputError], ids: set[str]) -> Iterator[Source | InputError]:
    """The sources, whose ids are added to `ids`."""
    for source in sources:
        if isinstance(source, Source):
            ids.add(source.id)
        yield source


def _write_rejects(path: Path, rejects: list[InputError]) -> None:
    if rejects:
        rows = ({"where": error.where, "problem": error.problem} for error in rejects)
        write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    else:
        path.unlink(missing_ok=True)
