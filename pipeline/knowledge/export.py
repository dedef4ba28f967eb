"""From an article's spans and relations to its lines of the export."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.corpus.article import Article
from pipeline.corpus.article import Relation as ArticleRelation
from pipeline.corpus.sources import MAX_CHARACTERS, Source
from pipeline.errors import InputError
from pipeline.knowledge.records import SCHEMA, AnyLine, Document, Mention, Origin, Relation
from pipeline.ner.component import spans_of
from pipeline.relations.component import relations_of
from pipeline.text.normalize import normalize
from pipeline.text.sentences import sentences

# The export's confidences carry no more digits than calibration could ever support.
_DIGITS = 4


def document_lines(source: Source, article: Article, model: str, origin: Origin) -> Iterator[AnyLine]:
    """The lines of one article: document, mentions in text order, relations in the order of heads and tails."""
    text = normalize(article.text)
    yield Document(
        type="document",
        schema=SCHEMA,
        id=source.id,
        sha256=source.sha256,
        chars=len(source.text),
        script=text.script,
        title=source.title,
        published=source.published,
        model=model,
        source=source.source,
    )
    ids = {}
    place = {}
    for number, span in enumerate(sorted(article.spans), start=1):
        ids[span.id], place[span.id] = f"{source.id}#m{number}", (span.start, span.end)
        extent = text.to_norm(span.start, span.end)
        yield Mention(
            type="mention",
            id=ids[span.id],
            doc=source.id,
            start=span.start,
            end=span.end,
            text=article.mention(span),
            norm=text.norm[slice(*extent)] if extent else normalize(article.mention(span)).norm,
            label=span.label,
            confidence=round(span.confidence, _DIGITS),
            origin=origin,
        )
    bounds = list(sentences(article.text))

    def order(relation: ArticleRelation) -> tuple[tuple[int, int], tuple[int, int], str]:
        return place[relation.head], place[relation.tail], relation.label

    for number, relation in enumerate(sorted(article.relations, key=order), start=1):
        low = min(place[relation.head][0], place[relation.tail][0])
        yield Relation(
            type="relation",
            id=f"{source.id}#r{number}",
            doc=source.id,
            label=relation.label,
            head=ids[relation.head],
            tail=ids[relation.tail],
            confidence=round(relation.confidence, _DIGITS),
            origin=origin,
            sentence=next(bound for bound in reversed(bounds) if bound[0] <= low),
        )


def article_of(doc: Doc, article_id: str) -> Article:
    """The article that a processed document holds."""
    return Article(article_id, doc.text, tuple(spans_of(doc)), tuple(relations_of(doc)))


def extract(
    nlp: Language, sources: Iterable[Source | InputError], model: str
) -> Iterator[tuple[Source, Sequence[AnyLine]] | InputError]:
    """Lines of each source in the order given; what could not be read stays the error that it is."""
    for source in sources:
        if isinstance(source, InputError):
            yield source
        elif len(source.text) > min(nlp.max_length, MAX_CHARACTERS):
            yield InputError(
                source.id, f"is longer than the pipeline's limit of {nlp.max_length:,} characters; split it"
            )
        else:
            article = article_of(nlp(source.text), source.id)
            assert article.text == source.text, "the document's text is the raw text"
            yield source, list(document_lines(source, article, model, "model"))
