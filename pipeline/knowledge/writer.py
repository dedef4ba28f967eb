"""The export's order: documents by id, each followed by its mentions and relations."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.corpus.sources import Source
from pipeline.knowledge.records import AnyLine, dump


def export_order(blocks: Iterable[tuple[Source, Sequence[AnyLine]]]) -> Iterator[str]:
    """The export's lines, without line ends, whatever the order of the blocks."""
    for _, lines in sorted(blocks, key=lambda block: block[0].id):
        yield from map(dump, lines)
