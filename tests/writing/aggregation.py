"""Measures what aggregating many articles takes: python -m tests.writing.aggregation 200000

Every synthetic article has the entities and facts of a short report: divisions and named bodies that many articles share,
kinds of things that are its own. Prints seconds, lines and the peak of resident memory.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator

from jiceng.corpus.sources import Source
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.knowledge.entities import stable_id
from jiceng.knowledge.records import Document, Entity, Evidence, Fact, Participant, QuantityValue
from jiceng.writing.order import export_order

ENTITIES, FACTS = 30, 20
# So many of an article's entities are things that other articles name too.
SHARED = 10


def synthetic_articles(count: int, seed: int = 7) -> Iterator[ArticleKnowledge]:
    """So many articles, made one at a time, the same for the same seed."""
    draw = random.Random(seed)
    for number in range(count):
        doc = f"d{number:06}"
        things = [_entity(doc, f"gbt2260:{draw.randrange(110000, 660000)}", "GPE") for _ in range(SHARED // 2)]
        things += [_entity(doc, f"name:{draw.randrange(20 * count):016x}", "ORG") for _ in range(SHARED // 2)]
        things += [_entity(doc, f"kind:{stable_id(doc, str(at))}", "TEAM") for at in range(ENTITIES - SHARED)]
        entities = tuple({entity.id: entity for entity in things}.values())
        facts = tuple(_fact(doc, draw.choice(entities), draw.choice(entities), at) for at in range(FACTS))
        document = Document(
            type="document", schema="1.0", id=doc, sha256="0" * 64, chars=500, script="Hans", title=None, published=None,
            model="synthetic", source=None,
        )  # fmt: skip
        yield ArticleKnowledge(Source(doc, ""), (document,), entities, facts)


def _entity(doc: str, entity_id: str, label: str) -> Entity:
    return Entity(
        type="entity", id=entity_id, label=label, name="防控一线临时党支部", aliases=["临时党支部"], place=None, code=None,
        mentions=2, doc_count=1, docs=[doc],
    )  # fmt: skip


def _fact(doc: str, subject: Entity, obj: Entity, number: int) -> Fact:
    count = QuantityValue(amount=number, unit="个", bound="exact", upper=None)
    ends = [
        Participant(id=entity.id, label=entity.label, name=entity.name, counts=[count]) for entity in (subject, obj)
    ]
    text = "宁明县在边境一线143个卡点成立83个临时党支部，由县委书记亲自挂帅。"
    return Fact(
        type="fact", id=f"fact:{stable_id(subject.id, obj.id)}", predicate="ESTABLISHES", subject=ends[0], object=ends[1],
        place=None, date=None, confidence=0.9, support=1,
        evidence=[Evidence(doc=doc, start=number, end=number + len(text), text=text)],
    )  # fmt: skip


def main() -> None:
    """Aggregate as many synthetic articles as the first argument says."""
    count = int(sys.argv[1])
    started = time.perf_counter()
    lines = sum(1 for _ in export_order(synthetic_articles(count)))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} articles, {count * ENTITIES} entities, {count * FACTS} facts in; {lines} lines out")
    print(f"{seconds:.0f} s, at most {peak:.0f} MB resident")


if __name__ == "__main__":
    main()
