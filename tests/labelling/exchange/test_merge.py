from itertools import pairwise

import pytest
from hypothesis import given

from jiceng.labelling.exchange.labels import Labels, RelationKey, SpanKey
from jiceng.labelling.exchange.merge import Base, Outcome, merge
from tests.labelling.strategies import histories

TEXT = "宁明县在边境一线143个卡点成立临时党支部"
COUNTY, BORDER, COUNT, POSTS, BRANCH = (
    (0, 3, "GPE"), (4, 8, "LOC"), (8, 12, "QUANTITY"), (12, 14, "CHECKPOINT"), (16, 21, "TEMP_BRANCH")
)  # fmt: skip
COUNTED = (POSTS, COUNT, "HAS_COUNT")


def labels(*items: SpanKey | RelationKey) -> Labels:
    spans = frozenset(item for item in items if isinstance(item[0], int))
    relations = frozenset(item for item in items if not isinstance(item[0], int))
    return Labels(spans, relations)  # type: ignore[arg-type]


START = labels(COUNTY, POSTS)


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome", "result"),
    [
        (START, START, Outcome.same, START),
        (START, labels(COUNTY, POSTS, COUNT, COUNTED), Outcome.theirs, labels(COUNTY, POSTS, COUNT, COUNTED)),
        (START, labels(), Outcome.theirs, labels()),
        (labels(COUNTY), START, Outcome.ours, labels(COUNTY)),
        (labels(COUNTY, POSTS, BORDER), labels(COUNTY, POSTS, BRANCH), Outcome.both, labels(COUNTY, POSTS, BORDER, BRANCH)),
        (labels(POSTS, BORDER), labels(COUNTY, BRANCH), Outcome.both, labels(BORDER, BRANCH)),
        (labels(POSTS), labels(POSTS), Outcome.same, labels(POSTS)),
    ],
)  # fmt: skip
def test_changes_that_do_not_touch_are_all_taken(
    ours: Labels, theirs: Labels, outcome: Outcome, result: Labels
) -> None:
    merged = merge(Base(START, START), ours, theirs, TEXT)
    assert (merged.outcome, merged.labels, merged.conflicts) == (outcome, result, ())


@pytest.mark.parametrize(
    ("ours", "theirs", "says"),
    [
        (labels((0, 3, "LOC"), POSTS), labels((0, 3, "ORG"), POSTS), "at 0: here added “宁明县” LOC, on the server added “宁明县” ORG"),
        (labels(COUNTY), labels(COUNTY, (12, 14, "FAC")), "at 12: here removed “卡点” CHECKPOINT, on the server added “卡点” FAC"),
        (labels(COUNTY, POSTS, (4, 8, "LOC")), labels(COUNTY, POSTS, (4, 6, "LOC")), "added “边境一线” LOC"),
        (labels(COUNTY, COUNT), labels(COUNTY, POSTS, COUNT, COUNTED), "has lost its end “卡点”"),
        (
            labels(COUNTY, POSTS, COUNT, COUNTED),
            labels(COUNTY, POSTS, COUNT, (COUNT, POSTS, "HAS_COUNT")),
            "here added “卡点” HAS_COUNT “143个”, on the server added “143个” HAS_COUNT “卡点”",
        ),
    ],
)  # fmt: skip
def test_changes_that_touch_are_a_conflict_and_ours_stays(ours: Labels, theirs: Labels, says: str) -> None:
    merged = merge(Base(START, START), ours, theirs, TEXT)
    assert (merged.outcome, merged.labels) == (Outcome.conflict, ours)
    assert any(says in line for line in merged.conflicts), merged.conflicts


def test_without_a_common_past_nothing_that_stands_here_is_replaced() -> None:
    assert merge(None, None, START, TEXT).labels == START
    assert merge(None, START, START, TEXT).outcome is Outcome.same
    assert merge(None, labels(COUNTY), START, TEXT).outcome is Outcome.conflict
    assert merge(Base(None, START), labels(COUNTY), START, TEXT).outcome is Outcome.conflict


def test_a_confirmed_pre_annotation_is_written_even_if_nobody_changed_it() -> None:
    assert merge(Base(None, START), None, START, TEXT).labels == START


def test_what_was_removed_here_stays_removed_unless_it_changed_there() -> None:
    assert merge(Base(START, START), None, START, TEXT).labels is None
    assert merge(Base(START, START), None, labels(COUNTY), TEXT).outcome is Outcome.conflict


@given(histories())
def test_a_merge_keeps_every_change_made_here_and_makes_no_fault(history: tuple[str, Labels, Labels, Labels]) -> None:
    text, base, ours, theirs = history
    merged = merge(Base(base, base), ours, theirs, text)
    if merged.outcome is Outcome.conflict:
        assert merged.labels == ours and merged.conflicts
        return
    result = merged.labels
    assert result is not None
    for got, old, mine, other in (
        (result.spans, base.spans, ours.spans, theirs.spans),
        (result.relations, base.relations, ours.relations, theirs.relations),
    ):
        assert mine - old <= got and other - old <= got, "nothing that was added is lost"
        assert not (old - mine) & got and not (old - other) & got, "nothing that was removed comes back"
    assert all(end in result.spans for relation in result.relations for end in relation[:2])
    ends = sorted(result.spans)
    assert all(a[1] <= b[0] for a, b in pairwise(ends)), "spans do not overlap"


@given(histories())
def test_a_merge_is_the_same_seen_from_either_side(history: tuple[str, Labels, Labels, Labels]) -> None:
    text, base, ours, theirs = history
    here, there = merge(Base(base, base), ours, theirs, text), merge(Base(base, base), theirs, ours, text)
    assert (here.outcome is Outcome.conflict) == (there.outcome is Outcome.conflict)
    if here.outcome is not Outcome.conflict:
        assert here.labels == there.labels


@given(histories())
def test_a_second_pull_changes_nothing(history: tuple[str, Labels, Labels, Labels]) -> None:
    text, base, ours, theirs = history
    merged = merge(Base(base, base), ours, theirs, text)
    if merged.outcome in (Outcome.theirs, Outcome.both, Outcome.same):
        again = merge(Base(merged.labels, theirs), merged.labels, theirs, text)
        assert again.labels == merged.labels and again.outcome in (Outcome.same, Outcome.ours)
