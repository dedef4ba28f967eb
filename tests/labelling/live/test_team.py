"""What engineers and labellers do between them, by the commands, on the real server."""

import json

from doccano_client import DoccanoClient

from jiceng.cli.doccano.options import ADJUDICATION
from jiceng.corpus.article import Article
from jiceng.corpus.doccano import read_doccano, write_doccano
from jiceng.labelling.adjudicate import adjudication_types
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.fetch import fetch
from jiceng.labelling.exchange.labels import Labels, SpanKey, labels_of, with_labels
from jiceng.labelling.exchange.offsets import Utf16
from jiceng.labelling.exchange.pieces import joined, part_at
from jiceng.labelling.schema import LabellingProject
from jiceng.labelling.server.project import find_projects, open_project
from jiceng.ontology import default_ontology
from tests.labelling.live.conftest import Desk, Room


def opened(client: DoccanoClient, name: str, labeller: str | None = None) -> LabellingProject:
    return open_project(client, find_projects(client, name)[labeller], *adjudication_types(default_ontology()))


def articles(client: DoccanoClient, project: LabellingProject) -> dict[str, Fetched]:
    """The articles of a project, joined of their pieces."""
    return {example.article: example for example in joined(fetch(client, project))}


def remove(client: DoccanoClient, project: LabellingProject, article: Fetched, span: SpanKey) -> None:
    """Remove a span as the page does; `span` counts in the article."""
    part = part_at(article, span[0])
    client.span.delete(project.id, part.example, _number(client, project, part, span))


def relabel(client: DoccanoClient, project: LabellingProject, article: Fetched, span: SpanKey, label: str) -> None:
    """Give a span another type as the page does."""
    part = part_at(article, span[0])
    kind = next(number for number, known in project.spans.labels.items() if known == label)
    client.span.update(project.id, part.example, _number(client, project, part, span), label=kind)


def mark(client: DoccanoClient, project: LabellingProject, article: Fetched, span: SpanKey) -> None:
    """Mark a span as the page does."""
    part = part_at(article, span[0])
    kind = next(number for number, known in project.spans.labels.items() if known == span[2])
    by = part.place.start
    client.span.create(project.id, part.example, span[0] - by, span[1] - by, kind)


def confirm(client: DoccanoClient, project: LabellingProject, article: Fetched) -> None:
    """Confirm every piece of an article."""
    for part in article.parts:
        client.example.update_state(project.id, part.example)


def _number(client: DoccanoClient, project: LabellingProject, part: Fetched, span: SpanKey) -> int:
    units = Utf16(part.text)
    start = units.units(span[0] - part.place.start)
    spans = client.span.list(project.id, part.example)
    return next(s.id for s in spans if s.start_offset == start and project.spans.labels[s.label] == span[2])


def test_types_have_colours_hotkeys_and_chinese_names_and_the_guide_is_there(room: Room, desk: Desk) -> None:
    (desk.annotations / "GUIDE.zh.md").write_text("# 标注手册\n卡点：有人值守。\n", encoding="utf-8")
    desk.jiceng("doccano", "push", "annotations/gold", "--project", "类型")
    client = room.admin()
    project = client.find_project_by_id(opened(client, "类型").id)
    assert project.guideline == "# 标注手册\n卡点：有人值守。" and project.use_relation
    types = {type_.text: type_ for type_ in client.span_type.list(project.id)}
    assert (types["卡点"].suffix_key, types["卡点"].background_color) == ("k", "#bcbd22")
    assert len(types) == 17 and len(client.relation_type.list(project.id)) == 10


def test_an_ontology_that_changed_is_brought_to_the_project(room: Room, desk: Desk) -> None:
    desk.jiceng("doccano", "push", "annotations/gold", "--project", "改类型")
    client = room.admin()
    project = opened(client, "改类型")
    by_label = {label: number for number, label in project.spans.labels.items()}
    client.span_type.update(project.id, by_label["GPE"], text="旧名", suffix_key="x")
    client.span_type.update(project.id, by_label["LOC"], suffix_key="g", color="#000001")
    said = desk.jiceng("doccano", "push", "annotations/gold", "--project", "改类型")
    assert "span type 行政区划 up to date" in said and "2 there" in said
    types = {type_.text: type_ for type_ in client.span_type.list(project.id)}
    assert types["行政区划"].suffix_key == "g" and types["区域地物"].suffix_key == "l"
    assert types["区域地物"].background_color == "#17becf" and len(types) == 17


