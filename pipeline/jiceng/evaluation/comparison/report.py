"""A comparison as text for a terminal: verdicts, tables, and the sentences that are read differently now."""

from collections.abc import Iterator, Sequence

from jiceng.corpus.article import Article, Span
from jiceng.evaluation.comparison.scores import TABLES, Row, Side, Verdict, compare_table
from jiceng.text.sentences import sentences


def comparison_lines(gold: Sequence[Article], old: Side, new: Side) -> Iterator[str]:
    """The three tables with their verdicts."""
    for table in TABLES:
        rows, verdict = compare_table(gold, old, new, table)
        yield ""
        yield verdict_line(table, rows[0], verdict)
        yield f"  {'label':<18}{'gold':>6}{'old':>8}{'new':>8}{'':>9}   seeds, old → new"
        for row in rows:
            seeds = " → ".join(
                " ".join(f"{value:.3f}" for value in values) for values in (row.old_seeds, row.new_seeds)
            )
            change = f"{row.new - row.old:+.3f}"
            yield f"  {row.label:<18}{row.gold:>6}{row.old:>8.3f}{row.new:>8.3f}{change:>9}   {seeds}"


def verdict_line(table: str, row: Row, verdict: Verdict) -> str:
    """The verdict in a line."""
    return (
        f"{table}: {verdict.word.upper()}, {row.old:.3f} → {row.new:.3f} "
        f"({verdict.low:+.3f} to {verdict.high:+.3f}, ahead in {verdict.ahead:.0%} of the draws)"
    )


def changed_sentences(gold: Sequence[Article], old: Side, new: Side) -> Iterator[str]:
    """Sentences whose mentions are read differently now, by the first seed: what became right, and what became wrong."""
    before, after = ({article.id: article for article in side.readings["entities"][0]} for side in (old, new))
    for article in gold:
        if article.id not in before or article.id not in after:
            continue
        truth, was, now = article.span_keys(), before[article.id].span_keys(), after[article.id].span_keys()
        for start, end in sentences(article.text):
            inside = {key for key in was ^ now if start <= key[0] < end}
            if inside:
                yield f"{article.id}:{start}  {article.text[start:end]}"
                for key in sorted(inside):
                    mention = f"{article.mention(Span(key[0], key[1], key[2], 0))} {key[2]}"
                    gained = key in now
                    good = gained == (key in truth)
                    yield f"    {'right now' if good else 'wrong now'}: {'found' if gained else 'not found'} {mention}"
