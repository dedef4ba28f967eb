import json
from dataclasses import replace
from pathlib import Path

import pytest

from jiceng.corpus.article import Article
from jiceng.corpus.doccano import read_doccano, write_doccano
from jiceng.labelling.exchange.example import Comment, Fetched
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.labels import Labels, SpanKey, labels_of, with_labels
from jiceng.labelling.exchange.merge import Base
from jiceng.labelling.exchange.pieces import pieces_of
from jiceng.labelling.exchange.pull import Pull, Pulled, labels_here
from jiceng.labelling.exchange.state import State
from jiceng.labelling.exchange.transaction import replace_together
from jiceng.ontology import Ontology

WHEN = "2026-03-01T08:00:00Z"


def fetched(source: Article, labels: Labels | None = None, /, **changes: object) -> Fetched:
    """The article as a labeller has confirmed it on the server."""
    known = Fetched(
        1, source.id, "gold", source.text, labels or labels_of(source), (), {}, {}, {"anna": WHEN}, ()
    )  # fmt: skip
    return replace(known, **changes)  # type: ignore[arg-type]


@pytest.fixture
def annotations(tmp_path: Path, gold: dict[str, Article]) -> Path:
    """A folder with two real articles in gold."""
    for name in ("ruili", "ningming"):
        write_doccano([gold[name]], tmp_path / "gold" / f"{name}.jsonl")
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / f"{name}.txt").write_bytes(gold[name].text.encode())
    return tmp_path


def state_of(*articles: Article) -> State:
    return State("试标", {article.id: Base(labels_of(article), labels_of(article)) for article in articles})


def pull(folder: Path, ontology: Ontology, state: State, *examples: Fetched, unconfirmed: bool = False) -> list[Pulled]:
    collected = Pull(folder, ontology, unconfirmed)
    results = list(collected.merge(examples, state))
    replace_together(folder, collected.contents())
    return results


def without(labels: Labels, span: SpanKey) -> Labels:
    kept = frozenset(r for r in labels.relations if span not in r[:2])
    return Labels(labels.spans - {span}, kept)


def test_a_new_span_and_relation_come_home_and_the_rest_keeps_its_numbers(
    annotations: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    before = labels_of(gold["ruili"])
    (count_relation, *_) = sorted(r for r in before.relations if r[2] == "HAS_COUNT")
    less = without(before, count_relation[1])
    write_doccano([_with(gold["ruili"], less)], annotations / "gold" / "ruili.jsonl")
    state = State("试标", {"ruili": Base(less, less)})
    (result,) = pull(annotations, ontology, state, fetched(gold["ruili"]))
    (article,) = read_doccano(annotations / "gold" / "ruili.jsonl")
    assert result.outcome == "written"
    assert labels_of(article) == before
    assert state.bases["ruili"] == Base(before, before)


def test_a_change_made_here_is_never_overwritten(
    annotations: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    base = labels_of(gold["ruili"])
    first, last = sorted(base.spans)[0], sorted(base.spans)[-1]
    here = annotations / "gold" / "ruili.jsonl"
    write_doccano([_with(gold["ruili"], without(base, first))], here)
    (merged,) = pull(annotations, ontology, state_of(gold["ruili"]), fetched(gold["ruili"], without(base, last)))
    assert merged.outcome == "merged"
    assert labels_of(read_doccano(here)[0]) == without(without(base, first), last)

    write_doccano([_with(gold["ruili"], without(base, first))], here)
    content = here.read_bytes()
    relabelled = without(base, first)
    relabelled = replace(relabelled, spans=relabelled.spans | {(first[0], first[1], "LOC")})
    (conflict,) = pull(annotations, ontology, state_of(gold["ruili"]), fetched(gold["ruili"], relabelled))
    assert conflict.outcome == "conflict" and f"at {first[0]}: here removed" in conflict.problems[0]
    assert here.read_bytes() == content


def test_an_article_that_fails_its_check_stays_and_the_others_are_written(
    annotations: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    files = {name: annotations / "gold" / f"{name}.jsonl" for name in ("ruili", "ningming")}
    before = {name: path.read_bytes() for name, path in files.items()}
    labels = labels_of(gold["ruili"])
    white = next(i for i, char in enumerate(gold["ruili"].text) if char == "\n")
    faulty = Labels(labels.spans | {(white, white + 1, "GPE")}, labels.relations)
    good = without(labels_of(gold["ningming"]), sorted(labels_of(gold["ningming"]).spans)[0])
    results = pull(
        annotations, ontology, state_of(*gold.values()), fetched(gold["ruili"], faulty), fetched(gold["ningming"], good)
    )
    assert [result.outcome for result in results] == ["faulty", "written"]
    assert "line break" in " ".join(results[0].problems)
    assert files["ruili"].read_bytes() == before["ruili"]
    assert labels_of(read_doccano(files["ningming"])[0]) == good


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "另一篇文章"}, "its text on the server differs"),
        ({"faults": ("a span cannot be placed: …",)}, "cannot be placed"),
        ({"article": ""}, "was not uploaded by jiceng"),
        ({"folder": "../.."}, "is no place for labels"),
        ({"article": "../../etc/passwd"}, "cannot be the name of a file"),
        ({"labels": Labels(frozenset({(0, 2, "A/GPE")}))}, "not settled: 1 labels of one side are left"),
    ],
)
def test_what_cannot_be_trusted_is_not_written(
    annotations: Path, ontology: Ontology, gold: dict[str, Article], changes: dict[str, object], says: str
) -> None:
    before = {path: path.read_bytes() for path in annotations.rglob("*.jsonl")}
    (result,) = pull(annotations, ontology, state_of(gold["ruili"]), fetched(gold["ruili"], **changes))
    assert result.outcome == "faulty" and says in result.problems[0]
    assert {path: path.read_bytes() for path in annotations.rglob("*.jsonl")} == before


