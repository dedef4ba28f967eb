"""Where the tagger errs: confusion of labels, extents against labels, the worst labels, the most confident mistakes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jiceng.corpus.article import Article, Span
from jiceng.evaluation.scoring import span_keys, table

# Characters of context on each side of a mistake.
_CONTEXT = 18


@dataclass(frozen=True)
class Mistake:
    """A span that was found and is not gold; `kind`: label, extent, both, or spurious; `gold` overlaps it most."""

    article: str
    found: Span
    gold: Span | None
    kind: str
    context: str


def mistakes_of(gold: Article, found: Article) -> list[Mistake]:
    """Wrong spans of one article, in text order."""
    keys = gold.span_keys()
    mistakes = []
    for span in found.spans:
        if (span.start, span.end, span.label) in keys:
            continue
        overlapping = [other for other in gold.spans if other.start < span.end and span.start < other.end]
        near = max(overlapping, key=lambda other: min(other.end, span.end) - max(other.start, span.start), default=None)
        if near is None:
            kind = "spurious"
        elif (near.start, near.end) == (span.start, span.end):
            kind = "label"
        else:
            kind = "extent" if near.label == span.label else "extent and label"
        left, right = max(0, span.start - _CONTEXT), span.end + _CONTEXT
        context = f"{gold.text[left : span.start]}⟦{gold.mention(span)}⟧{gold.text[span.end : right]}"
        mistakes.append(Mistake(gold.id, span, near, kind, " ".join(context.split())))
    return mistakes


def missed_of(gold: Article, found: Article) -> list[Span]:
    """Gold spans that no found span overlaps."""
    return [
        span
        for span in gold.spans
        if not any(other.start < span.end and span.start < other.end for other in found.spans)
    ]


def error_report(gold: Sequence[Article], found: Sequence[Article], count: int) -> str:
    """Everything as text; articles are matched by id."""
    by_id = {article.id: article for article in found}
    pairs = [(article, by_id[article.id]) for article in gold if article.id in by_id]
    mistakes = [mistake for one, other in pairs for mistake in mistakes_of(one, other)]
    missed = [(one, span) for one, other in pairs for span in missed_of(one, other)]
    scores = table(span_keys(one for one, _ in pairs), span_keys(other for _, other in pairs))
    kinds = Counter(mistake.kind for mistake in mistakes)
    lines = [
        f"{len(pairs)} articles, F1 {scores['f1']:.3f}; {len(mistakes)} spans found wrongly, {len(missed)} gold spans missed whole",
        *(f"  {kind:<18}{number:>5}" for kind, number in kinds.most_common()),
        "",
        "labels, worst first           F1    gold  found",
    ]
    rows = sorted(scores["labels"].items(), key=lambda item: item[1]["f1"])
    lines += [f"  {label:<24}{row['f1']:>8.3f}{row['gold']:>8}{row['found']:>7}" for label, row in rows]
    lines += ["", "gold label → what was found in its place (– is nothing)"]
    confusion: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mistake in mistakes:
        if mistake.gold is not None and mistake.gold.label != mistake.found.label:
            confusion[mistake.gold.label][mistake.found.label] += 1
    for _, span in missed:
        confusion[span.label]["–"] += 1
    for label, others in sorted(confusion.items(), key=lambda item: -item[1].total()):
        lines.append(f"  {label:<14}" + "  ".join(f"{other} {number}" for other, number in others.most_common()))
    lines += ["", f"the {min(count, len(mistakes))} most confident mistakes"]
    for mistake in sorted(mistakes, key=lambda item: -item.found.confidence)[:count]:
        place = f"{mistake.article}:{mistake.found.start}"
        wanted = ""
        if mistake.gold is not None:
            text = next(one for one, _ in pairs if one.id == mistake.article).mention(mistake.gold)
            wanted = f" gold {mistake.gold.label} {text}"
        lines.append(
            f"  {mistake.found.confidence:.2f} {place:<14}{mistake.found.label:<12}{mistake.context}  [{mistake.kind}{wanted}]"
        )
    return "\n".join(lines)
