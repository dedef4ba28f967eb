"""The bake-offs' tables in Markdown, as the model card shows them."""

from collections.abc import Iterator, Mapping
from typing import Any

from jiceng.evaluation.scoring import SETTINGS

MENTIONS = ("relations_gold", "relations")
# Rows in the tables' order, with what they are called there.
TAGGERS = {
    "spacy_ner": "spaCy's default `ner` on characters",
    "spacy_ner_vectors": "the same with jieba's word boundaries as tags and our character vectors",
    "crf": "plain CRF, lexicon, jieba's words",
    "hybrid_no_words": "hybrid, no words",
    "hybrid": "hybrid, jieba's words (the default)",
    "hybrid_pkuseg": "hybrid, words of spacy-pkuseg's dictionary",
    "ensemble": "ensemble of three hybrids, jieba's words",
}
SCORERS = {
    "nearest_pairs": "nearest-pair rules",
    "logistic_regression": "logistic regression (the default)",
    "gradient_boosting": "gradient boosting",
    "neural": "neural scorer on the tagger's states",
}


def tagger_table(summary: Mapping[str, Any]) -> str:
    """The table in Markdown."""
    lines = [
        "| tagger | entities, with supplement | without | training, s | characters a second | MB |",
        "| --- " * 6 + "|",
    ]
    for row, title in TAGGERS.items():
        if row in summary["rows"]:
            lines.append(f"| {title} | " + " | ".join(_tagger_cells(summary["rows"][row])) + " |")
    seeds = ", ".join(map(str, summary["seeds"]))
    lines += [
        "",
        f"Leave one article out, strict F1, uncalibrated; mean of the seeds {seeds} (in brackets the lowest and the "
        "highest; the CRF has nothing random in it). Training and reading in processor time of one core, training and "
        "size with the supplement, an ensemble beginning at each seed. "
        f"Data `{summary['data']}`, config `{summary['config']}`; measured by `jiceng bakeoff taggers`.",
    ]
    return "\n".join(lines)


def _tagger_cells(row: Mapping[str, Any]) -> Iterator[str]:
    for setting in SETTINGS:
        scores = row[setting]["entities"]
        seeds = scores["f1_by_seed"]
        yield f"{scores['f1']:.3f}" + (f" ({min(seeds):.3f}–{max(seeds):.3f})" if len(seeds) > 1 else "")
    costs = row[SETTINGS[0]]
    yield f"{costs['training_seconds']:.0f}"
    yield f"{costs['characters_a_cpu_second']:,}"
    yield f"{costs['megabytes']:.1f}"


def relation_tables(summary: Mapping[str, Any]) -> str:
    """Two tables in Markdown: all relations in both settings, and each relation with the supplement."""
    rows = {row: title for row, title in SCORERS.items() if row in summary["rows"]}
    lines = [
        "| relations | gold mentions, with supplement | without | found mentions, with supplement | without |",
        "| --- " * 5 + "|",
    ]
    for row, title in rows.items():
        lines.append(f"| {title} | " + " | ".join(_scorer_cells(summary["rows"][row])) + " |")
    lines += [
        "",
        "| gold mentions / found mentions, with supplement | gold | " + " | ".join(rows.values()) + " |",
        "| --- " * (2 + len(rows)) + "|",
    ]
    first = summary["rows"][next(iter(rows))][SETTINGS[0]]["relations_gold"]["labels"]
    for label, counts in sorted(first.items(), key=lambda item: (-item[1]["gold"], item[0])):
        cells = [
            " / ".join(_of_label(summary["rows"][row][SETTINGS[0]][name], label) for name in MENTIONS) for row in rows
        ]
        lines.append(f"| {label} | {counts['gold']} | " + " | ".join(cells) + " |")
    seeds = ", ".join(map(str, summary["seeds"]))
    lines += [
        "",
        f"Leave one article out, strict F1, found mentions by the taggers of the seeds {seeds} (in brackets the lowest "
        "and the highest; on gold mentions only the neural scorer has something random in it). "
        f"Data `{summary['data']}`, config `{summary['config']}`; measured by `jiceng bakeoff relations`.",
    ]
    return "\n".join(lines)


def _scorer_cells(row: Mapping[str, Any]) -> Iterator[str]:
    for name in MENTIONS:
        for setting in SETTINGS:
            scores = row[setting][name]
            low, high = min(scores["f1_by_seed"]), max(scores["f1_by_seed"])
            yield f"{scores['f1']:.3f}" + (f" ({low:.3f}–{high:.3f})" if high > low else "")


def _of_label(scores: Mapping[str, Any], label: str) -> str:
    return f"{scores['labels'].get(label, {'f1': 0.0})['f1']:.2f}"
