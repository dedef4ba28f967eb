"""The systems of articles as tests write them, and of gold."""

from collections.abc import Iterable

from jiceng.corpus.article import Article
from jiceng.knowledge.article import annotated
from jiceng.knowledge.records import System
from jiceng.systems.build import systems
from jiceng.systems.outline import outline
from jiceng.writing.order import export_order
from jiceng.writing.reading_back import read_back


def built(articles: Iterable[Article]) -> list[System]:
    """The systems of annotated articles, through an export."""
    known = read_back(export_order(annotated(articles)), "export")
    return list(systems(known.facts, known.entities, known.starts))


def shown(*articles: Article) -> list[str]:
    """Their outline."""
    return list(outline(built(articles)))
