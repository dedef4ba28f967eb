"""A person's decisions on identity, followed in everything that articles have said: ids, names, counts and facts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from jiceng.knowledge.decisions import Decision, Identities, identities
from jiceng.knowledge.facts import fact_id
from jiceng.knowledge.merging import merge_entities, merge_facts
from jiceng.knowledge.records import DocumentLine, Entity, Fact, Mention, Participant
from jiceng.writing.store import KnowledgeStore


def follow(store: KnowledgeStore, decisions: Sequence[Decision]) -> list[str]:
    """Rewrite what the store holds by the decisions; says which of them fitted nothing.

    Raises:
        InputError: things that are not the same are joined by other rows.
    """
    known = identities(decisions, store.entities())
    touched: set[str] = set()
    whole: dict[str, Entity] = {}
    for doc, entity in store.entities():
        if entity.id in known.changed or entity.id in known.decided:
            touched.add(doc)
        if entity.id in known.decided and known.id_of(doc, entity.id) == entity.id:
            whole[entity.id] = merge_entities([whole[entity.id], entity]) if entity.id in whole else entity
    rewriter = _Rewriter(known, whole)
    store.index()
    store.rewrite(sorted(touched), rewriter.lines, rewriter.entities, rewriter.facts)
    return known.notes


class _Rewriter:
    """`whole` are the entities that others became, by id."""

    def __init__(self, known: Identities, whole: dict[str, Entity]) -> None:
        self._known, self._whole = known, whole
        self._decided = known.decided

    def lines(self, doc: str, lines: Iterable[DocumentLine]) -> Iterator[DocumentLine]:
        """The lines of an article with the ids of the things that its mentions are."""
        for line in lines:
            if isinstance(line, Mention) and line.entity is not None:
                yield line.model_copy(update={"entity": self._known.id_of(doc, line.entity)})
            else:
                yield line

    def entities(self, doc: str, entities: Iterable[Entity]) -> Iterator[Entity]:
        """The entities of an article, those that are one joined."""
        new = (self._entity(doc, entity) for entity in entities)
        for _, group in groupby(sorted(new, key=lambda entity: entity.id), key=lambda entity: entity.id):
            one = merge_entities(group)
            yield one.model_copy(update={"doc_count": min(1, one.doc_count)})

    def _entity(self, doc: str, entity: Entity) -> Entity:
        place = entity.place and self._known.id_of(doc, entity.place)
        new = self._known.id_of(doc, entity.id)
        changes: dict[str, object] = {"id": new, "place": place}
        if new != entity.id and (other := self._whole.get(new)) is not None:
            changes |= {"label": other.label, "name": other.name, "code": other.code}
            changes["place"] = other.place and self._known.id_of(other.docs[0], other.place)
            if entity.mentions:
                changes["aliases"] = sorted({*entity.aliases, entity.name} - {other.name})
        if new in self._decided:
            changes["joined_by"] = "table"
        return entity.model_copy(update=changes)

    def facts(self, doc: str, facts: Iterable[Fact]) -> Iterator[Fact]:
        """The facts of an article; what a thing is said to be to itself is none, and what became one is one."""
        new = (self._fact(doc, fact) for fact in facts)
        kept = (fact for fact in new if fact.subject.id != fact.object.id)
        for _, group in groupby(sorted(kept, key=lambda fact: fact.id), key=lambda fact: fact.id):
            yield merge_facts(_each_sentence_once(group))

    def _fact(self, doc: str, fact: Fact) -> Fact:
        subject, obj = self._participant(doc, fact.subject), self._participant(doc, fact.object)
        place = fact.place and self._participant(doc, fact.place)
        identity = fact_id(fact.predicate, fact.status, subject, obj, place, fact.date)
        return fact.model_copy(update={"id": identity, "subject": subject, "object": obj, "place": place})

    def _participant(self, doc: str, end: Participant) -> Participant:
        if end.id is None:
            return end
        new = self._known.id_of(doc, end.id)
        other = self._whole.get(new) if new != end.id else None
        return end.model_copy(update={"id": new} | ({"label": other.label, "name": other.name} if other else {}))


def _each_sentence_once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The surest first, each with the evidence that those before it do not have."""
    seen: set[tuple[str, int]] = set()
    for fact in sorted(facts, key=lambda fact: -fact.confidence):
        new = [item for item in fact.evidence if (item.doc, item.start) not in seen]
        seen.update((item.doc, item.start) for item in new)
        if new:
            repeated = len(fact.evidence) - len(new)
            yield fact.model_copy(update={"evidence": new, "support": fact.support - repeated})
