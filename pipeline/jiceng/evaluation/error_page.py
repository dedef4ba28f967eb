"""Errors in context: what models that had not seen an article said of it, beside what its labels say, as a page."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article
from jiceng.corpus.files import write_whole
from jiceng.corpus.sources import Source
from jiceng.explorer.page import build_page
from jiceng.explorer.reading import Export, collect
from jiceng.explorer.view import view_data
from jiceng.knowledge.article import ArticleKnowledge, annotated, article_knowledge
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order

Metadata = Mapping[str, Mapping[str, Any]]


def write_error_page(
    gold: Sequence[Article], readings: Sequence[Article], metadata: Metadata, output: Path, ontology: Ontology
) -> None:
    """Write the explorer's page of two exports: the labels of the articles, and the readings of those held out."""
    read = {article.id for article in readings}
    labels = _export("labels", annotated([article for article in gold if article.id in read], metadata))
    found = _export("held out", (_held_out(article, metadata.get(article.id, {})) for article in readings))
    texts = {article.id: article.text for article in readings}
    write_whole(output, build_page(view_data([labels, found], [texts, texts], ontology)))


def _held_out(article: Article, about: Mapping[str, Any]) -> ArticleKnowledge:
    known = {field: about.get(field) for field in ("source", "title", "published", "outlet")}
    return article_knowledge(Source(article.id, article.text, **known), article, "held out", "model")


def _export(name: str, articles: Iterable[ArticleKnowledge]) -> Export:
    return collect(export_order(articles), name, name)