def test_what_nobody_has_confirmed_waits_unless_asked_for(
    annotations: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    labels = without(labels_of(gold["ruili"]), sorted(labels_of(gold["ruili"]).spans)[0])
    half = fetched(gold["ruili"], labels, confirmed={})
    (waiting,) = pull(annotations, ontology, state_of(gold["ruili"]), half)
    assert waiting.outcome == "unconfirmed"
    assert read_doccano(annotations / "gold" / "ruili.jsonl") == [gold["ruili"]]
    (taken,) = pull(annotations, ontology, state_of(gold["ruili"]), half, unconfirmed=True)
    assert taken.outcome == "written"


def test_an_article_of_which_some_pieces_are_confirmed_waits_and_says_how_many(
    annotations: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    pieces = pieces_of(Item(gold["ruili"], "gold"))
    parts = [
        replace(fetched(piece.item.article), example=number, place=piece.place)
        for number, piece in enumerate(pieces, start=1)
    ]
    spans = sorted(parts[0].labels.spans)
    parts[0] = replace(parts[0], labels=without(parts[0].labels, spans[0]))
    partly = [*parts[:-1], replace(parts[-1], confirmed={})]
    (waiting,) = pull(annotations, ontology, state_of(gold["ruili"]), *partly)
    assert waiting.outcome == "partly"
    assert waiting.problems == (f"{len(parts) - 1} of its {len(parts)} pieces are confirmed; it is taken when all are",)
    assert read_doccano(annotations / "gold" / "ruili.jsonl") == [gold["ruili"]]
    (taken,) = pull(annotations, ontology, state_of(gold["ruili"]), *parts)
    assert taken.outcome == "written"
    (article,) = read_doccano(annotations / "gold" / "ruili.jsonl")
    assert labels_of(article) == without(labels_of(gold["ruili"]), spans[0])
    before = {span.id: span for span in gold["ruili"].spans}
    assert all(before[span.id] == span for span in article.spans), "what did not change keeps its number"


def test_a_labellers_pass_comments_and_confirmation_come_home(
    annotations: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    comment = Comment("anna", WHEN, "“卡点”算不算？")
    own = fetched(gold["ruili"], folder="passes/anna", comments=(comment,))
    state = State("试标 · anna", {"ruili": Base(None, Labels())})
    (result,) = pull(annotations, ontology, state, own)
    assert (result.outcome, result.comments) == ("written", 1)
    row = json.loads((annotations / "passes" / "anna" / "ruili.json").read_text(encoding="utf-8"))
    assert row["comments"] == [{"user": "anna", "created": WHEN, "text": "“卡点”算不算？"}]
    assert row["confirmed"] == {"anna": WHEN}
    assert labels_here(annotations, ["passes/anna"]) == {("passes/anna", "ruili"): labels_of(gold["ruili"])}


def test_a_second_pull_writes_nothing(annotations: Path, ontology: Ontology, gold: dict[str, Article]) -> None:
    state = state_of(gold["ruili"])
    pull(annotations, ontology, state, fetched(gold["ruili"]))
    collected = Pull(annotations, ontology)
    assert [result.outcome for result in collected.merge([fetched(gold["ruili"])], state)] == ["same"]
    assert collected.contents() == {}


def test_a_file_of_several_articles_keeps_the_others(
    tmp_path: Path, ontology: Ontology, gold: dict[str, Article]
) -> None:
    path = tmp_path / "gold" / "all.jsonl"
    write_doccano(gold.values(), path)
    labels = without(labels_of(gold["ruili"]), sorted(labels_of(gold["ruili"]).spans)[0])
    pull(tmp_path, ontology, state_of(gold["ruili"]), fetched(gold["ruili"], labels))
    back = {article.id: article for article in read_doccano(path)}
    assert labels_of(back.pop("ruili")) == labels
    assert back == {key: article for key, article in gold.items() if key != "ruili"}


def _with(article: Article, labels: Labels) -> Article:
    return with_labels(article, labels)
