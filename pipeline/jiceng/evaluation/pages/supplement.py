"""What the supplement holds, as Markdown: counts beside the real articles', the grid, agreement, the learning curve."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jiceng.corpus.agreement import agreement
from jiceng.corpus.article import ASSERTED, STATUSES, Article
from jiceng.corpus.folder import Corpus, read_articles
from jiceng.ontology import Ontology
from jiceng.text.script import detect_script


def supplement_tables(corpus: Corpus, folder: Path, passes: Path, curve: dict[str, Any], ontology: Ontology) -> str:
    """All generated parts of `annotations/supplement/README.md`."""
    parts = [
        _counts(corpus, ontology),
        _grid(folder / "plan.tsv"),
        _agreement(passes),
        _curve(curve, corpus.hash),
    ]
    return "\n\n".join(parts)


def _counts(corpus: Corpus, ontology: Ontology) -> str:
    made, real = corpus.supplement, corpus.gold
    characters = sum(len(article.text) for article in made)
    mentions = sum(len(article.spans) for article in made)
    relations = sum(len(article.relations) for article in made)
    scripts = Counter(detect_script(article.text) for article in made)
    lines = [
        f"{len(made)} articles, {characters:,} characters, {mentions:,} mentions ({1000 * mentions / characters:.0f} a thousand "
        f"characters; the real articles have {_density(real):.0f}), {relations:,} relations. "
        f"Script: {scripts['Hans']} simplified, {scripts['Hant']} traditional, {scripts['mixed']} mixed.",
        *_statuses(made),
        "",
        "| label | supplement | share | real articles | share |",
        "| --- | --- | --- | --- | --- |",
    ]
    ours = Counter(span.label for article in made for span in article.spans)
    theirs = Counter(span.label for article in real for span in article.spans)
    lines += [_row(label, ours, theirs) for label in ontology.entity_labels]
    ours = Counter(relation.label for article in made for relation in article.relations)
    theirs = Counter(relation.label for article in real for relation in article.relations)
    lines += [_row(label, ours, theirs) for label in ontology.relation_labels]
    return "\n".join(lines)


def _statuses(articles: Sequence[Article]) -> list[str]:
    """How many relations their sentences do not assert, by status; nothing if there is none."""
    counts = Counter(relation.status for article in articles for relation in article.relations)
    found = ", ".join(f"{counts[status]:,} {status}" for status in STATUSES if counts[status] and status != ASSERTED)
    return [f"Relations that their sentences do not assert: {found}."] if found else []


def _row(label: str, ours: Counter[str], theirs: Counter[str]) -> str:
    cells = (f"{counts[label]:,} | {counts[label] / counts.total():.1%}" for counts in (ours, theirs))
    return f"| {label} | {' | '.join(cells)} |"


def _density(articles: Sequence[Article]) -> float:
    return 1000 * sum(len(a.spans) for a in articles) / sum(len(a.text) for a in articles)


def _grid(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    lines = [f"The grid (`plan.tsv`, {len(rows)} articles written to it), values by column:", ""]
    for column in ("field", "theme", "level", "register", "script", "punctuation", "layout", "length", "syntax"):
        values = Counter(row[column] for row in rows).most_common()
        lines.append(f"- **{column}**: " + ", ".join(f"{value} {count}" for value, count in values))
    provinces = {row["province"] for row in rows}
    lines.append(
        f"- **province**: {len(provinces)}, **place**: {len({row['place'] for row in rows})} counties and districts"
    )
    return "\n".join(lines)


def _agreement(passes: Path) -> str:
    """A sentence for each pair of readings: `first` beside `second`, and those of later parts, `first-2` beside `second-2`."""
    sentences = []
    for first in sorted(passes.glob("first*")):
        second = passes / first.name.replace("first", "second")
        result = agreement(read_articles(first), read_articles(second))
        sentences.append(
            f"A second reader labelled {len(result.articles)} of the articles, drawn at random, from the bare text: "
            f"entities {result.entities['ALL'].f1:.3f}, relations {result.relations['ALL'].f1:.3f} exact "
            f"(`jiceng agree annotations/passes/supplement/{first.name} annotations/passes/supplement/{second.name}`)."
        )
    return "\n\n".join(sentences)


def _curve(curve: dict[str, Any], data: str) -> str:
    """The table of the curve, which stays when a label changes; it then says that labels were others."""
    lines = [] if curve["data"] == data else ["Measured before labels or articles changed last:", ""]
    lines += [
        "| supplement articles | entities | each order | relations on gold entities | each order |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in curve["points"]:
        by = [", ".join(f"{value:.3f}" for value in row[f"{name}_by_order"]) for name in ("entities", "relations_gold")]
        lines.append(f"| {row['articles']} | {row['entities']:.3f} | {by[0]} | {row['relations_gold']:.3f} | {by[1]} |")
    return "\n".join(lines)
