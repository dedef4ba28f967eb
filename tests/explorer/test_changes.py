"""What changed between two exports, each case as a person would tell it."""

import json

import pytest

from jiceng.explorer import pairing
from jiceng.explorer.change_table import change_table
from jiceng.explorer.changes import Change, compare
from jiceng.explorer.reading import Export, collect
from jiceng.ontology import Ontology
from tests.explorer.exports import Line, count, document, entity, fact, number, said, thing

COUNTY = thing("GPE", "宁明县", "gbt2260:451422")


def export(*lines: Line, docs: tuple[str, ...] = ("ningming",)) -> Export:
    documents = [document(doc, f"文{doc}") for doc in docs]
    return collect((json.dumps(line) for line in (*documents, *lines)), "k", "k")


def branches(amount: int, doc: str = "ningming", **more: object) -> Line:
    target = thing("TEMP_BRANCH", "临时党支部", f"kind:{doc}", [count(amount)])
    return fact("ESTABLISHES", COUNTY, target, [said(doc, f"成立{amount}个临时党支部。")], **more)


def told(changes: list[Change]) -> list[tuple[str, tuple[str, ...]]]:
    return [(change.kind, change.what) for change in changes]


def test_the_same_exports_have_no_changes() -> None:
    assert compare(export(branches(83)), export(branches(83, confidence=0.2))) == []


def test_a_number_that_changed_is_one_change_with_both_sentences() -> None:
    (change,) = compare(export(branches(83)), export(branches(90)))
    assert (change.kind, change.what) == ("changed", ("number",))
    assert change.before and change.before["evidence"][0]["text"] == "成立83个临时党支部。"
    assert change.after and change.after["evidence"][0]["text"] == "成立90个临时党支部。"


def test_place_date_and_status_are_told_apart() -> None:
    day = {"kind": "date", "timex": "2022-02-04", "begin": None, "end": None}
    later = branches(83, place=thing("CHECKPOINT", "卡点"), date=day, status="planned")
    assert told(compare(export(branches(83)), export(later))) == [("changed", ("place", "date", "status"))]


def test_what_has_no_counterpart_appeared_or_vanished() -> None:
    led = fact("LEADS", thing("ROLE", "县委书记"), thing("COMMAND", "指挥部"), [said("ningming", "县委书记任总指挥。")])
    assert told(compare(export(branches(83)), export(branches(83), led))) == [("appeared", ())]
    assert told(compare(export(branches(83), led), export(branches(83)))) == [("vanished", ())]


def test_two_dates_of_one_county_are_compared_by_name_and_place() -> None:
    before = export(
        branches(83, "monday"),
        entity(thing("TEMP_BRANCH", "临时党支部", "kind:monday"), place=COUNTY["id"]),
        docs=("monday",),
    )
    after = export(
        branches(90, "friday"),
        entity(thing("TEMP_BRANCH", "临时党支部", "kind:friday"), place=COUNTY["id"]),
        docs=("friday",),
    )
    assert told(compare(before, after)) == [("changed", ("number",))]
    same = export(
        branches(83, "friday"),
        entity(thing("TEMP_BRANCH", "临时党支部", "kind:friday"), place=COUNTY["id"]),
        docs=("friday",),
    )
    assert compare(before, same) == []


def test_things_of_one_name_in_two_articles_that_both_exports_have_are_not_one() -> None:
    before = export(branches(83, "a"), docs=("a", "b"))
    after = export(branches(90, "b"), docs=("a", "b"))
    assert told(compare(before, after)) == [("appeared", ()), ("vanished", ())]


def test_numbers_of_two_units_are_two_numbers() -> None:
    foreigners = thing("ROLE", "三非外国人")
    proof = [said("ningming", "查获“三非”外国人63批314人。")]
    batches, people = (
        fact("HAS_COUNT", foreigners, number(count(n, unit)), proof) for n, unit in ((63, "批"), (314, "人"))
    )
    assert told(compare(export(batches), export(people))) == [("appeared", ()), ("vanished", ())]
    more = fact("HAS_COUNT", foreigners, number(count(320, "人")), proof)
    assert told(compare(export(batches, people), export(batches, more))) == [("changed", ("number",))]


def test_of_several_candidates_the_one_of_the_same_sentence_is_taken() -> None:
    proofs = [said("ningming", f"第{row}句。", row) for row in range(3)]
    olds = [fact("HAS_COUNT", COUNTY, number(count(row)), [proofs[row]]) for row in range(3)]
    news = [fact("HAS_COUNT", COUNTY, number(count(10 + row)), [proofs[row]]) for row in (2, 0, 1)]
    pairs = [(change.before, change.after) for change in compare(export(*olds), export(*news))]
    assert all(old and new and old["evidence"] == new["evidence"] for old, new in pairs)


def test_thousands_of_candidates_are_paired_by_place_in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "MANY", 10)
    places = [thing("GPE", f"{row}号村") for row in range(5)]
    olds = [fact("HAS_COUNT", COUNTY, number(count(1)), [], place=place) for place in places]
    news = [fact("HAS_COUNT", COUNTY, number(count(2)), [], place=place) for place in reversed(places)]
    assert told(compare(export(*olds), export(*news))) == [("changed", ("number",))] * 5


def test_the_table_tells_the_change_and_the_sentences(ontology: Ontology) -> None:
    assert list(change_table(compare(export(branches(83)), export(branches(90))), ontology)) == [
        "~ changed (number)",
        "    - 宁明县 ─ESTABLISHES 建立→ 临时党支部 83个 0.90",
        "      ningming: 成立83个临时党支部。",
        "    + 宁明县 ─ESTABLISHES 建立→ 临时党支部 90个 0.90",
        "      ningming: 成立90个临时党支部。",
        "1 changed, 0 appeared, 0 vanished",
    ]


def test_a_line_of_the_change_holds_both_facts_whole() -> None:
    (change,) = compare(export(branches(83)), export(branches(90)))
    assert change.line == {
        "type": "change", "kind": "changed", "what": ["number"], "before": branches(83), "after": branches(90),
    }  # fmt: skip
