"""The spaCy component `jiceng_ner`: sets `doc.ents`, and `span._.confidence` on each of them."""

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from jiceng.ner.document import set_spans
from jiceng.ner.storage import load_tagger, save_tagger
from jiceng.ner.tagger import Tagger
from jiceng.text.normalize import normalize


class SpanTagger:
    """Wraps a `Tagger`. A fresh one has none and must be trained or read from disk before it is called."""

    def __init__(self, name: str = "jiceng_ner") -> None:
        self.name = name
        self.tagger: Tagger | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Tag a document of any tokenisation that keeps mention boundaries, such as characters.

        Raises:
            RuntimeError: the component has no trained tagger.
            ValueError: a span that was found does not fall on token boundaries.
        """
        if self.tagger is None:
            raise RuntimeError("jiceng_ner is not trained; load a pipeline that `jiceng train` wrote")
        set_spans(doc, self.tagger.tag(normalize(doc.text)))
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the tagger into the folder `path`."""
        if self.tagger is not None:
            save_tagger(self.tagger, Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "SpanTagger":
        """Read the tagger from the folder `path`."""
        self.tagger = load_tagger(Path(path))
        return self


@Language.factory("jiceng_ner", assigns=["doc.ents", "span._.confidence"], retokenizes=False)
def make_tagger(nlp: Language, name: str) -> SpanTagger:
    """Factory of the component; spaCy finds it through its entry point."""
    return SpanTagger(name)
