"""The reader: a trained pipeline that turns an article into typed records. This is what `jiceng.load` gives."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from jiceng.corpus.sources import Source, make_source
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.reading.extract import extract
from jiceng.reading.model_folder import find_model
from jiceng.reading.pipeline import load_pipeline, model_name


@dataclass(frozen=True)
class Origin:
    """What a reader was loaded from, so that another process can load the same."""

    folder: Path
    min_confidence: float | None


class Reader:
    """Reads articles with a trained pipeline, `nlp`. It keeps nothing of what it has read."""

    def __init__(self, nlp: Language, origin: Origin | None = None) -> None:
        self.nlp = nlp
        self.origin = origin

    @property
    def model(self) -> str:
        """Name, version and data of the pipeline, as the export's documents say it."""
        return model_name(self.nlp)

    def read(
        self,
        text: str,
        *,
        id: str | None = None,
        title: str | None = None,
        published: str | None = None,
        source: str | None = None,
        outlet: str | None = None,
    ) -> ArticleKnowledge:
        """Read one article.

        Args:
            text: the raw text; offsets of the result count its code points.
            id: of the document; without one it gets `sha256:` and 16 hex digits of its text's hash.
            title: of the article, for the document line.
            published: ISO 8601 (2022-02-28); gives a year to dates without one.
            source: file or URL, for the document line.
            outlet: the paper's name, a hint at where its places lie.

        Returns:
            `document`, `mentions`, `relations`, `values`, `entities` and `facts`, the records of the export. What the
            entities and facts of several articles have in common is joined by `jiceng.export`, not here.

        Raises:
            InputError: the text is empty, longer than a million characters, or could not be read.
        """
        (found,) = self.read_sources([make_source(text, id, source, title, published, outlet)])
        if isinstance(found, InputError):
            raise found
        return found

    def read_many(self, articles: Iterable[str | Mapping[str, str | None]]) -> Iterator[ArticleKnowledge | InputError]:
        """Read articles one after another, each when it is asked for.

        An article is its text, or a mapping with `text` and, if wanted, `id`, `title`, `published`, `source`, `outlet`.
        One that cannot be read comes as an `InputError` in its place and costs the others nothing.
        """
        return self.read_sources(map(_source_of, articles))

    def read_sources(self, sources: Iterable[Source | InputError]) -> Iterator[ArticleKnowledge | InputError]:
        """As `read_many`, of sources (`jiceng.corpus.sources`)."""
        return extract(self.nlp, sources, self.model)


def load(model: str | Path | None = None, *, min_confidence: float | None = None) -> Reader:
    """A reader with a trained pipeline.

    Args:
        model: a pipeline's folder or the name of an installed package; without one `models/pipeline` of the working
            folder if it is there, else the installed package `zh_jiceng`.
        min_confidence: the probability that a mention needs (0.05 to 0.99); the pipeline's own if left out. Lower
            finds more, higher errs less.

    Raises:
        InputError: there is no such pipeline, or it cannot be read.
    """
    origin = Origin(find_model(model).absolute(), min_confidence)
    return Reader(load_pipeline(origin.folder, min_confidence), origin)


def _source_of(article: str | Mapping[str, str | None]) -> Source | InputError:
    fields = {"text": article} if isinstance(article, str) else dict(article)
    where = str(fields.get("id") or "an article")
    if unknown := fields.keys() - {"text", "id", "title", "published", "source", "outlet"}:
        return InputError(where, f"has the unknown field {', '.join(sorted(unknown))}")
    text = fields.pop("text", None)
    if not isinstance(text, str):
        return InputError(where, "lacks text, a string")
    try:
        return make_source(text, **fields)
    except InputError as error:
        return error
