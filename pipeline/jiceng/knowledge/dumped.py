"""What an article says as the JSON of its records: what travels between processes, waits on disk and is kept."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter

from jiceng.corpus.sources import Source
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.knowledge.records import DateValue, DocumentLine, Entity, Fact, Mention, dump

_DOCUMENT_LINE: TypeAdapter[DocumentLine] = TypeAdapter(Annotated[DocumentLine, Field(discriminator="type")])


@dataclass(frozen=True)
class DumpedArticle:
    """`lines` of the article as the export has them, one a line; id and JSON of each of its `entities` and `facts`.

    `yearless` is how many of its dates have no year.
    """

    lines: str
    entities: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    yearless: int

    def knowledge(self, source: Source) -> ArticleKnowledge:
        """The records again. `source` is what they were read from.

        Raises:
            pydantic.ValidationError: they are none that `dumped` made.
        """
        return ArticleKnowledge(
            source,
            tuple(document_lines(self.lines)),
            tuple(Entity.model_validate_json(line) for _, line in self.entities),
            tuple(Fact.model_validate_json(line) for _, line in self.facts),
        )


def dumped(article: ArticleKnowledge) -> DumpedArticle:
    """The records of an article as JSON."""
    return DumpedArticle(
        "\n".join(map(dump, article.lines)),
        tuple((entity.id, dump(entity)) for entity in article.entities),
        tuple((fact.id, dump(fact)) for fact in article.facts),
        sum(
            isinstance(line, Mention) and isinstance(line.value, DateValue) and line.value.timex.startswith("XXXX")
            for line in article.lines
        ),
    )


def document_lines(text: str) -> list[DocumentLine]:
    """The records of an article's own lines."""
    return [_DOCUMENT_LINE.validate_json(line) for line in text.split("\n")]
