"""Findings as text for a person: a heading a kind, then each finding with the sentences that it is about."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from jiceng.audit.findings import Finding, Said

_HEADINGS = {"contradiction": "contradicts", "sum": "does not add up", "change": "changed"}
_ARROWS = {"up": " ↑", "down": " ↓", None: ""}


def report(findings: Iterable[Finding]) -> Iterator[str]:
    """The lines of the report; changes stand apart from what contradicts, whose absence is said, too."""
    every = list(findings)
    if all(finding.kind == "change" for finding in every):
        yield "nothing contradicts"
    for kind, group in groupby(every, key=lambda one: one.kind):
        own = list(group)
        yield f"{_HEADINGS[kind]}: {len(own)}"
        for one in own:
            yield f"  {one.name}{_at(one)}: {one.why}{_ARROWS[one.direction]}"
            quoted: set[tuple[str, int]] = set()
            for said in one.says:
                mark = (said.evidence.doc, said.evidence.start)
                if mark not in quoted:
                    quoted.add(mark)
                    yield f"    {_where(said)}「{' '.join(said.evidence.text.split())}」"


def _at(finding: Finding) -> str:
    return f"（{finding.place.name}）" if finding.place is not None else ""


def _where(said: Said) -> str:
    return f"{said.evidence.doc}{f', {said.time}' if said.time else ''}: "
