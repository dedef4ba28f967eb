"""Nothing is lost on the way to the server and back, whatever the text, however many, however many at once."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from doccano_client import DoccanoClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.corpus.article import Article
from jiceng.corpus.folder import read_articles
from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.fetch import fetch
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import Labels, labels_of, with_labels
from jiceng.labelling.exchange.pieces import joined
from jiceng.labelling.exchange.push import push
from jiceng.labelling.exchange.state import State
from jiceng.labelling.queue import cut
from jiceng.labelling.schema import LabellingProject, relation_types, span_types
from jiceng.labelling.server.project import ensure_project
from jiceng.ontology import default_ontology
from tests.labelling.live.conftest import LABELLERS, ROOT, Desk, Room
from tests.labelling.strategies import articles

ONTOLOGY = default_ontology()
FIGURES = ROOT / "build" / "labelling.json"


def note(**figures: object) -> None:
    """Keep a figure in build/labelling.json, which the README quotes."""
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps({**known, **figures}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def new_project(client: DoccanoClient, name: str = "") -> LabellingProject:
    *_, project = ensure_project(
        client, name or f"往返 {uuid4().hex[:8]}", span_types(ONTOLOGY), relation_types(ONTOLOGY), "指南"
    )
    assert isinstance(project, LabellingProject)
    return project


def there_and_back(client: DoccanoClient, items: Sequence[Item], folder: Path) -> list[Fetched]:
    project = new_project(client)
    path = folder / f"{uuid4().hex}.json"
    assert [p.outcome for p in push(client, project, items, State(project.name), path, {})] == ["new"] * len(items)
    return list(joined(fetch(client, project)))


def lost(items: Sequence[Item], back: Sequence[Fetched]) -> int:
    """Spans and relations that are not exactly as they were sent, and articles whose text is not."""
    found = {example.article: example for example in back}
    assert len(found) == len(back) == len(items)
    count = 0
    for item in items:
        example, sent = found[item.article.id], labels_of(item.article)
        count += len(sent.spans ^ example.labels.spans) + len(sent.relations ^ example.labels.relations)
        count += len(example.faults) + (example.text != item.article.text)
    return count


def count_labels(items: Sequence[Item]) -> int:
    return sum(len(item.article.spans) + len(item.article.relations) for item in items)


total = {"labels": 0, "lost": 0, "articles": 0}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(articles(), min_size=15, max_size=25))
def test_any_text_with_any_labels(room: Room, tmp_path_factory: object, found: list[Article]) -> None:
    items = [Item(with_labels(Article(f"x{i}", a.text), labels_of(a))) for i, a in enumerate(found)]
    folder = tmp_path_factory.mktemp("state")  # type: ignore[attr-defined]
    losses = lost(items, there_and_back(room.admin(), items, folder))
    total["labels"] += count_labels(items)
    total["articles"] += len(items)
    total["lost"] += losses
    note(round_trip_any_text=dict(total))
    assert losses == 0


def many(spans: int, relations: int) -> Article:
    text = "".join(f"𠮷村{i}号卡点😀；" for i in range(spans))
    starts = [i for i in range(len(text)) if text.startswith("卡点", i)][:spans]
    keys = [(start, start + 2, "CHECKPOINT") for start in starts]
    pairs = [(keys[i], keys[i + 1], "PART_OF") for i in range(relations)]
    return with_labels(Article("many", text), Labels(frozenset(keys), frozenset(pairs)))


def test_the_hard_cases(room: Room, tmp_path: Path) -> None:
    forty = "\n".join(f"第{i}段：全市设立{i}个卡点。" for i in range(40))
    county = frozenset({(forty.index("全市"), forty.index("全市") + 2, "GPE")})
    cases = [
        many(300, 200),
        Article("empty", "没有标注的文章。"),
        with_labels(Article("forty", forty), Labels(county)),
        with_labels(Article("spaces", "　  \t设卡点  "), Labels(frozenset({(5, 7, "CHECKPOINT")}))),
        with_labels(Article("crlf", "设卡点。\r\n设网格。\r\n"), Labels(frozenset({(1, 3, "CHECKPOINT"), (7, 9, "GRID")}))),
        with_labels(Article("lines", "设卡点\u2028设网格\u2029\x85完"), Labels(frozenset({(5, 7, "GRID")}))),
        with_labels(Article("emoji", "👨‍👩‍👧说𠮷田在😀村"), Labels(frozenset({(6, 8, "PERSON"), (9, 11, "GPE")}))),
        with_labels(Article("number", "12"), Labels(frozenset({(0, 2, "QUANTITY")}))),
        Article("nan", "NaN"),
    ]  # fmt: skip
    items = [Item(article) for article in cases]
    back = there_and_back(room.admin(), items, tmp_path)
    losses = lost(items, back)
    note(round_trip_hard_cases={"articles": len(items), "labels": count_labels(items), "lost": losses})
    assert losses == 0


def test_five_hundred_examples(room: Room, desk: Desk) -> None:
    """Real sentences of gold and supplement, by the command; the times are the ones that the README gives."""
    sentences = [
        piece
        for folder in ("gold", "supplement")
        for article in read_articles(ROOT / "annotations" / folder)
        for piece in cut(article)
    ]
    assert len(sentences) >= 500
    rows = []
    for piece in sentences[:500]:
        entities = [{"id": s.id, "label": s.label, "start_offset": s.start, "end_offset": s.end} for s in piece.spans]
        relations = [{"id": r.id, "from_id": r.head, "to_id": r.tail, "type": r.label} for r in piece.relations]
        rows.append({"id": piece.id, "text": piece.text, "entities": entities, "relations": relations})
    (desk.folder / "queue.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    arguments = ("queue.jsonl", "--project", "五百")
    begun = time.perf_counter()
    assert "500 new" in desk.jiceng("doccano", "push", *arguments)
    pushed = time.perf_counter()
    said = desk.jiceng("doccano", "pull", "--project", "五百", "--unconfirmed")
    pulled = time.perf_counter()
    assert "500 written" in said
    assert "500 there" in desk.jiceng("doccano", "push", *arguments), "twice changes nothing"
    back = {article.id: article for article in read_articles(desk.annotations / "supplement")}
    losses = sum(labels_of(back[piece.id]) != labels_of(piece) for piece in sentences[:500])
    labels = sum(len(piece.spans) + len(piece.relations) for piece in sentences[:500])
    note(
        five_hundred={
            "push_seconds": round(pushed - begun, 1),
            "pull_seconds": round(pulled - pushed, 1),
            "labels": labels,
            "examples_changed": losses,
        }
    )
    assert losses == 0


def test_four_labellers_at_once(room: Room, tmp_path: Path) -> None:
    """All four save in the same shared articles at the same time; every one of their spans is there afterwards."""
    admin = room.admin()
    project = new_project(admin)
    text = "全市设立网格卡点。" * 40
    items = [Item(Article(f"shared{i}", text)) for i in range(3)]
    list(push(admin, project, items, State(project.name), tmp_path / "state.json", {}, lines=100))
    for name in LABELLERS:
        admin.member.add(project.id, name, "annotator")
    grid = next(number for number, label in project.spans.labels.items() if label == "GRID")
    examples = [example.example for example in fetch(admin, project)]

    def label(place: int) -> None:
        client = room.client(LABELLERS[place])
        for example in examples:
            for i in range(place, 40, len(LABELLERS)):
                client.span.create(project.id, example, i * 9 + 4, i * 9 + 6, grid)

    with ThreadPoolExecutor(len(LABELLERS)) as pool:
        list(pool.map(label, range(len(LABELLERS))))
    wanted = {(i * 9 + 4, i * 9 + 6, "GRID") for i in range(40)}
    back = list(fetch(admin, project))
    note(four_labellers={"spans": 3 * len(wanted), "lost": sum(len(wanted ^ example.labels.spans) for example in back)})
    for example in back:
        assert example.labels.spans == wanted
        assert example.by == dict.fromkeys(LABELLERS, 10)
