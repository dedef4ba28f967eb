"""Unlabelled articles in: files, folders of them and standard input, each either a source or one clear error."""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from jiceng.corpus.documents import ENDINGS, Page, is_document, read_document
from jiceng.errors import InputError

# spaCy's limit (Language.max_length); the memory of a document grows with its length.
MAX_CHARACTERS = 1_000_000
# UTF-8 has four bytes a character at most, and JSON twelve where it escapes one; more need not be read to be refused.
_LONGEST_TEXT = 4 * MAX_CHARACTERS + 3
_LONGEST_LINE = 16 * MAX_CHARACTERS
_MARK, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# Ids stand in every line of an export, and make names of files.
MAX_ID = 512
_READ = frozenset({".txt", ".jsonl", *ENDINGS})
_FIELDS = ("source", "title", "published", "outlet")


@dataclass(frozen=True)
class Source:
    """An article to be read. `warning` is one line for the user, if something about it is worth saying.

    `outlet` is the name of the paper that printed it, a hint at where its places lie.
    """

    id: str
    text: str
    source: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    warning: str | None = None
    # The ending of the page or document that the text was taken from, so that no file holds what offsets count in.
    taken_from: str | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the text's UTF-8 bytes."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Named:
    """A file to be read (`-` is standard input), and the id that its article gets if it says none itself."""

    name: str
    id: str | None

    @classmethod
    def of(cls, name: str) -> "Named":
        """A file that was named alone: its article's id is its name without the ending."""
        return cls(name, None if name == "-" else Path(name).stem)


def listed(names: Iterable[str], recursive: bool = False) -> Iterator[Named]:
    """The files that are named, and with `recursive` those below the folders that are, in the order of their paths.

    Below a folder are files of the endings that can be read; hidden ones, and what an earlier run rejected, are left out. Their
    ids are their paths from the folder on, without the ending.
    """
    for name in names:
        folder = Path(name)
        if not recursive or name == "-" or not folder.is_dir():
            yield Named.of(name)
            continue
        below = [
            path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() in _READ and path.is_file()
        ]
        for path in sorted(below):
            if not any(part.startswith(".") for part in path.parts) and not path.name.endswith(".rejects.jsonl"):
                yield Named(str(folder / path), path.with_suffix("").as_posix())


def read_sources(
    names: Iterable[str | Named], metadata: Mapping[str, Mapping[str, Any]] | None = None
) -> Iterator[Source | InputError]:
    """Articles of files (`-` is standard input) in the order given; what cannot be used comes as an error in its place.

    Files are read a line or a text at a time. A file named `*.jsonl`, and standard input that begins with `{`, is read as JSON Lines with `text` and, if wanted,
    `id`, `title`, `published`, `source`, `outlet`; web pages, Word and PDF files by `read_document`; anything else as one
    text. A file's id is its name without the ending;
    a document without an id gets `sha256:` and 16 digits. `metadata` is id → title, published, source, outlet; what a line
    of JSON says itself goes before it. The second document of one id or one text is refused.
    """
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    for item_or_name in names:
        named = Named.of(item_or_name) if isinstance(item_or_name, str) else item_or_name
        for where, item in _read(named, metadata or {}):
            if isinstance(item, InputError):
                yield item
                continue
            if item.id in ids:
                yield InputError(
                    where, f"the id {item.id} was given before, by {ids[item.id]}; give each article its own"
                )
                continue
            if item.sha256 in texts:
                yield InputError(where, f"has the same text as {texts[item.sha256]}; leave one of them out")
                continue
            ids[item.id] = texts[item.sha256] = where
            yield item


