"""The export as Parquet, a table for each type of line: document, mention, relation, entity, fact."""

import json
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from jiceng.corpus.claims import claimed_folder
from jiceng.corpus.files import refusing
from jiceng.errors import InputError

# So many rows are in memory at a time.
_ROWS = 10_000


def write_parquet(lines: Iterable[str], folder: Path) -> None:
    """Write TYPE.parquet for each type of line into a folder that appears whole or not at all; an old one is replaced.

    `value`, which is a quantity or a date, is a struct with the fields of both. Lines are in the export's order.

    Raises:
        InputError: pyarrow is not installed, or `folder` is something else than such a folder or cannot be written.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("--format parquet", "needs pyarrow: pip install jiceng[parquet]") from error
    schemas = _schemas(pyarrow)
    if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - _files(schemas)):
        raise InputError(str(folder), "is there and is no folder of an export; name another")
    with refusing(folder), claimed_folder(folder) as temporary:
        with ExitStack() as opened:
            writers = {
                kind: opened.enter_context(pyarrow.parquet.ParquetWriter(temporary / f"{kind}.parquet", schema))
                for kind, schema in schemas.items()
            }
            rows = (json.loads(line) for line in lines)
            for kind, group in groupby(rows, key=lambda row: row["type"]):
                while batch := list(islice(group, _ROWS)):
                    writers[kind].write_table(pyarrow.Table.from_pylist(batch, schema=schemas[kind]))
        if folder.exists():
            shutil.rmtree(folder)
        temporary.chmod(0o755)
        temporary.replace(folder)


def _files(schemas: dict[str, Any]) -> set[str]:
    return {f"{kind}.parquet" for kind in schemas}


def _schemas(pyarrow: Any) -> dict[str, Any]:
    """The tables' columns, in the order of the records' fields; `type` is the name of the file."""
    text, number, real = pyarrow.string(), pyarrow.int64(), pyarrow.float64()
    quantity = {
        "amount": real,
        "unit": text,
        "bound": text,
        "upper": real,
        "per": text,
        "mean": pyarrow.bool_(),
        "reckoned": real,
        "shared": pyarrow.bool_(),
    }
    date = {"kind": text, "timex": text, "begin": text, "end": text, "mod": text}

    def struct(fields: dict[str, Any]) -> Any:
        return pyarrow.struct(list(fields.items()))

    counts = pyarrow.list_(struct(quantity))
    value = struct({**quantity, **date})
    end = struct({"id": text, "label": text, "name": text, "counts": counts, "value": value})
    evidence = pyarrow.list_(struct({"doc": text, "start": number, "end": number, "text": text}))
    code = struct({"scheme": text, "value": text, "former": pyarrow.list_(text)})
    tables: dict[str, dict[str, Any]] = {
        "document": {
            "schema": text, "id": text, "sha256": text, "chars": number, "script": text, "title": text,
            "published": text, "model": text, "source": text,
        },
        "mention": {
            "id": text, "doc": text, "start": number, "end": number, "text": text, "norm": text, "label": text,
            "confidence": real, "origin": text, "entity": text, "value": value, "value_note": text,
        },
        "relation": {
            "id": text, "doc": text, "label": text, "head": text, "tail": text, "confidence": real, "origin": text,
            "sentence": pyarrow.list_(number), "status": text,
        },
        "entity": {
            "id": text, "label": text, "name": text, "aliases": pyarrow.list_(text), "place": text, "code": code,
            "mentions": number, "doc_count": number, "docs": pyarrow.list_(text),
        },
        "fact": {
            "id": text, "predicate": text, "subject": end, "object": end, "place": end, "date": struct(date),
            "confidence": real, "support": number, "evidence": evidence, "status": text,
        },
    }  # fmt: skip
    return {kind: pyarrow.schema(list(columns.items())) for kind, columns in tables.items()}
