from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jiceng.knowledge.merging import merge_entities, merge_facts
from jiceng.knowledge.records import MAX_DOCS, MAX_EVIDENCE, Entity, Evidence, Fact, Participant
from jiceng.writing.store import KnowledgeStore
from tests.writing.aggregation import synthetic_articles


def entity(doc: str, alias: str = "瑞丽") -> Entity:
    return Entity(
        type="entity", id="gbt2260:533102", label="GPE", name="瑞丽市", aliases=[alias], place=None, code=None,
        mentions=3, doc_count=1, docs=[doc],
    )  # fmt: skip


def fact(doc: str, confidence: float, said: str = "20余万人") -> Fact:
    return Fact(
        type="fact", id="fact:1", predicate="HAS_COUNT", place=None, date=None, confidence=confidence, support=1,
        subject=Participant(id="gbt2260:533102", label="GPE", name="瑞丽市", counts=[]),
        object=Participant(id=None, label="QUANTITY", name=said, counts=[], value=None),
        evidence=[Evidence(doc=doc, start=0, end=4, text=said)],
    )  # fmt: skip


def test_an_entity_of_many_articles_names_the_first_and_counts_all() -> None:
    merged = merge_entities(entity(f"d{number:03}", "瑞丽" if number % 2 else "该市") for number in range(250))
    assert (merged.mentions, merged.doc_count, merged.aliases) == (750, 250, ["瑞丽", "该市"])
    assert merged.docs == [f"d{number:03}" for number in range(MAX_DOCS)]


def test_a_fact_of_many_articles_has_the_highest_confidence_and_the_first_evidences() -> None:
    merged = merge_facts(fact(f"d{number:03}", number / 250) for number in reversed(range(250)))
    assert (merged.confidence, merged.support) == (249 / 250, 250)
    assert [item.doc for item in merged.evidence] == [f"d{number:03}" for number in range(MAX_EVIDENCE)]


@given(st.permutations([fact("a", 0.5, "约20余万人"), fact("b", 0.9), fact("c", 0.7)]), st.integers(1, 2))
def test_how_facts_are_grouped_and_ordered_changes_nothing(facts: list[Fact], cut: int) -> None:
    in_turn = merge_facts([merge_facts(facts[:cut]), merge_facts(facts[cut:])])
    assert in_turn == merge_facts(sorted(facts, key=lambda item: item.evidence[0].doc))


@given(st.permutations(range(6)))
def test_the_order_of_arrival_changes_no_byte(order: list[int]) -> None:
    articles = list(synthetic_articles(6))

    def lines(numbers: list[int]) -> list[str]:
        with KnowledgeStore() as store:
            for number in numbers:
                one = articles[number]
                store.add(one.source.id, one.lines, one.entities, one.facts)
            return list(store.lines())

    assert lines(order) == lines(sorted(order))


def test_what_waits_on_disk_has_no_name_there_that_a_killed_run_would_leave() -> None:
    with KnowledgeStore() as store:
        for number in range(2000):
            store.add(f"d{number}", (), [entity("a", "瑞丽" * 3000)], [])
        open_files = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        assert any("etilqs" in path and path.endswith("(deleted)") for path in open_files)