def test_changes_on_both_sides_meet_and_a_conflict_is_left(room: Room, desk: Desk) -> None:
    desk.jiceng("doccano", "push", "annotations/gold", "--project", "两边", "--labeller", "anna")
    client, anna = room.admin(), room.client("anna")
    project = opened(client, "两边")
    there = articles(client, project)
    assert all(len(article.parts) > 9 for article in there.values()), "whole articles go in pieces"
    here = {name: desk.annotations / "gold" / f"{name}.json" for name in there}
    before = {name: read_doccano(path)[0] for name, path in here.items()}

    # anna removes the last span of both articles and gives ruili's first one another label; both are confirmed.
    for name, article in there.items():
        spans = sorted(article.labels.spans)
        remove(anna, project, article, spans[-1])
        if name == "ruili":
            relabel(anna, project, article, spans[0], "LOC" if spans[0][2] != "LOC" else "FAC")
        for part in article.parts[:-1]:
            anna.example.update_state(project.id, part.example)
    said = desk.jiceng("doccano", "pull", "--project", "两边")
    assert "2 partly" in said and "pieces are confirmed; it is taken when all are" in said
    for article in there.values():
        anna.example.update_state(project.id, article.parts[-1].example)
    said = desk.jiceng("doccano", "status", "--project", "两边")
    row = next(line.split() for line in said.splitlines() if line.startswith("anna"))
    # Articles she has, worked on, confirmed; then pieces; labels she made; what she was given and changed or removed.
    lost = sum(1 for relation in there["ruili"].labels.relations if max(there["ruili"].labels.spans) in relation[:2])
    lost += sum(
        1 for relation in there["ningming"].labels.relations if max(there["ningming"].labels.spans) in relation[:2]
    )
    assert row[1:4] == ["2", "2", "2"] and row[5:7] == ["0", str(3 + lost)]
    # Here the first span of both articles is removed.
    mine = {name: _without_first(article) for name, article in before.items()}
    for name, article in mine.items():
        write_doccano([article], here[name])

    said = desk.jiceng("doccano", "pull", "--project", "两边", code=1)
    assert "gold/ruili: conflict: at" in said and "1 conflict, 1 merged" in said
    assert read_doccano(here["ruili"])[0] == mine["ruili"]
    expected = labels_of(mine["ningming"])
    merged = labels_of(read_doccano(here["ningming"])[0])
    last = max(labels_of(before["ningming"]).spans)
    assert merged.spans == expected.spans - {last}
    assert "anna" in json.loads(here["ningming"].read_text(encoding="utf-8"))["confirmed"]
    assert "1 conflict, 1 kept" in desk.jiceng("doccano", "pull", "--project", "两边", code=1), "twice changes nothing"


def _without_first(article: Article) -> Article:
    labels = labels_of(article)
    first = min(labels.spans)
    return with_labels(
        article, Labels(labels.spans - {first}, frozenset(r for r in labels.relations if first not in r[:2]))
    )


def test_what_changed_only_here_reaches_the_server(room: Room, desk: Desk) -> None:
    desk.jiceng("doccano", "push", "annotations/gold", "--project", "更新")
    path = desk.annotations / "gold" / "ruili.json"
    write_doccano([_without_first(read_doccano(path)[0])], path)
    assert "1 renewed, 1 there" in desk.jiceng("doccano", "push", "annotations/gold", "--project", "更新")
    client = room.admin()
    back = articles(client, opened(client, "更新"))
    assert len(back) == 2 and back["ruili"].labels == labels_of(read_doccano(path)[0])


def test_two_passes_are_compared_settled_by_a_third_and_become_gold(room: Room, desk: Desk) -> None:
    arguments = ("--project", "两人", "--passes", "--blank", "--labeller", "anna", "--labeller", "bo")
    desk.jiceng("doccano", "push", "annotations/gold/ruili.json", *arguments)
    (gold,) = read_doccano(desk.annotations / "gold" / "ruili.json")
    spans = sorted(labels_of(gold).spans)[:6]
    client = room.admin()
    for name, marked in (("anna", spans[:5]), ("bo", [*spans[:4], (spans[4][0], spans[4][1], "MEASURE"), spans[5]])):
        project = opened(client, "两人", name)
        article = articles(client, project)["ruili"]
        labeller = room.client(name)
        assert [p.name for p in labeller.list_projects() if p.name.startswith("两人")] == [f"两人 · {name}"]
        for span in marked:
            mark(labeller, project, article, span)
        labeller.comment.create(project.id, article.parts[1].example, f"{name} 存疑")
        confirm(labeller, project, article)
    assert "2 written" in desk.jiceng("doccano", "pull", "--project", "两人")
    row = json.loads((desk.annotations / "passes" / "anna" / "ruili.json").read_text(encoding="utf-8"))
    assert [comment["text"] for comment in row["comments"]] == ["anna 存疑"] and "anna" in row["confirmed"]

    status = desk.jiceng("doccano", "status", "--project", "两人")
    assert "anna" in status and "gold" in status and f"bo {2 * 4 / 11:.3f}" in status
    report = desk.jiceng("agree", "annotations/passes/anna", "annotations/passes/bo")
    assert "3 disagreements" in report

    passes = ("annotations/passes/anna", "annotations/passes/bo")
    desk.jiceng("doccano", "adjudicate", *passes, "--labeller", "carl")
    project = opened(client, ADJUDICATION)
    example = articles(client, project)["ruili"]
    sides = {label for *_, label in example.labels.spans if "/" in label}
    assert sides == {f"A/{spans[4][2]}", "B/MEASURE", f"B/{spans[5][2]}"}
    carl = room.client("carl")
    confirm(carl, project, example)
    assert "not settled: 3 labels" in desk.jiceng("doccano", "adjudicate", "--pull", code=1)
    for span in sorted(example.labels.spans):
        side, _, label = span[2].partition("/")
        if label and (side == "A" or label == spans[5][2]):
            relabel(carl, project, example, span, label)
        elif label:
            remove(carl, project, example, span)
    assert "1 written" in desk.jiceng("doccano", "adjudicate", "--pull")
    (settled,) = read_doccano(desk.annotations / "gold" / "ruili.json")
    assert labels_of(settled) == Labels(frozenset(spans))
