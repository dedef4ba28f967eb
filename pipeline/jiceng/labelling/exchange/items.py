"""What is put before labellers: a text with the labels to start from, where its result belongs, and why it was chosen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article
from jiceng.corpus.checks import check_article
from jiceng.corpus.doccano import article_of, decoded
from jiceng.corpus.files import read_utf8
from jiceng.corpus.folder import annotation_files, read_annotations
from jiceng.corpus.sources import read_sources
from jiceng.errors import InputError
from jiceng.ontology import Ontology

# Where a result may go, below annotations/. What was labelled for training only goes to the supplement.
_FOLDER = re.compile(r"gold|supplement|passes/[\w-]+")
DEFAULT_FOLDER = "supplement"


@dataclass(frozen=True)
class Item:
    """One thing to label.

    `folder`: where in annotations/ the result belongs; `reason`: why it is to be labelled; `notes`: places of the text
    and what is said of each, shown to the labeller instead of the mentions of which the model is unsure.
    """

    article: Article
    folder: str = DEFAULT_FOLDER
    reason: str = ""
    notes: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        check_place(self.article.id, self.folder)


def check_place(article_id: str, folder: str) -> None:
    """Refuse a folder or an id that would lead out of annotations/.

    Raises:
        InputError: it would.
    """
    if not _FOLDER.fullmatch(folder):
        raise InputError(folder, "is no place for labels; gold, supplement and passes/NAME are")
    if not article_id or Path(article_id).name != article_id or article_id.startswith(".") or "\0" in article_id:
        raise InputError(
            repr(article_id), "cannot be the name of a file, so it cannot be the id of an article to label"
        )


def read_items(
    names: Sequence[str],
    ontology: Ontology,
    folder: str | None = None,
    predictions: Mapping[str, Article] | None = None,
) -> Iterator[Item]:
    """Items from annotation files, queue files (`.jsonl`) and plain texts.

    An annotation file's labels are what labellers start from. Where there are none, they start from `predictions`, by
    article id. A file of `annotations/gold` goes back to gold unless `folder` says otherwise.

    Raises:
        InputError: a file cannot be read, its labels are faulty, or an id comes twice.
    """
    seen: dict[str, str] = {}
    for where, item in _read(names, folder, predictions or {}):
        if item.article.id in seen:
            raise InputError(
                where, f"the article {item.article.id} stands in {seen[item.article.id]} too; ids are unique"
            )
        seen[item.article.id] = where
        faults = [str(fault) for fault in check_article(item.article, ontology)]
        if faults:
            raise InputError(where, f"{len(faults)} faults, the first: {faults[0]}; run jiceng check to see all")
        yield item


def _read(names: Sequence[str], folder: str | None, predictions: Mapping[str, Article]) -> Iterator[tuple[str, Item]]:
    paths = annotation_files(
        [Path(name) for name in names if not name.endswith(".txt") or name.endswith(".inline.txt")]
    )
    for path in paths:
        home = folder or _folder_of(path)
        if path.suffix == ".json":
            row = decoded(read_utf8(path), str(path))
            yield str(path), _item(row, str(path), home, folder is not None, predictions)
        elif path.name.endswith(".jsonl"):
            for number, row in _rows(path):
                yield f"{path}:{number}", _item(row, f"{path}:{number}", home, folder is not None, predictions)
        else:
            for article in read_annotations(path):
                yield str(path), Item(article, home)
    for source in read_sources([name for name in names if name.endswith(".txt") and not name.endswith(".inline.txt")]):
        if isinstance(source, InputError):
            raise source
        yield source.id, Item(_predicted(Article(source.id, source.text), predictions), folder or DEFAULT_FOLDER)


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    content = read_utf8(path)
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield number, decoded(line, f"{path}:{number}")


def _item(row: Any, where: str, home: str, fixed: bool, predictions: Mapping[str, Article]) -> Item:
    """An item of a row: an annotated article, a row of the queue, or an unlabelled text without entities."""
    if not isinstance(row, dict):
        raise InputError(where, "is not an object with id and text")
    labelled = "entities" in row or "relations" in row
    article = article_of({"entities": [], "relations": [], **row}, where)
    confidences = {entity["id"]: float(entity.get("confidence", 1.0)) for entity in row.get("entities", [])}
    spans = tuple(replace(span, confidence=confidences.get(span.id, 1.0)) for span in article.spans)
    article = replace(article, spans=spans)
    if not labelled:
        article = _predicted(article, predictions)
    return Item(article, home if fixed else str(row.get("folder", home)), str(row.get("reason", "")))


def _predicted(article: Article, predictions: Mapping[str, Article]) -> Article:
    known = predictions.get(article.id)
    if known is None:
        return article
    if known.text != article.text:
        raise InputError(article.id, "the predictions were made on another text; run jiceng extract anew")
    return known


def _folder_of(path: Path) -> str:
    """`gold` of annotations/gold/ruili.json; the default for files that lie elsewhere."""
    parents = path.absolute().parent.parts
    for known in ("gold", "supplement"):
        if parents[-1:] == (known,):
            return known
    return f"passes/{parents[-1]}" if parents[-2:-1] == ("passes",) else DEFAULT_FOLDER


def blank(item: Item) -> Item:
    """The item without labels to start from, for a pass that nothing should influence."""
    return replace(item, article=replace(item.article, spans=(), relations=()))


def for_labeller(item: Item, labeller: str) -> Item:
    """The item as one labeller's own pass."""
    return replace(item, folder=f"passes/{labeller}")
