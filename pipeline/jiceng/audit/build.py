"""All findings of an export, contradictions first, then sums, then changes; each in the order of what it quotes."""

from collections.abc import Iterator

from jiceng.audit.counts import articles
from jiceng.audit.findings import Finding
from jiceng.audit.members import members
from jiceng.audit.numbers import numbers
from jiceng.audit.onces import foundings, posts
from jiceng.audit.sums import sums
from jiceng.audit.wholes import below, each
from jiceng.systems.statements import MIN_CONFIDENCE
from jiceng.writing.reading_back import Knowledge

_ORDER = ("contradiction", "sum", "change")


def audit(known: Knowledge, min_confidence: float = MIN_CONFIDENCE) -> Iterator[Finding]:
    """What of an export, read back with its spans, does not fit together; from what is asserted and sure enough."""
    read = list(articles(known, min_confidence))
    found = [*numbers(read), *below(read), *foundings(read), *posts(read, known.documents)]
    for article in read:
        found += [*sums(article), *members(article), *each(article)]

    def order(finding: Finding) -> tuple[int, str, int, str]:
        evidence = finding.says[0].evidence
        return _ORDER.index(finding.kind), evidence.doc, evidence.start, finding.why

    yield from sorted(found, key=order)