def _read(named: Named, metadata: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Source | InputError]]:
    name = named.name
    where = "standard input" if name == "-" else name
    try:
        if is_document(name):
            page = read_document(name, _bytes(name))
            yield where, _checked(where, lambda: _whole(named, where, page.text, metadata, page=page))
            return
        with _opened(name) as file:
            head = _head(file)
            json_lines = name.endswith(".jsonl") or (name == "-" and head.removeprefix(_MARK).lstrip()[:1] == b"{")
            if json_lines and head[:2] not in _UTF16:
                yield from _from_lines(_lines(head, file), where, metadata)
                return
            data = head + file.read(max(0, _LONGEST_TEXT + 1 - len(head)))
        if len(data) > _LONGEST_TEXT:
            raise InputError(
                where,
                f"has more than {MAX_CHARACTERS:,} characters, the limit; split it at a line break into several articles",
            )
        content, warning = _decode(data, where)
    except InputError as error:
        yield where, error
        return
    except OSError as error:
        yield where, InputError(where, f"cannot be read ({error.strerror})")
        return
    yield where, _checked(where, lambda: _whole(named, where, content, metadata, warning=warning))


def _whole(
    named: Named,
    where: str,
    content: str,
    metadata: Mapping[str, Mapping[str, Any]],
    page: Page | None = None,
    warning: str | None = None,
) -> Source:
    """The article that is all of a file."""
    article_id = named.id or derived_id(content)
    known = _known(metadata, article_id, where)
    return Source(
        id=article_id,
        text=content,
        source=known.get("source") or (None if named.name == "-" else named.name),
        title=known.get("title") or (page.title if page else None),
        published=known.get("published") or (page.published if page else None),
        outlet=known.get("outlet"),
        warning=warning,
        taken_from=Path(named.name).suffix if page else None,
    )


def _head(file: IO[bytes]) -> bytes:
    """A file's first line that is not blank, with those before it, without a byte order mark; of a long one, its beginning."""
    head = file.readline(_LONGEST_TEXT + 1)
    line = head.removeprefix(_MARK)
    while line and not line.strip() and len(head) <= _LONGEST_TEXT:
        line = file.readline(_LONGEST_TEXT + 1 - len(head))
        head += line
    return head


def _lines(head: bytes, file: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a file whose `head` has been read, one at a time; None for one that is longer than any may be."""
    begun = head.removeprefix(_MARK).split(b"\n")
    last = begun.pop()
    yield from begun
    while last or (last := file.readline(_LONGEST_LINE)):
        if not last.endswith(b"\n"):
            last += file.readline(max(0, _LONGEST_LINE - len(last)))
        if len(last) < _LONGEST_LINE or last.endswith(b"\n"):
            yield last
        else:
            while last and not last.endswith(b"\n"):
                last = file.readline(_LONGEST_LINE)
            yield None
        last = b""


def _from_lines(
    lines: Iterator[bytes | None], where: str, metadata: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Source | InputError]]:
    empty = True
    for number, data in enumerate(lines, start=1):
        place = f"{where}:{number}"
        if data is not None and not data.strip():
            continue
        empty = False
        if data is None:
            yield place, InputError(place, f"is longer than {_LONGEST_LINE:,} bytes; split the article")
        else:
            yield place, _checked(place, lambda data=data, place=place: _from_json(_line(data, place), place, metadata))
    if empty:
        yield where, InputError(where, "is empty; there is nothing to read")


def _line(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(where, f"is not UTF-8 at byte {error.start} of the line; {_encoding_advice(data)}") from error


def make_source(
    text: str,
    id: str | None = None,
    source: str | None = None,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
) -> Source:
    """An article from its fields, checked as files are. Without `id` it gets `sha256:` and 16 digits of its text's hash.

    Raises:
        InputError: the text is empty, too long or no text, or `published` is not ISO 8601.
    """
    where = id or "the text"
    made = _checked(where, lambda: Source(id or derived_id(text), text, source, title, published, outlet))
    if isinstance(made, InputError):
        raise made
    return made


def derived_id(text: str) -> str:
    """The id of a document that was given none: `sha256:` and the first 16 hex digits of its text's hash."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _bytes(name: str) -> bytes:
    try:
        with _opened(name) as file:
            return file.read()
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror})") from error


