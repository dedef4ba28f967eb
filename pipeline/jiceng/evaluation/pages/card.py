"""The figures in documents, written from `models/metrics.json` between two marks so that they never differ from it."""

import re
import textwrap
from typing import Any

_SETTINGS = (("loao", "with supplement"), ("loao_no_supplement", "without"))
_ENTITY_BASELINES = {
    "memorised": "baseline: memorised mentions (majority label)",
    "spacy_ner": "baseline: spaCy's default `ner` on characters",
    "crf_no_lexicon": "baseline: plain CRF without lexicon",
    "crf": "baseline: plain CRF with lexicon",
}
_WIDTH = 120
_RELATION_BASELINES = {"nearest_pairs": "baseline: nearest-pair rules"}


def figures_table(metrics: dict[str, Any]) -> str:
    """Markdown: leave-one-article-out F1 with and without the supplement, baselines beside them, calibration."""
    rows: list[tuple[str, tuple[str, ...]]] = [("entities", ("entities",))]
    rows += [(title, ("baselines", name, "entities")) for name, title in _ENTITY_BASELINES.items()]
    rows += [("relations on gold entities", ("relations_gold",))]
    rows += [(title, ("baselines", name, "relations_gold")) for name, title in _RELATION_BASELINES.items()]
    rows += [("relations end to end", ("relations",))]
    lines = [
        "| leave one article out, strict F1 | " + " | ".join(title for _, title in _SETTINGS) + " |",
        "| --- " * 3 + "|",
    ]
    for name, path in rows:
        cells = [_cell(metrics[setting], path) for setting, _ in _SETTINGS]
        if any(cell != "–" for cell in cells):
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    calibration = metrics["loao"]["calibration"]
    made = (
        f"{len(metrics['articles'])} real articles, {metrics['supplement_articles']} supplement articles; mean of the seeds "
        f"{', '.join(map(str, metrics['seeds']))} (in brackets the lowest and the highest); data `{metrics['data']}`, config `{metrics['config']}`; measured by "
        f"`make evaluate`, the baselines by `make baselines`. Expected calibration error of a mention's confidence "
        f"{calibration['expected_calibration_error']:.3f}, of a relation's {calibration['relations_expected_calibration_error']:.3f}; "
        f"{metrics['loao']['unreachable_relations']:.1%} of the gold relations are no candidate."
    )
    return "\n".join([*lines, "", made])


def short_figures(metrics: dict[str, Any]) -> str:
    """Markdown for a reader with two minutes: the three main figures, each with its best baseline."""
    held_out = metrics["loao"]
    lines = ["| strict F1 | jiceng | best baseline |", "| --- | --- | --- |"]
    for title, key in (
        ("entities", "entities"),
        ("relations on gold entities", "relations_gold"),
        ("relations end to end", "relations"),
    ):
        beside = [part[key]["f1"] for part in held_out.get("baselines", {}).values() if "f1" in part.get(key, {})]
        lines.append(f"| {title} | {_cell(held_out, (key,))} | {f'{max(beside):.3f}' if beside else '–'} |")
    made = (
        f"Leave one article out over {len(metrics['articles'])} real articles, with {metrics['supplement_articles']} written for "
        f"training; mean of {len(metrics['seeds'])} seeds, in brackets the lowest and the highest; `make evaluate`."
    )
    return "\n".join([*lines, "", made])


def _cell(part: dict[str, Any], path: tuple[str, ...]) -> str:
    value: Any = part
    for key in path:
        value = value.get(key, {})
    if "f1" not in value:
        return "–"
    seeds = value.get("f1_by_seed", [])
    spread = f" ({min(seeds):.3f}–{max(seeds):.3f})" if len(set(seeds)) > 1 else ""
    return f"{value['f1']:.3f}{spread}"


def beside_tables(bench: dict[str, Any], speed: dict[str, Any]) -> str:
    """Markdown: public data beside published figures, and speeds of the stages."""
    lines = ["| public data, test F1 | this tagger | each seed | Lattice-LSTM | FLAT |", "| --- " * 5 + "|"]
    for name, row in bench.items():
        seeds = ", ".join(f"{value:.2f}" for value in row["by_seed"])
        published = [f"{row['published'].get(model, 0):.2f}" for model in ("Lattice-LSTM", "FLAT")]
        lines.append(f"| {name} | {row['test_f1']:.2f} | {seeds} | {' | '.join(published)} |")
    speeds = speed["characters_a_cpu_second"]
    lines += [
        "",
        f"Characters a CPU-second, one core, one run over the {speed['characters']:,} characters of the five articles (`jiceng speed`): entities {speeds['entities']:,}, "
        f"relations {speeds['relations']:,}, spaCy's default `ner` {speeds['spacy_ner']:,}. Entities are {speed['entities_over_spacy_ner']:.1f} times as fast as spaCy's; "
        f"relations take {speed['relations_over_entities_time']:.2f} times the time of the entities.",
    ]
    return "\n".join(lines)


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
    """The document with what stands between `<!-- name -->` and `<!-- /name -->` replaced; prose is wrapped.

    Raises:
        ValueError: the marks are missing.
    """
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marked.search(document):
        raise ValueError(f"the document lacks the marks <!-- {name} --> and <!-- /{name} -->")
    wrapped = "\n".join(map(_wrapped, content.split("\n")))
    return marked.sub(lambda match: f"{match[1]}{wrapped}\n{match[2]}", document)


def _wrapped(line: str) -> str:
    """A line of prose at the width of the source files; rows of tables stay whole."""
    if len(line) <= _WIDTH or line.startswith(("|", " ")):
        return line
    indent = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _sorted(labels: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(labels.items(), key=lambda item: (-item[1]["gold"], item[0]))
