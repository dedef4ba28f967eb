"""Articles read by a trained pipeline, each to what it says or to one clear error."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from jiceng.corpus.article import Article
from jiceng.corpus.sources import MAX_CHARACTERS, Source
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge, article_knowledge
from jiceng.ner.document import relations_of, spans_of


def article_of(doc: Doc, article_id: str) -> Article:
    """The article that a processed document holds."""
    return Article(article_id, doc.text, tuple(spans_of(doc)), tuple(relations_of(doc)))


def extract(
    nlp: Language, sources: Iterable[Source | InputError], model: str
) -> Iterator[ArticleKnowledge | InputError]:
    """What each source says, in the order given; what could not be read stays the error that it is.

    Whatever goes wrong in one article is an error of that article and costs the others nothing.
    """
    for source in sources:
        if isinstance(source, InputError):
            yield source
        elif len(source.text) > min(nlp.max_length, MAX_CHARACTERS):
            yield InputError(
                source.id, f"is longer than the pipeline's limit of {nlp.max_length:,} characters; split it"
            )
        else:
            yield _extract_one(nlp, source, model)


def _extract_one(nlp: Language, source: Source, model: str) -> ArticleKnowledge | InputError:
    try:
        article = article_of(nlp(source.text), source.id)
        if article.text != source.text:
            raise ValueError("the document's text is not the raw text")
        return article_knowledge(source, article, model, "model")
    except Exception as error:  # a fault of ours, in an article that nobody has tried before
        reason = " ".join(str(error).split())
        return InputError(
            source.id, f"could not be read ({type(error).__name__}: {reason}); please report it with the text"
        )
