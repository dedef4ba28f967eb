"""From one or two exports to the page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jiceng import __version__
from jiceng.corpus.files import write_whole
from jiceng.errors import InputError
from jiceng.explorer.appearance import appearance
from jiceng.explorer.changes import Change, compare
from jiceng.explorer.folding import folding
from jiceng.explorer.packing import pack
from jiceng.explorer.page import build_page
from jiceng.explorer.reading import Export, Line, read_export
from jiceng.explorer.texts import find_texts
from jiceng.ontology import Ontology

# Characters. A page of 600 articles and 30,000 facts has so many; it still opens in seconds.
LARGE: Final = 20_000_000


def write_view(paths: Sequence[Path], texts: Path | None, output: Path, ontology: Ontology) -> list[str]:
    """Write the page of one export, or of two with what changed between them; returns warnings, a line each.

    Raises:
        InputError: an export or the folder of texts cannot be used, or there are more than two exports.
    """
    if not 1 <= len(paths) <= 2:
        raise InputError("jiceng view", f"shows one export or two side by side, not {len(paths)}")
    exports = [read_export(path) for path in paths]
    if len(exports) == 2 and exports[0].name == exports[1].name:
        # Two files of one name in two folders: the folders tell them apart.
        for export, path in zip(exports, paths, strict=True):
            export.name = str(path)
    warnings: dict[str, None] = {}
    found: list[dict[str, str]] = []
    for export in exports:
        known, missing = find_texts(export.documents, texts) if texts else ({}, [])
        found.append(known)
        warnings.update(dict.fromkeys(missing))
    page = build_page(view_data(exports, found, ontology))
    if len(page) > LARGE:
        warnings[f"{output}: has {len(page) / 1e6:.0f} MB, which makes browsers slow; view fewer articles at once"] = (
            None
        )
    write_whole(output, page)
    return list(warnings)


def view_data(exports: Sequence[Export], texts: Sequence[dict[str, str]], ontology: Ontology) -> dict[str, Any]:
    """What the page holds of exports whose raw texts, by document id, may be given or not."""
    changes = compare(exports[0], exports[1]) if len(exports) == 2 else None
    return {
        "version": __version__,
        "ontology": appearance(ontology),
        "folding": folding([*(text for known in texts for text in known.values()), *_words(exports)]),
        "exports": [pack(export, known) for export, known in zip(exports, texts, strict=True)],
        "changes": None if changes is None else _numbered(changes, exports),
    }


def _words(exports: Sequence[Export]) -> list[str]:
    names = [str(entity["name"]) for export in exports for entity in export.entities]
    return names + [item["text"] for export in exports for fact in export.facts for item in fact["evidence"]]


def _numbered(changes: Sequence[Change], exports: Sequence[Export]) -> list[dict[str, Any]]:
    """Changes with the facts' places in their exports instead of the facts, which the page has already."""
    before, after = ({id(fact): number for number, fact in enumerate(export.facts)} for export in exports)

    def number(fact: Line | None, numbers: dict[int, int]) -> int:
        return -1 if fact is None else numbers[id(fact)]

    return [
        {
            "kind": change.kind,
            "what": change.what,
            "facts": [number(change.before, before), number(change.after, after)],
        }
        for change in changes
    ]
