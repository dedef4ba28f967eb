"""jiceng: Chinese reporting on grass-roots governance in, facts out.

    import jiceng

    reader = jiceng.load()
    article = reader.read("宁明县在边境一线143个卡点成立83个临时党支部。")
    for fact in article.facts:
        print(fact.subject.name, fact.predicate, fact.object.name, fact.confidence)

The records of an article (`Document`, `Mention`, `Relation`, `Entity`, `Fact`) are the lines of the export; what each
field means is in the documentation's page on the export. The rooms of the package are drawn on its page on the house.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

try:
    __version__ = version("jiceng")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"

if TYPE_CHECKING:
    from jiceng.errors import InputError
    from jiceng.knowledge.article import ArticleKnowledge
    from jiceng.knowledge.records import (
        Code,
        DateValue,
        Document,
        Entity,
        Evidence,
        Fact,
        Mention,
        Participant,
        QuantityValue,
        Relation,
    )
    from jiceng.ner.document import DocRelation
    from jiceng.reading.reader import Reader, load
    from jiceng.writing.files import Exported, export

__all__ = [
    "ArticleKnowledge",
    "Code",
    "DateValue",
    "DocRelation",
    "Document",
    "Entity",
    "Evidence",
    "Exported",
    "Fact",
    "InputError",
    "Mention",
    "Participant",
    "QuantityValue",
    "Reader",
    "Relation",
    "__version__",
    "export",
    "load",
]

# Imported when they are first used: the labelling environment has no model library, and --help should not wait for one.
_HOMES = {
    "jiceng.errors": ("InputError",),
    "jiceng.writing.files": ("Exported", "export"),
    "jiceng.knowledge.article": ("ArticleKnowledge",),
    "jiceng.knowledge.records": (
        "Code",
        "DateValue",
        "Document",
        "Entity",
        "Evidence",
        "Fact",
        "Mention",
        "Participant",
        "QuantityValue",
        "Relation",
    ),
    "jiceng.ner.document": ("DocRelation",),
    "jiceng.reading.reader": ("Reader", "load"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'jiceng' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
