"""The house: each room imports only from the rooms above it, and the upper ones need no model library."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

# In the order of the data. What stands above all rooms comes first.
# labelling uses nothing below corpus, and the evaluation simulates its queue.
ROOMS = [
    "errors",
    "configs",
    "ontology",
    "text",
    "values",
    "corpus",
    "labelling",
    "places",
    "encoder",
    "ner",
    "relations",
    "knowledge",
    "systems",
    "reading",
    "writing",
    "audit",
    "explorer",
    "training",
    "evaluation",
    "cli",
]
# design decision: the labelling environment, which has none of these, uses ontology and corpus (and text, for sentences).
WITHOUT_MODELS = {"errors", "configs", "ontology", "text", "values", "corpus", "labelling"}
MODEL_LIBRARIES = {"spacy", "sklearn", "pydantic", "thinc", "pycrfsuite", "scipy", "numpy"}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def room(path: Path) -> str:
    return path.relative_to(ROOT / "pipeline" / "jiceng").parts[0].removesuffix(".py")


MODULES = [path for path in sorted((ROOT / "pipeline" / "jiceng").rglob("*.py")) if room(path) != "__init__"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_downwards(path: Path) -> None:
    here = ROOMS.index(room(path))
    for name in imports(path):
        if name.startswith("jiceng."):
            assert ROOMS.index(name.split(".")[1]) <= here, f"{path} imports {name}, which comes after it"
        if room(path) in WITHOUT_MODELS:
            assert name.split(".")[0] not in MODEL_LIBRARIES
