"""What one article asserts, as the rules of systems look at it: its facts, where each thing lies, what comes first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jiceng.corpus.article import ASSERTED
from jiceng.knowledge.records import Entity, Evidence, Fact, Participant

# What is less sure than this is more likely wrong than right.
MIN_CONFIDENCE = 0.5


@dataclass
class Statements:
    """The facts of one article that are asserted and sure enough, with the article's own evidences only.

    `entities` are all entities by id; `starts` say where an entity is first mentioned, as far as mentions are known.
    """

    doc: str
    facts: list[Fact]
    entities: Mapping[str, Entity]
    starts: Mapping[str, int] = field(default_factory=dict)

    def start(self, entity: str) -> int:
        """Where an entity is first mentioned, or else the first sentence that says something of it begins."""
        return self.starts.get(entity, self._said().get(entity, 0))

    def division(self, entity: str | None) -> str | None:
        """The division with a code that an entity is or lies in."""
        seen: set[str] = set()
        while entity is not None and entity not in seen:
            seen.add(entity)
            line = self.entities.get(entity)
            if line is None:
                return None
            if line.code is not None:
                return entity
            entity = line.place
        return None

    def home(self) -> str | None:
        """The division that most statements of the article are about; of several the one that is named first."""
        named: Counter[str] = Counter()
        for fact in self.facts:
            about = {self.division(end.id) for end in (fact.subject, fact.object, fact.place) if end is not None}
            named.update(division for division in about if division is not None)
        return min(named, key=lambda one: (-named[one], self.start(one), one), default=None)

    def participant(self, entity: str) -> Participant:
        """An entity as a part of a system speaks of it."""
        line = self.entities[entity]
        return Participant(id=line.id, label=line.label, name=line.name, counts=[])

    def _said(self) -> dict[str, int]:
        said: dict[str, int] = {}
        for fact in self.facts:
            for end in (fact.subject, fact.object):
                if end.id is not None:
                    said[end.id] = min(said.get(end.id, fact.evidence[0].start), fact.evidence[0].start)
        return said


def by_article(facts: Iterable[Fact], min_confidence: float = MIN_CONFIDENCE) -> dict[str, list[Fact]]:
    """Document → the facts that it asserts, each with the document's own evidences, in text order."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.status != ASSERTED or fact.confidence < min_confidence:
            continue
        own: dict[str, list[Evidence]] = defaultdict(list)
        for evidence in fact.evidence:
            own[evidence.doc].append(evidence)
        for doc, evidences in own.items():
            found[doc].append(fact.model_copy(update={"evidence": sorted(evidences, key=lambda one: one.start)}))
    return {doc: sorted(rows, key=lambda fact: (fact.evidence[0].start, fact.id)) for doc, rows in found.items()}
