"""What several articles say of one thing, as one line: associative, so that it does not matter how they are grouped."""

from collections.abc import Iterable

from jiceng.knowledge.records import MAX_DOCS, MAX_EVIDENCE, Entity, Evidence, Fact, dump


def merge_entities(entities: Iterable[Entity]) -> Entity:
    """One entity of several of the same id, which come from different articles.

    Raises:
        ValueError: there are none.
    """
    merged: Entity | None = None
    aliases: set[str] = set()
    docs: set[str] = set()
    mentions = doc_count = 0
    for entity in entities:
        # They differ in what counts them alone; of a faulty pair the smaller wins, whichever comes first.
        merged = entity if merged is None else min(merged, entity, key=lambda one: (one.name, one.label))
        aliases.update(entity.aliases)
        docs.update(entity.docs)
        if len(docs) > 2 * MAX_DOCS:
            docs = set(sorted(docs)[:MAX_DOCS])
        mentions += entity.mentions
        doc_count += entity.doc_count
    if merged is None:
        raise ValueError("no entity to merge")
    return merged.model_copy(
        update={
            "aliases": sorted(aliases - {merged.name}),
            "mentions": mentions,
            "doc_count": doc_count,
            "docs": sorted(docs)[:MAX_DOCS],
        }
    )


def merge_facts(facts: Iterable[Fact]) -> Fact:
    """One fact of several of the same id, no two of which have an evidence in common.

    Raises:
        ValueError: there are none.
    """
    merged: Fact | None = None
    evidence: list[Evidence] = []
    support, confidence = 0, 0.0
    for fact in facts:
        # The raw text of a value is all that may differ (20余万人, 约20余万人).
        merged = fact if merged is None else min(merged, fact, key=lambda one: dump(one.object))
        evidence += fact.evidence
        if len(evidence) > 2 * MAX_EVIDENCE:
            evidence = _first(evidence)
        support += fact.support
        confidence = max(confidence, fact.confidence)
    if merged is None:
        raise ValueError("no fact to merge")
    return merged.model_copy(update={"confidence": confidence, "support": support, "evidence": _first(evidence)})


def _first(evidence: list[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda item: (item.doc, item.start, item.end))[:MAX_EVIDENCE]
