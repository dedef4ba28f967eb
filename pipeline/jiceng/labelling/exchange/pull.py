"""Bringing labels home: every article joined, checked and merged with what stands in `annotations/`, then written together."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article
from jiceng.corpus.checks import check_article
from jiceng.corpus.doccano import article_of, article_text, plain_row, row_of
from jiceng.corpus.folder import INLINE_ENDING, annotation_files, read_annotations
from jiceng.errors import InputError
from jiceng.labelling.adjudicate import unsettled
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.items import check_place
from jiceng.labelling.exchange.labels import Labels, labels_of, with_labels
from jiceng.labelling.exchange.merge import Base, Outcome, merge
from jiceng.labelling.exchange.pieces import confirmed_parts, joined
from jiceng.labelling.exchange.state import State
from jiceng.ontology import Ontology


@dataclass(frozen=True)
class Pulled:
    """What became of one article.

    `outcome`: `written` (the server's labels), `merged` (with changes made here), `same`, `kept` (only changed here),
    `unconfirmed` (a labeller is still at it), `partly` (some of its pieces are confirmed), `conflict` or `faulty`; the
    last two leave the file as it was, and `problems` says why.
    """

    article: str
    folder: str
    outcome: str
    problems: tuple[str, ...] = ()
    comments: int = 0


class LocalFolder:
    """The annotation files of one folder below annotations/, and what they will hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[Path, list[dict[str, Any]]] = {}
        self._place: dict[str, Path] = {}
        self._changed: set[Path] = set()
        for path in annotation_files([folder]) if folder.is_dir() else []:
            if path.name.endswith(INLINE_ENDING):
                for article in read_annotations(path):
                    self._place[article.id] = path
                continue
            self._files[path] = _read_rows(path)
            for row in self._files[path]:
                self._place[str(row["id"])] = path

    def row(self, article: str) -> dict[str, Any] | None:
        """The row of an article; None if it does not stand here.

        Raises:
            InputError: it stands here in inline markup, which cannot hold what comes from the server.
        """
        path = self._place.get(article)
        if path is None:
            return None
        if path not in self._files:
            raise InputError(str(path), "is inline markup; turn it into JSON with jiceng convert, then pull again")
        return next(row for row in self._files[path] if str(row["id"]) == article)

    def set(self, row: dict[str, Any]) -> None:
        """Put a row in the place of the article's old one, or into a file of its own."""
        article = str(row["id"])
        path = self._place.setdefault(article, self.folder / f"{article}.json")
        rows = self._files.setdefault(path, [])
        for place, old in enumerate(rows):
            if str(old["id"]) == article:
                if old == row:
                    return
                rows[place] = row
                break
        else:
            rows.append(row)
        self._changed.add(path)

    def contents(self) -> dict[Path, str]:
        """The files that changed."""
        return {path: _content(path, self._files[path]) for path in sorted(self._changed)}


def _content(path: Path, rows: list[dict[str, Any]]) -> str:
    if path.suffix == ".json":
        return article_text(rows[0])
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, whose fields besides labels are kept as they are.

    Raises:
        InputError: the file cannot be read, or a line is not an article.
    """
    read_annotations(path)  # names the line of whatever is wrong
    content = path.read_bytes().decode("utf-8-sig")
    if path.suffix == ".json":
        return [plain_row(json.loads(content))]
    return [json.loads(line) for line in content.split("\n") if line.strip()]


@dataclass
class Pull:
    """Collects the merged articles of projects; nothing is written until `contents` is."""

    annotations: Path
    ontology: Ontology
    unconfirmed: bool = False
    _folders: dict[str, LocalFolder] = field(default_factory=dict)

    def merge(self, examples: Iterable[Fetched], state: State) -> Iterator[Pulled]:
        """Merge a project's examples; yields what became of each, and notes in `state` what both sides now have."""
        for example in joined(examples):
            try:
                yield self._merge(example, state)
            except ValueError as error:  # InputError among them
                yield Pulled(example.article, example.folder, "faulty", (str(error),), len(example.comments))

    def contents(self) -> dict[Path, str]:
        """The files that change, with their new contents."""
        return {path: text for folder in self._folders.values() for path, text in folder.contents().items()}

    def _merge(self, example: Fetched, state: State) -> Pulled:
        if not example.article:
            raise InputError(f"example {example.example}", "was not uploaded by jiceng, so it has no article to go to")
        check_place(example.article, example.folder)
        if example.folder not in self._folders:
            self._folders[example.folder] = LocalFolder(self.annotations / example.folder)
        local = self._folders[example.folder]
        row = local.row(example.article)
        here = article_of(row, example.article) if row is not None else None

        def result(outcome: str, problems: Iterable[str] = ()) -> Pulled:
            return Pulled(example.article, example.folder, outcome, tuple(problems), len(example.comments))

        if example.faults:
            return result("faulty", example.faults)
        if here is not None and here.text != example.text:
            return result("faulty", ["its text on the server differs from the text here"])
        if not example.confirmed and not self.unconfirmed:
            if row is not None:
                local.set(_with_remarks(row, example))
            done, of = confirmed_parts(example), len(example.parts)
            if not done:
                return result("unconfirmed")
            return result("partly", [f"{done} of its {of} pieces are confirmed; it is taken when all are"])
        left = unsettled(example.labels)
        if left:
            return result("faulty", [f"not settled: {len(left)} labels of one side are left, such as {left[0]}"])
        ours = labels_of(here) if here is not None else None
        base = state.bases.get(example.article)
        merged = merge(base, ours, example.labels, example.text)
        if merged.outcome is Outcome.conflict:
            return result("conflict", merged.conflicts)
        if merged.labels is None:
            return result("kept", ["it was removed here, and nobody changed it on the server"])
        article = with_labels(here or Article(example.article, example.text), merged.labels)
        faults = [str(fault) for fault in check_article(article, self.ontology, self._raw(example.article))]
        if faults:
            return result("faulty", faults)
        local.set(_with_remarks({**(row or {}), **_rows_of(article, row, merged.labels == ours)}, example))
        if merged.outcome is not Outcome.ours:
            state.met(example.article, Base(merged.labels, example.labels))
        names = {Outcome.theirs: "written", Outcome.both: "merged", Outcome.ours: "kept", Outcome.same: "same"}
        return result(names[merged.outcome])

    def _raw(self, article: str) -> str | None:
        path = self.annotations / "articles" / f"{article}.txt"
        return path.read_bytes().decode("utf-8") if path.is_file() else None


def _rows_of(article: Article, row: Mapping[str, Any] | None, unchanged: bool) -> dict[str, Any]:
    """The row's own fields, which stay as they were written if the labels did not change."""
    return {} if row is not None and unchanged else row_of(article)


def _with_remarks(row: Mapping[str, Any], example: Fetched) -> dict[str, Any]:
    """The row with the comments and confirmations of the server; a comment that stands only here stays."""
    comments = [comment.to_json() for comment in example.comments]
    comments = [*(known for known in row.get("comments", []) if known not in comments), *comments]
    result = {key: value for key, value in row.items() if key not in ("comments", "confirmed")}
    if comments:
        result["comments"] = comments
    if example.confirmed:
        result["confirmed"] = dict(sorted(example.confirmed.items()))
    return result


def labels_here(annotations: Path, folders: Iterable[str]) -> dict[tuple[str, str], Labels]:
    """The labels that stand in annotations/ now, by folder and article.

    Raises:
        InputError: a file cannot be read, or a relation has no end.
    """
    found = {}
    for folder in sorted(set(folders)):
        for path in annotation_files([annotations / folder]) if (annotations / folder).is_dir() else []:
            for article in read_annotations(path):
                try:
                    found[folder, article.id] = labels_of(article)
                except ValueError as error:
                    raise InputError(str(path), f"{article.id}: {error}; run jiceng check") from error
    return found
