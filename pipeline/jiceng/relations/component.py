"""The spaCy component `jiceng_relations`: sets `doc._.relations` from `doc.ents`."""

import json
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

from spacy.language import Language
from spacy.tokens import Doc

from jiceng.errors import InputError
from jiceng.ner.document import DocRelation, spans_of
from jiceng.ontology import Ontology, default_ontology
from jiceng.relations.classifier import RelationClassifier
from jiceng.text.normalize import normalize


class RelationExtractor:
    """Wraps a `RelationClassifier`. A fresh one has none and must be trained or read from disk before it is called."""

    def __init__(self, name: str = "jiceng_relations", ontology: Ontology | None = None) -> None:
        self.name = name
        self.ontology = ontology or default_ontology()
        self.classifier: RelationClassifier | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Relate the entities of a document.

        Raises:
            RuntimeError: the component has no trained classifier.
        """
        if self.classifier is None:
            raise RuntimeError("jiceng_relations is not trained; load a pipeline that `jiceng train` wrote")
        relations = self.classifier.extract(normalize(doc.text), spans_of(doc), self.ontology)
        doc._.relations = [DocRelation(item.label, item.head - 1, item.tail - 1, item.confidence) for item in relations]
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the classifier into the folder `path`: `weights.npz` and `settings.json`."""
        if self.classifier is None:
            return
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        self.classifier.save(folder / "weights.npz")
        text = json.dumps(self.classifier.settings_json(), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "settings.json").write_text(text + "\n", encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "RelationExtractor":
        """Read the classifier from the folder `path`.

        Raises:
            InputError: a file is missing or damaged.
        """
        folder = Path(path)
        try:
            data = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
            self.classifier = RelationClassifier.load(folder / "weights.npz", data)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, MemoryError, BadZipFile) as error:
            raise InputError(str(folder), f"holds no classifier that can be read ({error}); train again") from error
        return self


@Language.factory("jiceng_relations", requires=["doc.ents"], assigns=["doc._.relations"], retokenizes=False)
def make_relation_extractor(nlp: Language, name: str) -> RelationExtractor:
    """Factory of the component; spaCy finds it through its entry point."""
    return RelationExtractor(name)
