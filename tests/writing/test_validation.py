import json
from typing import Any

import pytest

from jiceng.corpus.article import Article
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.validation import validate_lines


@pytest.fixture(scope="module")
def lines(gold: dict[str, Article]) -> list[str]:
    return list(export_order(annotated([gold["ningming"]])))


def test_a_good_file_has_no_fault(lines: list[str], ontology: Ontology) -> None:
    assert list(validate_lines(lines, ontology, strict=True)) == []


def changed(lines: list[str], number: int, **fields: Any) -> list[str]:
    row = {**json.loads(lines[number - 1]), **fields}
    return [*lines[: number - 1], json.dumps(row), *lines[number:]]


@pytest.mark.parametrize(
    ("number", "fields", "message"),
    [
        (1, {"schema": "9"}, "line 1: schema: Input should be '1.0', '1.1' or '1.2'"),
        (2, {"confidence": 1.2}, "line 2: confidence: Input should be less than or equal to 1"),
        (2, {"start": "0"}, "line 2: start: Input should be a valid integer"),
        (2, {"end": 99}, "line 2: end - start is"),
        (2, {"label": "VERB"}, "line 2: label: 'VERB' is not a label of the ontology"),
        (2, {"doc": "ruili"}, "line 2: doc: 'ruili' is not the document before this line ('ningming')"),
        (3, {"id": "ningming#m1"}, "line 3: id: 'ningming#m1' was used before"),
        (2, {"entity": None}, "line 2: QUANTITY and DATE have a value and no entity"),
        (2, {"entity": "name:0"}, "line 2: entity: 'name:0' has no entity line"),
        (2, {"type": "person"}, "line 2: type: 'person' is none of document, mention, relation, entity, fact, system"),
    ],
)
def test_a_fault_is_named_with_line_and_field(
    lines: list[str], ontology: Ontology, number: int, fields: dict[str, Any], message: str
) -> None:
    faults = [str(fault) for fault in validate_lines(changed(lines, number, **fields), ontology)]
    assert any(message in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"head": "ningming#m999"}, "head: 'ningming#m999' is no mention of this document"),
        ({"sentence": [0, 1]}, "sentence: (0, 1) does not hold the head"),
        ({"label": "SERVES_AS"}, "label: SERVES_AS may not run from"),
    ],
)
def test_a_relations_ends_are_checked(
    lines: list[str], ontology: Ontology, fields: dict[str, Any], message: str
) -> None:
    number = next(i for i, line in enumerate(lines, start=1) if json.loads(line)["type"] == "relation")
    faults = [str(fault) for fault in validate_lines(changed(lines, number, **fields), ontology)]
    assert any(fault.startswith(f"line {number}: ") and message in fault for fault in faults), faults


def test_unknown_fields_are_refused_only_when_strict(lines: list[str], ontology: Ontology) -> None:
    more = changed(lines, 2, added_later=1)
    assert list(validate_lines(more, ontology)) == []
    assert [str(fault) for fault in validate_lines(more, ontology, strict=True)] == [
        "line 2: added_later: is not a field of the schema"
    ]


def test_missing_fields_broken_json_and_an_empty_file(lines: list[str], ontology: Ontology) -> None:
    row = {key: value for key, value in json.loads(lines[1]).items() if key != "norm"}
    assert "line 2: norm: Field required" in map(str, validate_lines([lines[0], json.dumps(row)], ontology))
    assert "line 2: is not JSON" in str(next(validate_lines([lines[0], "{"], ontology)))
    assert "the file is empty" in str(next(validate_lines([], ontology)))


def test_entities_and_facts_are_checked_in_their_order_and_parts(lines: list[str], ontology: Ontology) -> None:
    number = next(i for i, line in enumerate(lines, start=1) if json.loads(line)["type"] == "fact")
    fact = json.loads(lines[number - 1])

    def faults(changed_lines: list[str], strict: bool = False) -> list[str]:
        return [str(fault) for fault in validate_lines(changed_lines, ontology, strict)]

    assert f"line {number}: predicate: 'KNOWS' is not a label" in faults(changed(lines, number, predicate="KNOWS"))[0]
    assert f"line {number}: support: Input" in faults(changed(lines, number, support=0))[0]
    subject = changed(lines, number, subject={**fact["subject"], "height": 3, "label": "HILL"})
    assert [fault.split(": ", 1)[1] for fault in faults(subject, strict=True)] == [
        "subject.height: is not a field of the schema",
        "subject.label: 'HILL' is not a label of the ontology",
    ]
    swapped = [*lines[: number - 1], lines[number], lines[number - 1], *lines[number + 1 :]]
    assert f"line {number + 1}: id: fact {fact['id']!r} comes after" in faults(swapped)[0]