def _opened(name: str) -> AbstractContextManager[IO[bytes]]:
    """A file to be read from its beginning; standard input stays open."""
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    path = Path(name)
    if path.is_dir():
        raise InputError(name, f"is a directory; name its files, such as {path / '*.txt'}, or give --recursive")
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError(name, "does not exist") from error


def _decode(data: bytes, where: str) -> tuple[str, str | None]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{where}:{line}", f"is not UTF-8 at byte {error.start}; {_encoding_advice(data)}") from error
    if text.startswith("\ufeff"):
        return text[1:], f"{where}: begins with a byte order mark, which is left out; offsets count from behind it"
    return text, None


def _encoding_advice(data: bytes) -> str:
    if data[:2] in _UTF16:
        return "it begins as UTF-16 does; convert it with iconv -f UTF-16 -t UTF-8"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "save it as UTF-8"
    # GB18030 reads almost any bytes; it fits only if what comes out is mostly Chinese.
    foreign = [char for char in text if not char.isascii()]
    chinese = re.findall("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…·]", text)
    if foreign and len(chinese) >= 0.9 * len(foreign):
        return "it reads as GB18030; convert it with iconv -f GB18030 -t UTF-8"
    return "save it as UTF-8"


def _known(metadata: Mapping[str, Mapping[str, Any]], article_id: str, where: str) -> dict[str, str | None]:
    """What the metadata say of an article."""
    about = metadata.get(article_id, {})
    for key in _FIELDS:
        if about.get(key) is not None and not isinstance(about[key], str):
            raise InputError(where, f'"{key}" of the metadata of {article_id} is not a string')
    return {key: about.get(key) for key in _FIELDS}


def _from_json(line: str, where: str, metadata: Mapping[str, Mapping[str, Any]]) -> Source:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = (
            f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deep"
        )
        raise InputError(where, f"is not JSON ({reason}); one object a line is needed") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(where, 'lacks "text", a string; a line is {"id": …, "text": …}')
    values: dict[str, str | None] = {}
    for key in ("id", *_FIELDS):
        value = row.get(key)
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise InputError(where, f'"{key}" is not a string')
        values[key] = value
    text = row["text"]
    article_id = values.pop("id") or derived_id(text)
    known = _known(metadata, article_id, where)
    return Source(article_id, text, **{key: known[key] if said is None else said for key, said in values.items()})


def _checked(where: str, build: Any) -> Source | InputError:
    try:
        source: Source = build()
        _check_text(source.text, where)
        for value in (source.id, source.title, source.published, source.source, source.outlet):
            (value or "").encode("utf-8")
        _check_date(source.published, where)
        _check_id(source.id, where)
    except UnicodeEncodeError:
        return InputError(
            where, "has half of a surrogate pair (\\ud800 to \\udfff), which is no character; mend the escape"
        )
    except InputError as error:
        return error
    return source


def _check_text(text: str, where: str) -> None:
    if not text.strip():
        raise InputError(where, "is empty; there is nothing to read")
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise InputError(
            f"{where}:{line}" if where.endswith("txt") else where, f"has a NUL character at offset {nul}; remove it"
        )
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            where,
            f"has {len(text):,} characters, the limit is {MAX_CHARACTERS:,}; split it at a line break into several articles",
        )
    text.encode("utf-8")


def _check_id(article: str, where: str) -> None:
    if len(article) > MAX_ID:
        raise InputError(
            where, f"has an id of {len(article):,} characters, the limit is {MAX_ID}; give it a shorter one"
        )
    if article != article.strip():
        raise InputError(where, f"has the id {article!r}, with a blank at an end; take it away, or rename the file")


def _check_date(published: str | None, where: str) -> None:
    if published is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2}(T[\d:.+Z-]+)?)?)?", published):
        raise InputError(where, f'"published" is {published!r}, which is not ISO 8601, such as 2022-02-28')
