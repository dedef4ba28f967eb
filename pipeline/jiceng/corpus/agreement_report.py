"""An agreement as text for a terminal."""

from collections.abc import Mapping

from jiceng.corpus.agreement import Agreement, Score


def agreement_report(result: Agreement, disagreements: bool = True) -> str:
    """Tables of exact and overlapping agreement, kappa, and every disagreement in context."""
    lines = [f"{len(result.articles)} articles: {', '.join(result.articles)}"]
    if result.only_one:
        lines.append(f"only in one of the two, not compared: {', '.join(result.only_one)}")
    lines += ["", *_table("entities", result.entities, result.entities_overlapping)]
    spans = result.spans_only
    lines.append(f"{'spans, any label':<18}{spans.a:>6}{spans.b:>6}{spans.both:>6}{spans.f1:>9.3f}")
    lines += ["", *_table("relations", result.relations, result.relations_overlapping)]
    lines += ["", f"Cohen's kappa on characters: {result.kappa:.3f}"]
    if disagreements and result.disagreements:
        lines += ["", f"{len(result.disagreements)} disagreements (A or B has it, the other has not)"]
        for item in result.disagreements:
            lines.append(f"{item.article}:{item.offset}\t{item.who}\t{item.item}\t{item.context}")
    return "\n".join(lines)


def _table(name: str, exact: Mapping[str, Score], overlapping: Mapping[str, Score]) -> list[str]:
    lines = [f"{name:<18}{'A':>6}{'B':>6}{'both':>6}{'F1':>9}{'overlap':>9}"]
    for label, score in exact.items():
        overlap = overlapping[label].f1
        lines.append(f"{label:<18}{score.a:>6}{score.b:>6}{score.both:>6}{score.f1:>9.3f}{overlap:>9.3f}")
    return lines
