"""The figures in documents, written from `models/metrics.json` between two marks so that they never differ from it."""

import re
from typing import Any

_SETTINGS = (("loao", "with supplement"), ("loao_no_supplement", "without"))
_NAMES = {
    "memorised": "baseline: memorised mentions (majority label)",
    "spacy_ner": "baseline: spaCy's default `ner` on characters",
    "tagger_no_lexicon": "baseline: the same CRF without lexicon",
}


def figures_table(metrics: dict[str, Any]) -> str:
    """Markdown: leave-one-article-out F1 with and without the supplement, baselines beside them."""
    rows: list[tuple[str, tuple[str, ...]]] = [("entities", ("entities",))]
    rows += [(_NAMES[name], ("baselines", name, "entities")) for name in metrics["loao"]["baselines"]]
    rows += [("relations on gold entities", ("relations_gold",)), ("relations end to end", ("relations",))]
    lines = [
        "| leave one article out, strict F1 | " + " | ".join(title for _, title in _SETTINGS) + " |",
        "| --- " * 3 + "|",
    ]
    for name, path in rows:
        cells = []
        for setting, _ in _SETTINGS:
            value: Any = metrics[setting]
            for key in path:
                value = value.get(key, {})
            cells.append(f"{value['f1']:.3f}" if "f1" in value else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    made = (
        f"{len(metrics['articles'])} real articles, {metrics['supplement_articles']} supplement articles; data "
        f"`{metrics['data']}`, config `{metrics['config']}`, seeds {metrics['seeds']}; measured by `make evaluate` "
        f"in {metrics['seconds'] / 60:.0f} minutes."
    )
    return "\n".join([*lines, "", made])


def label_table(metrics: dict[str, Any]) -> str:
    """Markdown: F1 by label with the supplement, entities and relations (on gold entities, end to end)."""
    lines = ["| entity | gold | F1 | precision | recall |", "| --- | --- | --- | --- | --- |"]
    for label, row in _sorted(metrics["loao"]["entities"]["labels"]):
        lines.append(f"| {label} | {row['gold']} | {row['f1']:.3f} | {row['precision']:.3f} | {row['recall']:.3f} |")
    lines += ["", "| relation | gold | F1 on gold entities | F1 end to end |", "| --- | --- | --- | --- |"]
    end_to_end = metrics["loao"]["relations"]["labels"]
    for label, row in _sorted(metrics["loao"]["relations_gold"]["labels"]):
        lines.append(f"| {label} | {row['gold']} | {row['f1']:.3f} | {end_to_end.get(label, {'f1': 0.0})['f1']:.3f} |")
    return "\n".join(lines)


def with_figures(document: str, metrics: dict[str, Any], labels: bool) -> str:
    """The document with the figures between its marks made anew; `labels` adds the tables by label.

    Raises:
        ValueError: the marks `<!-- figures -->` and `<!-- /figures -->` are missing.
    """
    content = figures_table(metrics) + (f"\n\n{label_table(metrics)}" if labels else "")
    return between_marks(document, "figures", content)


def between_marks(document: str, name: str, content: str) -> str:
    """The document with what stands between `<!-- name -->` and `<!-- /name -->` replaced.

    Raises:
        ValueError: the marks are missing.
    """
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marked.search(document):
        raise ValueError(f"the document lacks the marks <!-- {name} --> and <!-- /{name} -->")
    return marked.sub(lambda match: f"{match[1]}{content}\n{match[2]}", document)


def _sorted(labels: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(labels.items(), key=lambda item: (-item[1]["gold"], item[0]))
