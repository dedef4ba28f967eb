"""The folder `annotations/`: raw articles, gold, labellers' passes and the supplement."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from jiceng.corpus.article import Article
from jiceng.corpus.checks import Fault, check_article
from jiceng.corpus.doccano import read_doccano, row_of
from jiceng.corpus.files import read_utf8
from jiceng.corpus.markup import read_inline
from jiceng.errors import InputError
from jiceng.ontology import Ontology

INLINE_ENDING = ".inline.txt"
# One article with a label a line; articles a line each; one article in inline markup.
ANNOTATION_ENDINGS = (".json", ".jsonl", INLINE_ENDING)


@dataclass(frozen=True)
class Corpus:
    """Gold articles, which count as evaluation data, and the supplement, which is for training only; both by id."""

    gold: tuple[Article, ...]
    supplement: tuple[Article, ...]

    @property
    def hash(self) -> str:
        """SHA-256 (first 16 hex digits) of all texts and labels, whatever the order of the files."""
        return articles_hash((*self.gold, *self.supplement))

    def leave_out(self, name: str) -> "tuple[Article, Corpus]":
        """The gold article of this id, and the corpus without it."""
        article = next(item for item in self.gold if item.id == name)
        return article, replace(self, gold=tuple(item for item in self.gold if item.id != name))


def articles_hash(articles: Iterable[Article]) -> str:
    """SHA-256 (first 16 hex digits) of articles in order of their ids."""
    digest = hashlib.sha256()
    for article in sorted(articles, key=lambda article: article.id):
        digest.update(json.dumps(row_of(article), ensure_ascii=False, sort_keys=True).encode("utf-8"))
    return digest.hexdigest()[:16]


def read_annotations(path: Path) -> list[Article]:
    """The articles of one file: inline markup if its name ends so (one article, its id the name), else JSON or JSONL.

    Raises:
        InputError: the file cannot be read; with the line.
    """
    if not path.name.endswith(INLINE_ENDING):
        return read_doccano(path)
    content = read_utf8(path, keep_mark=True)
    return [read_inline(content, path.name.removesuffix(INLINE_ENDING), str(path))]


def annotation_files(paths: Iterable[Path]) -> list[Path]:
    """The annotation files among files and below folders; a file that was named is taken whatever it is called.

    Of the folder of all annotations only gold, supplement and passes are looked into.
    """
    files: list[Path] = []
    for path in paths:
        if (path / "gold").is_dir():
            files += annotation_files(
                path / part for part in ("gold", "passes", "supplement") if (path / part).is_dir()
            )
        elif path.is_dir():
            files += sorted(p for p in path.rglob("*") if p.name.endswith(ANNOTATION_ENDINGS))
        else:
            files.append(path)
    return files


def read_articles(path: Path) -> list[Article]:
    """All articles of a file or of the files of a folder, by id.

    Raises:
        InputError: the folder is missing or empty, a file cannot be read, or two articles share an id.
    """
    paths = annotation_files([path])
    if not paths:
        raise InputError(str(path), "holds no files of annotated articles (.json, .jsonl, .inline.txt)")
    found: dict[str, Path] = {}
    articles = []
    for path in paths:
        for article in read_annotations(path):
            if article.id in found:
                raise InputError(
                    str(path), f"the article {article.id} stands in {found[article.id]} too; ids are unique"
                )
            found[article.id] = path
            articles.append(article)
    return sorted(articles, key=lambda article: article.id)


def load_corpus(annotations: Path, ontology: Ontology) -> Corpus:
    """Read gold and supplement, refusing anything that the checks fault.

    Raises:
        InputError: a file cannot be read, or an annotation is faulty; the message gives the first fault and how many.
    """
    gold = read_articles(annotations / "gold")
    supplement = read_articles(annotations / "supplement") if (annotations / "supplement").is_dir() else []
    shared = {article.id for article in gold} & {article.id for article in supplement}
    if shared:
        raise InputError(str(annotations), f"{', '.join(sorted(shared))}: the same id in gold and supplement")
    faults = [fault for article in (*gold, *supplement) for fault in check_article(article, ontology)]
    if faults:
        raise InputError(str(annotations), f"{len(faults)} faults, the first: {faults[0]}; run jiceng check to see all")
    return Corpus(tuple(gold), tuple(supplement))


def check_files(
    paths: Iterable[Path], ontology: Ontology, raw_folder: Path | None
) -> tuple[int, list[tuple[Path, Fault]]]:
    """Check annotation files, each article against `raw_folder/ID.txt` where that exists.

    Returns how many articles were read and all faults, a file that cannot be read counting as one.
    """
    faults: list[tuple[Path, Fault]] = []
    seen: dict[tuple[Path, str], Path] = {}
    count = 0
    for path in paths:
        try:
            articles = read_annotations(path)
        except InputError as error:
            faults.append((path, Fault(error.where, None, "", "file", error.problem)))
            continue
        for article in articles:
            count += 1
            key = (path.parent, article.id)
            if key in seen:
                detail = f"the article stands in {seen[key].name} too; ids are unique in a folder"
                faults.append((path, Fault(article.id, None, "", "duplicate", detail)))
            seen[key] = path
            raw_file = raw_folder / f"{article.id}.txt" if raw_folder else None
            raw = raw_file.read_bytes().decode("utf-8") if raw_file and raw_file.is_file() else None
            faults += [(path, fault) for fault in check_article(article, ontology, raw)]
    return count, faults
