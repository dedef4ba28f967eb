"""The export's order: documents by id with their mentions and relations, then entities, then facts, by id."""

from collections.abc import Iterable, Iterator

from jiceng.knowledge.article import ArticleKnowledge
from jiceng.writing.store import KnowledgeStore


def export_order(articles: Iterable[ArticleKnowledge]) -> Iterator[str]:
    """The export's lines, without line ends, whatever the order of the articles; what waits, waits on disk."""
    with KnowledgeStore() as store:
        for article in articles:
            store.add(article.source.id, article.lines, article.entities, article.facts)
        yield from store.lines()
